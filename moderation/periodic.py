"""What the clock asks for."""

from celery import shared_task

from moderation.services.export import resume_exports, retire_exports


@shared_task(name="moderation.periodic.sweep_exports")
def sweep_exports() -> None:
    """Exports that were left in the middle begin again; bytes that outlived their time go, their rows stay."""
    resume_exports()
    retire_exports()
