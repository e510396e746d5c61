"""Which files wait for the virus scanner, and who is told of what it found in them."""

import logging
from collections.abc import Iterable

from django.conf import settings
from kombu.exceptions import OperationalError

from discussions.models import FileScan
from discussions.selectors.scans import due_scans, latest_infected
from discussions.tasks import scan_file, tell_of_virus

logger = logging.getLogger(__name__)


def await_scans(hashes: Iterable[str]) -> None:
    """Note, in the caller's transaction, that the scanner has not seen these bytes: nobody has them until it has.

    Once for the same bytes; what it has seen already need not wait again. It waits for a transaction that is just
    noting the same, so it comes ahead of every lock, and in the order of the hashes.
    """
    rows = [FileScan(sha256=sha256) for sha256 in sorted(set(hashes))]
    FileScan.objects.bulk_create(rows, ignore_conflicts=True)


def resume_scans() -> None:
    """Wake a worker for each file that is due, and tell those whom no worker has told; without a scanner nothing is due."""
    for sha256 in latest_infected():
        tell_of_virus(sha256)
    if not settings.CLAMAV_URL:
        return
    for sha256 in due_scans():
        try:
            scan_file.delay(sha256)
        except OperationalError as error:
            logger.warning("worker not woken, the next sweep will: %s", type(error).__name__)
            return
