"""Name and path of withholding words and files."""

from django.urls import URLPattern, path

from moderation.views.redact import redact_post

urlpatterns: list[URLPattern] = [
    path("posts/<str:reference>/redact/", redact_post, name="redact"),
]
