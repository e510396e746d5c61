"""What all pages of moderators have in common."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

View = Callable[..., HttpResponse]


def staff_page(view: View) -> View:
    """Who is signed out is led to signing in and back; nothing of the page is kept by anyone on the way."""

    @cache_control(private=True, no_store=True)
    @login_required
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs)

    return answered
