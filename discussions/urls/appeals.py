"""Names and paths of asking for another look."""

from django.urls import URLPattern, path

from discussions.views import appeals

urlpatterns: list[URLPattern] = [
    path("posts/<str:reference>/appeal/", appeals.ask, name="appeal"),
]
