"""Too much within a time, with when to try again."""

from math import ceil

from django.utils.translation import ngettext

from hub.kit.refusals import Refusal


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
