"""What tests of writing share: a text, a form, a file."""

import io
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from discussions.enums import Capacity
from discussions.models import Upload
from discussions.services.uploads import upload_file
from discussions.validators.sent import PERSONAL, IncomingFile, SentFile, Speaker, SubmittedText
from tests.people import Actor

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def text(body: str = "<p>We agree.</p>", **more: Any) -> SubmittedText:
    """A text in English, sent in a personal capacity unless told otherwise, each by a form of its own; `files` are ids."""
    defaults: dict[str, Any] = {"language": "en", "speaker": PERSONAL, "key": uuid4()}
    if "files" in more:
        more["files"] = tuple(map(SentFile, more["files"]))
    return SubmittedText(body=body, **{**defaults, **more})


def speaking_for(actor: Actor) -> Speaker:
    """For the organisation of an actor."""
    assert actor.organisation is not None
    return Speaker(Capacity.ORGANISATION, actor.organisation.pk)


def upload(by: Actor, name: str = "note.pdf", content: bytes = PDF) -> Upload:
    """A file kept for an actor."""
    file = IncomingFile(name, "application/pdf", io.BytesIO(content))
    return upload_file(by=by.viewer, file=file, key=uuid4())


def pdf(name: str = "note.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def form(body: str = "We agree.", **more: Any) -> dict[str, Any]:
    """What a browser sends when the button is pressed."""
    return {"body": body, "language": "en", "key": str(uuid4()), "action": "send", **more}
