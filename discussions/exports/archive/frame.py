"""The space itself in an archive: windows, documents, prompts, moderators."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from discussions.exports.archive.edition import Edition
from discussions.exports.archive.files import FileList, FilePlace
from discussions.models import (
    DisplayedModerator,
    Document,
    DocumentFile,
    Prompt,
    Space,
    Window,
    WindowChange,
)
from hub.kit.bilingual import texts_of
from hub.kit.instants import format_instant
from hub.kit.sanitise import sanitise

Object = dict[str, Any]


def written(instant: datetime | None) -> str | None:
    """RFC 3339, or None."""
    return None if instant is None else format_instant(instant)


def if_known(key: str, value: Any) -> Object:
    """The property, left out where nothing is known and the schema has no null for it."""
    return {} if value is None else {key: value}


def space_object(
    space: Space, edition: Edition, people: Mapping[int, str], files: FileList
) -> Object:
    """All of the property `space`. `people`: their ids in the archive, by primary key."""
    moderators = DisplayedModerator.objects.filter(space=space)
    mandate = _html(space, "mandate")
    return {
        "slug": space.slug,
        "reference_prefix": space.reference_prefix,
        "title": _titles(space, space.slug),
        **if_known("mandate", mandate or None),
        "objectives": space.objectives,
        "moderators": [people[row.person_id] for row in moderators],
        "review": space.review,
        "length_limit": space.length_limit,
        "windows": [
            _window(window, edition, people)
            for window in Window.objects.filter(space=space).prefetch_related("changes")
        ],
        "documents": _documents(space, files),
    }


def prompt_objects(space: Space, people: Mapping[int, str]) -> Iterator[Object]:
    """The property `prompts`, in the order of the page."""
    prompts = Prompt.objects.filter(space=space).select_related("window", "document")
    for prompt in prompts.prefetch_related("earlier_wordings"):
        yield {
            "id": prompt.archive_id,
            "number": prompt.number,
            "text": _html(prompt, "text") or {"en": ""},
            "asked_by": people.get(prompt.asked_by_id or 0),
            **if_known("asked_at", written(prompt.asked_at)),
            "window": prompt.window.archive_id if prompt.window else None,
            "document": prompt.document.archive_id if prompt.document else None,
            "closed_at": written(prompt.closed_at),
            "earlier_texts": [
                {"text": _html(wording, "text") or {"en": ""}, "until": written(wording.until)}
                for wording in prompt.earlier_wordings.all()
            ],
        }


def _window(window: Window, edition: Edition, people: Mapping[int, str]) -> Object:
    return {
        "id": window.archive_id,
        "opens_at": written(window.opens_at),
        "closes_at": written(window.closes_at),
        "time_zone": window.time_zone,
        "grace_minutes": window.grace_minutes,
        "late_policy": window.late_policy,
        "changes": [_change(change, edition, people) for change in window.changes.all()],
    }


def _change(change: WindowChange, edition: Edition, people: Mapping[int, str]) -> Object:
    """Readers are told what changed and why, not who did it."""
    by = None if edition.is_public else people.get(change.by_person_id or 0)
    return {
        "by": by,
        "at": written(change.at),
        **({"opens_at": written(change.opens_at)} if change.had_opens_at else {}),
        **({"closes_at": written(change.closes_at)} if change.had_closes_at else {}),
        **if_known("reason", change.reason),
    }


def _documents(space: Space, files: FileList) -> list[Object]:
    documents = Document.objects.filter(space=space).prefetch_related("files")
    return [
        {
            "id": document.archive_id,
            "title": _titles(document, document.archive_id),
            **if_known("label", document.label),
            **if_known("issued_at", written(document.issued_at)),
            "files": [
                _document_file(file, FilePlace(document=number), files)
                for file in document.files.all()
            ],
        }
        for number, document in enumerate(documents, 1)
    ]


def _document_file(file: DocumentFile, place: FilePlace, files: FileList) -> Object:
    said = files.add(file, file.name, place)
    language = said["language"]
    return {
        "language": language,
        "file": {**said, "language": file.archive_language or language},
    }


def _titles(row: Model, otherwise: str) -> dict[str, str]:
    """The titles that there are. A draft without any still has a name by which it is known."""
    titles = {code: title for code, title in texts_of(row, "title").items() if title.strip()}
    return titles or {"en": otherwise}


def _html(row: Model, field: str) -> dict[str, str]:
    """In the canonical form in which an import keeps it."""
    return {code: sanitise(text) for code, text in texts_of(row, field).items()}
