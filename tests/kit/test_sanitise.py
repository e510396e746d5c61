"""What people write is kept as one canonical text, whatever came in (PRODUCT.md, 2 and 5)."""

import hashlib
import html
import re
import time
import unicodedata
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.kit.sanitise import (
    body_from_form,
    canonical_sha256,
    excerpt,
    from_plain_text,
    opening_and_rest,
    sanitise,
    to_plain_text,
    visible_length,
    visible_text,
)

#: Texts that are hard to count, and how many visible characters they have; the editor is tried with the same.
LENGTHS = [
    ("<p>abc</p>", 3),
    ("<p>e\u0301te\u0301</p>", 3),  # composed
    ("<p>x\u0323\u0307y</p>", 3),  # composed as far as there are letters for it
    ("<p>👩🏽‍⚕️ 😀</p>", 6),  # woman, skin, sign, variant, space, face; the joiner is not seen
    ("<p>a&nbsp;&nbsp; b</p>", 3),
    ("<p>a \u200b b\u00ad\u200f</p>", 3),
    ("<p>مَرْحَبًا بالعالم</p>", 17),
    ("<p>中文，字。</p>", 5),
    ("<p>one</p><p>two</p>", 7),
    ("<p>one<br>two</p>", 7),
    ("<p>one<strong>two</strong></p>", 6),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", 5),
    ("<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td></td></tr></tbody></table>", 5),
    ("<blockquote><p>a</p></blockquote><h3>b</h3><p>c &amp; &lt;d&gt;</p>", 11),
    ("<p> \n a \t\n b \u2003 c </p>", 5),
    ("<p>\u200b</p>", 0),
]  # fmt: skip
WITHOUT_ATTRIBUTES = "p br strong em ul li blockquote h3 h4 sup sub table thead tbody tr"
ALLOWED = {
    **dict.fromkeys(WITHOUT_ATTRIBUTES.split(), frozenset[str]()),
    "ol": {"start"},
    "a": {"href", "rel"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
OTHERS = "div span b i u h1 h2 h5 h6 pre dl dt dd tfoot caption font script style svg math x-y"
OTHERS += " img hr section select option noscript template title textarea center input col menu"
NASTY = (
    "a", "word ", " ", "\n", "\r\n", "\r", "\t", "\xa0", "\0", "\x0b", "\x85", "\ufeff", "\u202e",
    "\u202a", "\u2067", "\u0338", "e\u0301", "\u0327\u0338", "\ud800", "\udc00", "\ufffe", "😀",
    "\u200b", "&lt;b&gt;", "&amp;lt;", "&amp", "&#0;", "&#x202e;", "&#13;", "&#xd800;", "&nbsp;",
    "&#99999999999999999999;", "&#00000000065;", "&unknown;", "&", "<", ">", "<<", "</", "<!", "<?",
    "<!-- x -->", "<!--", "-->", "<![CDATA[", "]]>", '"', "'", "=", "مرحبا", "中文", "<3", "</ p>",
)  # fmt: skip

tag_names = st.sampled_from([*ALLOWED, *OTHERS.split(), "P", "STRONG", "o:p"])
attributes = st.sampled_from([
    "", "", ' href="https://example.org/?a=1&b=2"', ' href="http://example.org/e\u0301"',
    " href=javascript:alert(1)", ' HREF=" HTTPS://example.org/ \u0338"', " href='//x'", ' href="',
    ' start="007"', " start=-1", " colspan=2", " colspan=0", " rowspan=٣", " scope=ROW", " scope=x",
    " onclick='x(\">\")'", " style=color:red", " =", " a=b=c", "/", ' class="x" id=y',
])  # fmt: skip
pieces = st.one_of(
    st.builds(lambda tag, more: f"<{tag}{more}>", tag_names, attributes),
    st.builds(lambda tag: f"</{tag}>", tag_names),
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=()), max_size=3),
)
soup = st.lists(pieces, max_size=40).map("".join)


