"""What tests of files share that came while the virus scanner was away."""

from typing import Any

from django.db.models.functions import Now

from discussions.models import FileScan

AWAY = "tcp://127.0.0.1:1"


def closed(file: Any, state: str = "waiting") -> None:
    """The scanner has not seen the bytes of a file, or has found a virus in them."""
    finished_at = None if state == "waiting" else Now()
    FileScan.objects.update_or_create(
        sha256=file.sha256, defaults={"state": state, "finished_at": finished_at}
    )
