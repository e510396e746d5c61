"""The page on which staff enter what came from outside the portal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from accounts.models import Organisation
from accounts.selectors.organisations import shown_name
from discussions.access.posts import last_day_of, outside_standing
from discussions.access.viewer import Viewer
from discussions.enums import LatePolicy, NameWithheld, Standing
from discussions.models import Post, Prompt, Window
from discussions.pages.compose import KeptFile
from discussions.pages.file_picker import FilePicker, file_picker
from discussions.pages.space_windows import space_windows
from discussions.pages.texts import direction_of
from discussions.pages.windows import Status
from discussions.selectors.spaces import Found, prompts_of
from discussions.validators.outside import OutsideEntity, OutsideSource
from discussions.validators.sent import SubmittedText
from hub.kit.countries import country_name
from hub.kit.dates import written_day
from hub.kit.languages import language_name, language_within
from hub.kit.personal_data import mask_html
from hub.kit.zones import zone_city
from moderation.pages.desk import Desk, desk_of
from moderation.pages.window_words import window_name


@dataclass(frozen=True)
class Checked:
    """A form that was found in order, to be shown before it is sent."""

    prompt: Prompt | None
    parent: Post | None
    window: Window | None
    known: Organisation | None
    entity: OutsideEntity
    source: OutsideSource
    sent: SubmittedText


@dataclass(frozen=True)
class OutsidePreview:
    """How it would stand: for whom, where, in time or late, and where the receipt goes."""

    name: str
    about: list[str]
    place: str
    standing: Status
    because: str
    withheld: str
    receipt: str
    html: SafeString
    language: str
    direction: str
    language_name: str


@dataclass(frozen=True)
class SentBefore:
    """What the same form became when it was sent before, with another content."""

    reference: str
    url: str


@dataclass(frozen=True)
class OutsidePage:
    """All that moderation/outside.html shows beside the form."""

    desk: Desk
    windows_url: str
    queue_url: str
    status: Status
    parts: list[str]
    days: list[str]
    kept: list[KeptFile]
    picker: FilePicker
    preview: OutsidePreview | None
    sent_before: SentBefore | None


def outside_page(
    found: Found,
    viewer: Viewer,
    windows: Sequence[Window],
    kept: Sequence[KeptFile] = (),
    *,
    checked: Checked | None = None,
    sent_before: str = "",
) -> OutsidePage:
    """The page, in the active language; `sent_before` is the reference that the same form became earlier."""
    space = found.space
    together = space_windows(windows, prompts_of(space), found.at)
    earlier = SentBefore(sent_before, reverse("post", args=[sent_before])) if sent_before else None
    return OutsidePage(
        desk=desk_of(space, viewer, "outside-input"),
        windows_url=reverse("space-windows", args=[space.slug]),
        queue_url=f"{reverse('review-queue')}?space={space.slug}",
        status=together.status,
        parts=together.lines,
        days=[sentence for window in windows for sentence in _days(window, len(windows))],
        kept=list(kept),
        picker=file_picker(),
        preview=_preview(checked) if checked is not None else None,
        sent_before=earlier,
    )


def _days(window: Window, windows: int) -> list[str]:
    """Until which day something counts as on time, and what the policy of the portal is to staff."""
    last = last_day_of(window)
    if last is None:
        words = _("It has no end yet: everything counts as on time.")
    else:
        words = _("On time: what was received on %(day)s or before, by the calendar of %(zone)s.")
        words %= {"day": written_day(last), "zone": zone_city(window.time_zone)}
    sentences = [words]
    if windows > 1:
        sentences = [
            _("%(window)s: %(sentence)s")
            % {"window": window_name(window.position), "sentence": words}
        ]
    if last is not None and window.late_policy == LatePolicy.REFUSE:
        sentences.append(
            _(
                "What came later is refused when somebody sends it here themselves. What you enter is taken, and marked as late."
            )
        )
    return sentences


def _preview(checked: Checked) -> OutsidePreview:
    page_language = get_language() or "en"
    entity, sent = checked.entity, checked.sent
    organisation = _organisation_name(checked, page_language)
    return OutsidePreview(
        name=entity.name or organisation,
        about=_about(checked, organisation, page_language),
        place=_place(checked),
        standing=_standing(checked),
        because=_because(checked),
        withheld=_withheld(sent.name_withheld),
        receipt=_receipt(entity, page_language),
        html=mark_safe(mask_html(sent.body, sent.language).text),
        language=sent.language,
        direction=direction_of(sent.language),
        language_name=language_name(sent.language, page_language),
    )


def _organisation_name(checked: Checked, language: str) -> str:
    if checked.known is not None:
        return shown_name(checked.known, language)
    return checked.entity.organisation_name


def _about(checked: Checked, organisation: str, language: str) -> list[str]:
    entity, known = checked.entity, checked.known
    group = known.stakeholder_group if known is not None else entity.group
    country = known.country if known is not None else entity.country
    about = [organisation] if organisation and entity.name else []
    about.append(str(StakeholderGroup(group or StakeholderGroup.INDIVIDUAL).label))
    if country:
        about.append(country_name(country, language))
    if organisation and (known is None or not known.is_verified):
        about.append(_("not verified"))
    return about


def _place(checked: Checked) -> str:
    if checked.parent is not None:
        return _("In reply to %(reference)s") % {"reference": checked.parent.reference}
    if checked.prompt is not None:
        return _("Question %(number)d") % {"number": checked.prompt.number}
    return _("To the space as a whole")


def _standing(checked: Checked) -> Status:
    standing = outside_standing(checked.window, checked.source.received_on)
    return Status("open" if standing == Standing.ON_TIME else "urgent", str(standing.label))


def _because(checked: Checked) -> str:
    """Why it counts so."""
    received = written_day(checked.source.received_on)
    last = last_day_of(checked.window)
    if last is None:
        return _("It was received on %(received)s.") % {"received": received}
    return _("It was received on %(received)s; the last day was %(last)s.") % {
        "received": received,
        "last": written_day(last),
    }


def _withheld(withheld: NameWithheld) -> str:
    return {
        NameWithheld.NO: "",
        NameWithheld.NAME: _("Readers see the organisation, not the name."),
        NameWithheld.NAME_AND_ORGANISATION: _(
            "Readers see neither the name nor the organisation."
        ),
    }[withheld]


def _receipt(entity: OutsideEntity, language: str) -> str:
    if not entity.email:
        return _("No address is given: nobody gets a receipt by e-mail.")
    return _("The receipt goes to %(address)s (%(language)s).") % {
        "address": entity.email,
        "language": language_within(entity.language, language),
    }
