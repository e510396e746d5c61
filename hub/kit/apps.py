"""What belongs to no application: clock, record, sanitising, files, tables."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """The kit knows no application above it."""

    name = "hub.kit"
    label = "kit"
