"""Keeping a text while it is written (PRODUCT, section 5).

None of this writes a record: the record is of acts that others rely on, and as long as nothing was
sent a draft is its author's alone, who may throw it away without a trace. No window is asked either:
a text is kept whether or not it may be sent now.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from discussions.access.drafts import (
    check_edit_draft,
    check_own_draft,
    other_writer,
)
from discussions.access.posts import check_author
from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, check_signed_in
from discussions.enums import Capacity, NameWithheld
from discussions.errors import DraftChanged, DraftSent, NotFound
from discussions.models import Draft, Post, Space
from discussions.selectors.drafts import of_place
from discussions.selectors.writing import sent_as
from discussions.services.draft_rows import (
    delete_draft,
    holds_already,
    holds_nothing_else,
    left_out,
    lock_draft,
    lock_draft_at,
    write_draft,
)
from discussions.services.locks import lock_author
from discussions.validators.drafts import DraftContent, DraftPlace, OtherWriter
from discussions.validators.sent import NamedCoSignatory, Speaker
from hub.kit.clock import database_now, transaction_now


@dataclass(frozen=True)
class SavedDraft:
    """A draft as it stands after a save, and who else saved it within the minutes before.

    `left_out`: the number of files, the last ones, that are more than a draft holds; they go after a day.
    `gone`: the number of those that were to be kept and are not here (any more).
    """

    draft: Draft
    beside: OtherWriter | None = None
    left_out: int = 0
    gone: int = 0


def save_draft(
    *, by: Viewer, place: DraftPlace, content: DraftContent, revision: int
) -> SavedDraft:
    """Keep what its author has written so far for a place; the same again changes nothing.

    `revision` is that of the draft that the page was built on, 0 where there was none. A draft that
    was discarded meanwhile begins anew. Raises SignInFirst, NotFound, NotYours (a correction of
    another's post), DraftSent, and DraftChanged where it was saved after the page was built.
    """
    check_signed_in(by)
    assert by.person_id is not None
    with transaction.atomic():
        at = transaction_now()
        _check_place(by, place, at)
        lock_author(by.person_id)
        _check_not_sent(by.person_id, place, content.key)
        draft = lock_draft_at(by.person_id, place)
        if draft is not None:
            return _save(draft, by, content, revision)
        draft = Draft(author_id=by.person_id, key=content.key, revision=0, **place.columns)
        draft.created_at = at
        gone = write_draft(draft, by, content)
        return SavedDraft(draft, left_out=left_out(content), gone=gone)


def edit_shared_draft(
    *, by: Viewer, draft_id: UUID, content: DraftContent, revision: int
) -> SavedDraft:
    """Keep what a colleague changed of a draft: text, language and files; all else is its author's to say.

    Raises SignInFirst, NotFound for those who were not let in (any more), DraftChanged.
    """
    with transaction.atomic():
        draft = lock_draft(draft_id)
        if draft is None:
            raise NotFound
        check_edit_draft(draft, by)
        check_see_space(draft.space, by, transaction_now())
        return _save(draft, by, _of_colleague(draft, content), revision)


def discard_draft(*, by: Viewer, draft_id: UUID) -> None:
    """Throw a draft away for good; twice: nothing more happens.

    Raises SignInFirst, and NotFound for everyone but its author.
    """
    check_signed_in(by)
    with transaction.atomic():
        draft = lock_draft(draft_id)
        if draft is None:
            return
        check_own_draft(draft, by)
        delete_draft(draft)


def end_draft(person_id: int, place: DraftPlace | None, key: UUID) -> None:
    """The text was sent: its draft ends in the same transaction, under the author's lock.

    So does the draft of its form (`key`) at another place: a text that replaced an earlier one was written there.
    Without a place it ends alone: the sender has not seen what is written here.
    """
    ended = Draft.objects.filter(author_id=person_id, key=key)
    if place is not None:
        ended |= of_place(person_id, place)
    for identifier in ended.values_list("pk", flat=True):
        draft = lock_draft(identifier)
        if draft is not None:
            delete_draft(draft)


def check_not_overtaken(
    *, by: Viewer, place: DraftPlace, content: DraftContent, revision: int
) -> None:
    """Before sending, in the same transaction: does the draft hold anything that the sender has not seen?

    The draft ends when the text is sent, so a text that was saved after the page was built would be
    lost with it, and so would a file, a language or a co-signatory. Raises DraftChanged; sent again with the newest revision, the text passes.
    """
    assert by.person_id is not None
    lock_author(by.person_id)
    if sent_as(by.person_id, place.corrected, content.key) is not None:
        return  # it comes again, and ends no draft
    draft = lock_draft_at(by.person_id, place)
    if draft is None or draft.revision == revision or _is_same_page(draft, content):
        return
    if not holds_nothing_else(draft, content):
        raise _changed(draft, by)


def _check_place(by: Viewer, place: DraftPlace, at: datetime) -> None:
    space = Space.objects.filter(pk=place.space).first()
    if space is None:
        raise NotFound
    check_see_space(space, by, at)
    if place.corrected is not None:
        post = Post.objects.filter(pk=place.corrected).first()
        if post is None:
            raise NotFound
        check_author(by, post)


def _check_not_sent(person_id: int, place: DraftPlace, key: UUID) -> None:
    """A save that was on its way while its form was sent must not bring the draft back."""
    post = sent_as(person_id, place.corrected, key)
    if post is not None:
        raise DraftSent(post.reference)


def _save(draft: Draft, by: Viewer, content: DraftContent, revision: int) -> SavedDraft:
    beside = other_writer(draft, by, database_now())
    if holds_already(draft, content):
        return SavedDraft(draft, beside, left_out(content))
    goes_on = content.is_last and _is_same_page(draft, content)
    if draft.revision != revision and not goes_on:
        raise _changed(draft, by)
    gone = write_draft(draft, by, content)
    return SavedDraft(draft, beside, left_out(content), gone)


def _changed(draft: Draft, by: Viewer) -> DraftChanged:
    return DraftChanged(
        by="" if by.is_author(draft.saved_by_id) else draft.saved_by.name,
        at=draft.saved_at,
        revision=draft.revision,
        page=draft.saved_page,
    )


def _is_same_page(draft: Draft, content: DraftContent) -> bool:
    return content.page is not None and content.page == draft.saved_page


def _of_colleague(draft: Draft, content: DraftContent) -> DraftContent:
    return replace(
        content,
        speaker=Speaker(Capacity(draft.capacity), draft.organisation_id),
        name_withheld=NameWithheld(draft.name_withheld),
        co_signatories=tuple(NamedCoSignatory(**one) for one in draft.co_signatories),
        is_shared=draft.shared_with_id is not None,
    )
