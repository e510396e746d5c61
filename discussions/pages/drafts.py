"""Pages of a draft: for colleagues who were let in, when two texts meet, before it is discarded, as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.drafts import name_of_draft_file, words_of_draft
from discussions.access.scans import scan_of
from discussions.access.viewer import Viewer
from discussions.errors import DraftChanged
from discussions.models import Draft, DraftFile
from discussions.pages.addresses import act_url, place_url, post_url, reply_url, submit_url
from discussions.pages.compose import (
    ComposePage,
    KeptFile,
    Subject,
    compose_page,
    with_same_named,
)
from discussions.pages.draft_bar import draft_bar
from discussions.pages.file_authors import authors_of
from discussions.pages.texts import direction_of
from discussions.selectors.drafts import files_of_draft
from discussions.validators.drafts import DraftPlace
from hub.kit.bilingual import text_in
from hub.kit.files import extension_of, file_size_text
from hub.kit.sanitise import excerpt, to_plain_text

_SHOWN: Final = 400  # characters of a draft that is about to be thrown away


@dataclass(frozen=True)
class SharedDraftPage:
    """What a colleague sees: the place, whose draft it is, and by which organisation they were let in."""

    compose: ComposePage
    author: str
    organisation: str


@dataclass(frozen=True)
class DraftChangedPage:
    """Two texts for one draft: the saved one, and the one that came after it.

    `fields` are all others of the form, with the revision of the saved one: sent again, it passes.
    `was_sent`: the text was on its way to be sent, not only to be saved.
    """

    compose: ComposePage
    message: str
    html: SafeString
    language: str
    direction: str
    files: list[str]
    own_files: list[str]
    fields: list[tuple[str, str]]
    was_sent: bool
    other_url: str


@dataclass(frozen=True)
class DiscardPage:
    """What is about to be thrown away, in its first words, and the ways back."""

    words: str
    language: str
    direction: str
    files: int
    draft_url: str
    back_url: str


@dataclass(frozen=True)
class DraftFileText:
    """A draft as a file of its own."""

    name: str
    media_type: str
    content: str


def place_of(subject: Subject) -> DraftPlace:
    """Where the draft of what is written about belongs."""
    space = subject.space.pk
    if subject.corrected is not None:
        return DraftPlace(space, corrected=subject.corrected.pk)
    if subject.parent is not None:
        return DraftPlace(space, parent=subject.parent.pk)
    return DraftPlace(space, prompt=subject.prompt.pk if subject.prompt is not None else None)


def draft_url(draft: Draft) -> str:
    """Where its author goes on writing; needs the place at hand."""
    if draft.corrected is not None:
        return act_url("correct", draft.corrected)
    if draft.parent is not None:
        return reply_url(draft.parent)
    return submit_url(draft.space, draft.prompt)


def draft_beginning(draft: Draft, viewer: Viewer) -> dict[str, Any]:
    """What a form begins with that goes on with a draft; its key too, so that two devices send it once.

    Raises NotFound, SignInFirst.
    """
    return {
        "body": words_of_draft(draft, viewer),
        "language": draft.language,
        "capacity": draft.capacity,
        "organisation": draft.organisation_id,
        "name_withheld": draft.name_withheld,
        "co_signatories": draft.co_signatories,
        "key": draft.key,
    }


def shared_draft_page(subject: Subject, draft: Draft) -> SharedDraftPage:
    """The page on which a colleague edits; `draft` needs its author and the organisation at hand."""
    bar = draft_bar(place_of(subject), subject.viewer, subject.at, draft)
    organisation = draft.shared_with
    assert organisation is not None
    return SharedDraftPage(
        compose=compose_page(subject, draft_files(draft), bar),
        author=draft.author.name,
        organisation=text_in(organisation, "name", get_language() or "en").value,
    )


def discard_page(draft: Draft, viewer: Viewer) -> DiscardPage:
    """The page that asks before a draft is thrown away. Raises NotFound, SignInFirst."""
    post = draft.corrected or draft.parent
    return DiscardPage(
        words=excerpt(words_of_draft(draft, viewer), _SHOWN),
        language=draft.language,
        direction=direction_of(draft.language),
        files=len(files_of_draft(draft)),
        draft_url=draft_url(draft),
        back_url=post_url(post) if post is not None else place_url(draft.space, draft.prompt),
    )


def draft_files(draft: Draft) -> list[KeptFile]:
    """The files of a draft as a form lists them, for those who may edit it."""
    return with_same_named([_kept(file) for file in files_of_draft(draft)])


def with_left_out(of_draft: Sequence[KeptFile], others: Sequence[KeptFile]) -> list[KeptFile]:
    """The files of a draft; then those of the corrected version that it leaves out, to be taken back."""
    known = {file.id for file in of_draft}
    return [*of_draft, *(replace(file, is_kept=False) for file in others if file.id not in known)]


def draft_changed_page(
    compose: ComposePage,
    draft: Draft,
    viewer: Viewer,
    refusal: DraftChanged,
    posted: Sequence[tuple[str, str]],
) -> DraftChangedPage:
    """The page for DraftChanged. `posted` is what the form held, value by value.

    Raises NotFound where the draft is not the viewer's to see.
    """
    said = dict(posted)
    return DraftChangedPage(
        compose=compose,
        message=str(refusal),
        html=mark_safe(words_of_draft(draft, viewer)),
        language=draft.language,
        direction=direction_of(draft.language),
        files=[file.name for file in draft_files(draft)],
        own_files=[said.get(f"name_{value}", "") for name, value in posted if name == "keep"],
        fields=[
            *((name, value) for name, value in posted if name not in _OWN_FIELDS),
            ("revision", str(refusal.revision)),
        ],
        was_sent=("action", "send") in posted,
        other_url=draft_url(draft)
        if viewer.is_author(draft.author_id)
        else reverse("draft", args=[draft.pk]),
    )


def draft_file_text(draft: Draft, viewer: Viewer, *, as_html: bool) -> DraftFileText:
    """The draft to be kept: plain, or with its formatting. Raises NotFound, SignInFirst."""
    html = words_of_draft(draft, viewer)
    if not as_html:
        return DraftFileText("draft.txt", "text/plain", to_plain_text(html))
    title = _("Draft: %(title)s") % {
        "title": text_in(draft.space, "title", draft.language.partition("-")[0]).value
    }
    page = format_html(
        '<!DOCTYPE html>\n<html lang="{}" dir="{}">\n<meta charset="utf-8">\n<title>{}</title>\n{}\n</html>\n',
        draft.language,
        direction_of(draft.language),
        title,
        mark_safe(html),
    )
    return DraftFileText("draft.html", "text/html", page)


#: Fields of the form that the page of two texts has itself.
_OWN_FIELDS = frozenset({"body", "action", "revision", "csrfmiddlewaretoken"})


def _kept(file: DraftFile) -> KeptFile:
    source = file.upload or file.attachment
    assert source is not None
    name = name_of_draft_file(file)
    return KeptFile(
        id=source.pk,
        name=name,
        kind=extension_of(name).upper(),
        size=file_size_text(source.size),
        language=file.language or "",
        authors=authors_of(source),
        sha256=source.sha256,
        scan=scan_of(source),
    )
