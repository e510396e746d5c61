"""Addresses and numbers in texts: what is found, what is left alone, and the masks in HTML."""

import json
import time
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.personal_data import Kind, finds_in, mask_html, mask_plain
from hub.kit.sanitise import sanitise, to_plain_text, visible_text

DATA = json.loads(
    Path(__file__).with_suffix("").with_name("personal_data.json").read_text("utf-8")
)
TRUE = [(case["text"], case["found"]) for case in DATA["found"]]


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in finds_in(text)]


@pytest.mark.parametrize(("text", "wanted"), TRUE)
def test_an_address_or_number_is_found_from_its_first_sign_to_its_last(
    text: str, wanted: list[str]
) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize("text", DATA["nothing"])
def test_years_paragraphs_symbols_and_figures_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_set_is_large_enough_to_speak_of_rates_and_every_case_of_it_is_right() -> None:
    assert len(TRUE) >= 75
    assert len(DATA["nothing"]) >= 130
    missed = [text for text, wanted in TRUE if found(text) != wanted]
    false = [text for text in DATA["nothing"] if found(text)]
    assert (len(missed) / len(TRUE), len(false) / len(DATA["nothing"])) == (0, 0)


@pytest.mark.parametrize("text", DATA["nothing"])
def test_a_false_alarm_is_none_in_the_middle_of_a_sentence_either(text: str) -> None:
    assert found(f"We note, as in {text}, that it is so.") == []
    assert found(f"({text})") == []


def test_both_kinds_are_told_apart() -> None:
    assert [one.kind for one in finds_in("a@b.org, +41 22 717 91 11")] == [Kind.EMAIL, Kind.PHONE]


@pytest.mark.parametrize("case", DATA["html"], ids=lambda case: str(case["html"])[:40])
def test_html_is_masked_across_its_tags_and_stays_canonical(case: dict[str, str]) -> None:
    assert sanitise(case["html"]) == case["html"]
    masked = mask_html(case["html"], "en")
    assert masked.text == (case["masked"] or case["html"])
    assert sanitise(masked.text) == masked.text
    assert bool(masked.found) is (case["masked"] is not None)


def test_a_text_without_any_is_the_same_text() -> None:
    body = "<p>Paras. 12-14 of A/RES/73/195, <strong>2018–2026</strong>.</p>\n<p> </p>x"
    assert mask_html(body, "en").text is body


def test_what_was_masked_is_counted_and_told_in_its_order() -> None:
    body = '<p>+41 22 717 91 11 or a@b.org</p><p><a href="mailto:c@d.org" rel="nofollow ugc noopener">me</a></p>'
    masked = mask_html(body, "en")
    assert masked.found == (Kind.PHONE, Kind.EMAIL, Kind.EMAIL)
    assert masked.words == ("+41 22 717 91 11", "a@b.org", "c@d.org")


def test_a_mask_speaks_the_language_of_the_text_else_that_of_the_reader() -> None:
    with translation.override("fr"):
        assert mask_plain("a@b.org", "en") == "[e-mail address]"
        assert mask_html("<p>a@b.org</p>", "en-GB").text == "<p>[e-mail address]</p>"
        french = mask_plain("a@b.org", "und")
    assert mask_plain("a@b.org", "fr") == french
    assert mask_plain("a@b.org", "es") == "[e-mail address]"


def test_masking_twice_is_masking_once() -> None:
    once = mask_html("<p>a@b.org, +41 22 717 91 11, 0041 22 717 91 11</p>", "en").text
    assert mask_html(once, "en").text is once


LINKS = ('<a href="mailto:x@y.org">', '<a href="https://x.org/?m=x%40y.org">', "</a>")
TAGS = ("<strong>", "</strong>", "<br>", "<sup>1</sup>", "<p>", "</p>", "<li>", "<td>", "<em>")
WORDS = ("a", "@", "b.org", " ", "\n", "+41 22 717", " 91 11", "0", "&lt;")
PIECES = st.sampled_from([*LINKS, *TAGS, *WORDS])


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_the_tags_the_masked_text_is_canonical_and_holds_no_address(html: str) -> None:
    body = sanitise(html)
    masked = mask_html(body, "en").text
    assert sanitise(masked) == masked
    for line in to_plain_text(masked).split("\n"):
        assert finds_in(line) == [], (body, masked)
    assert "x@y.org" not in masked
    assert "x%40y.org" not in masked


def test_a_number_that_a_mask_sets_apart_is_masked_too() -> None:
    html = '<p><a href="mailto:x@y.org">+41 22 7170</a><a href="mailto:x@y.org">a</a></p>'
    assert "7170" not in mask_html(sanitise(html), "en").text


@pytest.mark.parametrize(
    "unit",
    [
        "1 2 3 4 5 ",
        "06 12 34 56 ",
        "+1 ",
        "a@",
        "a.",
        "word at word dot ",
        "(",
        "tel. ",
        " ",
        "x@a.b.",
    ],
)
def test_time_grows_with_the_length_alone(unit: str) -> None:
    def seconds(length: int) -> float:
        text, begun = (unit * length)[: length * 4], time.process_time()
        finds_in(text)
        return time.process_time() - begun

    short, long = seconds(2_000), seconds(20_000)
    assert long < 40 * max(short, 0.002), (short, long)


def test_a_visible_mask_is_plain_words() -> None:
    assert visible_text(mask_html("<p>Write: a@b.org</p>", "en").text) == "Write: [e-mail address]"


def test_a_number_masked_only_then_leaves_no_empty_tags_behind() -> None:
    html = '<a href="mailto:x@y.org">+41 22 717<sup>1</sup></a><a href="mailto:x@y.org">a</a>'
    masked = mask_html(sanitise(html), "en").text
    assert "<sup></sup>" not in masked
    assert sanitise(masked) == masked
