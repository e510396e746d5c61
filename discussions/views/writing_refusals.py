"""Pages that say no to somebody who writes: each shows the text first, so that nothing is lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from discussions.errors import SignInFirst
from discussions.pages.addresses import sign_in_url
from discussions.pages.compose import ComposePage
from hub.kit.kept_text import kept_form_of, kept_text_of
from hub.kit.refusals import Refusal
from hub.kit.sanitise import to_plain_text


def signed_out(request: HttpRequest) -> HttpResponse:
    """To sign in and back again; who sends when the session has ended gets the form back, to send it once more (403)."""
    way_in = sign_in_url(request.get_full_path())
    if request.method != "POST":
        return redirect(way_in)
    context = {
        "kept_form": kept_form_of(request),
        "kept_text": kept_text_of(request),
        "sign_in_url": way_in,
        "sign_in_next": request.get_full_path(),
        "had_files": bool(request.FILES),
    }
    return render(request, "discussions/session_ended.html", context, status=SignInFirst.status)


def window_closed(
    request: HttpRequest, page: ComposePage, refusal: Refusal, draft: str = ""
) -> HttpResponse:
    """The place takes nothing now: said with its instants, the text (or the `draft`, canonical) shown to be copied or downloaded."""
    kept_text = kept_text_of(request) or to_plain_text(draft)
    context = {"page": page, "refusal": refusal, "kept_text": kept_text}
    return render(request, "discussions/window_closed.html", context, status=refusal.status)


@never_cache
@require_POST
def kept_text(request: HttpRequest) -> HttpResponse:
    """The text of the form as a plain file, for those whom another page refused; nothing is stored."""
    text = kept_text_of(request)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="text.txt"'
    return response
