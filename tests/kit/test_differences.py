"""What a reader sees of two versions: nothing of either is lost, nothing is marked that did not change."""

import random
import re
import time
from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.kit.differences import Marks, differences
from hub.kit.sanitise import sanitise

INLINE = {"strong", "em", "sup", "sub", "a"}


class Side(HTMLParser):
    """One of the two texts, read out of their comparison: without what is dropped, the rest unwrapped."""

    def __init__(self, drops: tuple[str, str]) -> None:
        super().__init__()
        self.drops = drops
        self.dropped = 0
        self.parts: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts += [] if self.dropped else ["<br>"]
            return
        is_dropped = tag == self.drops[0] or ("class", self.drops[1]) in attrs
        self.open.append(is_dropped)
        self.dropped += is_dropped
        kept = [(k, v) for k, v in attrs if k not in ("class", "rel")]
        if not self.dropped and tag not in ("ins", "del"):
            self.parts.append("<" + tag + "".join(f" {k}={v}" for k, v in kept) + ">")

    def handle_endtag(self, tag: str) -> None:
        if not self.dropped and tag not in ("ins", "del"):
            self.parts.append(f"</{tag}>")
        self.dropped -= self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.parts.append(escape(data, quote=False))


def side(html: str, drops: tuple[str, str]) -> str:
    reader = Side(drops)
    reader.feed(html)
    reader.close()
    return plain_form("".join(reader.parts))


def plain_form(html: str) -> str:
    """The same for texts that look the same: elements that go on are not interrupted, spaces between blocks left out."""
    html = re.sub(r"\s+", " ", html)
    for _ in range(9):
        for tag in sorted(INLINE):
            html = re.sub(rf"(<{tag}(?: [^<>]*)?>)([^<>]*)</{tag}>\1", r"\1\2", html)
            html = re.sub(rf"<{tag}(?: [^<>]*)?> ?</{tag}>", "", html)
    html = re.sub(
        r" ?(</?(?:p|h3|h4|ul|ol|li|blockquote|table|thead|tbody|tr|td|th)\b[^<>]*>) ?",
        r"\1",
        html,
    )
    return html.strip()


def words(html: str) -> str:
    """What can be read, without spaces."""
    return re.sub(r"\s|<[^>]*>", "", html.replace("<br>", "⏎"))


def as_new(html: str) -> str:
    return side(html, ("del", "removed"))


def as_old(html: str) -> str:
    return side(html, ("ins", "added"))


def shown(old: str, new: str) -> str:
    return differences(sanitise(old), sanitise(new)).html


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("<p>One text.</p>", "<p>One text.</p>", "<p>One text.</p>"),
        ("<p>We agree here.</p>", "<p>We do agree here.</p>", "<p>We <ins>do </ins>agree here.</p>"),
        ("<p>We do agree here.</p>", "<p>We agree here.</p>", "<p>We <del>do </del>agree here.</p>"),
        (
            "<p>On 3 May we met.</p>",
            "<p>On 4 May we met.</p>",
            "<p>On <del>3 </del><ins>4 </ins>May we met.</p>",
        ),
        ("<p>To the end.</p>", "<p>To the very end.</p>", "<p>To the <ins>very </ins>end.</p>"),
        ("<p>Up to here.</p>", "<p>Up to here now.</p>", "<p>Up to here<ins> now</ins>.</p>"),
        ("<p>Up to here now.</p>", "<p>Up to here.</p>", "<p>Up to here<del> now</del>.</p>"),
        (
            "<p>First.</p><p>Second.</p>",
            "<p>Second.</p><p>Third comes.</p>",
            '<p class="removed"><del>First.</del></p><p>Second.</p>'
            '<p class="added"><ins>Third comes.</ins></p>',
        ),
        (
            "<ul><li>red fruit</li><li>green fruit</li></ul>",
            "<ul><li>red fruit</li><li>blue berries</li><li>green ripe fruit</li></ul>",
            '<ul><li>red fruit</li><li class="added"><ins>blue berries</ins></li>'
            "<li>green <ins>ripe </ins>fruit</li></ul>",
        ),
        (
            "<ul><li>fruit<ul><li>apples</li></ul></li></ul>",
            "<ul><li>fruit<ul><li>apples</li><li>pears</li></ul></li></ul>",
            '<ul><li>fruit<ul><li>apples</li><li class="added"><ins>pears</ins></li></ul></li></ul>',
        ),
        (
            "<table><tr><td>Arrivals</td><td>1 in all</td></tr></table>",
            "<table><tr><td>Arrivals</td><td>2 in all</td></tr><tr><td>B</td><td>3</td></tr></table>",
            "<table><tbody><tr><td>Arrivals</td><td><del>1 </del><ins>2 </ins>in all</td></tr>"
            '<tr class="added"><td><ins>B</ins></td><td><ins>3</ins></td></tr></tbody></table>',
        ),
        (
            "<table><tr><td>A</td><td>1</td></tr></table>",
            "<table><tr><td>A</td><td>x</td><td>1</td></tr></table>",
            '<table><tbody><tr class="removed"><td><del>A</del></td><td><del>1</del></td></tr>'
            '<tr class="added"><td><ins>A</ins></td><td><ins>x</ins></td><td><ins>1</ins></td></tr></tbody></table>',
        ),
        (
            "<blockquote><p>They said so.</p></blockquote>",
            "<blockquote><p>They never said so.</p></blockquote>",
            "<blockquote><p>They <ins>never </ins>said so.</p></blockquote>",
        ),
        ("", "<p>New.</p>", '<p class="added"><ins>New.</ins></p>'),
        ("<p>Old.</p>", "", '<p class="removed"><del>Old.</del></p>'),
        ("", "", ""),
        (
            "<p>نرحب بالنص.</p>",
            "<p>نرحب بهذا النص.</p>",
            "<p>نرحب <del>بالنص</del><ins>بهذا النص</ins>.</p>",
        ),
        ("<p>移民问题很重要</p>", "<p>移民的问题很重要</p>", "<p>移民<ins>的</ins>问题很重要</p>"),
        ("<p>移住の問題です</p>", "<p>移住と問題です</p>", "<p>移住<del>の</del><ins>と</ins>問題です</p>"),
        ("<p>हिन्दी में</p>", "<p>हिन्दी मे</p>", "<p>हिन्दी <del>में</del><ins>मे</ins></p>"),
        (
            "<p>In A/RES/73/195 it was 1,204 d’accord</p>",
            "<p>In A/RES/73/326 it was 1,402 l’accord</p>",
            "<p>In <del>A/RES/73/195 </del><ins>A/RES/73/326 </ins>it was "
            "<del>1,204 d’accord</del><ins>1,402 l’accord</ins></p>",
        ),
        (
            "<p>It is 10<sup>2</sup> people.</p>",
            "<p>It is 102 people.</p>",
            "<p>It is <del>10<sup>2</sup> </del><ins>102 </ins>people.</p>",
        ),
        ("<p>a b<br>c d</p>", "<p>a b c d</p>", "<p>a b <del><br></del>c d</p>"),
        (
            "<p>a &lt;script&gt; b &amp; c</p>",
            "<p>a &lt;script&gt; b &amp; d</p>",
            "<p>a &lt;script&gt; b &amp; <del>c</del><ins>d</ins></p>",
        ),
    ],
)  # fmt: skip
def test_what_changed_is_marked_word_by_word(old: str, new: str, html: str) -> None:
    assert shown(old, new) == html


