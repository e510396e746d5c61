"""Names and paths of what is done from the review queue beside single decisions."""

from django.urls import URLPattern, path

from moderation.views import bulk, reports

urlpatterns: list[URLPattern] = [
    path("bulk/", bulk.bulk_decision, name="bulk-decision"),
    path("posts/<str:reference>/reports/", reports.dismiss, name="dismiss-reports"),
]
