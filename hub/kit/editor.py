"""The one place that knows which editor people write with.

Forms use `EditorField`; views that show one are wrapped in `with_editor`. Another editor takes CKEditor's place by another
value of the setting EDITOR ("ckeditor", or "none": a plain text area for everyone) and a branch here. What is stored
knows no editor: the server's allow-list decides, whatever the browser sent.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import wraps
from html import escape
from html.parser import HTMLParser
from typing import Any, Final

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.widgets import Media, Script
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]

SHIPPED_LANGUAGES: Final = ("en", "fr")  # of CKEditor's own words; see hub/kit/static_files.py

# What the toolbar offers and a paste may bring: the server's allow-list as CKEditor spells it.
ALLOWED_CONTENT: Final = (
    "p br strong em ul li blockquote h3 h4 sup sub table thead tbody tr;"
    "ol[start]; a[!href]; th[scope,colspan,rowspan]; td[colspan,rowspan]"
)
# A list of what is used instead of what is not: everything left out would write into frames, which the content security
# policy forbids, or open holes that are mended only in the editor's paid line (SECURITY.md).
PLUGINS: Final = (
    "a11yhelp,basicstyles,blockquote,clipboard,divarea,enterkey,entities,htmlwriter,indentlist,link,list,"
    "pastefromgdocs,pastefromlibreoffice,pastefromword,pastetext,removeformat,tab,toolbar,undo"
)
_DEFAULTS: Final[Mapping[str, Any]] = {
    "skin": "moono-lisa",
    "width": "100%",
    "toolbar": [
        ["Bold", "Italic"],
        ["Heading3", "Heading4"],
        ["BulletedList", "NumberedList", "Blockquote"],
        ["Link", "Unlink"],
        ["Undo", "Redo", "RemoveFormat"],
    ],
    "toolbarCanCollapse": False,
    "disableNativeSpellChecker": False,
    "linkDefaultProtocol": "https://",
}
# What safety or the content security policy rests on: CKEDITOR_CONFIGS cannot change it.
_FIXED: Final[Mapping[str, Any]] = {
    "plugins": PLUGINS,
    "extraPlugins": "hubheadings",
    "removePlugins": "",
    "removeDialogTabs": "link:upload;link:advanced;link:target",
    "allowedContent": ALLOWED_CONTENT,
    "customConfig": "",
    "contentsCss": [],
    "stylesSet": False,
    "entities": False,
    "versionCheck": False,
}

_BLOCK = re.compile(r"<(?:p|ul|ol|blockquote|h3|h4|table)\b", re.IGNORECASE)
_BLOCK_EDGES = frozenset(
    {"p", "ul", "ol", "li", "blockquote", "h3", "h4", "table", "tr", "td", "th", "br"}
)
_PARTED = frozenset({"p", "h3", "h4", "blockquote", "ul", "ol", "table"})
_ONLY_A_MARK = re.compile(r"\s*(?:-|-?\d+\.) $")


def is_in_use() -> bool:
    """Whether people get CKEditor; otherwise they get a plain text area."""
    return bool(settings.EDITOR == "ckeditor")


def with_editor(view: View) -> View:
    """Wrap a view whose page may hold an editor: its answers allow style attributes, which CKEditor writes by the dozen.

    Scripts stay as strict as everywhere, and no other page is loosened.
    """
    loosened = csp_update({"style-src": [UNSAFE_INLINE]})(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (loosened if is_in_use() else view)(request, *args, **kwargs)

    return answer


def html_from_input(text: str) -> str:
    """What was typed as HTML, not sanitised: an editor's HTML as it is; plain text (no block tag in it) escaped, its blank
    lines become paragraphs and its other line ends `<br>`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text or _BLOCK.search(text):
        return text
    parts = re.split(r"\n\s*\n", text)
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts)


def plain_text(html: str) -> str:
    """HTML of the allow-list as text that a person can go on writing: blank lines between blocks, "- " and "1. " before the
    items of lists, addresses of links in brackets. Plain text comes back unchanged."""
    if not _BLOCK.search(html):
        return html
    writer = _PlainTextWriter()
    writer.feed(html)
    writer.close()
    return writer.text()


def visible_length(html: str) -> int:
    """The visible characters of a text: code points in NFC, where a run of white space or a change of block counts as one.

    js/editor.js counts in the same way while one writes.
    """
    counter = _VisibleText()
    counter.feed(html)
    counter.close()
    return len(counter.text())


