"""What was decided on a post, and what its author asked for, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from discussions.models import Report
from hub.kit.dates import moment_in
from moderation.enums import DecisionAct
from moderation.models import Decision


@dataclass(frozen=True)
class Step:
    """A decision of the past. `other`: the reference of the survivor of a merge, or of what a moved text answers since."""

    at: str
    by: str
    act: str
    version: int
    reason: str
    message: str
    internal_note: str
    other: str = ""


@dataclass(frozen=True)
class Appeal:
    """An author who asks for another look at what was decided on a version; `words` are for staff alone."""

    at: str
    version: int
    words: str


def step_of(decision: Decision, reasons: Mapping[str, str]) -> Step:
    """One of a post from `post_for_review`; `reasons` are the words for the codes."""
    person = getattr(decision.by, "person", None)
    return Step(
        at=moment_in(decision.at),
        by=person.name if person is not None else _("Secretariat"),
        act=str(DecisionAct(decision.act).label),
        version=decision.version.number,
        reason=reasons[decision.reason] if decision.reason else "",
        message=decision.message,
        internal_note=decision.internal_note,
        other=decision.other_post.reference if decision.other_post is not None else "",
    )


def appeal_of(report: Report | None) -> Appeal | None:
    """The appeal that waits, if there is one."""
    if report is None:
        return None
    return Appeal(moment_in(report.at), report.version.number, report.words)
