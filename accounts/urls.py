"""Names and paths of accounts: those flows of django-allauth that are in use, and ours.

No page of an account is ever kept by a browser or shared: each holds a form, a token or an address.
"""

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache

from accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisations/", views.organisation_lookup, name="organisation-lookup"),
    path("login/", never_cache(allauth_views.login), name="account_login"),
    path("logout/", never_cache(allauth_views.logout), name="account_logout"),
    path("signup/", never_cache(allauth_views.signup), name="account_signup"),
    path("inactive/", never_cache(allauth_views.account_inactive), name="account_inactive"),
    path("email/", never_cache(allauth_views.email), name="account_email"),
    path(
        "confirm-email/",
        never_cache(allauth_views.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path(
        "reauthenticate/", never_cache(allauth_views.reauthenticate), name="account_reauthenticate"
    ),
    path(
        "password/change/",
        never_cache(allauth_views.password_change),
        name="account_change_password",
    ),
    path("password/set/", never_cache(allauth_views.password_set), name="account_set_password"),
    path(
        "password/reset/", never_cache(allauth_views.password_reset), name="account_reset_password"
    ),
    path(
        "password/reset/confirm/",
        never_cache(allauth_views.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        never_cache(allauth_views.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        never_cache(allauth_views.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
]
