"""What the clock asks for."""

from celery import shared_task

from moderation.exports.working import forget_old_folders
from moderation.services.export import resume_exports, retire_exports


@shared_task(name="moderation.periodic.sweep_exports")
def sweep_exports() -> None:
    """Exports that were left in the middle begin again; bytes and working files that outlived their time go, rows stay."""
    resume_exports()
    retire_exports()
    forget_old_folders()
