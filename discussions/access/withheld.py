"""Words and files of a version that moderators keep from readers: the second half of the one door to text.

Here masks are worked out from what was sent; who meets them is `discussions.access.words`'s to say.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override

from discussions.enums import ReasonCode, RedactionTarget
from discussions.models import Attachment, Redaction, Version
from hub.kit.languages import language_of_words_beside
from hub.kit.personal_data import mask_html
from hub.kit.sanitise import visible_text
from hub.kit.sanitise.marked import Mask, Place, cuts_a_word, places_of, with_words

#: Characters before and after withheld words that tell which they are.
_LONG_ENOUGH: Final = 4  # characters by which a part of a word tells what it stands for
AROUND: Final = 50
_HERE: Final = "\u27e6here\u27e7"


@dataclass(frozen=True)
class Cut:
    """The text of a version with a mask in the place of each passage; `reasons` are their codes, one for each."""

    html: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Withheld:
    """What is kept from readers for one reason: the same words, or the same file, in each version that holds them.

    `ids` are those of its redactions, by which it is shown again. `file` is None for words, for every file of a version
    from an archive that does not say which, and for one that is not here (`is_left_out`); `is_whole_text`: from an
    archive that does not say which words. `before` and `after` are what readers see around words.
    """

    ids: tuple[int, ...]
    target: RedactionTarget
    reason: str
    at: datetime
    by_person_id: int | None
    versions: tuple[int, ...]
    file: Attachment | None
    is_whole_text: bool
    is_left_out: bool
    before: str
    after: str
    language: str


# ---------------------------------------------------------------- masks of one version
def whole_text_reason(version: Version) -> str | None:
    """The code for which the whole text is masked; None where it is not.

    Archives say that words are masked but not which. So is it where the text has no such place: rather all than
    nothing.
    """
    length = None
    for redaction in _standing(version, RedactionTarget.TEXT):
        if redaction.end is None:
            return redaction.reason
        length = len(visible_text(version.body)) if length is None else length
        if redaction.end > length:
            return redaction.reason
    return None


def without_withheld_words(version: Version) -> Cut:
    """The text with its masks, in its own language where the portal speaks it; one without `whole_text_reason`."""
    rows = sorted(_standing(version, RedactionTarget.TEXT), key=_start)
    if not rows:
        return Cut(version.body)
    masks = tuple(Mask(*_place(row), mask_words(row.reason, version.language)) for row in rows)
    return Cut(with_words(version.body, masks), tuple(row.reason for row in rows))


def passages_withheld(version: Version) -> list[tuple[str, str]]:
    """The words that stand behind the masks, in order, each with its code; each once. For who reads the text whole."""
    text = visible_text(version.body)
    rows = sorted(_standing(version, RedactionTarget.TEXT), key=_start)
    found = [(text[_start(row) : row.end], row.reason) for row in rows if row.end is not None]
    return list(dict.fromkeys(found))


def file_reason(version: Version, attachment: Attachment) -> str | None:
    """The code for which a file is kept from readers; None where it is not."""
    for redaction in _standing(version, RedactionTarget.FILE):
        if covers(redaction, attachment):
            return redaction.reason
    return None


def covers(redaction: Redaction, attachment: Attachment) -> bool:
    """Whether a redaction of the version of a file keeps that file from readers: it, or every file that is here."""
    is_of_files = redaction.target == RedactionTarget.FILE and not redaction.is_left_out
    is_standing = redaction.lifted_at is None
    return is_of_files and is_standing and redaction.attachment_id in {None, attachment.pk}


def mask_words(reason: str, language: str) -> str:
    """What stands in the place of words that are withheld for a code, in the language of the text where the portal speaks it."""
    with override(language_of_words_beside(language)):
        return _("[words withheld: %(reason)s]") % {"reason": reason_in_mask(reason)}


def reason_in_mask(code: str) -> str:
    """A code in a few words within a sentence, in the active language."""
    label = str(ReasonCode(code).label)
    return f"{label[:1].lower()}{label[1:]}"


# ---------------------------------------------------------------- what moderators are about to withhold
def places_in(versions: Iterable[Version], passage: str) -> dict[UUID, list[Place]]:
    """Where the texts as they were sent hold a passage, by the version; versions without it are left out.

    In parts of words where a version has it as a whole word nowhere: "Berg" in "Bergs". A short passage only where no
    version has it as a whole word, so that "Ann" leaves "annual" alone.
    """
    texts = {version.pk: visible_text(version.body) for version in versions}
    found = {key: places_of(text, passage, within_words=False) for key, text in texts.items()}
    if len(passage.strip()) >= _LONG_ENOUGH or not any(found.values()):
        found = {
            key: places or places_of(texts[key], passage, within_words=True)
            for key, places in found.items()
        }
    return {key: places for key, places in found.items() if places}


def is_withheld(version: Version, place: Place) -> bool:
    """Whether one mask covers the whole place already."""
    return whole_text_reason(version) is not None or any(
        _start(row) <= place.start and place.end <= (row.end or 0)
        for row in _standing(version, RedactionTarget.TEXT)
    )


def held_again(
    version: Version, earlier: Sequence[Version]
) -> Iterator[tuple[Redaction, Place | None]]:
    """Which masks of the earlier versions a later text needs too, and where; None: all of it.

    Their passages are looked for by `places_of`: parts of words only where the mask covers a part of a word.
    """
    text = visible_text(version.body)
    seen: set[tuple[object, ...]] = set()
    for source in earlier:
        sent = visible_text(source.body)
        for row in _standing(source, RedactionTarget.TEXT):
            for place in _again(row, sent, text):
                if (place, row.reason) not in seen:
                    seen.add((place, row.reason))
                    yield row, place


def places_of_masks(html: str, language: str, reasons: Sequence[str]) -> list[Place | None]:
    """Where the masks stand in a text that came with them already, for the codes of the reasons, in order.

    For an archive that shows what every reader sees. None for all where one has no mask: the whole text is masked. One
    that another mask covers stands within that.
    """
    text = visible_text(html)
    known = {code: _masks(code, text) for code in dict.fromkeys(reasons)}
    if not any(known.values()):
        return [None] * len(reasons)
    found = [known[code].pop(0) if known[code] else None for code in reasons]
    first = next(place for place in found if place is not None)
    return [place or Place(first.start + 1, first.end) for place in found]


def _masks(code: str, text: str) -> list[Place]:
    """All masks for a reason in a visible text, in whichever language of the portal they were written.

    A visible text has one plain space for each run of white space; masks in French hold one that does not break.
    """
    words = {
        " ".join(mask_words(code, language).split()) for language, _name in settings.LANGUAGES
    }
    return sorted(
        Place(match.start(), match.end())
        for one in words
        for match in re.finditer(re.escape(one), text)
    )


def _again(row: Redaction, sent: str, text: str) -> list[Place] | list[None]:
    if row.end is None or row.end > len(sent):
        return [None]
    place = _place(row)
    passage = sent[place.start : place.end]
    return places_of(text, passage, within_words=cuts_a_word(sent, place))


# ---------------------------------------------------------------- what is withheld
def withheld_in(versions: Sequence[Version]) -> list[Withheld]:
    """All that readers do not see of the versions of a post, the latest version's first.

    Needs `attachments` and `redactions` at hand.
    """
    groups: dict[tuple[object, ...], list[tuple[Version, Redaction]]] = {}
    for version in sorted(versions, key=lambda row: -row.number):
        for row in version.redactions.all():
            if row.lifted_at is None:
                groups.setdefault(_key(version, row), []).append((version, row))
    return [_withheld(group) for group in groups.values()]


def _key(version: Version, row: Redaction) -> tuple[object, ...]:
    if row.target == RedactionTarget.FILE:
        file = _file(version, row)
        return row.target, row.reason, file.sha256 if file else row.is_left_out
    if row.end is None:
        return row.target, row.reason, None
    words = visible_text(version.body)[_start(row) : row.end]
    return row.target, row.reason, words.casefold()


def _file(version: Version, row: Redaction) -> Attachment | None:
    return next((file for file in version.attachments.all() if file.pk == row.attachment_id), None)


def _withheld(group: Sequence[tuple[Version, Redaction]]) -> Withheld:
    version, row = group[0]
    first = min((row for _version, row in group), key=lambda row: row.at)
    before, after = _around(version, row)
    return Withheld(
        ids=tuple(row.pk for _version, row in group),
        target=RedactionTarget(row.target),
        reason=row.reason,
        at=first.at,
        by_person_id=first.by_person_id,
        versions=tuple(sorted({version.number for version, _row in group})),
        file=_file(version, row),
        is_whole_text=row.target == RedactionTarget.TEXT and row.end is None,
        is_left_out=row.is_left_out,
        before=before,
        after=after,
        language=version.language,
    )


def _around(version: Version, row: Redaction) -> tuple[str, str]:
    """What readers see before and after withheld words."""
    if row.target != RedactionTarget.TEXT or whole_text_reason(version) is not None:
        return "", ""
    masks = tuple(
        Mask(*_place(one), _HERE if one.pk == row.pk else mask_words(one.reason, version.language))
        for one in sorted(_standing(version, RedactionTarget.TEXT), key=_start)
    )
    shown = mask_html(with_words(version.body, masks), version.language).text
    before, here, after = visible_text(shown).partition(_HERE)
    if not here:  # another mask covers it
        return "", ""
    return before[-AROUND:], after.rpartition(_HERE)[2][:AROUND] if _HERE in after else after[
        :AROUND
    ]


# ---------------------------------------------------------------- small parts
def _standing(version: Version, target: RedactionTarget) -> list[Redaction]:
    """Those that were not lifted; asked for once, however many ask."""
    prefetch_related_objects([version], "redactions")
    return [
        row for row in version.redactions.all() if row.target == target and row.lifted_at is None
    ]


def _start(row: Redaction) -> int:
    return row.start or 0


def _place(row: Redaction) -> Place:
    assert row.end is not None, "of words, not of a whole text"
    return Place(_start(row), row.end)
