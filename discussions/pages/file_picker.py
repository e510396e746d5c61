"""What the page that sends files ahead of their text needs to know (static/js/files.js): limits, words, the address."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.errors import TooManyFiles
from discussions.pages.same_files import same_file_note
from hub.kit.files import EXTENSIONS, REFUSED_BY_NAME, UnrecognisedFile, file_size_text

_FORMS = {"one": 1, "other": 2}  # of a word that is counted: the form for a number, by its name


@dataclass(frozen=True)
class FilePicker:
    """`words` and `limits` are JSON. In the words "{name}" and the like stand for what the script fills in."""

    url: str
    accept: str
    limits: str
    words: str


def file_picker() -> FilePicker:
    """In the active language. A file is refused before it is sent in the words that the server would find for it."""
    extensions = sorted(EXTENSIONS)
    limits = {
        "files": settings.FILES_PER_POST,
        "size": settings.FILE_SIZE_LIMIT,
        "extensions": extensions,
    }
    return FilePicker(
        url=reverse("upload"),
        accept=",".join(f".{extension}" for extension in extensions),
        limits=json.dumps(limits),
        words=json.dumps({**_states(), **_counted(), **_refusals(), **_said()}),
    )


def _states() -> dict[str, str]:
    return {
        "waiting": _("Waiting for its turn"),
        "checked": _("Sent. It is being checked…"),
        "ready": _("Ready"),
        "paused": _("Paused"),
        "offline": _("No connection. It goes on by itself as soon as the connection is back."),
        "refused": _("Not added"),
        "broken": _("The file could not be sent. Nothing else is lost: try again."),
        "kilobytes": _("{number} KB"),
        "megabytes": _("{number} MB"),
    }


def _counted() -> dict[str, dict[str, str]]:
    return {
        "bytes": {
            form: ngettext("{number} byte", "{number} bytes", number)
            for form, number in _FORMS.items()
        },
        "seconds": {
            form: ngettext(
                "{percent}, about {number} second left",
                "{percent}, about {number} seconds left",
                number,
            )
            for form, number in _FORMS.items()
        },
        "minutes": {
            form: ngettext(
                "{percent}, about {number} minute left",
                "{percent}, about {number} minutes left",
                number,
            )
            for form, number in _FORMS.items()
        },
        "again": {
            form: ngettext(
                "The connection dropped. It goes on in {number} second.",
                "The connection dropped. It goes on in {number} seconds.",
                number,
            )
            for form, number in _FORMS.items()
        },
    }


def _refusals() -> dict[str, str | dict[str, str]]:
    limit = file_size_text(settings.FILE_SIZE_LIMIT)
    return {
        "empty": str(UnrecognisedFile("empty")),
        "tooLarge": str(UnrecognisedFile("too-large", limit=limit)),
        "tooMany": str(TooManyFiles()),
        "unknownType": str(UnrecognisedFile("unknown-type")),
        "byName": {
            extension: str(UnrecognisedFile(code)) for extension, code in REFUSED_BY_NAME.items()
        },
    }


def _said() -> dict[str, str]:
    """What is told once, also to those who listen."""
    return {
        "isReady": _("{name} is ready."),
        "same": same_file_note("{name}"),
        "isRefused": _("{name}: {reason}"),
        "isRemoved": _("{name} was removed."),
        "hasMoved": _("{name} is now file {number} of {total}."),
        "buttonWaits": _("Waiting for the files…"),
        "sendWaits": _("Your text goes off by itself as soon as the files have arrived."),
        "takeOut": _(
            "A file was not added. Remove it from the list, then press the button again."
        ),
    }
