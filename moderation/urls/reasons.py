"""Names and paths of the words for reasons."""

from django.urls import URLPattern, path

from moderation.views import reasons

urlpatterns: list[URLPattern] = [
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/<slug:code>/", reasons.reason, name="reason"),
]
