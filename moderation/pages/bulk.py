"""The page of one decision on many posts, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.words import files_for, speaker_for, text_for
from discussions.enums import PostState, VersionReview
from discussions.models import Post
from discussions.pages.addresses import post_url
from discussions.pages.texts import direction_of
from discussions.selectors.reasons import reason_texts
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt
from moderation.access.decisions import NEEDS_REASON, ON_MANY, possible_acts
from moderation.enums import DecisionAct
from moderation.pages.speaking import speaker_line
from moderation.validators.bulk import MOST, seen_value
from moderation.validators.decisions import DecisionWords, SeenPost
from moderation.validators.queue import QueueQuery

_OPENING: Final = 240
_LABELS: Final[Mapping[DecisionAct, Promise]] = {
    DecisionAct.PUBLISH: gettext_lazy("Approve and publish"),
    DecisionAct.RETURN: gettext_lazy("Return with a reason"),
    DecisionAct.REJECT: gettext_lazy("Reject"),
    DecisionAct.HIDE: gettext_lazy("Hide"),
}


@dataclass(frozen=True)
class BulkRow:
    """One of the posts. `value`: what the form carries of it."""

    reference: str
    url: str
    name: str
    organisation: str
    facts: list[str]
    opening: str
    language: str
    direction: str
    value: str


@dataclass(frozen=True)
class BulkChoice:
    """An act, and for how many of the posts it is possible."""

    value: str
    label: str
    hint: str
    is_possible: bool


@dataclass(frozen=True)
class BulkPage:
    """All that moderation/bulk.html shows. `left_out`: how many of those asked for are not the viewer's to decide on."""

    rows: list[BulkRow]
    left_out: str
    choices: list[BulkChoice]
    needs_reason: bool
    back: str
    back_url: str


@dataclass(frozen=True)
class DoneRow:
    """What became of one post. `refusal` is "" where it was decided."""

    reference: str
    url: str
    queue_url: str
    words: str
    refusal: str


@dataclass(frozen=True)
class DonePage:
    """All that moderation/bulk_done.html shows. `choice` and `reason`: what was decided on, in words."""

    title: str
    done: list[DoneRow]
    refused: list[DoneRow]
    choice: str
    reason: str
    back: str
    back_url: str


def bulk_page(posts: Sequence[Post], asked: int, viewer: Viewer, back: QueueQuery) -> BulkPage:
    """The page for those of the posts that are the viewer's, in the active language; `asked` is how many were chosen."""
    own = [post for post in posts if viewer.is_staff_of(post.space_id)]
    missing = asked - len(own)
    left_out = ngettext(
        "%(n)d text is left out: it is not in your spaces, or there are too many.",
        "%(n)d texts are left out: they are not in your spaces, or there are too many.",
        missing,
    )
    choices = [_choice(act, own, viewer) for act in ON_MANY]
    return BulkPage(
        rows=[_row(post, viewer) for post in own],
        left_out=left_out % {"n": missing} if missing > 0 else "",
        choices=choices,
        needs_reason=any(one.is_possible and one.value in NEEDS_REASON for one in choices),
        back=back.query(chosen=()),
        back_url=_back(replace(back, chosen=tuple(post.reference for post in own))),
    )


def done_page(
    results: Sequence[tuple[UUID, str]],
    posts: Mapping[UUID, Post],
    decided: tuple[DecisionAct, DecisionWords],
    back: QueueQuery,
) -> DonePage:
    """What came of what was `decided`: (post, "" or why not) of each, in the active language."""
    act, words = decided
    rows = [_done(posts[pk], act, refusal) for pk, refusal in results if pk in posts]
    done = [row for row in rows if not row.refusal]
    title = ngettext("%(n)d text decided", "%(n)d texts decided", len(done)) % {"n": len(done)}
    return DonePage(
        title=title if done else _("Nothing was decided"),
        done=done,
        refused=[row for row in rows if row.refusal],
        choice=str(_LABELS[act]),
        reason=reason_texts(get_language() or "en")[words.reason] if words.reason else "",
        back=back.query(),
        back_url=_back(back),
    )


def over_limit() -> str:
    """Why a text is not decided on that comes after as many as one decision takes."""
    return _(
        "At most %(number)d texts are decided on at once. Decide on the others after that."
    ) % {"number": MOST}


def _back(asked: QueueQuery) -> str:
    """To the queue, at the place that one came from."""
    query = asked.query()
    return reverse("review-queue") + (query if query != "?" else "")


def _choice(act: DecisionAct, posts: Sequence[Post], viewer: Viewer) -> BulkChoice:
    fits = sum(act in possible_acts(viewer, post) for post in posts)
    hint = ngettext(
        "possible for %(fits)d of %(n)d text", "possible for %(fits)d of %(n)d texts", len(posts)
    )
    return BulkChoice(
        act.value, str(_LABELS[act]), hint % {"fits": fits, "n": len(posts)}, fits > 0
    )


def _row(post: Post, viewer: Viewer) -> BulkRow:
    version, language = post.latest_version, get_language() or "en"
    speaker, text = speaker_for(version, post, viewer), text_for(version, post, viewer)
    assert speaker is not None  # staff of a space see every version in it
    assert text is not None
    name, organisation = speaker_line(speaker)
    seen = SeenPost(post.pk, version.pk, getattr(post, "last_decision", None) or 0)
    return BulkRow(
        reference=post.reference,
        url=post_url(post),
        name=name,
        organisation=organisation,
        facts=_facts(post, viewer, language),
        opening=excerpt(text.html, _OPENING) if text.mask_reason is None else "",
        language=text.language,
        direction=direction_of(text.language),
        value=seen_value(seen),
    )


def _facts(post: Post, viewer: Viewer, language: str) -> list[str]:
    version = post.latest_version
    facts = [
        text_in(post.space, "title", language).value,
        _("%(moment)s UTC") % {"moment": moment_in(version.received_at)},
        str(PostState(post.state).label),
    ]
    if viewer.is_author(post.author_id):
        facts.append(_("your own text"))
    is_newer = post.state in {PostState.PUBLISHED, PostState.HIDDEN}
    if is_newer and version.review == VersionReview.WAITING:
        facts.append(_("version %(number)d waits") % {"number": version.number})
    files = len(files_for(version, post, viewer))
    if files:
        facts.append(ngettext("%(n)d file", "%(n)d files", files) % {"n": files})
    return facts


def _done(post: Post, act: DecisionAct, refusal: str) -> DoneRow:
    return DoneRow(
        reference=post.reference,
        url=post_url(post),
        queue_url=f"{reverse('review-queue')}?post={post.reference}#panel",
        words=str(act.label),
        refusal=refusal,
    )
