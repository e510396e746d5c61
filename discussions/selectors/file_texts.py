"""Which texts of files are still to be taken out."""

from datetime import timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from discussions.access.scans import closed_hashes
from discussions.enums import FileTextState
from discussions.models import Attachment, FileText
from hub.kit.file_text import MOST_SECONDS

MOST_ATTEMPTS: Final = 3
#: A text that was begun so long ago was left by a worker that died.
STALE: Final = timedelta(seconds=3 * MOST_SECONDS)

_AT_A_TIME: Final = 20
_ADDED_AT_A_TIME: Final = 500


def due_file_texts() -> list[str]:
    """Hashes of the files whose text waits and that nobody reads, the longest waiting first; one statement."""
    due = left_file_texts().filter(attempts__lt=MOST_ATTEMPTS)
    return list(
        due.order_by(F("claimed_at").asc(nulls_first=True), "sha256").values_list(
            "sha256", flat=True
        )[:_AT_A_TIME]
    )


def given_up_file_texts() -> list[str]:
    """Hashes of those that were begun too often: each time the worker died; one statement."""
    return list(
        left_file_texts().filter(attempts__gte=MOST_ATTEMPTS).values_list("sha256", flat=True)
    )


def without_text() -> list[Attachment]:
    """Some of the attachments whose text was never asked for, one for each hash; one statement."""
    asked = FileText.objects.filter(sha256=OuterRef("sha256"))
    missed = Attachment.objects.filter(~Exists(asked)).order_by("sha256").distinct("sha256")
    return list(missed[:_ADDED_AT_A_TIME])


def left_file_texts() -> QuerySet[FileText]:
    """Those that wait and that nobody reads, or no longer; of a file that the virus scanner has not seen none is read."""
    nobody = Q(claimed_at__isnull=True) | Q(claimed_at__lt=Now() - STALE)
    waiting = FileText.objects.filter(nobody, state=FileTextState.WAITING)
    return waiting.exclude(pk__in=closed_hashes())
