"""Where anyone checks a receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from discussions.access.spaces import can_see_space
from discussions.access.viewer import VISITOR
from discussions.forms.check import CheckForm
from discussions.pages.check import CheckAnswer, check_answer, unknown_answer
from discussions.selectors.hashes import match_in
from discussions.selectors.references import moved_post
from discussions.selectors.spaces import find_post
from discussions.views.reading_cache import reader_of


@never_cache
@require_safe
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Whether `?reference=` and `?sha256=` belong together; without them the form alone. The same for every reader."""
    reader_of(request)
    if not {"reference", "sha256"} & request.GET.keys():
        return render(request, "discussions/check.html", {"form": CheckForm()})
    form = CheckForm(request.GET)
    if not form.is_valid():
        return render(request, "discussions/check.html", {"form": form}, status=400)
    answer = _answer(form.cleaned_data["reference"], form.cleaned_data["sha256"])
    return render(request, "discussions/check.html", {"form": form, "answer": answer})


def _answer(reference: str, sha256: str) -> CheckAnswer:
    given = find_post(reference)
    if given is None and (moved := moved_post(reference)) is not None:
        given = find_post(moved.reference)
    if given is None or not can_see_space(given.found.space, VISITOR, given.found.at):
        return unknown_answer(reference)
    match = match_in(given.post.pk, sha256)
    return check_answer(reference, given, match, get_language() or "en")
