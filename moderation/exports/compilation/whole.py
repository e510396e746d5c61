"""The compilation put together: cover, chapters, annexes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from hub.kit.bilingual import shown_texts, text_in
from hub.kit.dates import moment_in
from moderation.exports.compilation.annexes import annexes_of
from moderation.exports.compilation.answering import Places, places_of
from moderation.exports.compilation.collecting import Collector, Kept
from moderation.exports.compilation.content import (
    Compilation,
    Entry,
    Fact,
    Labels,
    Part,
    Text,
    Words,
)
from moderation.exports.compilation.cover import cover_of
from moderation.exports.compilation.ground import Ground
from moderation.exports.compilation.ordering import in_order
from moderation.exports.compilation.wording import joined, prompt_title
from moderation.exports.wanted import GENERAL

_QUESTION: Final = "question-"


def compiled(collector: Collector, ground: Ground) -> Compilation:
    """The compilation, in the language that is active; no statement.

    Chapters stand in the order of the page of the space. Every input that the export holds stands once: under its
    question, or late in an annex, or where readers do not meet its text with its state in another.
    """
    cover = cover_of(ground)
    places = places_of(collector)
    chapters = tuple(_chapters(collector, ground, places))
    late = [
        replace(row, entry=_with_prompt(row, {chapter.key for chapter in chapters}))
        for number, _texts in _asked(ground)
        for row in in_order(k for k in collector.late if k.prompt == number)
    ]
    annexes = annexes_of(collector, ground, tuple(_answered(late, places)))
    return Compilation(
        language=get_language() or settings.LANGUAGE_CODE,
        site=settings.SITE_NAME,
        running=(cover.title, _cut_off(ground)),
        cut_off=ground.cut_off,
        cover=cover,
        labels=_labels(),
        reading=tuple(_reading()),
        parts=(*chapters, *annexes),
    )


def _chapters(collector: Collector, ground: Ground, places: Places) -> Iterator[Part]:
    """One for each question; one to which nobody says anything takes no page of its own."""
    is_first = True
    for number, asked in _asked(ground):
        rows = list(in_order(k for k in collector.entries if k.prompt == number))
        if not asked and not rows:
            continue
        yield Part(
            key=f"{_QUESTION}{number}",
            title=prompt_title(number),
            asked=asked,
            introduction=_introduction(rows),
            entries=tuple(_answered(rows, places)),
            begins_page=bool(rows) or is_first,
        )
        is_first = False


def _asked(ground: Ground) -> Iterator[tuple[int, tuple[Text, ...]]]:
    """The number of each question that the filter lets in, with its texts: the language of the frame first."""
    chosen = ground.wanted.prompts
    if not chosen or GENERAL in chosen:
        yield GENERAL, ()
    for prompt in ground.prompts:
        if not chosen or prompt.number in chosen:
            first = text_in(prompt, "text", get_language() or "en")
            others = [t for t in shown_texts(prompt, "text") if t.language != first.language]
            yield (
                prompt.number,
                tuple(Text(t.value, t.language) for t in (first, *others) if t.value),
            )


def _answered(rows: Iterable[Kept], places: Places) -> Iterator[Entry]:
    """The entries; a reply says what it answers where that does not stand right above it."""
    above = ""
    for row in rows:
        entry = row.entry
        before = tuple(_leading_somewhere(fact, places) for fact in entry.before)
        if row.parent and (row.parent != above or not entry.depth):
            before = (Fact(_("In reply to"), places.of(row.parent)), *before)
        above = entry.reference
        yield replace(entry, before=before)


def _leading_somewhere(fact: Fact, places: Places) -> Fact:
    """Without links to inputs that do not stand in the compilation."""
    lines = (
        one if not one.key or one.key in places.entities or one.key.startswith(_QUESTION)
        else Words(one.text)
        for one in fact.lines
    )  # fmt: skip
    return Fact(fact.label, tuple(lines))


def _with_prompt(row: Kept, chapters: Collection[str]) -> Entry:
    """With the question that it answers, and a link to that where it has a chapter: all that was sent to it may be late."""
    key = f"{_QUESTION}{row.prompt}"
    where = Fact(_("Answers"), (Words(prompt_title(row.prompt), key if key in chapters else ""),))
    return replace(row.entry, before=(where, *row.entry.before))


def _introduction(rows: Sequence[Kept]) -> str:
    """How many of each kind; a reply stands by itself where what it answers is not shown, and is one all the same."""
    if not rows:
        return _("No input in this compilation.")
    replies = sum(bool(row.parent) for row in rows)
    submissions = len(rows) - replies
    parts = [
        ngettext("%(number)s submission", "%(number)s submissions", submissions) % {"number": submissions},
        ngettext("%(number)s reply", "%(number)s replies", replies) % {"number": replies},
    ]  # fmt: skip
    return joined(
        part for part, number in zip(parts, (submissions, replies), strict=True) if number
    )


def _cut_off(ground: Ground) -> str:
    return _("As of %(instant)s UTC") % {"instant": moment_in(ground.cut_off)}


def _labels() -> Labels:
    marked = _("Page %(page)s of %(pages)s") % {"page": "\x00", "pages": "\x00"}
    before, between, after = marked.split("\x00")
    return Labels(
        contents=pgettext("table of contents", "Contents"),
        page=(before, between, after),
        reading=_("How to read this compilation"),
        files=_("Files"),
    )


def _reading() -> Iterator[str]:
    yield _(
        "Inputs stand under the question that they answer, in the alphabetical order of the entities that sent them, then by reference. Replies follow what they answer."
    )
    yield _(
        "Each text stands as its author sent it, in its own language. Of an input that was corrected the last version that came in time is shown."
    )
    yield _(
        "Words in square brackets that say so stand in the place of what is withheld from readers: an address, a number, words that moderators withhold for the reason named. They are in the language of the text where that is English or French, else in that of this compilation."
    )
    yield _(
        "The reference of each input is its permanent address on the portal. Inputs that came late, files, corrections and inputs without their text stand in the annexes."
    )
    yield _("All instants are in Coordinated Universal Time (UTC), with seconds cut off.")
