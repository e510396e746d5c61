"""A complete archive as rows: the space, its people, windows, documents and prompts.

A statement for each kind of row, and one more for each 500 of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import Person
from discussions.models import (
    ArchivePerson,
    DisplayedModerator,
    Document,
    DocumentFile,
    Prompt,
    PromptWording,
    Space,
    Window,
    WindowChange,
)
from discussions.services.import_space.files import KeptFiles, stored_fields
from hub.kit.bilingual import set_texts
from hub.kit.clock import transaction_now
from hub.kit.instants import parse_instant

Object = dict[str, Any]
BATCH = 500


@dataclass
class Rows:
    """What was written so far, by the ids of the archive. `is_public`: it shows no more than every reader may see."""

    space: Space
    files: KeptFiles
    people: dict[str, Person] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    prompts: dict[str, Prompt] = field(default_factory=dict)
    is_public: bool = False


def instant(value: str | None) -> datetime | None:
    """The instant of a complete archive, or None for null and for what is left out."""
    return None if value is None else parse_instant(value)


def write_frame(
    archive: Object, digest: str, files: KeptFiles, known: Mapping[str, Person]
) -> Rows:
    """All rows but those of posts. `known`: people who are in the portal already, by their id in the archive."""
    rows = Rows(_space(archive, digest), files)
    _people(rows, archive["people"], known)
    _windows(rows, archive["space"]["windows"])
    _documents(rows, archive["space"]["documents"])
    _prompts(rows, archive["prompts"])
    DisplayedModerator.objects.bulk_create(
        [
            DisplayedModerator(space=rows.space, person=rows.people[person], position=position)
            for position, person in enumerate(archive["space"]["moderators"])
        ],
        BATCH,
    )
    return rows


def _space(archive: Object, digest: str) -> Space:
    said = archive["space"]
    numbers = [int(post["reference"].partition("-")[2]) for post in archive["posts"]]
    space = Space(
        slug=said["slug"],
        reference_prefix=said["reference_prefix"],
        objectives=said["objectives"],
        review=said["review"],
        length_limit=said["length_limit"],
        published_at=transaction_now(),
        last_number=max(numbers, default=0),
        absent_numbers=max(numbers, default=0) - len(numbers),
        archive_digest=digest,
    )
    set_texts(space, "title", said["title"])
    set_texts(space, "mandate", said.get("mandate", {}))
    space.save(force_insert=True)
    return space


def _people(rows: Rows, people: list[Object], known: Mapping[str, Person]) -> None:
    """Persons, never accounts (PRODUCT, section 2)."""
    rows.people = {
        said["id"]: known.get(said["id"])
        or Person(
            name=said["name"],
            organisation_name=said["organisation"],
            stakeholder_group=said["stakeholder_group"],
            country=said["country"],
            email=said["email"],
        )
        for said in people
    }
    Person.objects.bulk_create(
        [rows.people[name] for name in rows.people if name not in known], BATCH
    )
    ArchivePerson.objects.bulk_create(
        [
            ArchivePerson(space=rows.space, person=person, archive_id=name, position=position)
            for position, (name, person) in enumerate(rows.people.items())
        ],
        BATCH,
    )


def _windows(rows: Rows, windows: list[Object]) -> None:
    for position, said in enumerate(windows):
        rows.windows[said["id"]] = Window(
            space=rows.space,
            archive_id=said["id"],
            position=position,
            opens_at=instant(said["opens_at"]),
            closes_at=instant(said["closes_at"]),
            time_zone=said["time_zone"],
            grace_minutes=said["grace_minutes"],
            late_policy=said["late_policy"],
        )
    Window.objects.bulk_create(rows.windows.values(), BATCH)
    WindowChange.objects.bulk_create(
        [
            WindowChange(
                window=rows.windows[said["id"]],
                at=parse_instant(change["at"]),
                by_person=rows.people.get(change["by"]),
                had_opens_at="opens_at" in change,
                had_closes_at="closes_at" in change,
                opens_at=instant(change.get("opens_at")),
                closes_at=instant(change.get("closes_at")),
                reason=change.get("reason"),
            )
            for said in windows
            for change in said["changes"]
        ],
        BATCH,
    )


def _documents(rows: Rows, documents: list[Object]) -> None:
    files = []
    for position, said in enumerate(documents):
        document = Document(
            space=rows.space,
            archive_id=said["id"],
            position=position,
            label=said.get("label"),
            issued_at=instant(said.get("issued_at")),
        )
        set_texts(document, "title", said["title"])
        rows.documents[said["id"]] = document
        for number, item in enumerate(said["files"]):
            pointer = f"/space/documents/{position}/files/{number}/file"
            fields = stored_fields(item["file"], pointer, number, rows.files)
            stated = fields["language"]
            fields["language"] = item["language"]
            files.append(
                DocumentFile(
                    document=document,
                    archive_language=None if stated == item["language"] else stated,
                    **fields,
                )
            )
    Document.objects.bulk_create(rows.documents.values(), BATCH)
    DocumentFile.objects.bulk_create(files, BATCH)


def _prompts(rows: Rows, prompts: list[Object]) -> None:
    wordings = []
    for position, said in enumerate(prompts, 1):
        prompt = Prompt(
            space=rows.space,
            archive_id=said["id"],
            number=said["number"],
            position=position,
            asked_by=rows.people.get(said["asked_by"]),
            asked_at=instant(said.get("asked_at")),
            window=rows.windows.get(said["window"]),
            document=rows.documents.get(said["document"]),
            closed_at=instant(said["closed_at"]),
        )
        set_texts(prompt, "text", said["text"])
        rows.prompts[said["id"]] = prompt
        for place, earlier in enumerate(said["earlier_texts"]):
            wording = PromptWording(
                prompt=prompt, position=place, until=parse_instant(earlier["until"])
            )
            set_texts(wording, "text", earlier["text"])
            wordings.append(wording)
    Prompt.objects.bulk_create(rows.prompts.values(), BATCH)
    PromptWording.objects.bulk_create(wordings, BATCH)
