"""How long an export will still take is told from how fast it has been, or not at all."""

import pytest

from moderation.enums import ExportPart
from moderation.exports.estimate import BAR_WHOLE, Estimate, bar_of
from moderation.pages.export_progress import left_words

ALL = tuple(ExportPart)


def estimate(*parts: ExportPart) -> Estimate:
    """Begun at second 0, with its first step of a hundred texts."""
    made = Estimate(parts or ALL, 0.0)
    made.begin("texts", 0.0, 0, 100)
    return made


def test_before_anything_is_known_nothing_is_said() -> None:
    assert Estimate(ALL, 0.0).seconds_left(10.0, 0) is None
    assert estimate().seconds_left(1.0, 50) is None
    assert estimate().seconds_left(10.0, 0) is None


def test_half_of_the_texts_in_ten_seconds_leave_ten_for_the_rest_and_the_later_steps_in_proportion() -> (
    None
):
    left = estimate(ExportPart.CSV).seconds_left(10.0, 50)
    assert left == 20  # ten for the texts; data and counts are a half of what the texts take
    assert (estimate().seconds_left(10.0, 50) or 0) > 50  # the compilation and the files come too


def test_it_shrinks_as_time_goes_and_ends_at_nothing() -> None:
    made = estimate(ExportPart.CSV)
    before = made.seconds_left(10.0, 50)
    later = made.seconds_left(18.0, 90)
    assert before is not None
    assert later is not None
    assert later < before - 6
    made.begin("archive", 20.0, 100, 0)
    made.begin("checking", 25.0, 100, 0)
    assert made.seconds_left(25.0, 100) == 5
    assert made.seconds_left(29.9, 100) == 1


def test_a_step_that_takes_longer_than_it_should_says_nothing_rather_than_a_wrong_number() -> None:
    made = estimate(ExportPart.CSV)
    made.begin("archive", 20.0, 100, 0)
    assert made.seconds_left(60.0, 100) is None


def test_many_large_files_are_told_from_themselves() -> None:
    made = estimate(ExportPart.ATTACHMENTS)
    made.begin("archive", 1.0, 100, 0)
    made.begin("files", 2.0, 100, 10)
    left = made.seconds_left(12.0, 101)
    assert left is not None
    assert 90 <= left <= 120


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "A few seconds left."),
        (5, "A few seconds left."),
        (6, "About 10 seconds left."),
        (20, "About 20 seconds left."),
        (21, "About 30 seconds left."),
        (50, "About 50 seconds left."),
        (51, "About 1 minute left."),
        (59, "About 1 minute left."),
        (60, "About 1 minute left."),
        (150, "About 2 minutes left."),
    ],
)
def test_in_words(seconds: int, words: str) -> None:
    assert left_words(seconds) == words


@pytest.mark.parametrize("parts", [ALL, (ExportPart.PDF,), (ExportPart.CSV,)])
def test_the_bar_grows_with_each_step_and_never_goes_back(parts: tuple[ExportPart, ...]) -> None:
    """Of a hundred texts and fifty files; setting a document counts nothing, but takes its share of the bar."""
    steps = [
        ("", 0),
        ("texts", 0),
        ("texts", 50),
        ("texts", 100),
        ("archive", 100),
        ("docx", 100),
        ("pdf", 100),
        ("files", 100),
        ("files", 150),
        ("checking", 150),
    ]
    of_these = {
        "docx": ExportPart.DOCX in parts,
        "pdf": ExportPart.PDF in parts,
        "files": ExportPart.ATTACHMENTS in parts,
    }
    there = [(code, done) for code, done in steps if of_these.get(code, True)]
    bars = [bar_of(parts, code, done, 150) for code, done in there]
    assert bars == sorted(bars)
    assert (bars[0], bars[1]) == (0, 0)
    assert len(set(bars)) >= len(bars) - 2  # a step begins where the one before it ended
    assert bars[-1] < BAR_WHOLE


def test_before_the_documents_are_set_the_bar_is_not_full() -> None:
    assert bar_of(ALL, "docx", 1824, 1830) < BAR_WHOLE / 2
