"""What word processors put on the clipboard, posted as it is: lists with their numbers, nothing empty, no styles."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.sanitise import body_from_form, sanitise, to_plain_text, visible_text
from tests.kit.clipboard import PROCESSORS, clipboard, in_one_line, word_item

LINK = '<a href="https://lantern.example/notes{}" rel="nofollow ugc noopener">our notes</a>'
TEXTS = {
    "word": (
        "<h3>Wells and wages</h3>"
        f"<p>Four remarks of the <strong>Lantern Foundation</strong>, see {LINK.format('?x=1&amp;y=2')}:</p>"
        '<ol start="4"><li>Salt in the wells</li><li><em>Sand</em> in the fields'
        "<ul><li>first harvest</li><li>second harvest</li></ul></li><li>Wages</li></ol>"
        "<p>In paragraph 42 shall apply to:</p><p>(b) villages</p><p>(c) towns</p>"
        '<table><tbody><tr><td colspan="2"><strong>Price of water</strong></td></tr>'
        "<tr><td>2026</td><td>0.40</td></tr></tbody></table>"
        "<p>CO<sub>2</sub> at sea</p>"
    ),
    "google_docs": (
        "<h3>Wells and wages</h3>"
        f"<p>Remarks of the <strong>Lantern Foundation</strong>, see {LINK.format('')}<em> of spring</em></p>"
        '<ol start="4"><li>Salt in the wells<ul><li>first harvest</li></ul></li><li>Wages</li></ol>'
        "<table><tbody><tr><td>2026</td><td>0.40</td></tr></tbody></table>"
        "<p>CO<sub>2</sub> at sea</p>"
    ),
    "libreoffice": (
        "<h3>Wells and wages</h3>"
        f"<p>Remarks of the <strong>Lantern Foundation</strong>, see {LINK.format('')}</p>"
        '<ol start="4"><li>Salt in the wells</li><li><em>Sand</em> in the fields'
        "<ul><li>first harvest</li></ul></li><li>Wages</li></ol>"
        "<table><thead><tr><th>Year</th><th>Price</th></tr></thead>"
        "<tbody><tr><td>2026</td><td>0.40</td></tr></tbody></table>"
        "<p>CO<sub>2</sub> at sea</p>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("processor", PROCESSORS)
def test_what_a_word_processor_copies_becomes_the_text_that_it_shows(processor: str) -> None:
    text = body_from_form(clipboard(processor))
    assert in_one_line(text) == TEXTS[processor]
    assert body_from_form(text) == sanitise(text) == text
    assert not re.search(r"<(p|li|h3)>(\s|<br>)*</\1>|style|class|Mso", text)
    assert "For our eyes only" not in text


def test_the_numbers_of_lists_are_kept_in_plain_text_too() -> None:
    plain = to_plain_text(body_from_form(clipboard("word")))
    assert "4. Salt in the wells\n5. Sand in the fields\n   - first harvest" in plain
    assert "6. Wages" in plain


def lists(*items: tuple[str, str] | tuple[str, str, int] | str) -> str:
    """The canonical text for items of Word, and for other HTML between them."""
    return sanitise("".join(one if isinstance(one, str) else word_item(*one) for one in items))


def test_a_list_begins_and_goes_on_with_the_number_that_its_author_saw() -> None:
    assert lists(("4.", "a"), ("5.", "b"), "<p>x</p>", ("6)", "c"), ("1.", "d"), ("9.", "e")) == (
        '<ol start="4"><li>a</li><li>b</li></ol><p>x</p><ol start="6"><li>c</li></ol>'
        '<ol><li>d</li></ol><ol start="9"><li>e</li></ol>'
    )


def test_levels_lie_within_each_other() -> None:
    assert lists(("1.", "a"), ("·", "b", 2), ("o", "c", 3), ("1.", "d", 3), ("2.", "e")) == (
        "<ol><li>a<ul><li>b<ul><li>c</li></ul><ol><li>d</li></ol></li></ul></li><li>e</li></ol>"
    )
    assert lists(("1.", "deep", 3), ("1.", "top")) == (
        "<ol><li>deep</li></ol><ol><li>top</li></ol>"
    )


@pytest.mark.parametrize("mark", ["·", "•", "o", "§", "\uf0b7", "–", "-", "▪"])
def test_bullets_of_every_font_are_bullets(mark: str) -> None:
    assert lists((mark, "a"), (mark, "b")) == "<ul><li>a</li><li>b</li></ul>"


@pytest.mark.parametrize("mark", ["a)", "(b)", "iv.", "1.2", "1.2.3.", "A.", "Article 4"])
def test_a_mark_that_no_list_of_ours_can_write_stays_as_text(mark: str) -> None:
    assert lists((mark, "words")) == f"<p>{mark} words</p>"
    assert lists(("1.", "one"), (mark, "words", 2), ("2.", "two")) == (
        f"<ol><li>one<p>{mark} words</p></li><li>two</li></ol>"
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("4.&nbsp;&nbsp;&nbsp; four", '<ol start="4"><li>four</li></ol>'),
        ("<b>4) </b>four", '<ol start="4"><li>four</li></ol>'),
        ("· dot", "<ul><li>dot</li></ul>"),
        ("no mark", "<ul><li>no mark</li></ul>"),
        ("2027 was dry", "<ul><li>2027 was dry</li></ul>"),
    ],
)
def test_without_a_style_for_it_the_mark_is_read_from_the_text(html: str, text: str) -> None:
    assert sanitise(f"<p style='mso-list: l0 level1 lfo1'>{html}</p>") == text


def test_an_item_without_a_mark_belongs_to_the_list_before_it() -> None:
    assert lists(("3.", "a"), ("", "b")) == '<ol start="3"><li>a</li><li>b</li></ol>'


def test_a_paragraph_that_looks_like_an_item_and_is_none_stays() -> None:
    assert sanitise("<p class=x>4. four</p>") == "<p>4. four</p>"
    assert sanitise("<p style='mso-list:none'>4. four</p>") == "<p>4. four</p>"


def test_typed_numbers_stay_text() -> None:
    assert body_from_form("1. one\n2. two\n\n- three") == "<p>1. one<br>2. two</p>\n<p>- three</p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p>we <del cite="mailto:x">may</del><ins cite="mailto:x">shall</ins></p>', "<p>we shall</p>"),
        ("<p>we <del datetime=2027>may</p></del><p>b</p>", "<p>we </p><p>b</p>"),
        ("<p>we <del>may</del></p>", "<p>we may</p>"),
        ("<p>we <del cite=x>may</p>", "<p>we may</p>"),
        ("<p>a<span class='X MsoCommentReference'>[1]</span>b</p>", "<p>ab</p>"),
        ("<p>a</p><div style='mso-element:comment-list'><p>x</p><div>y</div></div>b", "<p>a</p>b"),
    ],
)  # fmt: skip
def test_what_was_deleted_and_what_was_remarked_is_left_out(html: str, text: str) -> None:
    assert sanitise(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b style='font-weight:normal'><p>a</p></b>", "<p>a</p>"),
        ("<b style='mso-bidi-font-weight:normal'>a</b>", "<strong>a</strong>"),
        ("<b>a<b style='font-weight:400'>b</b>c</b>", "<strong>abc</strong>"),
        ("<span style='font-weight: 700'>a</span>b", "<strong>a</strong>b"),
        ("<span style='font-style:italic;font-weight:bold'>a</span>", "<strong><em>a</em></strong>"),
        ("m<span style='vertical-align:super'>2</span>", "m<sup>2</sup>"),
        ("m<span style='vertical-align:baseline'>2</span>", "m2"),
        ("<span style='font-weight:700'>a<p>b</p></span>c", "<strong>a</strong><p><strong>b</strong></p>c"),
    ],
)  # fmt: skip
def test_letters_are_as_their_styles_say(html: str, text: str) -> None:
    assert sanitise(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p class=x>a</p><br><br><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p class=x>a</p> <br> b", "<p>a</p> <br> b"),
        ("<p class=x>a<br>b</p><br>", "<p>a<br>b</p>"),
        ("a<br class=Apple-interchange-newline>", "a"),
        ("<p>a</p><br><p>b</p>", "<p>a</p><br><p>b</p>"),  # canonical: it stays as it is
    ],
)
def test_empty_lines_between_blocks_of_a_paste_go(html: str, text: str) -> None:
    assert sanitise(html) == text


# ---------------------------------------------------------------- for every text there is

STYLES = (
    "", ' style="mso-list:l0 level1 lfo1"', " style='MSO-LIST: l3 level2 lfo9'", ' style="mso-list:Ignore"',
    ' style="font-weight:normal"', ' style="font-weight:700"', " style=font-style:italic", ' cite="x"',
    " style='mso-element:comment'", " class=MsoCommentText", ' class="Apple-interchange-newline"',
)  # fmt: skip
pasted = st.lists(
    st.one_of(
        st.builds(
            lambda tag, style: f"<{tag}{style}>",
            st.sampled_from(
                [
                    "p",
                    "b",
                    "span",
                    "li",
                    "ul",
                    "ol",
                    "td",
                    "table",
                    "div",
                    "del",
                    "br",
                    "h1",
                    "strong",
                    "a",
                    "o:p",
                ]
            ),
            st.sampled_from(STYLES),
        ),
        st.builds(
            lambda tag: f"</{tag}>",
            st.sampled_from(["p", "b", "span", "li", "ul", "td", "div", "del", "a"]),
        ),
        st.sampled_from(
            ["4.", "4. ", "· ", "a) ", "word ", "\n", "&nbsp;", "<!--[if x]-->", "\u0338"]
        ),
    ),
    max_size=40,
).map("".join)


@given(pasted)
def test_cleaning_twice_gives_the_same_as_cleaning_once(source: str) -> None:
    once = sanitise(source)
    assert sanitise(once) == once
    sent = body_from_form(source, rich=True)
    assert body_from_form(sent, rich=True) == sanitise(sent) == sent


@given(pasted)
def test_no_word_is_lost_but_those_that_were_deleted(source: str) -> None:
    kept = re.sub(r"<del cite[^>]*>|comment|MsoCommentText", "<x>", source)
    assert visible_text(sanitise(kept)).count("word") == source.count("word")


@pytest.mark.parametrize(
    "piece",
    [
        "<del cite=x>", "<del cite=x></del>", "<span style='font-weight:700'>", "<b style='font-weight:400'>",
        "<p style='mso-list:l0 level1 lfo1'>", "<p style='mso-list:l0 level9 lfo1'>4.", "<br>", "</span>",
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:ignore'>",
    ],
)  # fmt: skip
@pytest.mark.prove
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    begun = time.perf_counter()
    sanitise("<p class=x>a</p>" + piece * 20_000)
    assert (
        time.perf_counter() - begun < 10
    )  # it takes one or two; were it to grow with the square, minutes
