"""A page of writing in the making: what it is about, and its form as the reader, a request or a draft fills it in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from discussions.enums import NameWithheld
from discussions.errors import LooksLikeDuplicate
from discussions.forms.fields import KeptField, KeyField
from discussions.forms.submission import SubmissionForm, Writer
from discussions.models import Draft, Upload
from discussions.pages.compose import (
    KeptFile,
    Subject,
    arranged,
    kept_attachments,
    kept_uploads,
    speaker_name,
)
from discussions.pages.joint import already_named
from discussions.pages.preview import fields_of_draft
from discussions.selectors.writing import (
    attachments_of,
    name_of,
    organisations_of,
    sent_as,
    uploads_of,
)
from discussions.services.submit import Receipt
from discussions.validators.sent import NamedCoSignatory, SentFile, SubmittedText


@dataclass(frozen=True)
class Task:
    """One form of writing: what it is about, whether it may be sent now, and what sends it.

    `check` raises what sending would be refused with; `initial` is what the form begins with;
    `new_url` is where the same text would be sent as a new one. `compare` says what sending a text would be asked
    about, for a preview.
    """

    subject: Subject
    check: Callable[[], object]
    act: Callable[[SubmittedText], Receipt]
    new_url: str
    initial: dict[str, Any] = field(default_factory=dict)
    compare: Callable[[SubmittedText], LooksLikeDuplicate | None] | None = None


def form_for(
    task: Task,
    earlier: Sequence[Upload],
    data: QueryDict | None = None,
    files: MultiValueDict[str, UploadedFile] | None = None,
) -> SubmissionForm:
    """The form for the writer: empty but for what it begins with, or with what was sent. `earlier`: the files that wait."""
    subject, person_id = task.subject, task.subject.viewer.person_id or 0
    attachments = {file.id for file in kept_attachments(subject.corrected, subject.eyes, None)}
    was_sent = data is not None and _was_sent(data, subject)
    if was_sent and subject.corrected is not None:  # it named the files of the version before
        attachments.update(attachments_of(subject.corrected.pk))
    writer = Writer(
        name=speaker_name(subject) or name_of(person_id),
        organisations=()
        if subject.is_for_another
        else organisations_of(person_id, get_language() or "en"),
        uploads=frozenset(upload.pk for upload in earlier),
        attachments=frozenset(attachments),
        name_withheld=_withheld(subject),
        co_signatories=_named(subject),
        was_sent=was_sent,
    )
    limit = subject.space.length_limit
    return SubmissionForm(data, files, writer=writer, limit=limit, initial=task.initial)


def _was_sent(data: QueryDict, subject: Subject) -> bool:
    """Whether this very form was sent before; then it is answered with its receipt, whatever changed meanwhile."""
    key, corrected = KeyField().to_python(data.get("key")), subject.corrected
    if key is None:
        return False
    person_id = subject.viewer.person_id or 0
    return sent_as(person_id, corrected.pk if corrected is not None else None, key) is not None


def kept_files(
    task: Task, said: Sequence[SentFile] | None, uploads: Sequence[Upload]
) -> list[KeptFile]:
    """The files that wait, as the form lists them: in the order, by the names and in the languages that it said."""
    subject = task.subject
    chosen = None if said is None else [file.id for file in said]
    attachments = kept_attachments(subject.corrected, subject.eyes, chosen)
    return arranged([*attachments, *kept_uploads(uploads)], said or ())


def form_of_draft(task: Task, draft: Draft) -> SubmissionForm:
    """The form that sends what a draft holds, as the page of writing would."""
    subject = task.subject
    data = QueryDict(mutable=True)
    names = subject.parent is None and not subject.is_for_another
    for name, value in fields_of_draft(draft, subject.viewer, with_names=names):
        data.appendlist(name, value)
    earlier = uploads_of(subject.viewer.person_id or 0, KeptField().clean(data.getlist("keep")))
    return form_for(task, earlier, data)


def _named(subject: Subject) -> tuple[NamedCoSignatory, ...] | None:
    """Whom the post that is corrected names to sign with it; None for a reply."""
    if subject.corrected is not None:
        return already_named(subject.corrected, subject.viewer)
    return () if subject.parent is None else None


def _withheld(subject: Subject) -> NameWithheld:
    """What the post that is corrected withholds already."""
    post = subject.corrected
    return NameWithheld.NO if post is None else NameWithheld(post.name_withheld)
