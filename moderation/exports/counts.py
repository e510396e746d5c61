"""The sheet of counts, and the sums that must agree before a package is handed over (PRODUCT, section 7)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import CoSignatoryState, EndorserKind, PostState, Standing
from discussions.errors import PromptClosed, WindowClosed, WindowNotOpenYet
from discussions.models import Space
from moderation.enums import LeftOut
from moderation.exports.annexes import CountLine
from moderation.exports.changes import SINCE_WORDS
from moderation.exports.failure import ExportFailed
from moderation.exports.ledger import Followed, ledger_lines
from moderation.exports.tally import Tally
from moderation.selectors import exports as selectors
from moderation.selectors.ledger import Ledger, ledger_of, questions_by_window


@dataclass(frozen=True)
class Books:
    """What the database says of a space, each number read apart from the posts that are written."""

    counter: int
    absent: int
    moved_in: int
    moved_out: int
    states: dict[str, int]
    refused: dict[str, int]
    ledger: Ledger = field(default_factory=Ledger)
    followed: Followed = ()

    @property
    def issued(self) -> int:
        """References given to new inputs."""
        return self.counter - self.absent - self.moved_in

    @property
    def there(self) -> int:
        """Posts in all states."""
        return sum(self.states.values())


def books_of(space: Space) -> Books:
    """Read them; 12 statements."""
    counter, absent = selectors.counter_of(space)
    return Books(
        counter=counter,
        absent=absent,
        moved_in=selectors.moved_in(space),
        moved_out=selectors.moved_out(space),
        states=selectors.states_of(space),
        refused=selectors.refused_attempts_of(space),
        ledger=ledger_of(space),
        followed=questions_by_window(space, selectors.windows_of(space)),
    )


def check_equal(check: str, expected: int, found: int) -> None:
    """Raises ExportFailed where two counts of the same thing differ."""
    if expected != found:
        raise ExportFailed("counts-differ", check=check, expected=expected, found=found)


def check_books(books: Books, tally: Tally) -> None:
    """Issued + moved in = all states + moved out; what was read is what is there; in + left out = all."""
    check_equal("received", books.issued + books.moved_in, books.there + books.moved_out)
    for state in PostState.values:
        check_equal(f"read-{state}", books.states.get(state, 0), tally.read[state])
    for state in PostState:
        entered = books.ledger.count(books.ledger.places, f"state.{state}")
        check_equal(f"questions-{state}", books.states.get(state, 0), entered)
    check_equal("taken", tally.taken.total(), tally.rows["submissions"] + tally.rows["replies"])


def count_lines(books: Books, tally: Tally, files: int) -> Iterator[CountLine]:
    """The rows of the sheet, in the language that is active; `files` lie in the package."""
    yield from _received(books)
    yield from _in_this_export(tally)
    yield from _by_prompt(tally)
    yield from ledger_lines(books.ledger, books.followed)
    yield from _by_group(tally)
    yield from _beside(tally, files)
    part = _("Attempts that were refused, without their text")
    for code, number in books.refused.items():
        yield CountLine(f"refused.{code}", part, refused_words(code), number)


def refused_words(code: str) -> str:
    """Why attempts were refused, by the code of the refusal, in the language that is active."""
    words = {r.code: str(r.message) for r in (WindowNotOpenYet, WindowClosed, PromptClosed)}
    return words.get(code, code)


def _received(books: Books) -> Iterator[CountLine]:
    part = _("Received")
    yield CountLine(
        "received", part, _("References issued, by the counter of the space"), books.counter
    )
    yield CountLine(
        "received.absent",
        part,
        _("Of these, not held by the archive from which the space came"),
        books.absent,
    )
    yield CountLine("received.moved-in", part, _("Moved in from other spaces"), books.moved_in)
    yield CountLine("received.issued", part, _("Issued to new inputs"), books.issued)
    yield CountLine("received.sum", part, _("Issued and moved in"), books.issued + books.moved_in)
    part = _("What became of them")
    for state in PostState:
        yield CountLine(f"state.{state.value}", part, str(state.label), books.states.get(state, 0))
    yield CountLine("moved-out", part, _("Moved out to other spaces"), books.moved_out)
    yield CountLine(
        "state.sum", part, _("All states and moved out"), books.there + books.moved_out
    )


def _in_this_export(tally: Tally) -> Iterator[CountLine]:
    part = _("This export")
    every, taken = tally.read.total(), tally.taken.total()
    yield CountLine("export.all", part, _("All inputs of the space"), every)
    yield CountLine("export.in", part, _("In this export"), taken)
    yield CountLine("export.left-out", part, _("Left out by the filter"), every - taken)
    yield CountLine("export.submissions", part, _("Submissions"), tally.rows["submissions"])
    yield CountLine("export.replies", part, _("Replies"), tally.rows["replies"])
    for kind, number in tally.changes.items():
        yield CountLine(f"export.{kind}", part, str(SINCE_WORDS[kind]), number)
    for standing in Standing:
        key = f"standing.{standing.value}"
        yield CountLine(key, part, str(standing.label), tally.standings[standing])


def _by_prompt(tally: Tally) -> Iterator[CountLine]:
    words = {"submissions": _("Submissions"), "replies": _("Replies")}
    for (number, kind), posts in sorted(tally.prompts.items()):
        part = (
            _("Question %(number)s") % {"number": number}
            if number
            else _("To the space as a whole")
        )
        yield CountLine(f"question.{number}.{kind}", part, words[kind], posts)


def _by_group(tally: Tally) -> Iterator[CountLine]:
    part = _("Submissions by stakeholder group")
    for group in StakeholderGroup:
        if tally.groups[group]:
            yield CountLine(f"group.{group.value}", part, str(group.label), tally.groups[group])
    if tally.groups[""]:
        yield CountLine("group.unknown", part, _("Group not known"), tally.groups[""])
    hidden = tally.rows["submissions"] - tally.groups.total()
    if hidden:
        yield CountLine("group.not-shown", part, _("Not shown to readers of this export"), hidden)


def _beside(tally: Tally, files: int) -> Iterator[CountLine]:
    part = _("Endorsements")
    for kind in EndorserKind:
        key = f"endorsements.{kind.value}"
        yield CountLine(key, part, str(kind.label), tally.endorsements[kind])
    part = _("Endorsements by organisations, by stakeholder group")
    for group in StakeholderGroup:
        if tally.endorsing_groups[group]:
            key = f"endorsements.group.{group.value}"
            yield CountLine(key, part, str(group.label), tally.endorsing_groups[group])
    if tally.endorsing_groups[""]:
        yield CountLine(
            "endorsements.group.unknown",
            part,
            _("Group not known"),
            tally.endorsing_groups[""],
        )
    part = _("Co-signatories")
    for state in CoSignatoryState:
        key = f"co-signatories.{state.value}"
        yield CountLine(key, part, str(state.label), tally.answers[state])
    part = _("Files")
    yield CountLine(
        "files.in", part, _("Files in this package, documents of the space included"), files
    )
    not_seen, infected = tally.left_out[LeftOut.NOT_SCANNED], tally.left_out[LeftOut.VIRUS]
    masked = tally.left_out.total() - not_seen - infected
    yield CountLine("files.masked", part, _("Masked and left out"), masked)
    words = _("Not checked for viruses yet and left out")
    yield CountLine("files.not-scanned", part, words, not_seen)
    yield CountLine("files.virus", part, _("With a virus and left out"), infected)
    part = _("Contributors")
    yield CountLine("contributors", part, _("Contributors"), tally.rows["contributors"])
