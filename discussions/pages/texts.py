"""What people wrote, as templates print it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.withheld import reason_in_mask
from discussions.access.words import ShownFile, ShownText
from discussions.models.document import StoredFile
from discussions.pages.addresses import file_url
from hub.kit.bilingual import shown_texts, text_in
from hub.kit.files import file_size_text
from hub.kit.files.kinds import MEDIA_TYPES
from hub.kit.languages import UNDETERMINED, direction, language_name
from hub.kit.personal_data import Kind
from hub.kit.sanitise import opening_and_rest, sanitise

#: Visible characters of a long text that stand above its fold in a list.
OPENING: Final = 800
#: A rest of fewer characters is not worth a fold.
SHORT_REST: Final = 300
_PASSAGE: Final = 200  # characters of withheld words that are repeated
_KINDS: Final = {media_type: kind.upper() for kind, media_type in MEDIA_TYPES.items()}


@dataclass(frozen=True)
class Prose:
    """A text in its language; `rest` is "" where it does not fold. Both are safe HTML.

    `rest_url` leads to a long text whose rest a heavy page leaves out.
    """

    language: str
    direction: str
    opening: SafeString
    rest: SafeString
    rest_url: str = ""

    @property
    def has_table(self) -> bool:
        """Whether a part of it can be wider than its place."""
        return "<table" in self.opening or "<table" in self.rest


@dataclass(frozen=True)
class LanguageText:
    """One language of a text that has several."""

    language: str
    direction: str
    html: SafeString
    is_main: bool


@dataclass(frozen=True)
class FileLine:
    """A file as it is listed; without `url` it cannot be fetched."""

    kind: str
    name: str
    url: str
    size: str
    notes: list[str]
    language: str = ""

    @property
    def site(self) -> str:
        """Of the portal: on paper an address begins with it."""
        return str(settings.SITE_URL)


def direction_of(language: str) -> str:
    """For the dir attribute; "auto" where the language is not known."""
    return "auto" if language == UNDETERMINED else direction(language)


def prose_of(text: ShownText, page_language: str, reason: str, *, folds: bool) -> Prose:
    """A text for a reader, or in its place the words that it is masked and why."""
    if text.mask_reason is not None:
        masked = _("This text is masked for readers: %(reason)s") % {"reason": reason}
        html = format_html('<p class="muted" lang="{}"><em>{}</em></p>', page_language, masked)
        return Prose(text.language, direction_of(page_language), html, SafeString())
    opening, rest = opening_and_rest(text.html, OPENING) if folds else (text.html, "")
    if len(rest) < SHORT_REST:
        opening, rest = text.html, ""
    return Prose(text.language, direction_of(text.language), mark_safe(opening), mark_safe(rest))


def masked_words(kinds: Sequence[Kind]) -> str:
    """How many addresses and numbers readers do not see in a text; "" where it holds none."""
    masked = len(kinds)
    if not masked:
        return ""
    return ngettext(
        "Readers see a mask in place of %(number)d e-mail address or phone number in this text.",
        "Readers see masks in place of %(number)d e-mail addresses and phone numbers in this text.",
        masked,
    ) % {"number": masked}


def withheld_words(codes: Sequence[str]) -> str:
    """How many passages moderators keep from readers of a text, and the codes why; "" where there is none."""
    if not codes:
        return ""
    reasons = [reason_in_mask(code) for code in dict.fromkeys(codes)]
    return ngettext(
        "Readers do not see %(number)d passage of this text: %(reasons)s.",
        "Readers do not see %(number)d passages of this text: %(reasons)s.",
        len(codes),
    ) % {"number": len(codes), "reasons": listed(reasons)}


def passages_in_words(passages: Iterable[tuple[str, str]]) -> list[str]:
    """For the author, the passages that moderators keep from readers, each with the code why; one sentence each."""
    words = _("Readers do not see “%(words)s”: %(reason)s.")
    return [
        words % {"words": Truncator(passage).chars(_PASSAGE), "reason": reason_in_mask(code)}
        for passage, code in passages
    ]


def prose_in(row: models.Model, field: str, language: str) -> Prose:
    """A text of the portal's own in the page's language, else in one that it has."""
    text = text_in(row, field, language)
    html = mark_safe(sanitise(text.value))
    return Prose(text.language, direction_of(text.language), html, SafeString())


def all_languages(row: models.Model, field: str, language: str) -> list[LanguageText]:
    """A text in every content language that it has, the page's first; in another where it has none of them."""
    texts = shown_texts(row, field) or [text_in(row, field, language)]
    main = next((text for text in texts if text.language == language), texts[0])
    texts.sort(key=lambda text: text is not main)
    return [
        LanguageText(
            text.language,
            direction_of(text.language),
            mark_safe(sanitise(text.value)),
            text is main,
        )
        for text in texts
        if text.value
    ]


def attachment_line(file: ShownFile, language: str, masked_because: str) -> FileLine:
    """A file of a post; a masked one keeps name and size and has no address."""
    notes = []
    if file.scan is not None:
        notes.append(str(file.scan.label))
    if file.mask_reason is not None:
        notes.append(_("masked for readers: %(reason)s") % {"reason": masked_because})
    if file.kept_because is not None:
        reason = reason_in_mask(file.kept_because)
        notes.append(_("readers do not have this file: %(reason)s") % {"reason": reason})
    return _line(file.attachment, file.name, language, notes, has_url=not file.is_masked)


def document_line(file: StoredFile, language: str) -> FileLine:
    """A file of a document of the space."""
    return _line(file, file.name, language, [], has_url=True)


def content_languages() -> list[dict[str, str]]:
    """The content languages that are switched on, each with its own name."""
    return [
        {"code": code, "name": language_name(code, code)} for code in settings.CONTENT_LANGUAGES
    ]


def listed(names: Iterable[str]) -> str:
    """Names in one line."""
    return ", ".join(names)


def initials_of(name: str) -> str:
    """At most two letters: of the first word and the last."""
    words = [word for word in name.split() if word[0].isalpha()]
    if not words:
        return ""
    ends = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


def _line(
    file: StoredFile, name: str, language: str, notes: list[str], *, has_url: bool
) -> FileLine:
    if file.language:
        notes = [language_name(file.language, language), *notes]
    kind = _KINDS.get(file.media_type) or PurePosixPath(name).suffix.lstrip(".").upper()
    url = file_url(file.pk, name) if has_url else ""
    return FileLine(kind, name, url, file_size_text(file.size), notes, file.language or "")
