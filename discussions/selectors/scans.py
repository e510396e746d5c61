"""Which files the virus scanner has still to see, and who is to be told what it found."""

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import Now

from discussions.enums import PostState, ScanState
from discussions.models import Attachment, FileScan, Post, Upload
from hub.kit.virus_check import LONGEST

#: Until then nobody else scans a file that a worker has begun with; longer than a scan can take.
CLAIMED_FOR: Final = timedelta(seconds=2 * LONGEST)
#: So long the sweep looks for texts that were on their way while a virus was found, and for authors not told.
_TOLD_FOR: Final = timedelta(days=7)

_AT_A_TIME: Final = 500
_SETTLED: Final = [PostState.WITHDRAWN, PostState.REJECTED, PostState.MERGED]


def waiting_scans() -> QuerySet[FileScan]:
    """Those that wait, whether or not they are due."""
    return FileScan.objects.filter(state=ScanState.WAITING)


def due_scans() -> list[str]:
    """Hashes of some of the files that wait and that nobody scans, the longest due first; one statement."""
    due = waiting_scans().filter(due_at__lte=Now()).order_by("due_at", "sha256")
    return list(due.values_list("sha256", flat=True)[:_AT_A_TIME])


def latest_infected() -> list[str]:
    """Hashes of the files in which a virus was found lately; one statement."""
    infected = FileScan.objects.filter(state=ScanState.INFECTED, finished_at__gt=Now() - _TOLD_FOR)
    return list(infected.order_by("sha256").values_list("sha256", flat=True))


def known_infected(hashes: set[str]) -> set[str]:
    """Those of the hashes of which it is known that a virus is in their bytes; one statement."""
    infected = FileScan.objects.filter(state=ScanState.INFECTED, pk__in=hashes)
    return set(infected.values_list("sha256", flat=True))


def bytes_with(sha256: str) -> list[str]:
    """Where bytes with this hash lie, the latest upload first; none where they were swept; two statements."""
    uploads = Upload.objects.filter(sha256=sha256).order_by("-created_at")
    files = Attachment.objects.filter(sha256=sha256)
    places = [
        *uploads.values_list("stored_as", flat=True),
        *files.values_list("stored_as", flat=True),
    ]
    return list(dict.fromkeys(places))


def posts_with(sha256: str) -> list[Post]:
    """The posts that have the file in any version, by their id; one statement."""
    files = Attachment.objects.filter(sha256=sha256)
    return list(Post.objects.filter(pk__in=files.values("version__post")).order_by("pk"))


def to_be_told(sha256: str) -> list[Post]:
    """The posts that are still of use and have the file in their latest version, with their authors; one statement."""
    files = Attachment.objects.filter(sha256=sha256)
    posts = Post.objects.filter(latest_version__in=files.values("version"))
    return list(posts.exclude(state__in=_SETTLED).select_related("author").order_by("pk"))
