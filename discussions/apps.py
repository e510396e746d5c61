"""The discussions application."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """Registers discussions with Django."""

    name = "discussions"
