"""Every address of the portal."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from hub import views

# Asked for by django-allauth where one of its rates is full.
handler429 = "accounts.views.too_many_attempts"

# Requests that are too large to be read have a page of their own.
handler400 = "hub.views.bad_request"

# These name who is signed in: nobody keeps them.
handler403 = "hub.views.permission_denied"
handler404 = "hub.views.page_not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front_door, name="front-door"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("discussions.urls.files")),
    *i18n_patterns(
        path("", include("discussions.urls.reading")),
        path("", include("discussions.urls.writing")),
        path("moderation/", include("moderation.urls.review")),
        path("moderation/", include("moderation.urls.exports")),
        path("accounts/", include("accounts.urls")),
        path("admin/", admin.site.urls),
    ),
]
