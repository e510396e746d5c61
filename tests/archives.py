"""Archives made for tests, and what is asked of them."""

import copy
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection, transaction

Object = dict[str, Any]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OTHER_PDF = b"%PDF-1.7\n2 0 obj\n<<>>\nendobj\n%%EOF\n"
TEXT = "Notes of the evening, in plain words: été, año.\n".encode()


def small(*posts: Object, **space: Any) -> Object:
    """As little as an archive may say, with two people and two prompts."""
    return {
        "format": "hub-space-archive",
        "version": 1,
        "space": {"slug": "small-space", "title": {"en": "A small space"}, **space},
        "people": [{"id": "ada", "name": "Ada Lind"}, {"id": "ben", "name": "Ben Otieno"}],
        "prompts": [
            {"id": "q1", "text": {"en": "<p>First?</p>"}},
            {"id": "q2", "text": {"fr": "<p>Deuxième ?</p>"}},
        ],
        "posts": list(posts),
    }


def post(name: str, **more: Any) -> Object:
    """A published submission to the first prompt with one version; `body`, `at` and other facts as given."""
    version = {
        "number": 1,
        "received_at": more.pop("at", "2024-03-05T10:00:00Z"),
        "body": more.pop("body", f"<p>Text of {name}.</p>"),
    }
    return {"id": name, "prompt": "q1", "versions": [version], **more}


def zipped(document: Any, files: dict[str, bytes] | None = None) -> io.BytesIO:
    """A ZIP file of a document (or of the bytes of one) and its files."""
    target = io.BytesIO()
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("space.json", content)
        for path, data in (files or {}).items():
            archive.writestr(path, data)
    target.seek(0)
    return target


def document_in(archive: Path | io.BytesIO) -> Object:
    """`space.json` of a ZIP file."""
    with zipfile.ZipFile(archive) as opened:
        document: Object = json.loads(opened.read("space.json"))
        return document


def held(before: Any, after: Any, place: str = "") -> None:
    """Assert that all of a document is in another, unchanged and in its order; the other may say more."""
    if isinstance(before, dict):
        for key, value in before.items():
            assert key in after, f"{place}/{key} is gone"
            held(value, after[key], f"{place}/{key}")
    elif isinstance(before, list):
        assert len(before) == len(after), place
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            held(one, other, f"{place}/{number}")
    else:
        assert before == after, place


@contextmanager
def elsewhere() -> Iterator[None]:
    """As if in a portal of its own: what was written inside is checked like at a commit, and gone afterwards."""
    with suppress(_GoneAgain), transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        raise _GoneAgain


class _GoneAgain(Exception):
    pass


def whole() -> tuple[Object, dict[str, bytes]]:
    """An archive that uses every property of the schema, and its files."""
    files = {
        "attachments/draft/rev-1.pdf": PDF,
        "attachments/c1/input.pdf": OTHER_PDF,
        "attachments/c1/été.txt": TEXT,
    }
    return copy.deepcopy(_WHOLE), files


def _version(number: int, at: str, body: str, **more: Any) -> Object:
    return {"number": number, "received_at": at, "body": body, **more}


