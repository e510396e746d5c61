"""Questions for links to exports."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max

from hub.kit.models import Record
from moderation.models import Export, ExportLink

#: The act on record when somebody fetched the file by a link; its detail names the `export`.
FETCHED_BY_LINK: Final = "export-link-fetched"


@dataclass(frozen=True)
class Uses:
    """How often a file was fetched by a link, and when last."""

    fetched: int = 0
    last: datetime | None = None


def link_of(token_sha256: str) -> ExportLink | None:
    """The link by the hash of its token, with its export and space."""
    return (
        ExportLink.objects.select_related("export__space")
        .filter(token_sha256=token_sha256)
        .first()
    )


def links_to(export: Export) -> list[ExportLink]:
    """The links to an export, the newest first, with who made each."""
    links = ExportLink.objects.filter(export=export)
    return list(links.select_related("created_by__person", "revoked_by__person"))


def uses_of(links: Collection[ExportLink]) -> dict[str, Uses]:
    """The fetches by each link, by its id as text."""
    found = Record.objects.filter(
        subject_type="export-link",
        subject_id__in=[str(link.pk) for link in links],
        act=FETCHED_BY_LINK,
    ).values("subject_id")
    rows = found.annotate(fetched=Count("pk"), last=Max("at")).order_by("subject_id")
    return {row["subject_id"]: Uses(row["fetched"], row["last"]) for row in rows}
