"""What the virus scanner found out about files that it was not there for when they came."""

from functools import cache
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.db.models.sql import Query
from django.utils.translation import gettext_lazy as _

from discussions.enums import ScanState
from hub.kit.constraints import known_words

_Row = TypeVar("_Row", bound=Model)


class FileScan(models.Model):
    """A file that was taken while the scanner was away, once for all attachments and uploads with the same bytes.

    Files that were scanned before they were taken have no row. A worker (discussions/tasks.py) scans what waits and is
    due; while it does, `due_at` lies ahead, so that no other begins, and one that was killed is followed by the next.
    While it waits, and for ever where a virus was found, nobody has the file: `discussions.access.words` keeps it so.
    """

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    state = models.CharField(max_length=10, choices=ScanState.choices, default=ScanState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("scan of a file")
        verbose_name_plural = _("scans of files")
        constraints: ClassVar = [
            *known_words("file_scan", state=ScanState),
            models.CheckConstraint(
                name="file_scan_finished",
                condition=models.Q(state=ScanState.WAITING, finished_at__isnull=True)
                | (~models.Q(state=ScanState.WAITING) & models.Q(finished_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                name="file_scan_due",
                condition=models.Q(state=ScanState.WAITING),
            ),
            models.Index(
                fields=["finished_at"],
                name="file_scan_infected",
                condition=models.Q(state=ScanState.INFECTED),
            ),
        ]

    def __str__(self) -> str:
        return f"scan of {self.sha256[:12]}"


class ScannedManager(models.Manager[_Row]):
    """Rows with a column `sha256`, each with the state of its scan as `scan_state`: None where it had none to wait for."""

    def get_queryset(self) -> QuerySet[_Row]:
        """The state comes with the row, so that no page asks for it apart."""
        rows: QuerySet[_Row] = super().get_queryset()
        rows.query = _with_states(self.model).chain()
        return rows


@cache
def _with_states(model: type[Model]) -> Query:
    """Worked out once: where files are fetched with many versions, Django begins a question for each version."""
    scans = FileScan.objects.filter(pk=OuterRef("sha256"))
    rows: QuerySet[Model] = QuerySet(model).annotate(scan_state=Subquery(scans.values("state")))
    return rows.query