_FIRST_TEXT = "<p>As sent first.</p>"
_WHOLE: Object = {
    "format": "hub-space-archive",
    "version": 1,
    "variant": "restricted",
    "exported_at": "2024-06-01T00:00:00Z",
    "generator": "by hand",
    "space": {
        "slug": "whole-space",
        "reference_prefix": "WS",
        "title": {"en": "Everything", "fr": "Tout", "de": "Alles", "zh-hans": "一切"},
        "mandate": {"en": "<p>Why &amp; how.</p>", "fr": "", "pt-br": "<p>Por quê.</p>"},
        "objectives": [23, 1, 7],
        "moderators": ["mod", "ada"],
        "review": "before-publishing-first-time",
        "length_limit": 5000,
        "windows": [
            {
                "id": "main",
                "opens_at": "2024-03-01T08:00:00Z",
                "closes_at": "2024-03-31T20:59:59Z",
                "time_zone": "Africa/Nairobi",
                "grace_minutes": 30,
                "late_policy": "mark",
                "changes": [
                    {
                        "at": "2024-03-02T08:00:00.123456Z",
                        "by": "mod",
                        "opens_at": None,
                        "closes_at": "2024-03-20T20:59:59Z",
                        "reason": "More time was asked for.",
                    },
                    {"at": "2024-03-03T08:00:00Z", "by": None},
                    {"at": "2024-03-04T08:00:00Z", "closes_at": None, "reason": ""},
                ],
            },
            {"id": "second", "opens_at": None, "closes_at": None, "late_policy": "ask"},
            {"id": "third", "opens_at": "2024-03-01T00:00:00Z", "closes_at": None},
        ],
        "documents": [
            {
                "id": "draft",
                "title": {"en": "Draft", "ar": "مسودة"},
                "label": "Rev. 1",
                "issued_at": "2024-02-20T00:00:00Z",
                "files": [
                    {
                        "language": "en",
                        "file": {
                            "name": "Draft (Rev. 1).pdf",
                            "path": "attachments/draft/rev-1.pdf",
                            "language": "es",
                            "media_type": "application/x-pdf",
                            "size": len(PDF),
                            "sha256": hashlib.sha256(PDF).hexdigest(),
                        },
                    },
                    {
                        "language": "fr",
                        "file": {"name": "Projet.pdf", "path": "attachments/draft/rev-1.pdf"},
                    },
                ],
            },
            {"id": "note", "title": {"fr": "Note"}, "files": []},
        ],
    },
    "people": [
        {
            "id": "mod",
            "name": "Marta Lind",
            "organisation": "Secretariat Office",
            "stakeholder_group": "un-entity",
            "country": "CH",
            "email": "marta@example.org",
        },
        {
            "id": "ada",
            "name": "Ada Otieno",
            "organisation": None,
            "stakeholder_group": "individual",
            "country": None,
            "email": None,
        },
        {"id": "nobody", "name": "Named only"},
        {"id": "ben", "name": "Ben", "organisation": "Union", "stakeholder_group": "trade-union"},
    ],
    "prompts": [
        {
            "id": "q-two",
            "number": 2,
            "text": {"en": "<p>Second, shown first?</p>", "fr": "<p>Deuxième ?</p>"},
            "asked_by": "mod",
            "asked_at": "2024-03-01T09:00:00Z",
            "window": "second",
            "document": "draft",
            "closed_at": "2024-05-01T00:00:00Z",
            "earlier_texts": [
                {
                    "text": {"en": "<p>Before?</p>", "it": "<p>Prima?</p>"},
                    "until": "2024-03-02T00:00:00Z",
                },
                {"text": {"en": ""}, "until": "2024-03-03T00:00:00Z"},
            ],
        },
        {
            "id": "q-seven",
            "number": 7,
            "text": {"en": "<p>Seventh?</p>"},
            "asked_by": None,
            "window": None,
            "document": None,
            "closed_at": None,
        },
    ],
    "posts": [
        {
            "id": "c1",
            "reference": "WS-0003",
            "prompt": "q-two",
            "in_reply_to": None,
            "author": "ada",
            "name_withheld": "name-and-organisation",
            "on_behalf_of": [
                {"organisation": "One", "stakeholder_group": "academia", "state": "invited"},
                {"organisation": "Two", "stakeholder_group": None, "state": "declined"},
                {"organisation": "Three"},
            ],
            "outside_source": {
                "kind": "meeting",
                "received_on": "2024-03-04",
                "entered_by": "mod",
            },
            "state": "published",
            "state_since": "2024-03-06T12:00:00Z",
            "reason": None,
            "merged_into": None,
            "moved_from": [
                {
                    "prompt": None,
                    "in_reply_to": "c2",
                    "reference": "OLD-0009",
                    "at": "2024-03-06T00:00:00Z",
                },
                {"at": "2024-03-07T00:00:00Z", "in_reply_to": None, "reference": None},
                {"at": "2024-03-08T00:00:00Z", "prompt": "q-seven"},
            ],
            "versions": [
                _version(
                    1,
                    "2024-03-05T10:00:00Z",
                    _FIRST_TEXT,
                    sha256=hashlib.sha256(_FIRST_TEXT.encode()).hexdigest(),
                    standing="late",
                    review="superseded",
                    language="es",
                    speaker={
                        "name": "A. Otieno",
                        "organisation": "University",
                        "stakeholder_group": "academia",
                        "country": "KE",
                        "capacity": "organisation",
                        "verified": True,
                    },
                    redactions=[
                        {
                            "target": "text",
                            "reason": "personal-data",
                            "at": "2024-03-06T00:00:00Z",
                            "note": "A phone number.",
                        },
                        {"target": "file", "reason": "legal", "at": "2024-03-06T00:00:01Z"},
                    ],
                ),
                _version(
                    2,
                    "2024-03-05T10:10:00Z",
                    '<h3>Point</h3>\n<ul><li>One <a href="https://example.org/" rel="nofollow ugc noopener">link</a></li></ul>',
                    review="approved",
                    language="und",
                    speaker={
                        "organisation": None,
                        "stakeholder_group": "individual",
                        "country": None,
                        "capacity": "personal",
                        "verified": False,
                    },
                    attachments=[
                        {
                            "name": "Mi aporte.pdf",
                            "path": "attachments/c1/input.pdf",
                            "language": "es",
                            "media_type": "application/pdf",
                        },
                        {
                            "name": "été.txt",
                            "path": "attachments/c1/été.txt",
                            "size": len(TEXT),
                            "sha256": hashlib.sha256(TEXT).hexdigest(),
                        },
                        {"name": "The same.pdf", "path": "attachments/c1/input.pdf"},
                    ],
                ),
            ],
            "endorsements": [
                {
                    "by": "Union",
                    "kind": "organisation",
                    "stakeholder_group": "trade-union",
                    "reservation": "But not point 3.",
                    "at": "2024-03-09T00:00:00Z",
                    "withdrawn_at": "2024-03-10T00:00:00Z",
                },
                {"by": "Ben", "kind": "person", "stakeholder_group": None, "withdrawn_at": None},
                {"by": "Other Union"},
            ],
        },
        {
            "id": "c2",
            "reference": "WS-0001",
            "prompt": "q-two",
            "in_reply_to": "c1",
            "author": None,
            "outside_source": None,
            "state": "merged",
            "reason": "duplicate",
            "merged_into": "c4",
            "versions": [_version(1, "2024-04-30T10:00:00Z", "<p>Nobody knows who.</p>")],
        },
        {
            "id": "c3",
            "reference": "WS-10001",
            "author": "ben",
            "versions": [
                _version(1, "2024-03-31T21:05:00Z", "<p>To the space.</p>", language="zh-hans")
            ],
        },
        {
            "id": "c4",
            "reference": "WS-0002",
            "prompt": "q-two",
            "in_reply_to": "c2",
            "author": "mod",
            "state": "withdrawn",
            "state_since": "2024-05-02T12:00:00Z",
            "versions": [_version(1, "2024-05-01T10:00:00Z", "", review="waiting")],
        },
    ],
}