def test_where_a_link_leads_to_is_part_of_the_text() -> None:
    link = '<p>See <a href="https://a.example/{}">the annex</a>.</p>'
    html = shown(link.format(1), link.format(2))
    assert html.count("<a ") == 2
    assert 'rel="nofollow ugc noopener"' in html
    assert "<del>" in html
    assert shown(link.format(1), link.format(1)).count("<del>") == 0


def test_formatting_that_goes_on_over_a_change_is_not_interrupted() -> None:
    html = shown("<p><strong>All old words</strong></p>", "<p><strong>All new words</strong></p>")
    assert html == "<p><strong>All <del>old </del><ins>new </ins>words</strong></p>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>Same words here.</p>", "<p>Same <strong>words</strong> here.</p>"),
        ("<p>in<em>formal</em> talk</p>", "<p>informal talk</p>"),
        ("<p>A title</p>", "<h3>A title</h3>"),
        ("<ul><li>one</li></ul>", "<ol><li>one</li></ol>"),
        ("<ol><li>one</li></ol>", '<ol start="4"><li>one</li></ol>'),
        ("<p>one two</p>", "<p>one <em>two</em> three</p>"),
    ],
)
def test_another_form_of_the_same_words_is_said_and_not_marked(old: str, new: str) -> None:
    found = differences(sanitise(old), sanitise(new))
    assert found.is_reformatted
    assert "<del>" not in found.html
    assert as_new(found.html) == as_new(sanitise(new))


def test_white_space_is_no_change() -> None:
    found = differences("<p>One  text</p>\n<p>two</p>", "<p>One text</p><p>two</p>")
    assert (found.places, found.is_reformatted) == (0, False)


def test_a_line_written_anew_is_not_cut_into_pieces() -> None:
    html = shown(
        "<p>The window of the consultation closes at noon on the last day of May.</p>",
        "<p>Whoever the secretariat writes to of late may answer on any other day of June.</p>",
    )
    assert html.count("<del>") == html.count("<ins>") == 1


def test_places_are_counted_as_a_reader_counts_them() -> None:
    old, new = "<p>a b c d e f g h i</p><p>x</p>", "<p>a B c d e f g H i</p><p>y</p>"
    assert differences(old, new).places == 4  # two words, a paragraph that went and one that came


def test_each_change_is_said_to_screen_readers_in_the_language_of_the_page() -> None:
    marks = Marks("fr", "début d’ajout", "fin d’ajout", "début de retrait", "fin <de>", "es")
    html = differences("<p>uno dos tres</p>", "<p>uno cuatro tres</p>", marks).html
    assert html == (
        '<p>uno <del lang="es"><span class="vh" lang="fr"> début de retrait </span>dos '
        '<span class="vh" lang="fr"> fin &lt;de&gt; </span></del>'
        '<ins><span class="vh" lang="fr"> début d’ajout </span>cuatro '
        '<span class="vh" lang="fr"> fin d’ajout </span></ins>tres</p>'
    )


