"""What the discussions refuse, each with a code for programs, an HTTP status and words for people."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hub.kit.dates import moment_in
from hub.kit.refusals import Refusal

_SOMEBODY_WAS_FASTER = _("Somebody was faster, or this was sent before")


class NotFound(Refusal):
    """The thing does not exist, or its existence is not this viewer's business."""

    code = "not-found"
    status = 404


class SignInFirst(Refusal):
    """Only people with an account write."""

    code = "sign-in-first"
    status = 403
    message = _("Sign in to write. Reading never needs an account.")


class NotYours(Refusal):
    """An act of the author alone."""

    code = "not-yours"
    status = 403
    message = _("Only its author can do this.")


class NotYourOrganisation(Refusal):
    """Only its members speak for an organisation."""

    code = "not-your-organisation"
    status = 403
    message = _("You do not speak for this organisation.")


class FileGone(Refusal):
    """A file that was kept for the next try is no longer there."""

    code = "file-gone"
    status = 409
    message = _(
        "A file is no longer kept here. Attach it again; the text and the others are kept."
    )


class NotCheckedYet(Refusal):
    """A file that came while the virus scanner was away: nobody has it before the scanner has seen it."""

    code = "not-checked-yet"
    status = 409
    message = _(
        "This file is not checked for viruses yet. It can be fetched as soon as it is: try again later."
    )


class VirusInFile(Refusal):
    """A file in which the scanner has found something since it was taken: nobody has it any more."""

    code = "virus-in-file"
    status = 403
    message = _("A virus was found in this file, so nobody can fetch it.")


class VirusFound(Refusal):
    """Files of a form in which the scanner has found something since they were taken: `names`, in their order."""

    code = "virus-found"
    status = 409

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            ngettext(
                "A virus was found in this file: %(names)s. Take it out, then send again; the text and the others are"
                " kept.",
                "A virus was found in these files: %(names)s. Take them out, then send again; the text and the others"
                " are kept.",
                len(names),
            )
            % {"names": ", ".join(names)}
        )


class NotModerator(Refusal):
    """An act of the space's moderators and the secretariat."""

    code = "not-moderator"
    status = 403
    message = _("Only moderators of this space can do this.")


class OwnText(Refusal):
    """Nobody decides as staff on what they wrote themselves."""

    code = "own-text"
    status = 403
    message = _("This is your own text: another moderator decides on it.")


class NotSecretariat(Refusal):
    """An act of the secretariat."""

    code = "not-secretariat"
    status = 403
    message = _("Only the secretariat can do this.")


class NotNamer(Refusal):
    """An act of the secretariat and administrators, who name moderators and observers."""

    code = "not-namer"
    status = 403
    message = _("Only the secretariat and administrators can do this.")


class NoAccount(Refusal):
    """There is no account, or it is closed: it can hold no right."""

    code = "no-account"
    status = 404
    message = _("There is no account with this address.")


class NotPossibleNow(Refusal):
    """The state of the post does not allow it."""

    code = "not-possible-now"
    status = 409


class AlreadyMade(Refusal):
    """A form came again under its key and says something else than what it made is now; nothing was changed.

    `made` names that in its address: the number of a question, the id of a document, the slug of a space.
    """

    code = "already-made"
    status = 409

    def __init__(self, message: str, made: int | str) -> None:
        self.made = made
        super().__init__(message)


class NameTaken(Refusal):
    """An address or a prefix that a space has, or that none may have; `field` names the column."""

    code = "name-taken"
    status = 409

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class WindowRefusal(Refusal):
    """The window does not take posts at this instant; counted per day, without the text."""

    status = 403

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at
        super().__init__()


class WindowNotOpenYet(WindowRefusal):
    """Before `opens_at`; `at` is that instant."""

    code = "window-not-open-yet"
    message = _("The window for submissions has not opened yet.")


class WindowClosed(WindowRefusal):
    """After the grace, where late posts are refused; `at` is `closes_at`."""

    code = "window-closed"
    message = _("The window for submissions has closed.")


class PromptClosed(WindowRefusal):
    """The question takes no more answers."""

    code = "prompt-closed"
    message = _("This question takes no more answers.")


class EndorsingClosed(Refusal):
    """Endorsing, and taking an endorsement back, ends with the grace (PRODUCT, section 4)."""

    code = "endorsing-closed"
    status = 403
    message = _("Endorsing ended when the window closed.")


class AnswersClosed(Refusal):
    """Organisations named in a joint submission answer until some days after the grace (PRODUCT, section 4)."""

    code = "answers-closed"
    status = 403
    message = _("The time to answer has passed.")


