"""The register of a space: every reference ever issued, so that every reader sees that none was lost."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import Exposure, public_exposure_of, speaker_for, text_for
from discussions.enums import PostState, Standing
from discussions.models import Post
from discussions.pages.addresses import post_url, register_url, space_url
from discussions.pages.card_shapes import Setting
from discussions.pages.sections import Crumb, Fact, crumbs_to
from discussions.pages.space_facts import setting_of
from discussions.pages.threads import Pager
from discussions.pages.windows import Status
from discussions.selectors.numbers import SpaceNumbers, moved_out_of, numbers_of
from discussions.selectors.register import RegisterRow, register_of
from discussions.selectors.spaces import Found
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt

_OPENING_WORDS = 140


@dataclass(frozen=True)
class RegisterLine:
    """One reference, or a run of references that no archive held. Name and opening only where public."""

    reference: str
    url: str
    state: str
    state_words: str
    received_at: datetime | None = None
    received: str = ""
    standing: Status | None = None
    kind: str = ""
    reason: str = ""
    other: str = ""
    other_url: str = ""
    name: str = ""
    organisation: str = ""
    opening: str = ""
    language: str = ""


@dataclass(frozen=True)
class RegisterPage:
    """All that `discussions/register.html` shows."""

    crumbs: list[Crumb]
    title: str
    space_title: Text
    space_url: str
    facts: list[Fact]
    lines: list[RegisterLine]
    pager: Pager
    true_until: datetime | None = None


def register_page(found: Found, after: int, viewer: Viewer, language: str) -> RegisterPage:
    """The lines after a number, the same for every viewer: what the public may know."""
    space = found.space
    setting = setting_of(found, VISITOR, language)
    rows, has_more = register_of(space, settings.POSTS_PER_PAGE, after)
    url = register_url(space)
    last = space.reference_of(rows[-1].last) if has_more else ""
    return RegisterPage(
        crumbs=crumbs_to(space, language, Crumb(_("Register"))),
        title=_("Register"),
        space_title=text_in(space, "title", language),
        space_url=space_url(space),
        facts=_facts(found, numbers_of(space)),
        lines=[line_of(row, setting) for row in rows],
        pager=Pager(
            first_url=url if after else "",
            next_url=f"{url}?after={last}" if last else "",
            shown=len(rows),
            total=space.last_number,
        ),
    )


def line_of(row: RegisterRow, setting: Setting) -> RegisterLine:
    """The line of one reference."""
    if row.post is not None:
        return _post_line(row.post, setting)
    first = setting.space.reference_of(row.number)
    if row.moved is not None:
        post = row.moved.post
        return RegisterLine(
            first,
            "",
            "moved",
            _("Moved to another space"),
            received_at=post.received_at,
            received=_received(post),
            standing=_standing(post),
            other=post.reference,
            other_url=post_url(post),
        )
    last = setting.space.reference_of(row.last)
    reference = (
        first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    )
    return RegisterLine(reference, "", "absent", _("Not in the archive that this space came from"))


def _post_line(post: Post, setting: Setting) -> RegisterLine:
    other = post.survivor
    name, organisation, opening, language = _public_words(post, setting)
    return RegisterLine(
        reference=post.reference,
        url=post_url(post),
        state=post.state,
        state_words=str(PostState(post.state).label),
        received_at=post.received_at,
        received=_received(post),
        standing=_standing(post),
        kind=_("Reply") if post.is_reply else _("Submission"),
        reason=setting.reason(post.reason),
        other=other.reference if other else "",
        other_url=post_url(other) if other else "",
        name=name,
        organisation=organisation,
        opening=opening,
        language=language,
    )


def _received(post: Post) -> str:
    return _("%(moment)s UTC") % {"moment": moment_in(post.received_at)}


def _standing(post: Post) -> Status:
    kind = "open" if post.standing == Standing.ON_TIME else "closed"
    return Status(kind, str(Standing(post.standing).label))


def _public_words(post: Post, setting: Setting) -> tuple[str, str, str, str]:
    version = post.public_version
    if public_exposure_of(post) != Exposure.TEXT or version is None:
        return "", "", "", ""
    text, speaker = text_for(version, post, VISITOR), speaker_for(version, post, VISITOR)
    assert text is not None
    assert speaker is not None
    organisation = speaker.organisation if speaker.organisation != speaker.name else ""
    opening = excerpt(text.html, _OPENING_WORDS)
    return speaker.name, organisation, opening, text.language


def _facts(found: Found, numbers: SpaceNumbers) -> list[Fact]:
    """The counts reconcile: what was issued is what stands here, moved away or was never in the archive."""
    space = found.space
    moved = moved_out_of(space)
    absent = space.last_number - numbers.posts - moved
    counted = [
        (str(PostState(state).label_of_many), count) for state, count in numbers.by_state.items()
    ]
    counted += [
        (pgettext("several texts", "Moved to another space"), moved),
        (pgettext("several texts", "Not in the archive"), absent),
    ]
    facts = [Fact(_("References issued"), str(space.last_number))]
    return facts + [Fact(label, str(count)) for label, count in counted if count]
