"""The one place that knows which editor people write with.

Forms use `EditorField`; views that show one are wrapped in `with_editor`. Another editor takes
CKEditor's place by another value of the setting EDITOR ("ckeditor", or "none": a plain text area
for everyone) and a branch here. What is stored knows no editor: the server's allow-list decides,
whatever the browser sent.
"""

from collections.abc import Callable, Mapping
from functools import wraps
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

from hub.kit.sanitise import body_from_form, to_plain_text, visible_length
from hub.kit.sanitise.rough import rough_text
from hub.kit.text_size import TextTooLarge, is_too_large

View = Callable[..., HttpResponseBase]

SHIPPED_LANGUAGES: Final = ("en", "fr")  # of CKEditor's own words; see hub/kit/static_files.py

# What the toolbar offers and a paste may bring: the server's allow-list as CKEditor spells it.
ALLOWED_CONTENT: Final = (
    "p br strong em ul li blockquote h3 h4 sup sub table thead tbody tr;"
    "ol[start]; a[!href]; th[scope,colspan,rowspan]; td[colspan,rowspan]"
)
# A list of what is used instead of what is not: everything left out would write into frames, which
# the content security policy forbids, or open holes that are mended only in the editor's paid line.
# What LibreOffice copies needs no filter of its own; the one that there is loses raised and lowered digits.
PLUGINS: Final = (
    "a11yhelp,basicstyles,blockquote,clipboard,divarea,enterkey,entities,htmlwriter,indentlist,link,list,"
    "pastefromgdocs,pastefromword,pastetext,removeformat,tab,toolbar,undo"
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

# Order matters: editor.js says where CKEditor lives before ckeditor.js runs; all wait for the page.
_SCRIPTS: Final[list[Any]] = [
    Script("js/editor.js", defer=True),
    Script("ckeditor/ckeditor/ckeditor.js", defer=True),
    Script("js/ckeditor-csp.js", defer=True),
    Script("js/paste.js", defer=True),
]


def is_in_use() -> bool:
    """Whether people get CKEditor; otherwise they get a plain text area."""
    return bool(settings.EDITOR == "ckeditor")


def with_editor(view: View) -> View:
    """Wrap a view whose page may hold an editor: its answers allow style attributes.

    CKEditor writes them by the dozen. Scripts stay as strict as everywhere, and no other page is
    loosened.
    """
    loosened = csp_update({"style-src": [UNSAFE_INLINE]})(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (loosened if is_in_use() else view)(request, *args, **kwargs)

    return answer


class TooLargeText(str):
    """A text over the portal's limit, plain: it was never read as HTML."""

    __slots__ = ()


class EditorWidget(forms.Textarea):
    """A text area that CKEditor takes over; without script it shows and sends plain text.

    `limit`: the most visible characters, counted down while one writes. `language_field`: name of
    the field in the same form that says the language of the text. `config_name`: entry of the
    setting CKEDITOR_CONFIGS.
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
        """CKEditor, what keeps it within the policy, and our start; nothing without an editor."""
        if not is_in_use():
            return Media()
        return Media(css={"all": ["css/editor.css"]}, js=_SCRIPTS)

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
        """The text area for a canonical text: plain inside, as HTML beside it for the script."""
        html = str(value or "")
        if isinstance(value, TooLargeText):  # plain, and nothing for the editor to begin with
            return super().get_context(name, html, attrs)
        context = super().get_context(name, to_plain_text(html), attrs)
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
        if html:
            attributes["data-editor-html"] = html
        if self.limit:
            attributes["data-limit"] = str(self.limit)
        return attributes


class EditorField(forms.CharField):
    """A text with simple formatting; cleans to a canonical text.

    It takes the editor's HTML and plain text alike. Without a visible character it counts as empty.
    `limit` is the most visible characters; None: no limit.
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
        """The canonical text; "" without a visible character. Raises ValidationError over the portal's limit of bytes."""
        text = super().to_python(value) or ""
        if is_too_large(text):
            raise ValidationError(str(TextTooLarge()), code=TextTooLarge.code)
        return body_from_form(text)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is shown again after an error: canonical too, the editor meets nothing else. Too large: plain, without it."""
        text = super().bound_data(data, initial) or ""
        return TooLargeText(rough_text(text)) if is_too_large(text) else body_from_form(text)

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
        "pictures": _(
            "Pictures cannot stand in the text and were left out: attach them as files."
        ),
        "deleted": _("What was deleted by tracked changes, and comments, were left out."),
        "struck": _("Lines through words are not kept: check that the text says what you mean."),
    }


def _json(value: object) -> str:
    return DjangoJSONEncoder(ensure_ascii=False).encode(value)