class KeyReused(Refusal):
    """The same form was sent before with another content; `reference` is what that became."""

    code = "key-reused"
    status = 409
    title = _SOMEBODY_WAS_FASTER
    message = _("This form was already sent, with another text.")

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__()


class LooksLikeDuplicate(Refusal):
    """The same text, or nearly the same, stands in the space already, by the same author or organisation.

    `reference` is the earlier one that is most alike, `references` are all of them; `share` of the words of both
    texts stands in runs that both hold, 0 to 1. Who says that it is another text sends it with these references.
    """

    code = "looks-like-duplicate"
    status = 409
    title = _SOMEBODY_WAS_FASTER

    def __init__(self, references: Sequence[str], *, is_exact: bool, share: float) -> None:
        self.references = tuple(references)
        self.reference = references[0]
        self.is_exact = is_exact
        self.share = share
        words = (
            _("The same text was sent before: %(reference)s.")
            if is_exact
            else _("Nearly the same text was sent before: %(reference)s.")
        )
        super().__init__(words % {"reference": self.reference})


class DraftChanged(Refusal):
    """A draft was saved by somebody else, or on another device, after the page was opened; nothing was overwritten.

    `by` is the name of who saved it, "" for the reader; `at` when, UTC; `revision` the one it has
    now. `page` is the open page that saved it: one whose answer was lost knows itself again.
    """

    code = "draft-changed"
    status = 409
    title = _SOMEBODY_WAS_FASTER

    def __init__(self, *, by: str, at: datetime, revision: int, page: UUID | None) -> None:
        self.by = by
        self.at = at
        self.revision = revision
        self.page = page
        words = (
            _("%(by)s saved this draft on %(at)s UTC, after you opened it.")
            if by
            else _("You saved this draft on %(at)s UTC in another window or on another device.")
        )
        super().__init__(words % {"by": by, "at": moment_in(at)})


class DraftSent(Refusal):
    """This draft was sent meanwhile, by its author; `reference` is what it became.

    Its receipt is its author's alone: a colleague is led to the post.
    """

    code = "draft-sent"
    status = 409
    title = _SOMEBODY_WAS_FASTER

    def __init__(self, reference: str, *, is_author: bool = True) -> None:
        self.reference = reference
        self.url = reverse("post-receipt" if is_author else "post", args=[reference])
        words = _("See the receipt of %(reference)s") if is_author else _("See %(reference)s")
        self.url_text = words % {"reference": reference}
        super().__init__(
            _("This draft was sent already, as %(reference)s.") % {"reference": reference}
        )


class DraftGone(NotFound):
    """The draft that somebody saves is not (any more) theirs to edit; why is its author's business."""

    code = "draft-gone"
    message = _(
        "This draft can no longer be edited here: its author sent it, threw it away or no longer shares it."
    )


