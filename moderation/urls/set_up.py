"""Names and paths of setting up a space."""

from django.urls import URLPattern, path

from moderation.views import documents, new_space, questions, settings

_SPACE = "spaces/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("new-space/", new_space.new_space, name="new-space"),
    path(f"{_SPACE}questions/", questions.space_questions, name="space-questions"),
    path(f"{_SPACE}questions/new/", questions.new_question, name="new-question"),
    path(f"{_SPACE}questions/<int:number>/", questions.space_question, name="space-question"),
    path(f"{_SPACE}documents/", documents.space_documents, name="space-documents"),
    path(f"{_SPACE}documents/new/", documents.new_document, name="new-document"),
    path(f"{_SPACE}documents/<int:pk>/", documents.space_document, name="space-document"),
    path(f"{_SPACE}settings/", settings.space_settings, name="space-settings"),
]
