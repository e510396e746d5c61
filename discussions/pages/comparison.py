"""Two versions of a post side by side: what a correction changed in the text, the files and the speaker.

Everything comes from `discussions.access.words`, for each version by itself: what is masked or not public in one of
them is in no comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.enums import StakeholderGroup
from discussions.access.viewer import Viewer
from discussions.access.words import (
    ShownSpeaker,
    ShownText,
    can_see_version,
    is_let_through,
    speaker_for,
    text_for,
)
from discussions.errors import NotFound
from discussions.models import Post, Version
from discussions.pages.addresses import compare_url, place_url, post_url, version_url
from discussions.pages.card_shapes import Link, Setting
from discussions.pages.compared_files import compared_files
from discussions.pages.sections import Crumb, crumbs_to, place_name
from discussions.pages.space_facts import setting_of
from discussions.pages.texts import FileLine, Prose, direction_of
from discussions.selectors.spaces import FoundPost
from discussions.selectors.threads import with_everything
from hub.kit.countries import country_name
from hub.kit.dates import moment_in
from hub.kit.differences import Difference, Marks, differences
from hub.kit.languages import language_name

#: Characters of both texts together: anyone may ask for a comparison, and more would cost seconds.
_MOST_COMPARED: Final = 300_000


@dataclass(frozen=True)
class ComparedVersion:
    """One of the two."""

    number: int
    url: str
    received_at: datetime
    received: str
    is_public: bool


@dataclass(frozen=True)
class Changed:
    """Something beside the text that is not what it was; "–" stands for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side. Without `prose`, `note` says why the texts are not compared.

    `both` are the texts themselves, the earlier one first, where they are too long for it.
    """

    earlier: ComparedVersion
    later: ComparedVersion
    summary: list[str]
    prose: Prose | None
    note: str
    has_marks: bool
    changed: list[Changed]
    files: list[FileLine]
    both: tuple[Prose, ...] = ()


@dataclass(frozen=True)
class ComparisonPage:
    """All that `discussions/compare.html` shows."""

    crumbs: list[Crumb]
    title: str
    found: Comparison
    others: list[Link]
    true_until: datetime | None = None


def comparison_page(
    given: FoundPost, numbers: tuple[int | None, int | None], viewer: Viewer, language: str
) -> ComparisonPage:
    """The earlier version against the later one; None: the public one, and the one that was public before it.

    Raises NotFound where one of them is not the viewer's to see, or there are no two.
    """
    space, post = given.found.space, with_everything(given.post)
    setting = setting_of(given.found, viewer, language)
    earlier, later = _chosen(post, numbers, viewer)
    return ComparisonPage(
        crumbs=crumbs_to(
            space,
            language,
            Crumb(place_name(post.prompt), place_url(space, post.prompt)),
            Crumb(post.reference, post_url(post)),
            Crumb(_("What changed")),
        ),
        title=_("What changed in %(reference)s") % {"reference": post.reference},
        found=comparison_of(earlier, later, post, setting),
        others=_others(post, (earlier.number, later.number), viewer),
    )


def comparison_of(earlier: Version, later: Version, post: Post, setting: Setting) -> Comparison:
    """What the later one changed, as far as the viewer may see both; they come with files and redactions."""
    texts = _texts(earlier, later, post, setting)
    found = texts.found
    return Comparison(
        earlier=_compared(earlier, post),
        later=_compared(later, post),
        summary=_summary(found) if found is not None else [],
        prose=texts.prose,
        note=texts.note,
        has_marks=found is not None and found.places > 0,
        changed=_changed(earlier, later, post, setting),
        files=compared_files(earlier, later, post, setting),
        both=texts.both,
    )


def _chosen(
    post: Post, numbers: tuple[int | None, int | None], viewer: Viewer
) -> tuple[Version, Version]:
    versions = {v.number: v for v in post.versions.all() if can_see_version(v, post, viewer)}
    public = [v.number for v in versions.values() if is_let_through(v)]
    last = numbers[1]
    if last is None:
        last = max(public or versions, default=0)
    first = numbers[0]
    if first is None:
        first = _before(public, last) or _before(list(versions), last)
    if first == last or first not in versions or last not in versions:
        raise NotFound
    return versions[first], versions[last]


def _before(numbers: Sequence[int], number: int) -> int:
    return max((one for one in numbers if one < number), default=0)


def _compared(version: Version, post: Post) -> ComparedVersion:
    return ComparedVersion(
        number=version.number,
        url=version_url(post, version.number),
        received_at=version.received_at,
        received=_("%(moment)s UTC") % {"moment": moment_in(version.received_at)},
        is_public=is_let_through(version),
    )


# ---------------------------------------------------------------- the text
@dataclass(frozen=True)
class _Texts:
    """The two compared, or why they are not."""

    prose: Prose | None = None
    found: Difference | None = None
    note: str = ""
    both: tuple[Prose, ...] = ()


def _texts(earlier: Version, later: Version, post: Post, setting: Setting) -> _Texts:
    old, new = text_for(earlier, post, setting.viewer), text_for(later, post, setting.viewer)
    assert old is not None
    assert new is not None
    for version, text in ((earlier, old), (later, new)):
        if text.mask_reason is not None:
            words = _("The text of version %(number)d is masked for readers: %(reason)s")
            reason = setting.reason(text.mask_reason)
            return _Texts(note=words % {"number": version.number, "reason": reason})
    if len(old.html) + len(new.html) > _MOST_COMPARED:
        words = _("These texts are too long to be compared word by word. Both stand here whole.")
        return _Texts(note=words, both=(_whole(old), _whole(new)))
    found = differences(old.html, new.html, _marks(old, new, setting.language))
    html = mark_safe(found.html)
    prose = Prose(new.language, direction_of(new.language), html, SafeString())
    return _Texts(prose, found)


def _whole(text: ShownText) -> Prose:
    return Prose(text.language, direction_of(text.language), mark_safe(text.html), SafeString())


def _marks(old: ShownText, new: ShownText, language: str) -> Marks:
    """What a screen reader says at each change."""
    return Marks(
        language=language,
        added=pgettext("said before added words", "added:"),
        added_end=pgettext("said after added words", "end of addition."),
        removed=pgettext("said before removed words", "removed:"),
        removed_end=pgettext("said after removed words", "end of removal."),
        removed_language=old.language if old.language != new.language else "",
    )


def _summary(found: Difference) -> list[str]:
    lines = []
    if found.places:
        words = ngettext(
            "The text differs in %(count)d place.",
            "The text differs in %(count)d places.",
            found.places,
        )
        lines.append(words % {"count": found.places})
    elif not found.is_reformatted:
        lines.append(_("The text is the same."))
    if found.is_reformatted:
        lines.append(
            _("Headings, lists or emphasis differ where words are the same; this is not marked.")
        )
    return lines


# ---------------------------------------------------------------- what stands beside it
def _changed(earlier: Version, later: Version, post: Post, setting: Setting) -> list[Changed]:
    before, after = (_facts(version, post, setting) for version in (earlier, later))
    pairs = zip(before, after, strict=True)
    return [
        Changed(label, old or "–", new or "–")
        for (label, old), (_label, new) in pairs
        if old != new
    ]


def _facts(version: Version, post: Post, setting: Setting) -> list[tuple[str, str]]:
    speaker = speaker_for(version, post, setting.viewer)
    assert speaker is not None
    return [
        (_("Language"), language_name(version.language, setting.language)),
        *_speaker_facts(speaker, setting.language),
        (_("Standing"), version.get_standing_display()),
    ]


def _speaker_facts(speaker: ShownSpeaker, language: str) -> list[tuple[str, str]]:
    country = country_name(speaker.country, language) if speaker.country else ""
    group = str(StakeholderGroup(speaker.group).label) if speaker.group else ""
    return [
        (_("Name"), speaker.name),
        (_("Organisation"), speaker.organisation),
        (_("Stakeholder group"), group),
        (_("Country"), country),
    ]


def _others(post: Post, shown: tuple[int, int], viewer: Viewer) -> list[Link]:
    """Each version against the one before it, where there are more than two."""
    numbers = [v.number for v in post.versions.all() if can_see_version(v, post, viewer)]
    pairs = [pair for pair in pairwise(numbers) if pair != shown]
    words = _("Version %(earlier)d against version %(later)d")
    return [
        Link(words % {"earlier": first, "later": last}, compare_url(post, first, last))
        for first, last in pairs
    ]
