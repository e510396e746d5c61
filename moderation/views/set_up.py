"""What the pages that set up a space have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from discussions.access.spaces import check_see_space, check_set_up
from discussions.access.viewer import Viewer, viewer_of
from discussions.errors import NotFound
from discussions.models import Space
from discussions.selectors.spaces import Found, find_space
from discussions.views.writing_refusals import refused, signed_out
from hub.kit.refusals import Refusal

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Asked:
    """Who asks for which space, and may set it up."""

    request: HttpRequest
    viewer: Viewer
    found: Found

    @property
    def space(self) -> Space:
        """The space."""
        return self.found.space

    @property
    def action(self) -> str:
        """Which button was pressed; "" where the page is only asked for."""
        if self.request.method != "POST":
            return ""
        return str(self.request.POST.get("action", "send"))


def set_up_page(view: View) -> View:
    """Nothing of the page is kept by anyone on the way; who is signed out, or refused, gets back what was written."""

    @cache_control(private=True, no_store=True)
    @wraps(view)
    def answered(request: HttpRequest, slug: str, *args: object, **more: object) -> HttpResponse:
        viewer = viewer_of(request.user)
        if not viewer.is_signed_in:
            return signed_out(request)
        try:
            return view(Asked(request, viewer, _found(viewer, slug)), *args, **more)
        except Refusal as refusal:
            if request.method == "POST":
                return refused(request, refusal)
            raise

    return answered


def _found(viewer: Viewer, slug: str) -> Found:
    found = find_space(slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, viewer, found.at)
    check_set_up(viewer, found.space.pk)
    return found
