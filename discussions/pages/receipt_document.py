"""The receipt as a document: what `templates/pdf/receipt.typ` sets, the same words as on its page."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _

from discussions.pages.card_shapes import Signature
from discussions.pages.receipt import ReceiptFile, ReceiptPage
from hub.kit.instants import in_zone


@dataclass(frozen=True)
class Line:
    """A line of a fact. `kind`: "plain", "muted" or "mono"."""

    text: str
    kind: str = "plain"
    url: str = ""
    language: str = ""


def receipt_document(page: ReceiptPage) -> dict[str, Any]:
    """All that the document says, in the active language; addresses are whole, so that they work on paper."""
    received = in_zone(page.received_at, "UTC")
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "site": settings.SITE_NAME,
        "title": _("Receipt %(reference)s, version %(number)d")
        % {"reference": page.reference, "number": page.version},
        "heading": page.heading,
        "reference-label": _("Reference number"),
        "reference": page.reference,
        "at": list(received.timetuple()[:6]),
        "rows": [
            {"label": label, "lines": [asdict(line) for line in lines]}
            for label, lines in _rows(page)
            if lines
        ],
        "steps-title": _("What happens next"),
        "steps": page.next_steps,
        "check-title": _("Check this receipt"),
        "check": _(
            "Anyone can check, at this address, that the reference and the fingerprint belong together."
        ),
        "check-url": settings.SITE_URL + page.check_url,
    }


def _rows(page: ReceiptPage) -> Iterator[tuple[str, list[Line]]]:
    yield _("Version"), [Line(str(page.version))]
    received = [
        Line(page.received),
        Line(page.received_in_zone, "muted"),
        Line(page.sent_again, "muted"),
    ]
    yield _("Entered") if page.source else _("Received"), _written(received)
    yield _("Standing"), [Line(page.standing.text)]
    yield _("Space"), _place(page)
    yield _("In reply to"), _answered(page)
    yield _("On behalf of"), [Line(page.on_behalf_of)]
    yield _("Joint with"), [Line(_signature(one)) for one in page.joint_with]
    yield _("Language"), [Line(page.language_name)]
    yield _("Came in"), _written([Line(page.source)])
    yield (
        _("Files"),
        [line for file in page.files for line in _file(file)],
    )
    yield _("Fingerprint of the text"), [Line(f"sha256 {page.sha256}", "mono")]
    yield _("Status"), [Line(page.state.text)]


def _place(page: ReceiptPage) -> list[Line]:
    url = settings.SITE_URL + page.place_url
    lines = [Line(page.space_title, url=url, language=page.space_language)]
    if page.question_number:
        lines.append(Line(_("Question %(number)d") % {"number": page.question_number}))
    return lines


def _answered(page: ReceiptPage) -> list[Line]:
    if page.answers is None:
        return []
    url = settings.SITE_URL + page.answers.url
    return _written([Line(page.answers.reference, url=url), Line(page.answers.name)])


def _file(file: ReceiptFile) -> list[Line]:
    words = pgettext("a file and its size", "%(name)s, %(size)s")
    return [
        Line(words % {"name": file.name, "size": file.size}),
        Line(f"sha256 {file.sha256}", "mono"),
        *_written([Line(file.scan)]),
    ]


def _signature(one: Signature) -> str:
    return ", ".join([one.name, *one.notes])


def _written(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.text]
