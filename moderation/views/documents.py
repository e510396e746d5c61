"""The documents of a space: added, translated, ordered, with their files."""

from contextlib import closing
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.errors import AlreadyMade, ChangedMeanwhile, NotFound
from discussions.forms.fields import KeptField
from discussions.models import Document, Upload
from discussions.selectors.set_up import document_setting
from discussions.selectors.spaces import documents_of
from discussions.selectors.writing import uploads_of
from discussions.services.documents import add_document, change_document, order_documents
from discussions.services.uploads import take_in
from hub.kit.refusals import Refusal
from moderation.forms.documents import DocumentForm
from moderation.pages.documents import document_page, documents_page
from moderation.views.set_up import Asked, done, form_page, ordered, set_up_page

_LIST: Final = "space-documents"


@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def space_documents(asked: Asked) -> HttpResponse:
    """All of them, with buttons that change their order."""
    return ordered(
        asked,
        order_documents,
        lambda: documents_page(asked.found, asked.viewer, documents_of(asked.space)),
        _LIST,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def new_document(asked: Asked) -> HttpResponse:
    """A document that is added; the same form again is the same document."""
    form = _form(asked, None)
    if asked.action != "send" or not form.is_valid():
        return _page(asked, None, form)
    document, key = Document(space=asked.space), form.cleaned_data["key"]
    if key is not None:
        document.archive_id = str(key)
    try:
        with closing(form):
            add_document(
                by=asked.viewer, document=document, setting=form.setting, files=form.accepted()
            )
    except AlreadyMade as refusal:
        refusal.url = reverse("space-document", args=[asked.space.slug, refusal.made])
        refusal.url_text = _("Open the document")
        form.renew_key()
        return _page(asked, None, form, refusal)
    except Refusal as refusal:
        return _page(asked, None, form, refusal)
    return done(asked, _LIST, _("The document is added."))


@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def space_document(asked: Asked, pk: int) -> HttpResponse:
    """One document: its titles, revision and day, and files that are added to it."""
    document = _document(asked, pk)
    form = _form(asked, document)
    if asked.action != "send" or not form.is_valid():
        return _page(asked, document, form)
    change = {"setting": form.setting, "seen": form.cleaned_data["seen"]}
    try:
        with closing(form):
            change_document(by=asked.viewer, document_id=pk, **change, files=form.accepted())
    except Refusal as refusal:
        document = _document(asked, pk)
        form.merge_with(document_setting(document))
        return _page(asked, document, form, refusal)
    return done(asked, _LIST, _("The document is saved."))


def _document(asked: Asked, pk: int) -> Document:
    document = next((one for one in documents_of(asked.space) if one.pk == pk), None)
    if document is None:
        raise NotFound
    return document


def _form(asked: Asked, document: Document | None) -> DocumentForm:
    sent = (asked.request.POST, asked.request.FILES) if asked.action else (None, None)
    present = document_setting(document) if document is not None else None
    return DocumentForm(*sent, present=present, uploads=_uploads(asked))


def _uploads(asked: Asked) -> dict[UUID, Upload]:
    """The files of earlier tries that the form names and that are this person's."""
    sent = asked.request.POST
    named = KeptField().clean([sent[name] for name in sent if name.startswith("kept_")])
    return {upload.pk: upload for upload in uploads_of(asked.viewer.person_id or 0, named)}


def _page(
    asked: Asked, document: Document | None, form: DocumentForm, refusal: Refusal | None = None
) -> HttpResponse:
    is_conflict = isinstance(refusal, ChangedMeanwhile)
    page = document_page(asked.found, asked.viewer, document, is_conflict=is_conflict)
    _keep_files(asked, form)
    return form_page(asked, "moderation/document.html", page, form, refusal)


def _keep_files(asked: Asked, form: DocumentForm) -> None:
    """What was in order stays here for the next try: a browser forgets the files of a form that is shown again."""
    if asked.viewer.person_id is None:
        return
    for name, file in form.chosen.items():
        file.content.seek(0)
        try:
            taken = take_in(by=asked.viewer, files=[file])
        except Refusal:  # too many of them: they are chosen again
            return
        for upload in taken.uploads:
            form.keep(name, upload)
