"""The composition as a Django application: loads Celery with the rest."""

from django.apps import AppConfig


class HubConfig(AppConfig):
    """Loads the Celery application, so that shared tasks find it."""

    name = "hub"

    def ready(self) -> None:
        """Bind shared tasks to the portal's own Celery application."""
        from hub import celery  # noqa: F401, PLC0415 - only once the applications are loaded
