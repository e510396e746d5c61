"""Words of moderation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionAct(models.TextChoices):
    """What a moderator decided on a post."""

    PUBLISH = "publish", _("Published")
    RETURN = "return", _("Returned to the author")
    REJECT = "reject", _("Rejected")
    RECONSIDER = "reconsider", _("Taken up again")
    HIDE = "hide", _("Hidden")
    UNHIDE = "unhide", _("Shown again")
    MERGE = "merge", _("Merged with another")
    UNMERGE = "unmerge", _("Separated again")
    MOVE = "move", _("Moved")
    REDACT = "redact", _("Words or a file withheld")
    UNREDACT = "unredact", _("Withheld words or file shown again")


class QueueShow(models.TextChoices):
    """What the review queue lists."""

    WAITING = "waiting", _("Waiting for review")
    LATE = "late", _("Late, waiting for review")
    REPORTED = "reported", _("Reported")
    RETURNED = "returned", _("Returned to their authors")
    HIDDEN = "hidden", _("Hidden")
    REJECTED = "rejected", _("Rejected")
    PUBLISHED = "published", _("Published")


class ExportState(models.TextChoices):
    """Life of an export."""

    WAITING = "waiting", _("Waiting for its turn")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")


class ExportVariant(models.TextChoices):
    """Whose eyes an export is for (archive format, `variant`)."""

    PUBLIC = "public", _("What every reader may see")
    RESTRICTED = "restricted", _("Restricted to the secretariat")
