"""Where anyone checks a receipt."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.errors import TooManyAttempts
from accounts.selectors.rates import consume
from discussions.access.spaces import can_see_space
from discussions.access.viewer import VISITOR, Viewer
from discussions.forms.check import CheckForm
from discussions.pages.check import Asked, CheckAnswer, check_answer, unknown_answer
from discussions.selectors.hashes import matches_in
from discussions.selectors.references import moved_post
from discussions.selectors.spaces import find_post
from discussions.views.reading_cache import reader_of

_MOST: Final = 300
_HOUR: Final = 3600


@never_cache
@require_safe
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Whether `?reference=` and `?sha256=` belong together; with one of them alone the form that asks for the other.

    `?proof=` is what a receipt's own link says besides. Raises TooManyAttempts after 300 an hour from one address.
    """
    viewer = reader_of(request)
    if not {"reference", "sha256"} <= request.GET.keys():
        form = CheckForm(initial=request.GET.dict())
        return render(request, "discussions/check.html", {"form": form})
    form = CheckForm(request.GET)
    if not form.is_valid():
        return render(request, "discussions/check.html", {"form": form}, status=400)
    _count(request)
    asked = Asked(form.cleaned_data["reference"], request.GET.get("proof", ""))
    answer = _answer(asked, form.cleaned_data["sha256"], viewer)
    return render(request, "discussions/check.html", {"form": form, "answer": answer})


def _count(request: HttpRequest) -> None:
    wait = consume(request, "check-receipt", most=_MOST, seconds=_HOUR)
    if wait:
        raise TooManyAttempts(wait)


def _answer(asked: Asked, sha256: str, viewer: Viewer) -> CheckAnswer:
    reference = asked.reference
    given = find_post(reference)
    if given is None and (moved := moved_post(reference)) is not None:
        given = find_post(moved.reference)
    if given is None or not can_see_space(given.found.space, VISITOR, given.found.at):
        return unknown_answer(reference)
    matches = matches_in(given.post.pk, sha256)
    return check_answer(asked, given, matches, viewer, get_language() or "en")
