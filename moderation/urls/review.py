"""Names and paths of reviewing and of windows."""

from django.urls import URLPattern, path

from moderation.views import queue, windows

urlpatterns: list[URLPattern] = [
    path("", queue.review_queue, name="review-queue"),
    path("spaces/<slug:slug>/", windows.space_windows, name="space-windows"),
]
