"""Names and paths of the record, of roles, and of what everybody may do."""

from django.urls import URLPattern, path

from moderation.views import my_roles, record, rights, roles

urlpatterns: list[URLPattern] = [
    path("record/", record.record, name="record"),
    path("record.csv", record.record_csv, name="record-csv"),
    path("roles/", roles.roles, name="roles"),
    path("roles/mine/", my_roles.my_roles, name="my-roles"),
    path("spaces/<slug:slug>/roles/", roles.space_roles, name="space-roles"),
    path("rights/", rights.rights, name="rights"),
]
