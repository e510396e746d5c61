"""What all pages of moderators have in common."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from discussions.views.writing_refusals import signed_out
from hub.kit.kept_text import kept_text_of

View = Callable[..., HttpResponse]


def staff_page(view: View) -> View:
    """Who is signed out is led to signing in and back; nothing of the page is kept by anyone on the way.

    Whose session has ended meanwhile gets back what they wrote; so does who is refused the whole page, by the page of
    the refusal.
    """
    signed_in = login_required(view)

    @cache_control(private=True, no_store=True)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated and kept_text_of(request):
            return signed_out(request)
        return signed_in(request, *args, **kwargs)

    return answered
