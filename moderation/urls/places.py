"""Names and paths of moving and merging."""

from django.urls import URLPattern, path

from moderation.views import places

urlpatterns: list[URLPattern] = [
    path("posts/<str:reference>/move/", places.move_post, name="move"),
    path("posts/<str:reference>/merge/", places.merge_post, name="merge"),
]
