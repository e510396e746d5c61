"""Words of moderation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DecisionAct(models.TextChoices):
    """What a moderator decided on a post."""

    PUBLISH = "publish", _("Published")
    RETURN = "return", _("Returned to the author")
    REJECT = "reject", _("Rejected")
    RECONSIDER = "reconsider", _("Taken up again")
    UPHOLD = "uphold", _("Looked at once more, and upheld")
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
    APPEALED = "appealed", _("Authors ask for another look")
    REPORTED = "reported", _("Reported by readers")
    ORPHANED = "orphaned", _("Merged with a text that readers do not see")
    SCANNING = "scanning", _("Files not checked for viruses yet, or with one")
    RETURNED = "returned", _("Returned to their authors")
    HIDDEN = "hidden", pgettext_lazy("several texts", "Hidden")
    REJECTED = "rejected", pgettext_lazy("several texts", "Rejected")
    PUBLISHED = "published", pgettext_lazy("several texts", "Published")
    ALL = "all", _("All texts")


class PostKind(models.TextChoices):
    """What a post is."""

    SUBMISSION = "submission", _("Submissions")
    REPLY = "reply", _("Replies")


class RoleAct(models.TextChoices):
    """What is done with a right."""

    GIVE = "give", _("Give the right")
    TAKE = "take", _("Take the right away")


class RightsRole(models.TextChoices):
    """In which role somebody comes, as seen from one text in one space (PRODUCT, section 1)."""

    VISITOR = "visitor", _("Visitor, not signed in")
    READER = "reader", _("Reader with an account")
    AUTHOR = "author", _("Author of the text")
    SIGNATORY = "signatory", _("Confirmed speaker of an organisation that was asked to sign")
    OBSERVER = "observer", _("Observer of the space")
    STAFF_AUTHOR = "staff-author", _("Moderator or secretariat, on a text of their own")
    MODERATOR = "moderator", _("Moderator of the space")
    OTHER_MODERATOR = "other-moderator", _("Moderator of another space")
    SECRETARIAT = "secretariat", _("Secretariat")
    ADMINISTRATOR = "administrator", _("Administrator")


class Moment(models.TextChoices):
    """How the window of a text stands; after closing it matters what becomes of late texts."""

    SCHEDULED = "scheduled", _("before the window opens")
    OPEN = "open", _("while it is open")
    GRACE = "grace", _("in the grace")
    TAKES_LATE = "takes-late", _("after closing, where late texts are taken")
    CLOSED = "closed", _("after closing, where late texts are refused")


class RightsArea(models.TextChoices):
    """Under which heading a right stands."""

    READING = "reading", _("Reading")
    WRITING = "writing", _("Writing")
    DECIDING = "deciding", _("Deciding on texts")
    WINDOWS = "windows", _("Windows")
    RUNNING = "running", _("Spaces, roles, exports")


class ExportState(models.TextChoices):
    """Life of an export."""

    WAITING = "waiting", _("Waiting for its turn")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class ExportPart(models.TextChoices):
    """What an export can hold, in the order of the README (PRODUCT, section 7)."""

    DOCX = "docx", _("Compilation in Word")
    PDF = "pdf", _("Compilation in PDF")
    WORKBOOK = "workbook", _("Workbook of tables")
    CSV = "csv", _("Submissions as CSV")
    JSON = "json", _("Archive of the space")
    ATTACHMENTS = "attachments", _("Attachments with their list")


class LeftOut(models.TextChoices):
    """Why a file that moderators do not withhold is not in a package of an export."""

    NOT_SCANNED = "not-scanned", _("Not checked for viruses yet")
    VIRUS = "virus", _("A virus was found in it")
    NOT_ASKED_FOR = "not-asked-for", _("This export was asked for without files")


class ExportVariant(models.TextChoices):
    """Whose eyes an export is for (archive format, `variant`)."""

    PUBLIC = "public", _("What every reader may see")
    RESTRICTED = "restricted", _("Restricted to the secretariat")
