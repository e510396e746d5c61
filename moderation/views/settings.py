"""A space itself: its texts and rules, whether readers see it, whom they see as moderators."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from discussions.errors import ChangedMeanwhile, NotSavedYet
from discussions.selectors.set_up import space_setting
from discussions.selectors.spaces import displayed_moderators_of, find_space
from discussions.services.spaces import (
    change_space,
    hide_moderator,
    publish_space,
    show_moderator,
    unpublish_space,
)
from hub.kit.editor import with_editor
from hub.kit.refusals import Refusal
from moderation.forms.set_up import PersonForm
from moderation.forms.settings import SettingsForm
from moderation.pages.settings import settings_page
from moderation.selectors.set_up import laid_out, people_to_show
from moderation.views.set_up import Asked, done, form_page, set_up_page

_PAGE: Final = "space-settings"
_PUBLICATION: Final[Mapping[str, tuple[Callable[..., object], Promise]]] = {
    "publish": (publish_space, _("Readers see this space now.")),
    "unpublish": (unpublish_space, _("Readers no longer see this space.")),
}
_MODERATORS: Final[Mapping[str, tuple[Callable[..., object], Promise]]] = {
    "show": (show_moderator, _("Readers see this name among the moderators.")),
    "hide": (hide_moderator, _("Readers no longer see this name among the moderators.")),
}


@with_editor
@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def space_settings(asked: Asked) -> HttpResponse:
    """The form with what is set; beside it publishing, and the moderators whom readers see."""
    action, _space, whom = asked.action.partition(" ")
    if action not in {*_PUBLICATION, *_MODERATORS}:
        return _save(asked)
    if (form := _form(asked)).has_unsaved:
        return _page(asked, form, NotSavedYet())
    if action in _PUBLICATION:
        return _act(asked, *_PUBLICATION[action])
    person = PersonForm({"person": whom or asked.request.POST.get("person")})
    if not person.is_valid():
        return _page(asked, _form(asked, is_sent=False))
    return _act(asked, *_MODERATORS[action], person_id=person.cleaned_data["person"])


def _save(asked: Asked) -> HttpResponse:
    form = _form(asked)
    if asked.action != "send" or not form.is_valid():
        return _page(asked, form)
    seen = form.cleaned_data["seen"]
    try:
        change_space(by=asked.viewer, space_id=asked.space.pk, setting=form.setting, seen=seen)
    except Refusal as refusal:
        asked = _anew(asked)
        form.merge_with(space_setting(asked.space))
        return _page(asked, form, refusal)
    return done(asked, _PAGE, _("The settings are saved."))


def _act(
    asked: Asked, act: Callable[..., object], words: str | Promise, **more: int
) -> HttpResponse:
    try:
        act(by=asked.viewer, space_id=asked.space.pk, **more)
    except Refusal as refusal:
        asked = _anew(asked)
        return _page(asked, _form(asked, is_sent=False), refusal)
    return done(asked, _PAGE, words)


def _anew(asked: Asked) -> Asked:
    """The same with the space as it is now."""
    return Asked(asked.request, asked.viewer, find_space(asked.space.slug) or asked.found)


def _form(asked: Asked, *, is_sent: bool = True) -> SettingsForm:
    data = asked.request.POST if asked.action and is_sent else None
    return SettingsForm(data, present=space_setting(asked.space))


def _page(asked: Asked, form: SettingsForm, refusal: Refusal | None = None) -> HttpResponse:
    page = settings_page(
        asked.found,
        asked.viewer,
        displayed_moderators_of(asked.space),
        list(people_to_show(asked.space)),
        laid=laid_out(asked.space),
        is_conflict=isinstance(refusal, ChangedMeanwhile),
    )
    return form_page(asked, "moderation/settings.html", page, form, refusal)
