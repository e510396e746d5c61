"""Names and paths of reporting a post."""

from django.urls import URLPattern, path

from discussions.views import reports

urlpatterns: list[URLPattern] = [
    path("posts/<str:reference>/report/", reports.report_post, name="report-post"),
]
