"""A space is made, by the secretariat and administrators; readers see it once it is published (PRODUCT, section 2)."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.errors import AlreadyMade, NameTaken
from discussions.models import Space
from discussions.selectors.set_up import space_setting, spoken
from discussions.services.set_up import settle_change
from discussions.services.windows import schedule_window
from discussions.validators.set_up import NewSpace, SpaceSetting
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.bilingual import set_texts
from hub.kit.models import Record
from hub.kit.sanitise import sanitise

_ACT = "space-added"


def make_space(
    *, by: Viewer, wanted: NewSpace, key: UUID | None = None, window: WindowSetting | None = None
) -> Space:
    """Make a space that nobody but those who set it up sees yet, with a first window where there is to be one.

    Mandates are HTML and come in clean. `key` is that of the form: the same form again by the same person is the same
    space. Raises NotModerator, NameTaken, AlreadyMade where the space of that form is otherwise, and what
    `schedule_window` raises: then nothing is made.
    """
    check_set_up(by)
    setting = _clean(wanted.setting)
    with transaction.atomic():
        taken = _taken(wanted)  # looked at first: who took it may be this very form, pressed twice
        earlier = _made_before(by, key)
        if earlier is not None:
            return _same(earlier, wanted, setting)
        if taken is not None:
            raise taken
        space = Space(
            slug=wanted.slug,
            reference_prefix=wanted.prefix,
            objectives=list(setting.objectives),
            review=setting.review,
            length_limit=setting.length_limit,
        )
        set_texts(space, "title", setting.titles)
        set_texts(space, "mandate", setting.mandates)
        made = _saved(space, wanted, by, key)
        if made is not None:
            return _same(made, wanted, setting)
        detail = {"key": str(key)} if key is not None else None
        settle_change(by, space.pk, _ACT, ("space", space.pk), detail)
        if window is not None:
            schedule_window(by=by, seen=SeenWindow(space.pk, position=0), setting=window)
        return space


def _clean(setting: SpaceSetting) -> SpaceSetting:
    mandates = {language: sanitise(html) for language, html in setting.mandates.items()}
    return SpaceSetting(
        spoken(dict(setting.titles)),
        spoken(mandates),
        tuple(sorted(setting.objectives)),
        setting.review,
        setting.length_limit,
    )


def _saved(space: Space, wanted: NewSpace, by: Viewer, key: UUID | None) -> Space | None:
    """Save it; gives what another press of the same form made while this one waited. Raises NameTaken."""
    try:
        with transaction.atomic():
            space.save()
    except IntegrityError as refused:
        made = _made_before(by, key)
        if made is not None:
            return made
        taken = _taken(wanted)
        if taken is None:
            raise
        raise taken from refused
    return None


def _made_before(by: Viewer, key: UUID | None) -> Space | None:
    if key is None:
        return None
    records = Record.objects.filter(act=_ACT, actor_id=by.user_id, detail__key=str(key))
    return Space.objects.filter(pk__in=records.values("space_id")).first()


def _same(made: Space, wanted: NewSpace, setting: SpaceSetting) -> Space:
    """The space that this very form made. Raises AlreadyMade where anything of it is otherwise."""
    names = (made.slug, made.reference_prefix)
    if names != (wanted.slug, wanted.prefix) or space_setting(made) != setting:
        raise AlreadyMade(
            _(
                "This form was sent already, and the space that it made is not as you send it now. Change that space, or"
                " make yours as another one."
            ),
            made.slug,
        )
    return made


def _taken(wanted: NewSpace) -> NameTaken | None:
    """What another space is called already."""
    if Space.objects.filter(slug=wanted.slug).exists():
        return NameTaken(
            "slug",
            _("The address “%(slug)s” is taken. Choose another one.") % {"slug": wanted.slug},
        )
    if Space.objects.filter(reference_prefix=wanted.prefix).exists():
        return NameTaken(
            "reference_prefix",
            _("References of another space begin with %(prefix)s. Choose another beginning.")
            % {"prefix": wanted.prefix},
        )
    return None
