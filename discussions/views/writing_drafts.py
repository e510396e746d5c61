"""The draft beside a form of writing: what the form begins with, and how it is kept while nothing is sent."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from discussions.errors import DraftChanged
from discussions.forms.drafts import draft_content, draft_revision
from discussions.models import Draft, Upload
from discussions.pages.compose import Subject, compose_page
from discussions.pages.draft_bar import DraftBar, draft_bar
from discussions.pages.drafts import place_of
from discussions.selectors.drafts import draft_at, organisations_to_share_with
from discussions.selectors.writing import organisations_of
from discussions.services.drafts import check_not_overtaken, save_draft
from discussions.validators.drafts import DraftContent
from discussions.views.draft_steps import answer_save, both_texts
from hub.kit.refusals import Refusal


def draft_of(subject: Subject) -> Draft | None:
    """What the viewer has written so far for this place."""
    return draft_at(subject.viewer.person_id or 0, place_of(subject))


def bar_of(subject: Subject, draft: Draft | None, revision: int | None = None) -> DraftBar:
    """What the page says of the draft; `revision`: the one that its form was built on, if not the present one."""
    person_id = subject.viewer.person_id or 0
    names = organisations_to_share_with(person_id, get_language() or "en")
    return draft_bar(
        place_of(subject),
        subject.viewer,
        subject.at,
        draft,
        revision=revision,
        share_with=", ".join(names),
    )


def save(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Keep a form of writing as it is, whether or not it could be sent now."""
    viewer, place = subject.viewer, place_of(subject)
    return answer_save(
        request,
        viewer,
        _own_organisations(subject),
        lambda content, revision: save_draft(
            by=viewer, place=place, content=content, revision=revision
        ),
        lambda refusal, uploads: two_texts(request, subject, refusal, uploads),
    )


def keep_along(
    request: HttpRequest, subject: Subject, uploads: Sequence[Upload], key: UUID | None = None
) -> DraftBar:
    """Keep a form that was not sent, so that its text is found again; one that is stale waits to be saved on purpose.

    A form is the last word of its page: saves of that page that were on their way meanwhile do not make it stale.
    `key`: that of the form which sends it next, where its own was used for another text.
    """
    revision = draft_revision(request.POST)
    try:
        content = _content(request, subject, uploads)
        content = replace(content, key=key or content.key, is_last=True)
        saved = save_draft(
            by=subject.viewer, place=place_of(subject), content=content, revision=revision
        )
    except Refusal:  # stale, sent already, too large, not theirs to write: whoever asked says so
        return bar_of(subject, draft_of(subject), revision)
    return bar_of(subject, saved.draft)


def knows_draft(request: HttpRequest) -> bool:
    """Whether the form says on which draft it was built; only a program's own form, with a text alone, does not."""
    return "revision" in request.POST


def check_unseen(request: HttpRequest, subject: Subject) -> None:
    """Before a form is sent, in the same transaction: raises DraftChanged where its draft says what the sender has not seen."""
    check_not_overtaken(
        by=subject.viewer,
        place=place_of(subject),
        content=_content(request, subject),
        revision=draft_revision(request.POST),
    )


def two_texts(
    request: HttpRequest, subject: Subject, refusal: DraftChanged, uploads: Sequence[Upload]
) -> HttpResponse:
    """The saved text and the form's own, with the choice (409)."""
    draft = draft_of(subject)
    if draft is None:  # it ended at this very moment
        raise refusal
    return both_texts(request, subject.viewer, compose_page(subject), draft, refusal, uploads)


def _content(
    request: HttpRequest, subject: Subject, uploads: Sequence[Upload] = ()
) -> DraftContent:
    organisations = _own_organisations(subject)
    return draft_content(request.POST, organisations, [upload.pk for upload in uploads])


def _own_organisations(subject: Subject) -> list[int]:
    names = organisations_of(subject.viewer.person_id or 0, get_language() or "en")
    return [identifier for identifier, _name in names]
