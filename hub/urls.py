"""Every address of the portal."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from hub import offline, views

# Asked for by django-allauth where one of its rates is full.
handler429 = "accounts.views.too_many_attempts"

# Requests that are too large to be read have a page of their own.
handler400 = "hub.views.bad_request"

# These name who is signed in: nobody keeps them.
handler403 = "hub.views.permission_denied"
handler404 = "hub.views.page_not_found"

# Shows the text that could not be taken.
handler500 = "hub.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front_door, name="front-door"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("offline.js", offline.offline_worker, name="offline-worker"),
    path("", include("discussions.urls.files")),
    *i18n_patterns(
        path("offline/", offline.offline_page, name="offline"),
        path("", include("discussions.urls.reading")),
        path("", include("discussions.urls.writing")),
        path("", include("discussions.urls.signatures")),
        path("", include("discussions.urls.appeals")),
        path("", include("discussions.urls.reports")),
        path("moderation/", include("moderation.urls.set_up")),
        path("moderation/", include("moderation.urls.review")),
        path("moderation/", include("moderation.urls.queue")),
        path("moderation/", include("moderation.urls.places")),
        path("moderation/", include("moderation.urls.reasons")),
        path("moderation/", include("moderation.urls.redact")),
        path("moderation/", include("moderation.urls.exports")),
        path("moderation/", include("moderation.urls.numbers")),
        path("moderation/", include("moderation.urls.rights")),
        path("shared/", include("moderation.urls.shared")),
        path("accounts/", include("accounts.urls")),
        path("admin/", admin.site.urls),
    ),
]
