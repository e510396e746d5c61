"""Names and paths of exports."""

from django.urls import URLPattern, path

from moderation.views import export_links, exports, new_export

_ALL = "spaces/<slug:slug>/exports/"
_ONE = f"{_ALL}<uuid:export_id>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, exports.exports, name="exports"),
    path(f"{_ALL}count/", new_export.export_count, name="export-count"),
    path(_ONE, exports.export, name="export"),
    path(f"{_ONE}status/", exports.export_status, name="export-status"),
    path(f"{_ONE}cancel/", exports.export_cancel, name="export-cancel"),
    path(f"{_ONE}download/", exports.export_download, name="export-download"),
    path(f"{_ONE}observers/", export_links.export_observers, name="export-observers"),
    path(f"{_ONE}links/", export_links.export_links, name="export-links"),
    path(
        f"{_ONE}links/<uuid:link_id>/revoke/",
        export_links.export_link_revoke,
        name="export-link-revoke",
    ),
]
