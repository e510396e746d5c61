"""Who may have a file of which the virus scanner has not said that it is clean: nobody, on no channel.

Files are taken while the scanner is away, so that nobody is late by its fault; until it has seen them they are closed to
everyone, their authors and staff too. Where `CLAMAV_URL` names no scanner nothing waits for one.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from discussions.enums import ScanState
from discussions.errors import NotCheckedYet, VirusFound, VirusInFile
from discussions.models import Attachment, FileScan, Upload


def scan_of(file: Attachment | Upload) -> ScanState | None:
    """Why the scanner keeps a file from everybody: it waits, or a virus was found; None where it keeps nothing.

    One statement for a row that did not come with its state.
    """
    if not hasattr(file, "scan_state"):
        states = FileScan.objects.filter(pk=file.sha256).values_list("state", flat=True)
        file.scan_state = states.first()
    return ScanState(file.scan_state) if file.scan_state in _closing() else None


def scan_note(state: ScanState | None) -> str:
    """What is said beside such a file to who wrote it or reads its receipt; "" for None."""
    if state is None:
        return ""
    if state == ScanState.INFECTED:
        return _("A virus was found in it, so nobody can fetch it. Send your text without it.")
    return _(
        "Not checked for viruses yet: nobody can fetch it until it is. You need not do anything."
    )


def check_scanned(state: ScanState | None) -> None:
    """Raises NotCheckedYet and VirusInFile for the state of a file that the scanner keeps from everybody."""
    if state == ScanState.INFECTED:
        raise VirusInFile
    if state is not None:
        raise NotCheckedYet


def check_no_virus(files: Iterable[Attachment]) -> None:
    """Raises VirusFound for files in which the scanner has found something since they were taken."""
    names = [file.name for file in files if scan_of(file) == ScanState.INFECTED]
    if names:
        raise VirusFound(names)


def closed_hashes() -> QuerySet[FileScan, str]:
    """SQL: the hashes of all files that the scanner keeps from everybody."""
    return FileScan.objects.filter(state__in=_closing()).values_list("sha256", flat=True)


def has_closed_files() -> Q:
    """SQL: posts of which the latest version has a file that the scanner keeps from everybody."""
    files = Attachment.objects.filter(sha256__in=closed_hashes())
    return Q(latest_version__in=files.values("version"))


def _closing() -> set[str]:
    return {ScanState.INFECTED, *([ScanState.WAITING] if settings.CLAMAV_URL else [])}