class EditorWidget(forms.Textarea):
    """A text area that CKEditor takes over where there is script; without, it shows and sends plain text.

    `limit`: the most visible characters, counted down while one writes. `language_field`: name of the field in the same
    form that says the language of the text. `config_name`: entry of the setting CKEDITOR_CONFIGS.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        limit: int | None = None,
        language_field: str = "language",
        config_name: str = "default",
    ) -> None:
        self.limit = limit
        self.language_field = language_field
        self.config_name = config_name
        super().__init__({"rows": 12, "dir": "auto", **(attrs or {})})

    @property
    def media(self) -> Media:
        """CKEditor, what keeps it within the policy, and our start; nothing where no editor is in use.

        Order matters: editor.js says where CKEditor lives before ckeditor.js runs; all three wait for the page.
        """
        if not is_in_use():
            return Media()
        return Media(
            css={"all": ["css/editor.css"]},
            js=[
                Script("js/editor.js", defer=True),
                Script("ckeditor/ckeditor/ckeditor.js", defer=True),
                Script("js/ckeditor-csp.js", defer=True),
            ],
        )

    def config(self) -> dict[str, Any]:
        """CKEditor's configuration for a reader of the active language."""
        language = (get_language() or "en").split("-")[0]
        return {
            **_DEFAULTS,
            **settings.CKEDITOR_CONFIGS.get(self.config_name, {}),
            **_FIXED,
            "language": language if language in SHIPPED_LANGUAGES else SHIPPED_LANGUAGES[0],
            "title": _("Your text"),
        }

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The text area with plain text in it, and beside it what the script needs."""
        html = str(value or "")
        context = super().get_context(name, plain_text(html), attrs)
        if is_in_use():
            context["widget"]["attrs"] |= self._script_attributes(html)
        return context

    def _script_attributes(self, html: str) -> dict[str, str]:
        attributes = {
            "data-editor": "",
            "data-editor-base": settings.CKEDITOR_BASEPATH or static("ckeditor/ckeditor/"),
            "data-editor-config": _json(self.config()),
            "data-editor-words": _json(_words()),
            "data-language-field": self.language_field,
        }
        if html and plain_text(html) != html:
            attributes["data-editor-html"] = html
        if self.limit:
            attributes["data-limit"] = str(self.limit)
        return attributes


class EditorField(forms.CharField):
    """A text with simple formatting. Cleans to HTML that is **not** sanitised yet; plain text becomes paragraphs.

    Without a visible character it counts as empty. `limit` is the most visible characters; None: no limit.
    """

    widget = EditorWidget

    def __init__(self, *, limit: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    @property
    def limit(self) -> int | None:
        """The most visible characters, also told to the widget."""
        return self._limit

    @limit.setter
    def limit(self, limit: int | None) -> None:
        self._limit = limit
        if isinstance(self.widget, EditorWidget):
            self.widget.limit = limit

    def to_python(self, value: Any) -> str:
        """The text as HTML; "" without a visible character."""
        html = html_from_input(super().to_python(value) or "")
        return html if visible_length(html) else ""

    def validate(self, value: Any) -> None:
        """Raise ValidationError (code `too-long`) over the limit."""
        super().validate(value)
        if self.limit is None:
            return
        over = visible_length(value) - self.limit
        if over > 0:
            raise ValidationError(
                ngettext(
                    "The text is %(number)d character too long.",
                    "The text is %(number)d characters too long.",
                    over,
                ),
                code="too-long",
                params={"number": over},
            )


def _words() -> dict[str, str]:
    return {
        "heading3": _("Heading"),
        "heading4": _("Smaller heading"),
        "left": _("Characters left: {n}"),
        "over": _("Characters too many: {n}"),
    }


def _json(value: object) -> str:
    return DjangoJSONEncoder(ensure_ascii=False).encode(value)


class _VisibleText(HTMLParser):
    """Gathers what can be seen, with a space at each edge of a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK_EDGES:
            self._parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCK_EDGES:
            self._parts.append(" ")

    def handle_data(self, data: str) -> None:
        self._parts.append(data)

    def text(self) -> str:
        return " ".join(unicodedata.normalize("NFC", "".join(self._parts)).split())


class _PlainTextWriter(HTMLParser):
    """Writes HTML of the allow-list as text for a text area."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._lists: list[int | None] = []  # the next number of each open list; None for bullets
        self._links: list[tuple[str, int]] = []  # address, and how much text stood before the link

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"ul", "ol"}:
            self._open_list(tag, values.get("start"))
        elif tag == "li":
            self._item()
        elif tag == "tr" or tag in _PARTED:
            self._break(blank=tag != "tr" and not self._lists)
        elif tag in {"td", "th"} and self._lines[-1]:
            self._lines[-1] += " | "
        elif tag == "br":
            self._lines.append("")
        elif tag == "a":
            self._links.append((values.get("href") or "", len("".join(self._lines))))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            self._break(blank=not self._lists)
        elif tag in _PARTED:
            self._break(blank=not self._lists)
        elif tag == "a" and self._links:
            address, before = self._links.pop()
            if address and "".join(self._lines)[before:].strip() != address:
                self._lines[-1] += f" ({address})"

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        self._lines[-1] += text if self._lines[-1] else text.lstrip()

    def text(self) -> str:
        """The whole, without blank lines at the ends."""
        return "\n".join(line.rstrip() for line in self._lines).strip()

    def _break(self, *, blank: bool) -> None:
        """Begin a new line; with `blank`, after exactly one empty line."""
        if _ONLY_A_MARK.match(self._lines[-1]):
            return  # a paragraph that begins an item stays on the line of its mark
        if self._lines[-1].strip():
            self._lines.append("")
        if blank and len(self._lines) > 1 and self._lines[-2]:
            self._lines.append("")

    def _open_list(self, tag: str, start: str | None) -> None:
        self._break(blank=not self._lists)
        number = int(start) if start and start.lstrip("-").isdecimal() else 1
        self._lists.append(number if tag == "ol" else None)

    def _item(self) -> None:
        self._break(blank=False)
        if not self._lists:
            return
        number = self._lists[-1]
        mark = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1
        self._lines[-1] = "  " * (len(self._lists) - 1) + mark
