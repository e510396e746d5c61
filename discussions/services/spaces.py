"""What is set of a space itself: its texts and rules, whether readers see it, whom they see as moderators."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.enums import SpaceRoleName
from discussions.errors import AlreadyDecided, NotComplete, NotFound, NotPossibleNow
from discussions.models import DisplayedModerator, Space, SpaceRole
from discussions.selectors.completeness import incomplete_texts, missing_languages
from discussions.selectors.set_up import last_change, space_setting, spoken
from discussions.services.set_up import check_complete, check_seen, lock_space, settle_change
from discussions.validators.set_up import SpaceSetting
from hub.kit.bilingual import column, set_texts
from hub.kit.clock import database_now
from hub.kit.sanitise import sanitise

_PUBLISHED, _UNPUBLISHED = "space-published", "space-unpublished"


def change_space(*, by: Viewer, space_id: int, setting: SpaceSetting, seen: str) -> Space:
    """Give a space other titles, another mandate, other objectives or rules; languages that are not named stay.

    Mandates are HTML and come in clean. `seen` is the stamp of the setting that the form was built on; what stands there
    already changes nothing. Raises NotModerator, NotFound, NotComplete, ChangedMeanwhile.
    """
    check_set_up(by, space_id)
    with transaction.atomic():
        space = lock_space(space_id)
        present = space_setting(space)
        wanted = _whole(present, setting)
        if wanted == present:
            return space
        check_seen(seen, present, ("space", space_id))
        if wanted.titles != present.titles:
            _check_title(space, wanted.titles)
        fields = _set(space, present, wanted)
        detail = _change_of(present, wanted, fields)
        settle_change(by, space_id, "space-changed", ("space", space_id), detail)
        return space


def publish_space(*, by: Viewer, space_id: int) -> Space:
    """Let readers see the space from now on.

    Done twice by the same person it is done once. Raises NotModerator, NotFound, NotComplete while the title, a question
    or a mandate that is begun lacks a required language, AlreadyDecided where another published it.
    """
    check_set_up(by, space_id)
    with transaction.atomic():
        space = lock_space(space_id)
        now = database_now()
        if space.published_at is not None and space.published_at <= now:
            _check_own(by, space, _PUBLISHED)
            return space
        missing = unpublishable(space)
        if missing:
            words = _(
                "Before the space can be published, these need each required language: %(texts)s."
            )
            raise NotComplete(words % {"texts": ", ".join(missing)})
        space.published_at = now
        space.save(update_fields=["published_at"])
        settle_change(by, space_id, _PUBLISHED, ("space", space_id))
        return space


def unpublish_space(*, by: Viewer, space_id: int) -> Space:
    """Take a space back from readers, as long as no text was received: afterwards everyone must see that none is lost.

    Done twice by the same person it is done once. Raises NotModerator, NotFound, NotPossibleNow, AlreadyDecided.
    """
    check_set_up(by, space_id)
    with transaction.atomic():
        space = lock_space(space_id)
        if space.published_at is None:
            _check_own(by, space, _UNPUBLISHED)
            return space
        if space.last_number:
            raise NotPossibleNow(
                _(
                    "Texts were received here: the space stays public, so that all see that none is lost."
                )
            )
        space.published_at = None
        space.save(update_fields=["published_at"])
        settle_change(by, space_id, _UNPUBLISHED, ("space", space_id))
        return space


def unpublishable(space: Space) -> list[str]:
    """What lacks a required language before readers may see the space, in words; a mandate may be left out, not half."""
    mandate = space_setting(space).mandates
    missing = missing_languages(mandate) if mandate else ""
    lacking = [_("the mandate (%(languages)s)") % {"languages": missing}] if missing else []
    return incomplete_texts(space) + lacking


def show_moderator(*, by: Viewer, space_id: int, person_id: int) -> None:
    """Let readers see somebody as moderator, after the others; gives no right. Shown already, nothing changes.

    Raises NotModerator, and NotFound for who has not the right to moderate the space.
    """
    check_set_up(by, space_id)
    with transaction.atomic():
        space = lock_space(space_id)
        roles = SpaceRole.objects.filter(space=space, role=SpaceRoleName.MODERATOR)
        if not roles.filter(user__person=person_id).exists():
            raise NotFound
        shown = space.displayed_moderators
        if shown.filter(person_id=person_id).exists():
            return
        highest = shown.aggregate(highest=Max("position"))["highest"]
        position = 0 if highest is None else highest + 1
        row = DisplayedModerator.objects.create(
            space=space, person_id=person_id, position=position
        )
        _settle_shown(by, row, "shown-moderator-added")


def hide_moderator(*, by: Viewer, space_id: int, person_id: int) -> None:
    """Let readers no longer see somebody as moderator; takes no right. Hidden already, nothing changes.

    Raises NotModerator, NotFound.
    """
    check_set_up(by, space_id)
    with transaction.atomic():
        space = lock_space(space_id)
        row = space.displayed_moderators.filter(person_id=person_id).first()
        if row is not None:
            _settle_shown(by, row, "shown-moderator-removed")
            row.delete()


def _settle_shown(by: Viewer, row: DisplayedModerator, act: str) -> None:
    subject = ("shown-moderator", row.pk)
    settle_change(by, row.space_id, act, subject, {"person": row.person_id})


def _whole(present: SpaceSetting, setting: SpaceSetting) -> SpaceSetting:
    """The setting with the languages that it does not name."""
    mandates = {language: sanitise(html) for language, html in setting.mandates.items()}
    return SpaceSetting(
        spoken({**present.titles, **setting.titles}),
        spoken({**present.mandates, **mandates}),
        tuple(sorted(setting.objectives)),
        setting.review,
        setting.length_limit,
    )


def _set(space: Space, present: SpaceSetting, wanted: SpaceSetting) -> list[str]:
    """Only what differs: the counters belong to those who write meanwhile. Gives the names of what was set."""
    set_texts(space, "title", wanted.titles)
    set_texts(space, "mandate", wanted.mandates)
    space.objectives = list(wanted.objectives)
    space.review = wanted.review
    space.length_limit = wanted.length_limit
    languages = settings.MODELTRANSLATION_LANGUAGES
    columns = {
        "titles": [*(column("title", one) for one in languages), "other_languages"],
        "mandates": [*(column("mandate", one) for one in languages), "other_languages"],
        "objectives": ["objectives"],
        "review": ["review"],
        "length_limit": ["length_limit"],
    }
    fields = [name for name in columns if getattr(wanted, name) != getattr(present, name)]
    space.save(update_fields={one for name in fields for one in columns[name]})
    return fields


def _change_of(
    present: SpaceSetting, wanted: SpaceSetting, fields: Iterable[str]
) -> dict[str, Any]:
    """For the record: what was changed, from what to what. Rules as they are, texts by language and SHA-256 alone."""
    names = list(fields)
    return {
        "fields": names,
        "was": {name: _written(getattr(present, name)) for name in names},
        "is": {name: _written(getattr(wanted, name)) for name in names},
    }


def _written(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            language: hashlib.sha256(text.encode()).hexdigest() for language, text in value.items()
        }
    return list(value) if isinstance(value, tuple) else value


def _check_title(space: Space, titles: Mapping[str, str]) -> None:
    check_complete(
        space,
        titles,
        _(
            "Texts can be sent to this space, or will be once its window opens: the title needs each required language."
            " Missing: %(languages)s."
        ),
    )


def _check_own(by: Viewer, space: Space, act: str) -> None:
    """Raises AlreadyDecided unless the latest act of its kind is this person's."""
    change = last_change("space", space.pk, (_PUBLISHED, _UNPUBLISHED))
    if change is None or (change.act == act and change.actor_id == by.user_id):
        return
    words = _("The space was published") if act == _PUBLISHED else _("The space was taken back")
    raise AlreadyDecided(by=change.by or _("Another moderator"), act=words, at=change.at)
