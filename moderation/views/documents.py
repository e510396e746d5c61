"""The documents of a space: added, translated, ordered, with their files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.errors import ChangedMeanwhile, NotFound
from discussions.models import Document
from discussions.selectors.set_up import document_setting
from discussions.selectors.spaces import documents_of
from discussions.services.documents import add_document, change_document, order_documents
from discussions.validators.set_up import stamp_of
from hub.kit.refusals import Refusal
from moderation.forms.documents import DocumentForm
from moderation.forms.order import OrderForm
from moderation.pages.documents import document_page, documents_page
from moderation.views.set_up import Asked, set_up_page


@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def space_documents(asked: Asked) -> HttpResponse:
    """All of them, with buttons that change their order."""
    refusal = None
    form = OrderForm(asked.request.POST)
    if asked.action and form.is_valid():
        try:
            order_documents(
                by=asked.viewer, space_id=asked.space.pk, seen=form.seen, wanted=form.new_order
            )
        except Refusal as found:
            refusal = found
        else:
            return redirect("space-documents", slug=asked.space.slug)
    page = documents_page(asked.found, asked.viewer, documents_of(asked.space))
    context = {"page": page, "refusal": refusal}
    status = refusal.status if refusal is not None else 200
    return render(asked.request, "moderation/documents.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def new_document(asked: Asked) -> HttpResponse:
    """A document that is added; the same form again is the same document."""
    form = _form(asked, None)
    if not asked.action or not form.is_valid():
        return _page(asked, None, form)
    document, key = Document(space=asked.space), form.cleaned_data["key"]
    if key is not None:
        document.archive_id = str(key)
    try:
        add_document(by=asked.viewer, document=document, setting=form.setting, files=form.accepted)
    except Refusal as refusal:
        return _page(asked, None, form, refusal)
    return _done(asked, _("The document is added."))


@require_http_methods(["GET", "HEAD", "POST"])
@set_up_page
def space_document(asked: Asked, pk: int) -> HttpResponse:
    """One document: its titles, revision and day, and files that are added to it."""
    document = _document(asked, pk)
    form = _form(asked, document)
    if not asked.action or not form.is_valid():
        return _page(asked, document, form)
    try:
        change_document(
            by=asked.viewer,
            document_id=pk,
            setting=form.setting,
            seen=form.cleaned_data["seen"],
            files=form.accepted,
        )
    except Refusal as refusal:
        document = _document(asked, pk)
        form.renew(stamp_of(document_setting(document)))
        return _page(asked, document, form, refusal)
    return _done(asked, _("The document is saved."))


def _document(asked: Asked, pk: int) -> Document:
    document = next((one for one in documents_of(asked.space) if one.pk == pk), None)
    if document is None:
        raise NotFound
    return document


def _form(asked: Asked, document: Document | None) -> DocumentForm:
    sent = (asked.request.POST, asked.request.FILES) if asked.action else (None, None)
    present = document_setting(document) if document is not None else None
    return DocumentForm(*sent, present=present)


def _done(asked: Asked, words: str) -> HttpResponse:
    messages.success(asked.request, words)
    return redirect("space-documents", slug=asked.space.slug)


def _page(
    asked: Asked, document: Document | None, form: DocumentForm, refusal: Refusal | None = None
) -> HttpResponse:
    is_conflict = isinstance(refusal, ChangedMeanwhile)
    page = document_page(asked.found, asked.viewer, document, is_conflict=is_conflict)
    context = {"page": page, "form": form, "refusal": refusal}
    status = 400 if form.is_bound else 200
    return render(
        asked.request,
        "moderation/document.html",
        context,
        status=refusal.status if refusal is not None else status,
    )
