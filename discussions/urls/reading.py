"""Names and paths."""

from django.urls import path

from discussions.views import check, follow, reading

urlpatterns = [
    path("spaces/", reading.index, name="space-index"),
    path("spaces/<slug:slug>/", reading.space, name="space"),
    path("spaces/<slug:slug>/prompts/<int:number>/", reading.prompt, name="prompt"),
    path("spaces/<slug:slug>/general/", reading.general, name="general"),
    path("spaces/<slug:slug>/register/", reading.register, name="register"),
    path("spaces/<slug:slug>/follow/", follow.follow_space, name="follow-space"),
    path("check/", check.check_receipt, name="check-receipt"),
    path("posts/<str:reference>/", reading.post, name="post"),
    path("posts/<str:reference>/versions/<int:number>/", reading.version, name="post-version"),
    path("posts/<str:reference>/compare/", reading.compare, name="post-compare"),
]
