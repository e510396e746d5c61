"""Names and paths of reviewing and of windows."""

from django.urls import URLPattern, path

from moderation.views import outside, queue, windows

urlpatterns: list[URLPattern] = [
    path("", queue.review_queue, name="review-queue"),
    path("spaces/<slug:slug>/", windows.space_windows, name="space-windows"),
    path("spaces/<slug:slug>/outside/", outside.outside_input, name="outside-input"),
]
