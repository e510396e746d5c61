"""Taking in a form that was read whole: its instant first, then its files, then the act itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from discussions.access.viewer import Viewer
from discussions.models import Upload
from discussions.services.submit import Receipt
from discussions.services.uploads import RefusedFile, TakenIn, take_in
from discussions.validators.sent import IncomingFile
from hub.kit.clock import transaction_now
from hub.kit.refusals import Refusal


@dataclass(frozen=True)
class Received:
    """What became of a form: a receipt, a refusal, or files that were refused. The others are kept in each case."""

    uploads: list[Upload]
    receipt: Receipt | None = None
    refusal: Refusal | None = None
    refused_files: list[RefusedFile] = field(default_factory=list)


def receive(
    *, by: Viewer, files: Sequence[IncomingFile], act: Callable[[list[Upload]], Receipt]
) -> Received:
    """Scan and keep the files and do the act with them, in one transaction that begins now, before any lock.

    So neither a slow virus scanner nor writing large files to the disk makes anybody late. Where a
    file is refused nothing is done, for the sender to decide about; one that the scanner could not be
    asked about is no hindrance. A refusal of the act rolls back what it did. The other files stay kept
    either way, for the next try.
    """
    taken = TakenIn()
    with transaction.atomic():
        transaction_now()
        try:
            taken = take_in(by=by, files=files)
            if taken.refused:
                return Received(taken.uploads, refused_files=taken.refused)
            return Received(taken.uploads, receipt=act(taken.uploads))
        except Refusal as refusal:
            return Received(taken.uploads, refusal=refusal)
