"""What belongs to no application: clock, record, sanitising, files, tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    """The kit knows no application above it."""

    name = "hub.kit"
    verbose_name = _("Words of every page")
    label = "kit"
