"""Doors of accounts that allauth does not have."""

from typing import Final

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.errors import TooManyAttempts
from accounts.models import Organisation
from accounts.selectors.organisations import organisations_like, shown_name, tidy_name
from accounts.selectors.rates import seconds_until_free
from hub.kit.countries import country_name
from hub.kit.refusals import refusal_response

_SHORTEST: Final = 2
_LOOKUPS: Final = {"organisation_lookup": "300/m/ip"}
#: Which rate of allauth a page counts by, and how long to wait where that cannot be told, in seconds.
_ACTIONS: Final = {
    "account_login": "login",
    "account_signup": "signup",
    "account_reset_password": "reset_password",
    "account_email_verification_sent": "confirm_email",
    "account_change_password": "change_password",
    "account_email": "manage_email",
    "account_reauthenticate": "reauthenticate",
}
_USUAL_WAIT: Final = 15 * 60


@require_safe
@never_cache
def organisation_lookup(request: HttpRequest) -> JsonResponse:
    """Organisations with the letters `q` in their name, at most ten, for the field of static/js/organisation-lookup.js."""
    words = tidy_name(request.GET.get("q", ""))[:300]
    if not ratelimit.consume(
        request, app="accounts", action="organisation_lookup", config=_LOOKUPS, limit_get=True
    ):
        raise TooManyAttempts(60)
    found = organisations_like(words) if len(words) >= _SHORTEST else []
    language = get_language() or "en"
    return JsonResponse(
        {
            "results": [
                {"name": shown_name(one, language), "detail": _detail(one, language)}
                for one in found
            ]
        }
    )


def _detail(organisation: Organisation, language: str) -> str:
    country = organisation.country and country_name(organisation.country, language)
    return ", ".join(filter(None, [organisation.get_stakeholder_group_display(), country]))


def too_many_attempts(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page of allauth's own refusals (status 429): it says when to try again."""
    match = request.resolver_match
    action = _ACTIONS.get(match.url_name or "", "") if match else ""
    key = request.POST.get("email", "").lower() or None
    wait = seconds_until_free(request, action, key=key) or _USUAL_WAIT
    return refusal_response(request, TooManyAttempts(wait))
