"""Words of the accounts application."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class StakeholderGroup(models.TextChoices):
    """Para 44 of the Compact and the other kinds of contributor; codes are those of the archive format."""

    MEMBER_STATE = "member-state", _("Member State")
    UN_ENTITY = "un-entity", _("UN system entity")
    INTERGOVERNMENTAL = (
        "intergovernmental",
        _("Other intergovernmental organization or process"),
    )
    CIVIL_SOCIETY = "civil-society", _("Civil society")
    MIGRANTS_DIASPORA = "migrants-diaspora", _("Migrant and diaspora organizations")
    FAITH_BASED = "faith-based", _("Faith-based organizations")
    LOCAL_AUTHORITY = "local-authority", _("Local authorities and communities")
    PRIVATE_SECTOR = "private-sector", _("Private sector")
    TRADE_UNION = "trade-union", _("Trade unions")
    PARLIAMENTARIAN = "parliamentarian", _("Parliamentarians")
    NHRI = "nhri", _("National human rights institutions")
    RED_CROSS_RED_CRESCENT = (
        "red-cross-red-crescent",
        _("International Red Cross and Red Crescent Movement"),
    )
    ACADEMIA = "academia", _("Academia")
    MEDIA = "media", _("The media")
    WOMEN_CHILDREN_YOUTH = (
        "women-children-youth",
        _("Organizations of women, children and young people"),
    )
    OTHER = "other", _("Other relevant stakeholders")
    INDIVIDUAL = "individual", _("Individual, in a personal capacity")


#: Organisations that no single country is the home of.
WITHOUT_COUNTRY: Final = frozenset(
    {StakeholderGroup.UN_ENTITY, StakeholderGroup.INTERGOVERNMENTAL}
)


class PortalRole(models.TextChoices):
    """Rights in the whole portal."""

    SECRETARIAT = "secretariat", _("Secretariat")
    ADMINISTRATOR = "administrator", _("Administrator")


class NoticeChannel(models.TextChoices):
    """How a notice reaches its receiver."""

    MAIL = "mail", _("E-mail")
    SITE = "site", _("On the site")


class NoticeState(models.TextChoices):
    """Life of a notice (PRODUCT, section 8). A claim that is ten minutes old is unknown: it is sent once more."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Nothing to say any more")
    FAILED = "failed", _("Given up")
