"""Names and paths of reviewing and of windows."""

from django.urls import URLPattern, path

from moderation.views import outside, queue, window_questions, windows

urlpatterns: list[URLPattern] = [
    path("", queue.review_queue, name="review-queue"),
    path("spaces/<slug:slug>/", windows.space_windows, name="space-windows"),
    path(
        "spaces/<slug:slug>/windows/questions/",
        window_questions.window_questions,
        name="window-questions",
    ),
    path("spaces/<slug:slug>/outside/", outside.outside_input, name="outside-input"),
]
