"""The page on which a moderator merges a post into another, with both texts side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.access.posts import refusal_of
from discussions.access.viewer import Viewer
from discussions.access.words import speaker_for
from discussions.enums import PostState
from discussions.models import Post
from discussions.pages.texts import listed
from hub.kit.languages import language_within
from moderation.access.places import check_merge
from moderation.mailers.places import can_still_endorse
from moderation.pages.subject import Subject, subject_of
from moderation.selectors.alike import Alike, posts_alike, share_of_words
from moderation.selectors.places import endorsements_of, merged_into, replies_below


@dataclass(frozen=True)
class Suggestion:
    """A text that says the same, or nearly so."""

    reference: str
    words: str


@dataclass(frozen=True)
class MergePage:
    """All that moderation/merge.html shows; `survivor` is None until it is chosen.

    `refusal`: why the two cannot be merged, "" where they can. `differences`: what speaks against it, and how alike they
    are. `notes`: what would come of it.
    """

    subject: Subject
    survivor: Subject | None
    suggestions: list[Suggestion]
    differences: list[str]
    alike: str
    notes: list[str]
    refusal: str


def merge_page(post: Post, survivor: Post | None, viewer: Viewer) -> MergePage:
    """For staff of the space of two posts from `post_for_review`, in the active language."""
    refusal = refusal_of(check_merge, viewer, post, survivor) if survivor is not None else None
    return MergePage(
        subject=subject_of(post, viewer, folds=False),
        survivor=subject_of(survivor, viewer, folds=False) if survivor is not None else None,
        suggestions=_suggestions(post, posts_alike(post, viewer)),
        differences=_differences(post, survivor, viewer) if survivor is not None else [],
        alike=_alike(share_of_words(post, survivor)) if survivor is not None else "",
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


def _differences(post: Post, survivor: Post, viewer: Viewer) -> list[str]:
    """In what the two are not of one piece. Who stands behind a withheld name is not told by it."""
    found = []
    one, other = (speaker_for(each.latest_version, each, viewer) for each in (post, survivor))
    assert one is not None  # staff of a space see every version in it
    assert other is not None
    is_known = not one.is_withheld and not other.is_withheld
    if is_known and (post.author_id != survivor.author_id or one.name != other.name):
        words = _("They have different authors: %(one)s and %(other)s.")
        found.append(words % {"one": one.name, "other": other.name})
    if one.organisation != other.organisation:
        words = _("They are for different organisations: %(one)s and %(other)s.")
        nobody = _("none")
        named = {"one": one.organisation or nobody, "other": other.organisation or nobody}
        found.append(words % named)
    codes = post.latest_version.language, survivor.latest_version.language
    if codes[0] != codes[1]:
        one_language, other_language = (
            language_within(code, get_language() or "en") for code in codes
        )
        words = _("They are in different languages: %(one)s and %(other)s.")
        found.append(words % {"one": one_language, "other": other_language})
    return found


def _alike(share: float) -> str:
    if share == 1:
        return _("Both say the same, word for word.")
    if share == 0:
        return _("They have no run of three words in common.")
    words = _("Of 100 words of both, %(share)d stand in the same order in the other.")
    return words % {"share": int(share * 100)}


def _notes(post: Post, survivor: Post) -> list[str]:
    named = {"reference": post.reference, "survivor": survivor.reference}
    notes = [
        _(
            "Readers see, in the place of %(reference)s, that it was merged, with a link to %(survivor)s. It can be undone."
        )
        % named
    ]
    replies, endorsements = replies_below(post), endorsements_of(post)
    earlier = merged_into(post)
    if earlier:
        words = ngettext(
            "%(references)s, which was merged into it before, leads to %(survivor)s too.",
            "%(references)s, which were merged into it before, lead to %(survivor)s too.",
            len(earlier),
        )
        notes.append(words % {**named, "references": listed(earlier)})
    if replies:
        words = ngettext(
            "The %(number)d reply to it stays in its place.",
            "The %(number)d replies to it stay in their place.",
            replies,
        )
        notes.append(words % {"number": replies})
    if endorsements and not can_still_endorse(survivor):
        notes.append(
            _(
                "Endorsing has ended: who endorsed %(reference)s is told, but nobody is asked whether it holds for"
                " %(survivor)s. The endorsements stay on record."
            )
            % named
        )
    elif endorsements:
        words = ngettext(
            "Its %(number)d endorsement is not moved: who gave it is asked whether it holds for %(survivor)s.",
            "Its %(number)d endorsements are not moved: who gave them is asked whether they hold for %(survivor)s.",
            endorsements,
        )
        notes.append(words % {**named, "number": endorsements})
    return notes
