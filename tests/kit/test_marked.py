"""Places in the visible text of what people wrote: found, replaced by words, and marked."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hub.kit.sanitise import sanitise, visible_text
from hub.kit.sanitise.marked import Mask, Place, cuts_a_word, places_of, with_marks, with_words
from tests.kit.test_sanitise import soup

WORDS = "⟦kept⟧"
REL = 'rel="nofollow ugc noopener"'


def bare(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


@st.composite
def texts_with_places(draw: st.DrawFn) -> tuple[str, list[Place]]:
    html = sanitise(draw(soup))
    length = len(visible_text(html))
    assume(length > 0)
    ends = st.tuples(st.integers(0, length - 1), st.integers(1, length))
    pairs = draw(st.lists(ends, min_size=1, max_size=4))
    return html, [Place(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]


def masked(html: str, *places: Place, words: str = WORDS) -> str:
    return with_words(html, tuple(Mask(*place, words) for place in places))


# ---------------------------------------------------------------- replaced
@given(texts_with_places())
def test_what_is_masked_is_canonical_and_everything_else_stays(
    made: tuple[str, list[Place]],
) -> None:
    html, places = made
    text = masked(html, *places)
    assert sanitise(text) == text
    visible = visible_text(html)
    kept = [True] * len(visible)
    for place in places:
        if visible[place.start : place.end].strip():
            kept[place.start : place.end] = [False] * (place.end - place.start)
    expected = "".join(
        sign if is_kept else "\0" for sign, is_kept in zip(visible, kept, strict=True)
    )
    expected = re.sub("\0+", "\0", bare(expected))
    found = re.sub(f"(?:{WORDS})+", "\0", bare(visible_text(text)))
    assert found == expected


@given(texts_with_places())
def test_a_preview_marks_and_changes_nothing(made: tuple[str, list[Place]]) -> None:
    html, places = made
    marked = with_marks(html, places)
    assert sanitise(marked) == html
    for inner in re.findall("<mark>(.*?)</mark>", marked, re.DOTALL):
        assert "<" not in inner


@pytest.mark.parametrize(
    ("html", "passage", "expected"),
    [
        ("<p>I am Amina Otieno.</p>", "Amina Otieno", "<p>I am ⟦kept⟧.</p>"),
        ("<p>I am <strong>Amina</strong> Otieno.</p>", "Amina Otieno", "<p>I am <strong>⟦kept⟧</strong>.</p>"),
        ("<p>Amina<br>Otieno<br>says</p>", "Amina Otieno", "<p>⟦kept⟧<br>says</p>"),
        ("<p>says Amina</p><p>Otieno here</p>", "Amina Otieno", "<p>says ⟦kept⟧</p><p>⟦kept⟧ here</p>"),
        ("<ul><li>one</li><li>two</li></ul>", "one two", "<ul><li>⟦kept⟧</li><li>⟦kept⟧</li></ul>"),
        ("<p>a &lt;b&gt; c</p>", "<b>", "<p>a ⟦kept⟧ c</p>"),
        (f'<p>See <a href="https://x.example/me" {REL}>Amina Otieno</a>.</p>', "Amina", "<p>See ⟦kept⟧ Otieno.</p>"),
        (f'<p>Amina; <a href="https://x.example/Ami-na" {REL}>here</a></p>', "amina", "<p>⟦kept⟧; here</p>"),
        (f'<p>Amina; <a href="https://x.example/" {REL}>here</a></p>', "amina", f'<p>⟦kept⟧; <a href="https://x.example/" {REL}>here</a></p>'),
    ],
)  # fmt: skip
def test_words_stand_in_each_line_and_links_that_tell_go(
    html: str, passage: str, expected: str
) -> None:
    assert sanitise(html) == html
    assert masked(html, *places_of(visible_text(html), passage)) == expected


def test_masks_that_overlap_become_one_with_the_words_of_the_first() -> None:
    masks = (Mask(6, 9, "[b]"), Mask(2, 7, "[a]"), Mask(10, 11, "[c]"))
    assert with_words("<p>0123456789ab</p>", masks) == "<p>01[a]9[c]b</p>"


def test_without_masks_it_is_the_same_text() -> None:
    body = "<p>Nothing <em>to</em> hide</p>\n"
    assert with_words(body, ()) is body


@pytest.mark.parametrize("place", [Place(0, 4), Place(2, 2), Place(-1, 2), Place(3, 9)])
def test_a_place_that_the_text_does_not_have_is_refused(place: Place) -> None:
    with pytest.raises(ValueError, match="Place"):
        masked("<p>abc</p>", place)
    with pytest.raises(ValueError, match="Place"):
        with_marks("<p>abc</p>", [place])


def test_words_are_words_and_never_html() -> None:
    assert masked("<p>abc</p>", Place(0, 3), words="<b>&") == "<p>&lt;b&gt;&amp;</p>"


def test_marks_stand_in_each_part_of_the_text() -> None:
    html = "<p>I am <strong>Amina</strong> Otieno, <em>Amina</em></p>"
    places = [*places_of(visible_text(html), "Amina Otieno"), Place(19, 24)]
    expected = "<p>I am <strong><mark>Amina</mark></strong><mark> Otieno</mark>, <em><mark>Amina</mark></em></p>"
    assert with_marks(html, places) == expected


# ---------------------------------------------------------------- found
@given(texts_with_places())
def test_every_passage_of_a_text_is_found_in_it(made: tuple[str, list[Place]]) -> None:
    html, places = made
    text = visible_text(html)
    for place in places:
        passage = text[place.start : place.end]
        if not any(sign.isalnum() for sign in passage):
            continue
        found = places_of(text, passage)
        assert found
        assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("Amina and AMINA and Amína", "amina", ["Amina", "AMINA", "Amína"]),
        ("Ann, annual", "ann", ["Ann"]),  # a whole word, where there is one
        ("the annual plan", "ann", ["ann"]),
        ("born in 1984, file 519843", "1984", ["1984"]),
        ("Amina\u200b Otie\u00adno", "Amina Otieno", ["Amina\u200b Otie\u00adno"]),
        ("the O’Neill – Brown house", "O'Neill - Brown", ["O’Neill – Brown"]),
        (
            "قالت وأمينة وأمينة",
            "أمينة",
            ["أمينة", "أمينة"],
        ),  # little words are written to the next
        ("我叫王伟，王伟明", "王伟", ["王伟", "王伟"]),
        ("from a@b.org to c", "from [e-mail address] to c", ["from a@b.org to c"]),
        ("she said [sic] so", "said [sic] so", ["said [sic] so"]),
        ("Straße", "STRASSE", ["Straße"]),
        ("ß", "s", ["ß"]),
        ("nothing of it", "it is", []),
        ("nothing", "[e-mail address]", []),
        ("nothing", "  ", []),
    ],
)
def test_a_passage_is_found_however_it_is_spelled(
    text: str, passage: str, expected: list[str]
) -> None:
    assert [text[start:end] for start, end in places_of(text, passage)] == expected


def test_parts_of_words_only_where_they_are_asked_for() -> None:
    assert places_of("the annual plan", "ann", within_words=False) == []
    assert cuts_a_word("the annual plan", Place(4, 7))
    assert not cuts_a_word("the annual plan", Place(4, 10))


def test_a_long_text_takes_time_in_proportion() -> None:
    text = "Ännä " * 60_000
    begun = time.perf_counter()
    assert len(places_of(text, "anna")) == 60_000
    html = f"<p>{text}</p>"
    with_words(html, tuple(Mask(start, start + 4, "[x]") for start in range(0, 250_000, 500)))
    assert time.perf_counter() - begun < 10


def test_how_the_visible_text_is_made_is_pinned_because_places_are_kept() -> None:
    html = (
        "<h3>A\xa0 b</h3>\n<p>c<br>d <em>e</em>f</p><ul><li>g<ul><li>h</li></ul></li></ul>"
        "<table><tbody><tr><td>i</td><td>&amp;</td></tr></tbody></table><blockquote><p>j</p></blockquote>"
    )
    assert visible_text(sanitise(html)) == "A b c d ef g h i & j"