class TooManyPosts(Refusal):
    """Over the limit of posts per account and hour; `retry_after` in seconds."""

    code = "too-many-posts"
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        minutes = ceil(retry_after / 60)
        super().__init__(
            ngettext(
                "You have sent many texts within an hour. Nothing of this one is lost: try again in %(minutes)d minute.",
                "You have sent many texts within an hour. Nothing of this one is lost: try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )


class TooManyInvitations(Refusal):
    """Over a limit of letters that ask to sign a joint submission, per day; `retry_after` in seconds.

    `address` is the one that was written to often enough, "" where it is the account that has sent many.
    """

    code = "too-many-invitations"
    status = 429

    def __init__(self, retry_after: int, address: str = "") -> None:
        self.retry_after = retry_after
        self.address = address
        hours = ceil(retry_after / 3600)
        words = (
            ngettext(
                "%(address)s has been asked often within a day. Nothing of this text is lost: take this address out, or try again in %(hours)d hour.",
                "%(address)s has been asked often within a day. Nothing of this text is lost: take this address out, or try again in %(hours)d hours.",
                hours,
            )
            if address
            else ngettext(
                "You have asked many organisations by e-mail within a day. Nothing of this text is lost: name fewer of them, or try again in %(hours)d hour.",
                "You have asked many organisations by e-mail within a day. Nothing of this text is lost: name fewer of them, or try again in %(hours)d hours.",
                hours,
            )
        )
        super().__init__(words % {"address": address, "hours": hours})


class TooManyReports(Refusal):
    """Over the limit of reports per account and day; `retry_after` in seconds."""

    code = "too-many-reports"
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        hours = ceil(retry_after / 3600)
        super().__init__(
            ngettext(
                "You have reported many texts within a day. Try again in %(hours)d hour, or write to the secretariat.",
                "You have reported many texts within a day. Try again in %(hours)d hours, or write to the secretariat.",
                hours,
            )
            % {"hours": hours}
        )


class TooManyUploads(Refusal):
    """Over the limit of files per account and hour; `retry_after` in seconds."""

    code = "too-many-uploads"
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        minutes = ceil(retry_after / 60)
        super().__init__(
            ngettext(
                "You have sent many files within an hour. Try again in %(minutes)d minute.",
                "You have sent many files within an hour. Try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes}
        )


class TooMuchWaiting(Refusal):
    """So many bytes of one person wait to be sent, in drafts or not, that no further file is kept."""

    code = "too-much-waiting"
    status = 409
    message = _(
        "Your files that wait here to be sent are very large together. Send or throw away a draft that has files;"
        " files that are in no draft are removed after a day."
    )


class NoFile(Refusal):
    """A request that should bring one file and brings none, or several."""

    code = "no-file"
    status = 400
    message = _("No file arrived. Choose it again.")


class TooManyFiles(Refusal):
    """More files than a text may have."""

    code = "too-many-files"
    status = 400
    message = _("There are too many files. Remove one to attach this one.")


class AlreadyDecided(Refusal):
    """Somebody else decided first: who, what and when; nothing was overwritten."""

    code = "already-decided"
    status = 409
    title = _SOMEBODY_WAS_FASTER

    def __init__(self, *, by: str, act: str, at: datetime) -> None:
        self.by = by
        self.act = act
        self.at = at
        super().__init__(
            _("%(by)s decided first, on %(at)s UTC: %(act)s. Nothing was overwritten.")
            % {"by": by, "act": act, "at": moment_in(at)}
        )


class VersionChanged(Refusal):
    """A newer version arrived while this one was being decided on."""

    code = "version-changed"
    status = 409
    title = _SOMEBODY_WAS_FASTER
    message = _("The author has sent a newer version meanwhile. Look at it before you decide.")


class ReasonNeeded(Refusal):
    """This act needs a reason."""

    code = "reason-needed"
    status = 400
    message = _("Give a reason.")


class PassageNotFound(Refusal):
    """No version of a text holds, where it can be read, the words that somebody wants to withhold: `passage`."""

    code = "passage-not-found"
    status = 400

    def __init__(self, passage: str) -> None:
        self.passage = passage
        words = _("These words are in no version of the text, as you see it: %(passage)s")
        super().__init__(words % {"passage": passage})


class TooManyPlaces(Refusal):
    """Words that are to be withheld stand in so many places that they cannot be meant: `passage`."""

    code = "too-many-places"
    status = 400

    def __init__(self, passage: str, places: int) -> None:
        self.passage = passage
        words = _("These words stand in %(number)d places. Give longer ones: %(passage)s")
        super().__init__(words % {"passage": passage, "number": places})


class NothingToWithhold(Refusal):
    """All the words and files are withheld already."""

    code = "nothing-to-withhold"
    status = 409
    message = _("All of this is withheld from readers already.")


class NothingToShow(Refusal):
    """What was to be shown again is not withheld any more."""

    code = "nothing-to-show"
    status = 409
    message = _("Readers see all of this again already.")


class DatesNotPossible(Refusal):
    """Opening, closing and now are not in an order that the act allows."""

    code = "dates-not-possible"
    status = 400
    message = _("The dates are not in order.")


class ChangedMeanwhile(Refusal):
    """Somebody changed it after the form was shown; nothing was overwritten.

    `by` is the name of who did, "" where it is not known; `at` when, UTC, None where that is not known.
    """

    code = "changed-meanwhile"
    status = 409
    title = _SOMEBODY_WAS_FASTER

    def __init__(self, *, by: str = "", at: datetime | None = None) -> None:
        self.by = by
        self.at = at
        words = _("This was changed after you opened it. Nothing was overwritten.")
        if at is not None and by:
            words = _(
                "%(by)s changed this on %(at)s UTC, after you opened it. Nothing was overwritten."
            )
        elif at is not None:
            words = _(
                "This was changed on %(at)s UTC, after you opened it. Nothing was overwritten."
            )
        super().__init__(words % {"by": by, "at": moment_in(at) if at is not None else ""})


class NotComplete(Refusal):
    """A title or a question lacks a required language, so the window cannot be scheduled or opened."""

    code = "not-complete"
    status = 409
    message = _(
        "Before the window can be scheduled or opened, the title and every question need a text in"
        " each required language."
    )
