"""Names and paths of files: the same in every language."""

from django.urls import URLPattern, path

from discussions.views.files import file

urlpatterns: list[URLPattern] = [path("files/<uuid:identifier>/<str:name>", file, name="file")]
