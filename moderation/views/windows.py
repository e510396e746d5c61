"""A space's windows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, check_staff_of, viewer_of
from discussions.access.windows import possible_window_acts
from discussions.enums import LatePolicy, WindowAct, WindowState
from discussions.errors import NotFound
from discussions.models import Window
from discussions.selectors.followers import people_told_now
from discussions.selectors.spaces import find_space
from discussions.services.window_changes import check_unchanged
from discussions.services.window_checks import check_change
from discussions.services.windows import (
    change_late_rules,
    close_window,
    extend_window,
    open_window,
    reopen_window,
    schedule_window,
)
from discussions.validators.windows import SeenWindow
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal
from moderation.forms.window_base import WindowForm
from moderation.forms.windows import FORMS, ExtendForm, LateRulesForm, ScheduleForm, window_form
from moderation.pages.window_words import Preview, preview_of
from moderation.pages.windows import Windows, windows_of, windows_page
from moderation.views.staff import staff_page


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def space_windows(request: HttpRequest, slug: str) -> HttpResponse:
    """The windows with their history, and the form for `?act=` on `?window=`."""
    viewer = viewer_of(request.user)
    found = find_space(slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, viewer, found.at)
    check_staff_of(viewer, found.space.pk)
    of = windows_of(found.space, found.at)
    form = _asked_form(request, viewer, of)
    if request.method == "POST":
        if form is None:
            raise NotFound
        return _change(request, viewer, of, form)
    return _page(request, viewer, of, form, _first_preview(viewer, form, of))


def _asked_form(request: HttpRequest, viewer: Viewer, of: Windows) -> WindowForm | None:
    """The form that the address asks for; None where it asks for none, or for one that is not possible."""
    act, position = request.GET.get("act", ""), request.GET.get("window", "")
    if act not in WindowAct.values or not position.isascii() or not position.isdecimal():
        return None
    window = of.at_position(int(position))
    is_new = act == WindowAct.SCHEDULE and int(position) == of.free_position
    if window is None and not is_new:
        return None
    data = request.POST if request.method == "POST" else None
    wanted = _as_it_is_now(act, window, of)
    is_possible = wanted in possible_window_acts(viewer, of.space.pk, window, of.at)
    if wanted not in FORMS or (data is None and not is_possible):
        return None
    return window_form(wanted, window, of.seen(int(position)), data, beside=of.main)


def _as_it_is_now(act: str, window: Window | None, of: Windows) -> WindowAct:
    """What was to be extended and has closed meanwhile is opened again, once that was previewed."""
    has_closed = window is not None and window.state_at(of.at) in {
        WindowState.GRACE,
        WindowState.CLOSED,
    }
    return WindowAct.REOPEN if act == WindowAct.EXTEND and has_closed else WindowAct(act)


def _change(request: HttpRequest, viewer: Viewer, of: Windows, form: WindowForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, viewer, of, form)
    seen = form.seen(of.space.pk)
    window = of.at_position(seen.position)
    try:
        if not form.is_confirmed:
            if window is not None:
                check_unchanged(window, seen)
            setting = form.setting_for(window)
            check_change(viewer, of.space.pk, window, form.act, setting, of.at)
            form.await_confirmation()
            return _page(request, viewer, of, form, _preview(viewer, form, of))
        done = _do(viewer, seen, form)
    except Refusal as refusal:
        of = windows_of(of.space, database_now())  # somebody may have changed it since it was read
        form.renew(of.seen(seen.position).change_id)
        return _page(request, viewer, of, form, refusal=refusal)
    if form.act == WindowAct.SCHEDULE and of.concerns_nobody(done.position) and of.has_questions:
        messages.success(
            request, _("The window is scheduled. Now choose the questions that follow it.")
        )
        return redirect("window-questions", slug=of.space.slug)
    messages.success(request, _done_words(form.act, done))
    return redirect("space-windows", slug=of.space.slug)


def _do(viewer: Viewer, seen: SeenWindow, form: WindowForm) -> Window:
    reason = form.cleaned_data["reason"]
    if isinstance(form, ScheduleForm):
        return schedule_window(by=viewer, seen=seen, setting=form.setting, reason=reason)
    if isinstance(form, LateRulesForm):
        given = form.cleaned_data
        return change_late_rules(
            by=viewer,
            seen=seen,
            late_policy=LatePolicy(given["late_policy"]),
            grace_minutes=given["grace_minutes"],
            reason=reason,
        )
    if isinstance(form, ExtendForm):
        later = extend_window if form.act == WindowAct.EXTEND else reopen_window
        return later(by=viewer, seen=seen, closes_at=form.cleaned_data["closes_at"], reason=reason)
    act = open_window if form.act == WindowAct.OPEN else close_window
    return act(by=viewer, seen=seen, reason=reason)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    of: Windows,
    form: WindowForm | None,
    preview: Preview | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    editing = None if form is None else (form.act, int(request.GET["window"]))
    context = {
        "page": windows_page(of, viewer, editing),
        "form": form,
        "preview": preview,
        "refusal": refusal,
    }
    status = 400 if form is not None and form.errors else 200
    return render(
        request,
        "moderation/windows.html",
        context,
        status=refusal.status if refusal is not None else status,
    )


def _first_preview(viewer: Viewer, form: WindowForm | None, of: Windows) -> Preview | None:
    """What needs nothing typed is previewed as soon as it is shown."""
    if form is None or form.act not in {WindowAct.OPEN, WindowAct.CLOSE}:
        return None
    window = of.at_position(form.initial["position"])
    assert window is not None  # else the form would not have been asked for
    told = _told(viewer, of, window.position)
    return preview_of(form.act, window.setting, window, told)


def _preview(viewer: Viewer, form: WindowForm, of: Windows) -> Preview:
    position = form.cleaned_data["position"]
    window = of.at_position(position)
    told, setting = _told(viewer, of, position), form.setting_for(window)
    stops_texts = of.stops_texts(setting.opens_at)
    return preview_of(form.act, setting, window, told, stops_texts=stops_texts)


def _told(viewer: Viewer, of: Windows, position: int) -> int | None:
    if of.concerns_nobody(position):
        return None
    return people_told_now(of.space, of.at, viewer.user_id)


def _done_words(act: WindowAct, window: Window) -> str:
    if act == WindowAct.SCHEDULE:
        return _("The window is scheduled.")
    if act == WindowAct.OPEN:
        return _("The window is open.")
    if act == WindowAct.CLOSE:
        return (
            _("The window is closed. Its grace has begun.")
            if window.grace_minutes
            else _("The window is closed.")
        )
    if act == WindowAct.REOPEN:
        return _("The window is open again.")
    if act == WindowAct.LATE_RULES:
        return _("The grace and what becomes of late texts are changed.")
    return _("The window is extended.")
