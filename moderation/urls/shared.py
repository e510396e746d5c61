"""Names and paths of what links to exports open."""

from django.urls import URLPattern, path

from moderation.views import shared

urlpatterns: list[URLPattern] = [
    path("<str:token>", shared.without_slash, name="shared-without-slash"),
    path("<str:token>/", shared.shared, name="shared"),
    path("<str:token>/download/", shared.shared_download, name="shared-download"),
    path("<str:token>/texts/", shared.shared_reading, name="shared-reading"),
]
