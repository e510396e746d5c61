"""How long an export will still take is told from how fast it has been, or not at all."""

import pytest

from moderation.enums import ExportPart
from moderation.exports.estimate import Estimate
from moderation.pages.past_exports import left_words

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
        (59, "About 60 seconds left."),
        (60, "About 1 minute left."),
        (150, "About 2 minutes left."),
    ],
)
def test_in_words(seconds: int, words: str) -> None:
    assert left_words(seconds) == words
