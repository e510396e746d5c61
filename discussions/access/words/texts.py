"""The text of a version, and the words that belong to it, for a viewer."""

from collections.abc import Sequence
from uuid import UUID

from discussions.access.viewer import Viewer
from discussions.access.withheld import (
    passages_withheld,
    places_in,
    whole_text_reason,
    without_withheld_words,
)
from discussions.access.words.seeing import can_see_version, sees_behind
from discussions.access.words.shown import ShownText
from discussions.models import Endorsement, Post, Version
from hub.kit.personal_data import Kind, mask_html, mask_plain
from hub.kit.sanitise import own_text, visible_text
from hub.kit.sanitise.marked import Place, places_of
from hub.kit.similarity import Sketch, sketch_of


def text_for(version: Version, post: Post, viewer: Viewer) -> ShownText | None:
    """The text of a version for a viewer, withheld words, addresses and numbers masked; None where they may not see it.

    Its author reads it whole, staff by an act on record. Needs the version's `redactions` prefetched on
    pages that show many.
    """
    if not can_see_version(version, post, viewer):
        return None
    if sees_behind(post, viewer):
        return ShownText(version.body, version.language, version.sha256)
    return _as_readers_see_it(version)


def masked_for_readers(version: Version) -> tuple[Kind, ...]:
    """The kinds of the addresses and numbers in a text that its readers do not see, one for each."""
    return _as_readers_see_it(version).masked_data


def withheld_from_readers(version: Version) -> tuple[str, ...]:
    """The codes of the reasons for which moderators keep words of a text from its readers, one for each passage."""
    return _as_readers_see_it(version).withheld


def words_kept_from_readers(version: Version, post: Post, viewer: Viewer) -> list[tuple[str, str]]:
    """The passages that moderators keep from readers, each with its code, for who reads them all the same; else none."""
    if not can_see_version(version, post, viewer) or not sees_behind(post, viewer):
        return []
    return passages_withheld(version)


def places_for(
    versions: Sequence[Version], post: Post, viewer: Viewer, passage: str
) -> dict[UUID, list[Place]]:
    """Where versions hold a passage, by their id; nowhere where the viewer reads it in none of them.

    So nobody finds out by trying what stands behind a mask. Needs the versions' `redactions` at hand.
    """
    shown = (text_for(version, post, viewer) for version in versions)
    if not any(text and places_of(visible_text(text.html), passage) for text in shown):
        return {}
    return places_in(versions, passage)


def _as_readers_see_it(version: Version) -> ShownText:
    reason = whole_text_reason(version)
    if reason is not None:
        return ShownText("", version.language, version.sha256, reason)
    cut = without_withheld_words(version)
    masked = mask_html(cut.html, version.language)
    return ShownText(
        masked.text,
        version.language,
        version.sha256,
        masked_data=masked.found,
        withheld=cut.reasons,
    )


def reservation_for(endorsement: Endorsement, viewer: Viewer) -> str | None:
    """The reservation of an endorsement, addresses and numbers in it masked but for who looks behind; None without one.

    The form refuses them; archives may bring them.
    """
    words = endorsement.reservation
    return words if words is None or viewer.looks_behind else mask_plain(words)


def compared_by(version: Version) -> Sketch:
    """What the text of a version is compared by, for everyone: hashes of words, from which nothing can be read."""
    return sketch_of(visible_text(version.body), own_text(version.body))
