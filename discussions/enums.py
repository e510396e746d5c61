"""Words of the discussions: states, policies and kinds. Codes are those of the archive format."""

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Review(models.TextChoices):
    """When a space reviews what is sent."""

    BEFORE = "before-publishing", _("Before publication")
    AFTER = "after-publishing", _("After publication")
    FIRST_TIME = "before-publishing-first-time", _("Before publication for first-time authors")


class LatePolicy(models.TextChoices):
    """What becomes of a post that comes after the grace."""

    REFUSE = "refuse", _("Refuse late posts")
    MARK = "mark", _("Take late posts and mark them")
    ASK = "ask", _("Hold late posts for a moderator")


class WindowState(models.TextChoices):
    """Computed from the database's clock, never stored."""

    SCHEDULED = "scheduled", _("Scheduled")
    OPEN = "open", _("Open")
    GRACE = "grace", _("In grace")
    CLOSED = "closed", _("Closed")


class WindowAct(models.TextChoices):
    """What was done to a window; a change from an archive has none."""

    SCHEDULE = "schedule", pgettext_lazy("act on a window", "Scheduled")
    OPEN = "open", _("Opened")
    CLOSE = "close", pgettext_lazy("act on a window", "Closed")
    EXTEND = "extend", _("Extended")
    REOPEN = "reopen", pgettext_lazy("act on a window", "Opened again")
    LATE_RULES = "late-rules", _("Grace and late texts changed")
    QUESTIONS = "questions", _("Questions assigned")


class NewsKind(models.TextChoices):
    """Of what those who follow a space are told."""

    WINDOW = "window", _("A window was changed")
    QUESTIONS = "questions", _("Questions were added")
    DOCUMENTS = "documents", _("Documents were added")


class PostState(models.TextChoices):
    """Life of a post (PRODUCT, section 4)."""

    PENDING = "pending", _("Waiting for review")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Returned to the author")
    REJECTED = "rejected", _("Rejected")
    HIDDEN = "hidden", _("Hidden by a moderator")
    MERGED = "merged", _("Merged with another")
    WITHDRAWN = "withdrawn", _("Withdrawn by the author")

    @property
    def label_of_many(self) -> Promise:
        """The state of several texts, beside their number: some languages write it in another way."""
        return _STATE_OF_MANY[self]


_STATE_OF_MANY: Final[dict[PostState, Promise]] = {
    PostState.PENDING: pgettext_lazy("several texts", "Waiting for review"),
    PostState.PUBLISHED: pgettext_lazy("several texts", "Published"),
    PostState.RETURNED: pgettext_lazy("several texts", "Returned to the author"),
    PostState.REJECTED: pgettext_lazy("several texts", "Rejected"),
    PostState.HIDDEN: pgettext_lazy("several texts", "Hidden by a moderator"),
    PostState.MERGED: pgettext_lazy("several texts", "Merged with another"),
    PostState.WITHDRAWN: pgettext_lazy("several texts", "Withdrawn by the author"),
}


class VersionReview(models.TextChoices):
    """Review of one version."""

    WAITING = "waiting", _("Waiting for review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    REJECTED = "rejected", _("Rejected")
    SUPERSEDED = "superseded", _("Replaced by a later version")


#: Of the versions that were public at any time those that readers may see while their post is.
LET_THROUGH: Final = frozenset({VersionReview.APPROVED, VersionReview.SUPERSEDED})
#: Of the versions of a published post those that went no further than the moderators.
TURNED_DOWN: Final = frozenset({VersionReview.RETURNED, VersionReview.REJECTED})


class Standing(models.TextChoices):
    """How a version stands to its window; stored when it is sent and never recomputed."""

    ON_TIME = "on-time", _("On time")
    GRACE = "grace", _("In grace")
    LATE = "late", _("Late")


class Capacity(models.TextChoices):
    """For whom a person speaks."""

    ORGANISATION = "organisation", _("For an organisation")
    PERSONAL = "personal", _("In a personal capacity")


class NameWithheld(models.TextChoices):
    """What of the speaker the author keeps from the public."""

    NO = "no", _("Shown")
    NAME = "name", _("Name withheld")
    NAME_AND_ORGANISATION = "name-and-organisation", _("Name and organisation withheld")

    def or_stricter(self, other: "NameWithheld") -> "NameWithheld":
        """The one of the two that keeps more from readers."""
        by_strictness = list(NameWithheld)
        return max(self, other, key=by_strictness.index)


class LookReason(models.TextChoices):
    """Why somebody looked behind what is kept from readers."""

    REVIEW = "review", _("To review the text")
    AUTHOR = "author", _("The author asked for it")
    SAFETY = "safety", _("Somebody’s safety is at stake")
    IDENTITY = "identity", _("To check who speaks")
    MENDING = "mending", _("To mend what staff entered")
    LEGAL = "legal", _("A legal duty")


class ReasonCode(models.TextChoices):
    """Why something was decided; the words for readers are rows of Reason."""

    DUPLICATE = "duplicate", _("Duplicate")
    OFF_TOPIC = "off-topic", _("Off topic")
    PERSONAL_DATA = "personal-data", _("Personal data")
    DISRESPECTFUL = "disrespectful", _("Disrespectful language")
    SPAM = "spam", _("Spam")
    NOT_AUTHORISED = "not-authorised", _("Not authorised")
    UNREADABLE_FILE = "unreadable-file", _("Unreadable file")
    TOO_LONG = "too-long", _("Too long")
    WRONG_PROMPT = "wrong-prompt", _("Wrong question")
    LATE = "late", _("Late")
    LEGAL = "legal", _("Legal reasons")
    OTHER = "other", _("Other reason")


class ReportKind(models.TextChoices):
    """Who asks staff to look at a post."""

    REPORT = "report", _("Report by a reader")
    APPEAL = "appeal", _("Appeal by the author")


class ReportOutcome(models.TextChoices):
    """What staff did about a report."""

    ACTED = "acted", _("Something was decided on the text")
    DISMISSED = "dismissed", _("Nothing was to be done")


class OwnShow(models.TextChoices):
    """Whose posts a list of one's own shows."""

    ALL = "all", _("mine and my organisation's")
    MINE = "mine", _("only mine")
    ORGANISATION = "organisation", _("only my colleagues'")


class SpaceRoleName(models.TextChoices):
    """Rights in one space."""

    MODERATOR = "moderator", _("Moderator")
    OBSERVER = "observer", _("Observer")


class CoSignatoryState(models.TextChoices):
    """Answer of an organisation named in a joint submission."""

    INVITED = "invited", _("Waiting for an answer")
    CONFIRMED = "confirmed", _("Agreed")
    DECLINED = "declined", _("Declined")


class EndorserKind(models.TextChoices):
    """Who endorses; the two are counted apart."""

    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Person")


class RedactionTarget(models.TextChoices):
    """What of a version is masked for the public."""

    TEXT = "text", _("Text")
    FILE = "file", _("File")


class OutsideKind(models.TextChoices):
    """How input from outside the portal came in."""

    MAIL = "mail", _("E-mail")
    LETTER = "letter", _("Letter")
    MEETING = "meeting", _("Meeting")
    OTHER = "other", _("Other")


class ScanState(models.TextChoices):
    """What is known of a file that was taken while the virus scanner was away."""

    WAITING = "waiting", _("not checked for viruses yet")
    CLEAN = "clean", _("checked for viruses")
    INFECTED = "infected", _("a virus was found in it")


class FileTextState(models.TextChoices):
    """How far the text of a file has been taken out of it."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    NOTHING = "nothing", _("nothing in it to read")
    FAILED = "failed", _("failed")
