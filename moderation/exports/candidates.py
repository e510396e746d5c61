"""What of a post a filter looks at, made alike for the count on the page and for the export itself."""

from collections.abc import Sequence

from accounts.enums import WITHOUT_COUNTRY
from discussions.access.viewer import Viewer
from discussions.access.words import (
    ShownSpeaker,
    can_see_version,
    is_let_through,
    speaker_for,
)
from discussions.enums import Standing
from discussions.models import Post, Prompt, Version, Window
from hub.kit.languages import base_language
from hub.kit.regions import region_of
from moderation.exports.wanted import GENERAL, NO_COUNTRY, Candidate


class Places:
    """Under which question a post stands, and in which window; no statement of its own. The main window comes first."""

    def __init__(self, prompts: Sequence[Prompt], windows: Sequence[Window]) -> None:
        self._prompts = {prompt.pk: prompt for prompt in prompts}
        self._windows = {window.pk: window for window in windows}
        self._main = windows[0] if windows else None

    def number_of(self, post: Post) -> int:
        """The number of its question, or `GENERAL`."""
        return self._prompts[post.prompt_id].number if post.prompt_id else GENERAL

    def window_of(self, post: Post) -> Window | None:
        """The window of its question, or else the main one; None where there is none."""
        prompt = self._prompts[post.prompt_id] if post.prompt_id else None
        return self._windows[prompt.window_id] if prompt and prompt.window_id else self._main


def seen_versions(post: Post, reader: Viewer) -> list[Version]:
    """The versions of which the reader may know the text, the oldest first; needs `versions` prefetched."""
    return [version for version in post.versions.all() if can_see_version(version, post, reader)]


def version_that_counts(post: Post, seen: Sequence[Version]) -> Version | None:
    """Of the versions that a reader may see, in their order, the one by which the post counts.

    The last one that was ever public, one that was taken from readers since only where there is no other; else the
    last one. Of an input in time the last one that is not late (PRODUCT, section 4: late corrections are marked and
    stand apart).
    """
    ever_public = [version for version in seen if version.published_at is not None]
    counted = [version for version in seen if is_let_through(version)] or ever_public or list(seen)
    if post.standing != Standing.LATE:
        counted = [v for v in counted if v.standing != Standing.LATE] or counted
    return counted[-1] if counted else None


def kept_versions(
    seen: Sequence[Version], counting: Version | None, *, with_earlier: bool
) -> list[Version]:
    """The versions that are in: all that are seen, or none before the one that counts."""
    first = 0 if with_earlier or counting is None else counting.number
    return [version for version in seen if version.number >= first]


def survivor_of(post: Post, reader: Viewer) -> Post | None:
    """Where a merged post leads the reader; needs `merged_into` at hand.

    As on its page and in the register (`Post.survivor`): nowhere where the link would tell who withholds a name, but
    for a reader who looks behind.
    """
    return post.merged_into if reader.looks_behind else post.survivor


def speaker_that_counts(post: Post, reader: Viewer) -> ShownSpeaker | None:
    """Who speaks in the version by which the post counts for a reader; None where they may not know."""
    counting = version_that_counts(post, seen_versions(post, reader))
    return speaker_for(counting, post, reader) if counting else None


def candidate_of(post: Post, reader: Viewer, places: Places) -> Candidate:
    """What of the post a filter looks at, for a reader; its text is not asked for."""
    counting = version_that_counts(post, seen_versions(post, reader))
    speaker = speaker_for(counting, post, reader) if counting else None
    window = places.window_of(post)
    return Candidate(
        prompt=places.number_of(post),
        window=window.archive_id if window else "",
        received_at=post.received_at,
        group=speaker.group if speaker else None,
        state=post.state,
        standing=post.standing,
        region=_region(speaker) if speaker else None,
        language=base_language(counting.language) if counting else None,
        is_reply=post.is_reply,
    )


def _region(speaker: ShownSpeaker) -> str:
    """Of which region somebody speaks; UN entities and intergovernmental bodies speak of none alone."""
    if speaker.group in WITHOUT_COUNTRY:
        return NO_COUNTRY
    region = region_of(speaker.country)
    return region.value if region is not None else NO_COUNTRY
