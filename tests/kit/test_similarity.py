"""What counts as the same text: measured on texts of our own, changed as people change them."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

import pytest

from hub.kit.sanitise import from_plain_text, own_text, visible_text
from hub.kit.similarity import (
    FEWEST_WORDS,
    Likeness,
    Sketch,
    folded_words,
    likeness,
    shared_words,
    sketch_of,
)
from tests.kit.similar_texts import LANGUAGES, alike, different, letters, paragraphs


def sketch(html: str) -> Sketch:
    """The sketch of a canonical text."""
    return sketch_of(visible_text(html), own_text(html))


@cache
def measured(wanted: bool) -> tuple[tuple[str, Sketch, Sketch], ...]:
    """The pairs that are alike, or those that are not, each with its kind."""
    pairs = alike() if wanted else different()
    return tuple((kind, sketch(one), sketch(other)) for kind, one, other in pairs)


def found_in(pairs: Iterable[tuple[str, Sketch, Sketch]]) -> Counter[str]:
    """How many pairs of each kind are found alike."""
    return Counter(kind for kind, one, other in pairs if likeness(one, other) is not None)


def jaccard(one: Sketch, other: Sketch) -> float:
    """The index of the 5-word shingles of two texts."""
    first, second = (
        {tuple(s.words[n : n + 5]) for n in range(len(s.words) - 4)} for s in (one, other)
    )
    return len(first & second) / len(first | second)


# ---------------------------------------------------------------- the set


def test_of_the_texts_that_are_the_same_95_in_100_are_found() -> None:
    pairs = measured(True)
    found = found_in(pairs)
    assert len(pairs) >= 1000
    assert found.total() >= 0.95 * len(pairs), Counter(kind for kind, *_ in pairs) - found


def test_of_the_texts_that_are_not_1_in_100_is_taken_for_the_same() -> None:
    pairs = measured(False)
    found = found_in(pairs)
    assert len(pairs) >= 1000
    assert found.total() <= 0.01 * len(pairs), found


@pytest.mark.prove
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_set_holds_to_it_in_each_language(language: str) -> None:
    same = [pair for pair in measured(True) if pair[0].startswith(language)]
    other = [pair for pair in measured(False) if pair[0].startswith(language)]
    assert found_in(same).total() >= 0.95 * len(same) > 90
    assert found_in(other).total() <= 0.01 * len(other)


def test_what_shingles_of_five_words_find_is_found_and_more() -> None:
    pairs = [(one, other) for _kind, one, other in measured(True)]
    by_shingles = [jaccard(one, other) >= 0.85 or one.exact == other.exact for one, other in pairs]
    by_runs = [likeness(one, other) is not None for one, other in pairs]
    assert all(run for shingle, run in zip(by_shingles, by_runs, strict=True) if shingle)
    assert sum(by_shingles) < 0.85 * len(pairs) < 0.95 * len(pairs) <= sum(by_runs)


def test_a_text_that_was_pasted_twice_in_a_row_is_like_itself() -> None:
    text = " ".join(f"word{number}" for number in range(60))
    assert likeness(sketch_of(text), sketch_of(f"{text} {text}")) is not None


def test_a_letter_in_which_a_name_alone_is_another_is_asked_about() -> None:
    """The measure cannot tell it from a text with two words mended: the sender can, by one press of a button."""
    for one, other in letters("en", ["whom"]):
        assert likeness(sketch(one), sketch(other)) is not None


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’accès — à l'œuvre: ÉTÉ!", "l acces a l oeuvre ete"),
        ("ﬁnal of\xadfice, soft re-\nsult", "final office soft result"),
        ("A/RES/73/195, para. 42 bis", "a res 73 195 para 42 bis"),
        ("Łódź, Straße, İstanbul, ırmak", "lodz strasse istanbul irmak"),
        ("الإِعْلانُ ٤٢ ومسؤوليّـــة", "الاعلان 42 ومسووليه"),
        ("人口移徙, 2027年", "人 口 移 徙 2027 年"),
        ("ＡＢＣ １２", "abc 12"),
        ("👩🏽‍⚕️ — … !", ""),
        ("", ""),
    ],
)
def test_words_are_folded(text: str, words: str) -> None:
    assert folded_words(text) == words.split()


def test_case_accents_punctuation_and_white_space_make_no_other_text() -> None:
    one = sketch_of("Où l'on reçoit, on donne : “long-term”.")
    other = sketch_of("OU L’ON\n RECOIT on donne «long term»")
    assert likeness(one, other) == Likeness(is_exact=True, share=1.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_texts_are_alike_only_when_their_words_are_the_same(language: str) -> None:
    text = paragraphs(language)[0]
    parts = [text[:60] if language == "zh" else " ".join(text.split(" ")[:20])]
    short = sketch_of(parts[0])
    assert 0 < short.size < FEWEST_WORDS * 1.5
    if short.size < FEWEST_WORDS:
        assert likeness(short, sketch_of(parts[0] + " 7")) is None
    assert likeness(short, sketch_of(parts[0].upper() + "!")) is not None


def test_an_empty_text_is_like_no_other() -> None:
    assert likeness(sketch_of(""), sketch_of(paragraphs("en")[0])) is None
    assert likeness(sketch_of("..."), sketch_of("…")) is not None


def test_what_a_text_quotes_is_not_its_own() -> None:
    quoted = paragraphs("en")[0]
    answer = from_plain_text(paragraphs("en")[1])
    html = f"<blockquote><p>{quoted}</p></blockquote>{answer}"
    assert likeness(sketch(html), sketch(from_plain_text(quoted))) is None
    assert likeness(sketch(html), sketch(answer)) is not None
    assert own_text(f"<blockquote><p>{quoted}</p></blockquote>") == quoted


def test_a_sketch_is_kept_and_comes_back() -> None:
    made = sketch_of(" ".join(paragraphs("ar")))
    again = Sketch.unpacked(made.exact, made.size, made.packed)
    assert again == made
    assert len(made.packed) == 4 * len(made.words)


def test_a_very_long_text_is_compared_by_its_beginning_and_as_a_whole() -> None:
    words = [f"word{number}" for number in range(30_000)]
    long = sketch_of(" ".join(words))
    assert (long.size, len(long.words)) == (30_000, 20_000)
    other = likeness(long, sketch_of(" ".join([*words, "more"])))
    assert other is not None
    assert not other.is_exact


def test_the_share_of_words_in_common_runs_is_told_however_short_or_different_two_texts_are() -> (
    None
):
    one = sketch_of("Each port keeps its register open")
    assert shared_words(one, sketch_of("each port, keeps its REGISTER open.")) == 1
    assert shared_words(one, sketch_of("Each port keeps its list closed")) == 8 / 12
    assert shared_words(one, sketch_of("Ports differ")) == 0
    assert shared_words(sketch_of(""), one) == 0