WORDS = st.sampled_from(
    ["the", "of", "window", "closes", "A/RES/73/326", "42", "d’accord", "移民", "نص", "ไทย", "&lt;b&gt;", "e\u0301te\u0301", "👩‍🌾"]
)  # fmt: skip
LINES = st.recursive(
    st.lists(WORDS, min_size=1, max_size=8).map(" ".join),
    lambda inner: st.tuples(
        st.sampled_from(["strong", "em", "sup", 'a href="https://a.example/x?a=1&amp;b=2"']), inner, WORDS
    ).map(lambda t: f"{t[2]} <{t[0]}>{t[1]}</{t[0].split()[0]}><br>{t[2]}"),
    max_leaves=3,
)  # fmt: skip
BLOCKS: Any = st.recursive(
    st.tuples(st.sampled_from(["p", "p", "h3", "h4"]), LINES).map(lambda t: f"<{t[0]}>{t[1]}</{t[0]}>") | LINES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda b: "<ul>" + "".join(f"<li>{x}</li>" for x in b) + "</ul>"),
        inner.map(lambda b: f"<blockquote>{b}</blockquote>"),
        st.lists(st.tuples(inner, LINES), min_size=1, max_size=3).map(
            lambda rows: "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows) + "</table>"
        ),
    ),
    max_leaves=5,
)  # fmt: skip
BODIES = st.lists(BLOCKS, max_size=6)


@st.composite
def two_versions(draw: Any) -> tuple[str, str]:
    """Two texts of which one came from the other: blocks kept, edited, moved, dropped and added."""
    old, others = draw(BODIES), draw(BODIES)
    new = []
    for block in old:
        kind = draw(st.integers(0, 5))
        if kind == 1:
            new.append(draw(BLOCKS))
        elif kind == 2:
            new.append(block.replace(draw(WORDS), draw(WORDS), 1))
        elif kind != 3:
            new.append(block)
    at = draw(st.integers(0, len(new)))
    return sanitise("".join(old)), sanitise("".join(new[:at] + others[:2] + new[at:]))


@settings(deadline=None)  # a busy machine is no fault
@given(two_versions())
def test_both_texts_can_be_read_out_of_their_comparison(texts: tuple[str, str]) -> None:
    old, new = texts
    found = differences.__wrapped__(old, new)
    assert as_new(found.html) == as_new(new)
    assert words(as_old(found.html)) == words(as_old(old))
    if old == new:
        assert (found.places, found.is_reformatted) == (0, False)


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_people_wrote_is_safe_to_print(old: str, new: str) -> None:
    html = shown(f"<p>{old}", f"{new}<li>")
    tags = set(re.findall(r"<(/?[^\s<>]+)", html))
    assert not re.search(
        r"<(?!/?(p|li|ul|ins|del|strong|em|br|a|sup|sub|h3|h4|ol|blockquote|table|tbody|thead|tr|td|th)\b)",
        html,
    ), tags


def prose(paragraphs: int, each: int, seed: int, vocabulary: str) -> str:
    chance = random.Random(seed)
    words = vocabulary.split()
    return "".join(
        f"<p>{' '.join(chance.choice(words) for _ in range(each))}</p>" for _ in range(paragraphs)
    )


#: Pairs of 100,000 characters that would cost a naive comparison minutes.
HARD = {
    "one word again and again": ("<p>" + "a " * 50_000 + "</p>", "<p>" + "b a a " * 16_000 + "</p>"),
    "alike paragraphs": ("<p>a</p>" * 14_000, "<p>b</p><p>a</p>" * 7_000),
    "nothing in common": (prose(300, 60, 1, "one two three four"), prose(300, 60, 2, "un deux trois")),
    "few words in another order": (prose(300, 60, 1, "one two six"), prose(300, 60, 2, "one two six")),
    "one long line": (prose(1, 20_000, 1, "one two six"), prose(1, 20_000, 2, "one two six")),
    "characters": (f"<p>{'移民问题' * 25_000}</p>", f"<p>{'移问题民重' * 20_000}</p>"),
    "nested": ("<ul><li>a" * 30 + "x " * 40_000, "<ul><li>b" * 30 + "y x " * 20_000),
    "rows": ("<table>" + "<tr><td>1<td>2" * 5_000, "<table>" + "<tr><td>2<td>1" * 5_000),
}  # fmt: skip


@pytest.mark.prove
@pytest.mark.parametrize("name", sorted(HARD))
def test_no_two_texts_take_long(name: str) -> None:
    old, new = map(sanitise, HARD[name])
    began = time.process_time()
    found = differences.__wrapped__(old, new)
    assert time.process_time() - began < 8  # about one on a quiet machine
    assert words(as_old(found.html)) == words(as_old(old))
