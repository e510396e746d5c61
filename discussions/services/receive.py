"""Taking in a form that was read whole: its instant first, then its files, then the act itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from discussions.access.viewer import Viewer
from discussions.models import Upload
from discussions.services.submit import Receipt
from discussions.services.uploads import keep_uploads
from discussions.validators.sent import IncomingFile
from hub.kit.clock import transaction_now
from hub.kit.refusals import Refusal


@dataclass(frozen=True)
class Received:
    """What became of a form: a receipt or a refusal. Its files are kept either way."""

    uploads: list[Upload]
    receipt: Receipt | None = None
    refusal: Refusal | None = None


def receive(
    *, by: Viewer, files: Sequence[IncomingFile], act: Callable[[list[Upload]], Receipt]
) -> Received:
    """Keep the files and do the act with them, in one transaction that begins now, before any lock.

    So writing large files to the disk makes nobody late. A refusal of the act rolls back what it
    did and leaves the files kept, for the next try.
    """
    uploads: list[Upload] = []
    with transaction.atomic():
        transaction_now()
        try:
            uploads = keep_uploads(by=by, files=files)
            return Received(uploads, receipt=act(uploads))
        except Refusal as refusal:
            return Received(uploads, refusal=refusal)
