"""Names and paths of the numbers of a space."""

from django.urls import URLPattern, path

from moderation.views import numbers

_SPACE = "spaces/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path(f"{_SPACE}participation/", numbers.participation, name="participation"),
    path(f"{_SPACE}participation.csv", numbers.participation_csv, name="participation-csv"),
    path(f"{_SPACE}reconciliation/", numbers.reconciliation, name="reconciliation"),
    path(
        f"{_SPACE}reconciliation/references/",
        numbers.reconciliation_references,
        name="reconciliation-list",
    ),
]
