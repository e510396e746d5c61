"""The documents of a space for those who keep them: the list with its order, and one document with its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.models import Document
from discussions.pages.sections import DocumentLine, document_lines
from discussions.pages.texts import LanguageText, direction_of
from discussions.selectors.completeness import missing_languages
from discussions.selectors.spaces import Found
from hub.kit.bilingual import shown_texts, texts_of
from hub.kit.dates import day_in
from moderation.pages.desk import Desk, desk_of
from moderation.pages.set_up import (
    ListedThing,
    OrderedPage,
    StandsNow,
    in_order,
    order_of,
    titles_now,
)


@dataclass(frozen=True)
class DocumentPage:
    """All that moderation/document.html shows beside its form."""

    desk: Desk
    heading: str
    list_url: str
    is_new: bool
    line: DocumentLine | None
    now: StandsNow | None


def documents_page(found: Found, viewer: Viewer, documents: Sequence[Document]) -> OrderedPage:
    """The list in the active language; the documents come with their files. Without a statement."""
    slug, language = found.space.slug, get_language() or "en"
    desk = desk_of(found.space, viewer, "space-documents")
    lines = document_lines(documents, language)
    ordered = in_order(
        _listed(document, line, slug) for document, line in zip(documents, lines, strict=True)
    )
    return OrderedPage(
        desk=desk,
        title=_("Documents of %(title)s") % {"title": desk.title},
        heading=_("Documents"),
        lede=_("Drafts that are consulted on, notes, programmes. Readers see them in this order."),
        empty=_("There is no document yet."),
        new_url=reverse("new-document", args=[slug]),
        new_text=_("Add a document"),
        order=order_of(ordered),
        lines=ordered,
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
        now=_now(document) if is_conflict and document is not None else None,
    )


def _listed(document: Document, line: DocumentLine, slug: str) -> ListedThing:
    facts = [line.issued] if line.issued else []
    return ListedThing(
        key=document.pk,
        anchor=f"document-{document.pk}",
        name=line.title,
        language=line.language,
        chip=line.label,
        texts=_other_titles(document, line.language),
        facts=facts if line.files else [*facts, _("No file yet")],
        files=line.files,
        missing=missing_languages(texts_of(document, "title")),
        url=reverse("space-document", args=[slug, document.pk]),
    )


def _other_titles(document: Document, language: str) -> list[LanguageText]:
    """In the languages beside that of the heading."""
    return [
        LanguageText(
            text.language,
            direction_of(text.language),
            format_html("<p>{}</p>", text.value),
            is_main=False,
        )
        for text in shown_texts(document, "title")
        if text.language != language
    ]


def _now(document: Document) -> StandsNow:
    facts = titles_now(texts_of(document, "title"))
    if document.label:
        facts.append((_("Revision"), document.label))
    if document.issued_at is not None:
        facts.append((_("Issued on"), day_in(document.issued_at)))
    return StandsNow([], facts)
