"""A space is made."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer, viewer_of
from discussions.enums import WindowAct
from discussions.errors import AlreadyMade, NameTaken
from discussions.models import Space
from discussions.services.make_space import make_space
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.editor import with_editor
from hub.kit.refusals import Refusal
from moderation.forms.new_space import NewSpaceForm
from moderation.forms.window_base import WindowForm
from moderation.forms.windows import window_form
from moderation.pages.new_space import new_space_page
from moderation.views.staff import staff_page

_NOWHERE: Final = SeenWindow(space_id=0, position=0)


@with_editor
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_space(request: HttpRequest) -> HttpResponse:
    """Its texts, its rules and its first window in one form; the same form again is the same space."""
    viewer = viewer_of(request.user)
    check_set_up(viewer)
    data = request.POST if request.method == "POST" else None
    form, window = NewSpaceForm(data), _window_form(viewer, data)
    is_sent = request.POST.get("action", "send") == "send"  # else it comes back to be written on
    is_valid = form.is_valid() and (window is None or window.is_valid())
    if not (is_sent and is_valid):
        return _page(request, form, window)
    try:
        space = _made(viewer, form, window)
    except NameTaken as refusal:
        form.add_error(refusal.field, str(refusal))
        return _page(request, form, window)
    except AlreadyMade as refusal:
        refusal.url = reverse("space-settings", args=[refusal.made])
        refusal.url_text = _("Open its settings")
        form.renew_key()
        return _page(request, form, window, refusal)
    except Refusal as refusal:
        return _page(request, form, window, refusal)
    messages.success(
        request,
        _("The space is made. Nobody but those who set it up sees it before it is published."),
    )
    return redirect("space-settings", slug=space.slug)


def _window_form(viewer: Viewer, data: object) -> WindowForm | None:
    """Administrators make spaces; their windows are for the secretariat and moderators."""
    if not viewer.is_secretariat:
        return None
    return window_form(WindowAct.SCHEDULE, None, _NOWHERE, data)


def _made(viewer: Viewer, form: NewSpaceForm, window: WindowForm | None) -> Space:
    return make_space(
        by=viewer, wanted=form.wanted, key=form.cleaned_data["key"], window=_window_of(window)
    )


def _window_of(form: WindowForm | None) -> WindowSetting | None:
    """The window, where a day was chosen."""
    setting = form.setting_for(None) if form is not None else None
    if setting is None or (setting.opens_at is None and setting.closes_at is None):
        return None
    return setting


def _page(
    request: HttpRequest,
    form: NewSpaceForm,
    window: WindowForm | None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {"page": new_space_page(), "form": form, "window": window, "refusal": refusal}
    status = 400 if form.errors or (window is not None and window.errors) else 200
    return render(
        request,
        "moderation/new_space.html",
        context,
        status=refusal.status if refusal is not None else status,
    )
