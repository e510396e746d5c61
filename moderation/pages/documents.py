"""The documents of a space for those who keep them: the list with its order, and one document with its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.models import Document
from discussions.pages.sections import DocumentLine, document_lines
from discussions.selectors.completeness import missing_languages
from discussions.selectors.spaces import Found
from hub.kit.bilingual import texts_of
from hub.kit.dates import day_in
from hub.kit.languages import language_name
from moderation.pages.desk import Desk, desk_of


@dataclass(frozen=True)
class ListedDocument:
    """One document of the list; `missing` names the required languages that its title lacks."""

    pk: int
    line: DocumentLine
    missing: str
    edit_url: str
    can_rise: bool
    can_fall: bool


@dataclass(frozen=True)
class DocumentsPage:
    """All that moderation/documents.html shows. `order` is what the list shows, as its form carries it."""

    desk: Desk
    new_url: str
    order: str
    documents: list[ListedDocument]


@dataclass(frozen=True)
class DocumentPage:
    """All that moderation/document.html shows beside its form.

    `now` is what stands there, where somebody else changed it meanwhile: pairs of a label and words.
    """

    desk: Desk
    heading: str
    list_url: str
    is_new: bool
    line: DocumentLine | None
    now: list[tuple[str, str]]


def documents_page(found: Found, viewer: Viewer, documents: Sequence[Document]) -> DocumentsPage:
    """The list in the active language; the documents come with their files. Without a statement."""
    slug, language = found.space.slug, get_language() or "en"
    last = len(documents) - 1
    lines = document_lines(documents, language)
    return DocumentsPage(
        desk=desk_of(found.space, viewer, "space-documents"),
        new_url=reverse("new-document", args=[slug]),
        order=",".join(str(document.pk) for document in documents),
        documents=[
            ListedDocument(
                pk=document.pk,
                line=line,
                missing=missing_languages(texts_of(document, "title")),
                edit_url=reverse("space-document", args=[slug, document.pk]),
                can_rise=place > 0,
                can_fall=place < last,
            )
            for place, (document, line) in enumerate(zip(documents, lines, strict=True))
        ],
    )


def document_page(
    found: Found, viewer: Viewer, document: Document | None, *, is_conflict: bool = False
) -> DocumentPage:
    """One document, or with None a new one, in the active language."""
    language = get_language() or "en"
    line = document_lines([document], language)[0] if document is not None else None
    return DocumentPage(
        desk=desk_of(found.space, viewer, "space-documents"),
        heading=line.title if line is not None and line.title else _("New document"),
        list_url=reverse("space-documents", args=[found.space.slug]),
        is_new=document is None,
        line=line,
        now=_now(document, language) if is_conflict and document is not None else [],
    )


def _now(document: Document, language: str) -> list[tuple[str, str]]:
    titles = texts_of(document, "title")
    facts = [
        (_("Title (%(language)s)") % {"language": language_name(one, language)}, titles[one])
        for one in settings.CONTENT_LANGUAGES
        if titles.get(one)
    ]
    if document.label:
        facts.append((_("Revision"), document.label))
    if document.issued_at is not None:
        facts.append((_("Issued on"), day_in(document.issued_at)))
    return facts