class Reader(HTMLParser):
    """Notes the tags and attributes of a text and whether all that is opened is closed again."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# ---------------------------------------------------------------- for every text there is
@given(soup)
@example("<p>a</p>\n<p>b</p>")
@example("\ufeff\ufeffa")
@example("<p>\u0338a</p>")
@example("<table>x<tr>y<td>z")
def test_sanitising_twice_gives_the_same_as_sanitising_once(source: str) -> None:
    once = sanitise(source)
    assert sanitise(once) == once


@given(soup)
def test_a_canonical_text_is_nfc_with_lf_line_ends_and_can_be_stored_as_utf_8(source: str) -> None:
    text = sanitise(source)
    text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufeff\ufffe\uffff]", text)


@given(soup)
def test_a_canonical_text_holds_only_what_is_allowed_and_closes_what_it_opens(source: str) -> None:
    reader = Reader(sanitise(source))
    assert reader.open == []
    for tag, name, value in reader.attributes:
        assert name in ALLOWED[tag]
        assert value
        if name == "href":
            assert value.lower().startswith(("http://", "https://", "mailto:"))
        elif name == "rel":
            assert value == "nofollow ugc noopener"
        elif name == "scope":
            assert value in {"row", "col", "rowgroup", "colgroup"}
        else:
            assert 0 <= int(value) <= 99_999
            assert value == str(int(value))


@given(soup)
def test_a_browser_s_parser_finds_nothing_to_change_in_a_canonical_text(source: str) -> None:
    text = sanitise(source)
    judged = nh3.clean(
        text,
        tags=set(ALLOWED),
        attributes={tag: set(names) - {"rel"} for tag, names in ALLOWED.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    by_number = re.sub("&#([0-9]+);", lambda match: chr(int(match[1])), text)
    assert judged.replace("&nbsp;", "\xa0") == by_number


NESTED = "p div b em a h1 h3 ul ol li blockquote section dd sup table tr td u pre"
words = st.integers(0, 99).map(lambda n: f"word{n} ")
trees = st.recursive(
    words,
    lambda inner: st.builds(
        lambda tag, children: f"<{tag}>{''.join(children)}</{tag}>",
        st.sampled_from(NESTED.split()),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(st.lists(trees, max_size=5).map("".join))
def test_no_word_is_lost_and_none_runs_into_the_next(source: str) -> None:
    written = re.findall(r"word\d+", source)
    assert sorted(visible_text(sanitise(source)).split()) == sorted(written)
    if "<t" not in source:
        assert visible_text(sanitise(source)).split() == written


@pytest.mark.parametrize(
    "source",
    [
        "<a <a =",
        '<a x=">" ',
        "<!--",
        "<script></script ",
        "<x" + "a" * 30_000,
        "&#" + "9" * 30_000,
        "<a " + "b " * 10_000,
        "<blockquote>",
        "<b><p>x",
        "<b><i>x</b>",
        "<li>x</li>\n",
        "<table>x<p>y</p>",
        "<table><td>x",
        "<ul><li>x<ul></ul>\n",
        "\u0338\u0327" * 5,
        "\u0338<u>",
    ],
)
@pytest.mark.prove
def test_hostile_texts_take_no_longer_than_their_length_allows(source: str) -> None:
    hostile = (source * (1 + 150_000 // len(source)))[:150_000]
    start = time.process_time()
    sanitise(hostile)
    assert time.process_time() - start < 5


# ---------------------------------------------------------------- what becomes of what
@pytest.mark.parametrize(
    "text",
    [
        "<p>a</p>\n<p>b</p>",
        "<p>a</p>\n\n<p>b</p>\n",
        "<p>Text:</p>\n<ul><li>4 – one</li><li>8 – two</li></ul>\n<p>“End” of 'it' \"all\"</p>",
        "<p>two  spaces,\xa0no-break, R&amp;D, 1 &lt; 2</p>",
        "loose text",
        "loose <em>text</em><p>and a paragraph</p>",
        "<p>one<br>two</p>",
        '<ol start="4"><li>a<ol><li>b</li></ol></li><li><p>c</p></li></ol>',
        '<table><thead><tr><th scope="col">a</th></tr></thead>\n'
        "<tbody><tr><td>b</td></tr></tbody></table>",
        '<p><a href="https://example.org/a?b=1&amp;c=%20#d" rel="nofollow ugc noopener">x</a></p>',
        "<blockquote><p>a</p></blockquote><h3>b</h3><h4>c</h4><p>H<sub>2</sub>O, m<sup>2</sup></p>",
        "<p>مرحبا \u200fبالعالم 中文 ñ</p>",
    ],
)  # fmt: skip
def test_a_text_of_the_allow_list_stays_as_it_is_to_the_byte(text: str) -> None:
    assert sanitise(text) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<b>a</b><i>b</i>", "<strong>a</strong><em>b</em>"),
        ("<h1>a</h1><h2>b</h2><h5>c</h5><h6>d</h6>", "<h3>a</h3><h3>b</h3><h4>c</h4><h4>d</h4>"),
        ("<div>a</div><div><p>b</p></div>", "<p>a</p><p>b</p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<p>a<p>b</p>c", "<p>a</p><p>b</p>c"),
        ("<p>a<ul><li>b</ul>c", "<p>a</p><ul><li>b</li></ul>c"),
        ("<sup>a<sup>b<sup>c<sub>d", "<sup>a<sup>b<sup>cd</sup></sup></sup>"),
        ("<p>one<a href='https://example.org/'> </a>two</p>", "<p>one two</p>"),
        ("<table><td colspan=0 rowspan=1001>a<td colspan=1000 rowspan=02>b",
         '<table><tbody><tr><td>a</td><td colspan="1000" rowspan="2">b</td></tr></tbody></table>'),
        ("<p>a</p>\n<p>&nbsp;</p>\n<p><br></p>\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
        ("<p><strong> </strong></p><h3></h3><ul></ul><blockquote> </blockquote>", ""),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<b><i>a</b>b</i>", "<strong><em>a</em></strong><em>b</em>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
        ("a<hr>b", "a<br>b"),
        ("<pre>\na\n b</pre>", "<p>a<br> b</p>"),
        ("<table><tr><td>a<td>b</table>",
         "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
        ("<table><caption>c</caption><tr><td>a</table>",
         "<p>c</p><table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<table><table>a<td>b", "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>"),
        ("<td>a</td><td>b</td>", "<p>a</p><p>b</p>"),
        ("<p>a<script>b()</script><style>c{}</style><!-- d --></p>", "<p>a</p>"),
        ("<p>a</p><script>b()", "<p>a</p>"),
        ("<svg><p>a</p></svg><iframe>b</iframe><p>c</p>", "<p>c</p>"),
        ("<p style='color:red' onclick=x() class=MsoNormal>a<o:p></o:p></p>", "<p>a</p>"),
        ("<img src=x onerror=alert(1)>a", "a"),
        ("<p>a < b & c > d</p>", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("<p>e\u0301\r\nb\rc\0</p>", "<p>é\nb\nc</p>"),
        ("<p>a\ud83d\ude00b\ud800</p>", "<p>a😀b\ufffd</p>"),
        ("<p>a&nbsp;b&#x20AC;&eacute;</p>", "<p>a\xa0b€é</p>"),
        ("<ol start='03'><li>a</ol>", '<ol start="3"><li>a</li></ol>'),
        ("<ol start='x'><li>a</ol>", "<ol><li>a</li></ol>"),
        ("<ol start='1e3'><li>a</ol><ol start='999999999'><li>a</ol>",
         "<ol><li>a</li></ol><ol><li>a</li></ol>"),
        ("<p>a \u202eb\u202c</p>", "<p>a b\u202c</p>"),
    ],
)  # fmt: skip
def test_what_is_not_on_the_allow_list_becomes_what_comes_nearest(source: str, text: str) -> None:
    assert sanitise(source) == text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVa&#115;cript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x", "vbscript:x", "//example.org/", "/local", "#here", "ftp://example.org/",
        "https:example.org",        "https:\\\\example.org", "\x01javascript:alert(1)", "",
    ],
)  # fmt: skip
def test_a_link_leads_nowhere_but_to_the_web_or_to_a_mail_address(address: str) -> None:
    assert sanitise(f'<p><a href="{address}">text</a></p>') == "<p>text</p>"


def test_an_address_is_read_as_a_browser_reads_it() -> None:
    text = sanitise("<a href=' ht\ntps://exam\tple.org/a b?&lt;\"c\"#d&#x200b; '>x</a>")
    assert 'href="https://example.org/a%20b?%3C%22c%22#d%E2%80%8B"' in text


def test_what_lies_too_deep_is_flattened_and_keeps_its_words() -> None:
    text = sanitise("<blockquote>a" * 500)
    assert text.count("<blockquote>") == 39
    assert visible_text(text).split() == ["a"] * 500
    tables = sanitise("<table><td>x" * 300)
    assert visible_text(tables).count("x") == 300
    assert to_plain_text(tables).count("x") == 300


def test_a_link_that_composing_would_change_keeps_its_target() -> None:
    text = sanitise('<p><a href="https://example.org/e\u0301">text</a></p>')
    assert 'href="https://example.org/e%CC%81"' in text


def test_a_link_within_a_link_ends_the_first() -> None:
    text = sanitise('<a href="http://a.org/">a<a href="http://b.org/">b</a>c</a>')
    assert re.sub(" rel=[^>]*", "", text) == (
        '<a href="http://a.org/">a</a><a href="http://b.org/">b</a>c'
    )


def test_a_text_in_which_nothing_can_be_seen_is_empty() -> None:
    assert sanitise(" <p>\u200b&nbsp;</p><table><tr><td></td></tr></table>\n") == ""


def test_the_hash_is_that_of_the_utf_8_bytes() -> None:
    text = "<p>é</p>"
    assert canonical_sha256(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


# ---------------------------------------------------------------- plain text
@given(st.text(st.characters(exclude_categories=()), max_size=60))
@example("\u0338\n\u0338")
def test_what_was_typed_as_plain_text_is_canonical(typed: str) -> None:
    text = from_plain_text(typed)
    assert sanitise(text) == text


@given(st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\n"), min_size=1))
@example("a<b&c<p></p>")
def test_what_was_typed_as_plain_text_keeps_every_character(typed: str) -> None:
    shown = html.unescape(from_plain_text(typed).removeprefix("<p>").removesuffix("</p>"))
    assert shown in (unicodedata.normalize("NFC", typed), "")


def test_blank_lines_part_paragraphs_and_line_ends_become_breaks() -> None:
    typed = "  One\r\ntwo \r\n \r\n\r\n- three\n\nfour\n"
    assert from_plain_text(typed) == "<p>One<br>two</p>\n<p>- three</p>\n<p>four</p>"


@pytest.mark.parametrize("typed", ["a < b & c", "see <the> <p> tag", "1 <b>2</b>", "&lt;"])
def test_characters_typed_in_a_text_area_are_kept(typed: str) -> None:
    assert body_from_form(typed) == f"<p>{html.escape(typed)}</p>"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("<p>a</p>\r\n", "<p>a</p>"),
        ("<P>a", "<p>a</p>"),
        ("a<div>b</div>", "a<p>b</p>"),
        ("<script>x</script><p>a</p>", "<p>a</p>"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_what_the_editor_sent_is_read_as_html(sent: str, text: str) -> None:
    assert body_from_form(sent) == text


def test_a_form_that_knows_its_editor_is_believed() -> None:
    assert body_from_form("<p>a</p>", rich=False) == "<p>&lt;p&gt;a&lt;/p&gt;</p>"
    assert body_from_form("<b>a</b>", rich=True) == "<strong>a</strong>"


def test_plain_text_reads_like_the_text() -> None:
    text = sanitise(
        "<h3>Title</h3>\n<p>One\n  line, <a href='https://example.org/x'>a link</a> and"
        " <a href='mailto:a@example.org'>a@example.org</a><br>next</p>"
        "<ul><li>first<ol start=3><li>third</li><li><p>fourth</p><p>more</p></li></ol></li></ul>"
        "<blockquote><p>said</p><p>again</p></blockquote>"
        "<table><tr><th>a<th>b<tr><td>1<td>2<p>3</table>loose"
    )
    assert to_plain_text(text) == (
        "Title\n\n"
        "One line, a link (https://example.org/x) and a@example.org\nnext\n\n"
        "- first\n  3. third\n  4. fourth\n     more\n\n"
        "> said\n>\n> again\n\n"
        "a | b\n1 | 2 3\n\n"
        "loose"
    )


@given(soup)
def test_plain_text_can_be_made_of_every_text_and_sent_again(source: str) -> None:
    again = body_from_form(to_plain_text(sanitise(source)), rich=False)
    assert sanitise(again) == again


# ---------------------------------------------------------------- what can be seen
def test_visible_text_folds_white_space_and_parts_blocks() -> None:
    text = "<p>a\n <strong>b</strong>c</p><ul><li>d</li><li>e</li></ul><p>f<br>g\xa0h</p>"
    assert visible_text(text) == "a bc d e f g h"


def test_the_length_counts_visible_characters_alone() -> None:
    assert visible_length("<p>é  <em>à</em>\u200b&amp;</p>\n<p>b</p>") == 6
    assert visible_length("") == 0


@pytest.mark.parametrize(("html", "length"), LENGTHS)
def test_the_length_of_every_script_is_that_of_its_code_points(html: str, length: int) -> None:
    assert visible_length(sanitise(html)) == length


@pytest.mark.parametrize(
    ("length", "shown"),
    [(100, "One two, three four"), (19, "One two, three four"), (18, "One two, three…"),
     (10, "One two…"), (8, "One two…"), (7, "One…"), (1, "…"), (0, "")],
)  # fmt: skip
def test_an_excerpt_ends_after_a_word(length: int, shown: str) -> None:
    assert excerpt("<p>One two,</p><p>three four</p>", length) == shown


def test_an_excerpt_of_a_text_without_spaces_is_cut_between_characters() -> None:
    assert excerpt("<p>中文中文</p>", 3) == "中文…"
    assert excerpt("<p>xxq\u0323y</p>", 4) == "xx…"


@given(soup, st.integers(0, 30))
def test_an_excerpt_is_never_longer_than_asked(source: str, length: int) -> None:
    assert len(excerpt(sanitise(source), length)) <= length


@pytest.mark.parametrize(
    "html",
    [
        "<p>one two three</p>\n<ul><li>four</li></ul><p>five</p>",
        "loose <strong>text</strong> with no block<br>at all, and <em>long</em>",
        "<p>one two three four</p>\n",
        "<p>one two three</p>loose text <strong>after</strong><p>last &amp; least</p>",
    ],
)
def test_a_long_text_parts_at_a_block_and_loses_nothing(html: str) -> None:
    canonical = sanitise(html)
    opening, rest = opening_and_rest(canonical, 10)
    assert opening + rest == canonical
    assert sanitise(opening) == opening
    assert sanitise(rest) == rest
    assert opening


def test_a_text_of_one_block_or_a_short_one_is_not_parted() -> None:
    assert opening_and_rest("<p>a much longer text than that</p>", 5)[1] == ""
    assert opening_and_rest("<p>a</p><p>b</p>", 100)[1] == ""
    assert opening_and_rest("<p>twelve lette</p><p>b</p>", 5) == (
        "<p>twelve lette</p>",
        "<p>b</p>",
    )
