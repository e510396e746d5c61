"""The order of entries by itself."""

from moderation.exports.compilation.collecting import Kept
from moderation.exports.compilation.content import Entry, Text, Words
from moderation.exports.compilation.ordering import in_order


def kept(number: int, parent: int = 0, entity: str = "", version: int = 0) -> Kept:
    reference = f"RT-{number:04d}"
    entry = Entry(
        reference, reference, "", Words(""), entity, "", "", (), (), Text("", "en"), (), ()
    )
    answered = f"RT-{parent:04d}" if parent else ""
    return Kept(entry, answered, 0, entity, number, version)


def shape(*rows: Kept) -> list[tuple[int, int]]:
    return [(row.number, row.entry.depth) for row in in_order(rows)]


def test_alphabetical_then_by_number() -> None:
    assert shape(kept(3, entity="b"), kept(2, entity="a"), kept(1, entity="b")) == [
        (2, 0),
        (1, 0),
        (3, 0),
    ]


def test_numbers_are_compared_as_numbers() -> None:
    assert shape(kept(10_000, entity="a"), kept(9_999, entity="a")) == [(9_999, 0), (10_000, 0)]


def test_a_reply_follows_what_it_answers_wherever_its_entity_would_stand() -> None:
    assert shape(kept(1, entity="z"), kept(2, 1, "a"), kept(3, entity="b"), kept(4, 2, "c")) == [
        (3, 0),
        (1, 0),
        (2, 1),
        (4, 2),
    ]


def test_a_late_version_is_no_reply_though_its_input_is_one() -> None:
    assert shape(kept(1, entity="b"), kept(2, 1, "a", version=3)) == [(2, 0), (1, 0)]


def test_threads_may_be_as_deep_as_people_answer() -> None:
    chain = [kept(1), *(kept(number, number - 1) for number in range(2, 5_001))]
    assert shape(*chain)[-1] == (5_000, 4_999)
