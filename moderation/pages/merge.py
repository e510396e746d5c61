"""The page on which a moderator merges a post into another, with both texts side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.posts import refusal_of
from discussions.access.viewer import Viewer
from discussions.enums import PostState
from discussions.models import Post
from moderation.access.places import check_merge
from moderation.pages.subject import Subject, subject_of
from moderation.selectors.alike import Alike, posts_alike
from moderation.selectors.places import endorsements_of, replies_below


@dataclass(frozen=True)
class Suggestion:
    """A text that says the same, or nearly so."""

    reference: str
    words: str


@dataclass(frozen=True)
class MergePage:
    """All that moderation/merge.html shows; `survivor` is None until it is chosen.

    `refusal`: why the two cannot be merged, "" where they can. `notes`: what would come of it.
    """

    subject: Subject
    survivor: Subject | None
    suggestions: list[Suggestion]
    notes: list[str]
    refusal: str


def merge_page(post: Post, survivor: Post | None, viewer: Viewer) -> MergePage:
    """For staff of the space of two posts from `post_for_review`, in the active language."""
    refusal = refusal_of(check_merge, post, survivor) if survivor is not None else None
    return MergePage(
        subject=subject_of(post, viewer, folds=False),
        survivor=subject_of(survivor, viewer, folds=False) if survivor is not None else None,
        suggestions=_suggestions(post, posts_alike(post, viewer)),
        notes=_notes(post, survivor) if survivor is not None else [],
        refusal=str(refusal or ""),
    )


def _suggestions(post: Post, alike: Sequence[Alike]) -> list[Suggestion]:
    return [
        Suggestion(
            one.post.reference,
            _("%(reference)s: the same words") % {"reference": one.post.reference}
            if one.is_exact
            else _("%(reference)s: of 100 words, %(share)d are the same")
            % {"reference": one.post.reference, "share": int(one.share * 100)},
        )
        for one in alike
        if one.post.state == PostState.PUBLISHED and one.post.name_withheld == post.name_withheld
    ]


def _notes(post: Post, survivor: Post) -> list[str]:
    named = {"reference": post.reference, "survivor": survivor.reference}
    notes = [
        _(
            "Readers see, in the place of %(reference)s, that it was merged, with a link to %(survivor)s. It can be undone."
        )
        % named
    ]
    replies, endorsements = replies_below(post), endorsements_of(post)
    if replies:
        words = ngettext(
            "The %(number)d reply to it stays in its place.",
            "The %(number)d replies to it stay in their place.",
            replies,
        )
        notes.append(words % {"number": replies})
    if endorsements:
        words = ngettext(
            "Its %(number)d endorsement is not moved: who gave it is asked whether it holds for %(survivor)s.",
            "Its %(number)d endorsements are not moved: who gave them is asked whether they hold for %(survivor)s.",
            endorsements,
        )
        notes.append(words % {**named, "number": endorsements})
    return notes
