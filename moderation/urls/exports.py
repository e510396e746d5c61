"""Names and paths of exports."""

from django.urls import URLPattern, path

from moderation.views import exports

_ALL = "spaces/<slug:slug>/exports/"
_ONE = f"{_ALL}<uuid:export_id>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, exports.exports, name="exports"),
    path(_ONE, exports.export, name="export"),
    path(f"{_ONE}status/", exports.export_status, name="export-status"),
    path(f"{_ONE}download/", exports.export_download, name="export-download"),
]
