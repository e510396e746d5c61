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
from moderation.exports.compilation.ordering import entries_of, in_order
from moderation.exports.compilation.wording import joined, prompt_title
from moderation.exports.wanted import GENERAL

_QUESTION: Final = "question-"


def compiled(collector: Collector, ground: Ground) -> Compilation:
    """The compilation, in the language that is active; no statement.

    Chapters stand in the order of the page of the space. Every input that the export holds stands once: under its
    question, or late in an annex, or where readers do not meet its text with its state in another.
    """
    cover = cover_of(ground)
    entities = _entities(collector)
    chapters = [
        Part(
            key=f"{_QUESTION}{number}",
            title=prompt_title(number),
            asked=asked,
            introduction=_introduction(entries),
            entries=entries,
        )
        for number, asked in _asked(ground)
        for entries in [_answering(collector.entries, number, entities)]
        if asked or entries
    ]
    late = [
        replace(row, entry=_with_prompt(row, {chapter.key for chapter in chapters}))
        for number, _texts in _asked(ground)
        for row in in_order(k for k in collector.late if k.prompt == number)
    ]
    annexes = annexes_of(collector, ground, tuple(_answered(late, entities)))
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


def _answering(kept: Iterable[Kept], number: int, entities: dict[str, str]) -> tuple[Entry, ...]:
    return tuple(_answered(in_order(k for k in kept if k.prompt == number), entities))


def _answered(rows: Iterable[Kept], entities: dict[str, str]) -> Iterator[Entry]:
    """The entries; a reply says what it answers where that does not stand right above it."""
    above = ""
    for row in rows:
        entry = row.entry
        before = tuple(_leading_somewhere(fact, entities) for fact in entry.before)
        if row.parent and (row.parent != above or not entry.depth):
            said = joined([entities.get(row.parent, ""), row.parent])
            answers = Fact(_("In reply to"), (Words(said, row.parent),))
            before = (_leading_somewhere(answers, entities), *before)
        above = entry.reference
        yield replace(entry, before=before)


def _leading_somewhere(fact: Fact, entities: dict[str, str]) -> Fact:
    """Without links to inputs that do not stand in the compilation."""
    lines = (
        one if not one.key or one.key in entities or one.key.startswith(_QUESTION)
        else Words(one.text)
        for one in fact.lines
    )  # fmt: skip
    return Fact(fact.label, tuple(lines))


def _entities(collector: Collector) -> dict[str, str]:
    """Who speaks in each entry, by its key."""
    return {e.key: e.entity for e in entries_of([*collector.entries, *collector.late])}


def _with_prompt(row: Kept, chapters: Collection[str]) -> Entry:
    """With the question that it answers, and a link to that where it has a chapter: all that was sent to it may be late."""
    key = f"{_QUESTION}{row.prompt}"
    where = Fact(_("Answers"), (Words(prompt_title(row.prompt), key if key in chapters else ""),))
    return replace(row.entry, before=(where, *row.entry.before))


def _introduction(entries: Sequence[Entry]) -> str:
    submissions = sum(not entry.depth for entry in entries)
    replies = len(entries) - submissions
    if not entries:
        return _("No input in this compilation.")
    parts = [ngettext("%(number)s input", "%(number)s inputs", submissions)
             % {"number": submissions}]  # fmt: skip
    if replies:
        words = ngettext("%(number)s reply below them", "%(number)s replies below them", replies)
        parts.append(words % {"number": replies})
    return joined(parts)


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
        "Words in square brackets that say so stand in the place of what is withheld from readers: an address, a number, words that moderators withhold for the reason named."
    )
    yield _(
        "The reference of each input is its permanent address on the portal. Inputs that came late, files, corrections and inputs without their text stand in the annexes."
    )
    yield _("All instants are in Coordinated Universal Time (UTC), with seconds cut off.")
