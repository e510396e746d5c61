"""What the pages that set up a space have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from discussions.access.spaces import check_see_space, check_set_up
from discussions.access.viewer import Viewer, viewer_of
from discussions.errors import NotFound
from discussions.models import Space
from discussions.selectors.spaces import Found, find_space
from discussions.views.writing_refusals import signed_out
from hub.kit.refusals import Refusal
from moderation.forms.order import OrderForm
from moderation.pages.set_up import OrderedPage

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
    """Nothing of the page is kept by anyone on the way; who is signed out gets back what was written."""

    @cache_control(private=True, no_store=True)
    @wraps(view)
    def answered(request: HttpRequest, slug: str, *args: object, **more: object) -> HttpResponse:
        viewer = viewer_of(request.user)
        if not viewer.is_signed_in:
            return signed_out(request)
        return view(Asked(request, viewer, _found(viewer, slug)), *args, **more)

    return answered


def ordered(
    asked: Asked, order: Callable[..., object], page: Callable[[], OrderedPage], address: str
) -> HttpResponse:
    """A list with buttons that change its order by `order`; `address` is the name of the page, built anew after each try."""
    refusal = None
    form = OrderForm(asked.request.POST)
    if asked.action and form.is_valid():
        try:
            order(by=asked.viewer, space_id=asked.space.pk, seen=form.seen, wanted=form.new_order)
        except Refusal as found:
            refusal = found
        else:
            return done(asked, address, _("The order is saved."))
    context = {"page": page(), "refusal": refusal}
    status = refusal.status if refusal is not None else 200
    return render(asked.request, "moderation/ordered.html", context, status=status)


def form_page(
    asked: Asked, template: str, page: object, form: Form, refusal: Refusal | None = None
) -> HttpResponse:
    """The page with its form: 400 where that is not in order, else the status of the refusal."""
    context = {"page": page, "form": form, "refusal": refusal}
    status = 400 if form.is_bound and not form.is_valid() else 200
    if refusal is not None:
        status = refusal.status
    return render(asked.request, template, context, status=status)


def done(asked: Asked, address: str, words: str | Promise) -> HttpResponse:
    """On to a page of the space, which says what was done."""
    messages.success(asked.request, str(words))
    return redirect(address, slug=asked.space.slug)


def _found(viewer: Viewer, slug: str) -> Found:
    found = find_space(slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, viewer, found.at)
    check_set_up(viewer, found.space.pk)
    return found
