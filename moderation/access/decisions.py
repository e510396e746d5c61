"""What a moderator may decide: act × state of the post × review of its latest version, here and nowhere else.

The table of PRODUCT, section 4. Deciding on a version of a published post never changes the post's state. Whoever wrote
a text decides nothing on it, in whatever role they come.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.access.viewer import Viewer, check_staff_of
from discussions.enums import (
    LatePolicy,
    PostState,
    ReasonCode,
    ReportKind,
    Standing,
    VersionReview,
)
from discussions.errors import NotModerator, NotPossibleNow, OwnText
from discussions.models import Post, Window
from moderation.enums import DecisionAct

_WAITING: Final = frozenset({VersionReview.WAITING})
_REJECTED: Final = frozenset({VersionReview.REJECTED})
_ANY: Final = frozenset(VersionReview)
_STANDING: Final = (PostState.PENDING, PostState.PUBLISHED, PostState.RETURNED, PostState.HIDDEN)

#: Act → state → reviews of the latest version with which the act is possible. What is not named is refused.
POSSIBLE: Final[Mapping[DecisionAct, Mapping[PostState, frozenset[VersionReview]]]] = {
    # Of a hidden text a newer version that waits can be published on its own.
    DecisionAct.PUBLISH: dict.fromkeys(
        (PostState.PENDING, PostState.PUBLISHED, PostState.HIDDEN), _WAITING
    ),
    DecisionAct.RETURN: {PostState.PENDING: _WAITING, PostState.PUBLISHED: _WAITING},
    DecisionAct.REJECT: {
        PostState.PENDING: _WAITING,
        PostState.PUBLISHED: _WAITING,
        PostState.HIDDEN: _ANY,
    },
    DecisionAct.RECONSIDER: {PostState.REJECTED: _REJECTED, PostState.PUBLISHED: _REJECTED},
    DecisionAct.UPHOLD: {
        PostState.REJECTED: _ANY,
        PostState.PUBLISHED: _REJECTED,
        PostState.HIDDEN: _ANY,
    },
    DecisionAct.HIDE: {PostState.PUBLISHED: _ANY},
    DecisionAct.UNHIDE: {PostState.HIDDEN: _ANY},
    DecisionAct.MERGE: {PostState.PUBLISHED: _ANY},
    DecisionAct.UNMERGE: {PostState.MERGED: _ANY},
    DecisionAct.MOVE: dict.fromkeys(_STANDING, _ANY),
    DecisionAct.REDACT: dict.fromkeys((*_STANDING, PostState.MERGED), _ANY),
    DecisionAct.UNREDACT: dict.fromkeys((*_STANDING, PostState.MERGED), _ANY),
}
#: Acts that need a reason.
NEEDS_REASON: Final = frozenset(
    {
        DecisionAct.RETURN,
        DecisionAct.REJECT,
        DecisionAct.HIDE,
        DecisionAct.MERGE,
        DecisionAct.MOVE,
        DecisionAct.REDACT,
    }
)
#: Which reasons an act can have; what is not named has none.
REASONS_FOR: Final[Mapping[DecisionAct, frozenset[ReasonCode]]] = {
    DecisionAct.RETURN: frozenset(ReasonCode) - {ReasonCode.LATE},
    DecisionAct.REJECT: frozenset(ReasonCode),
    DecisionAct.HIDE: frozenset(ReasonCode)
    - {
        ReasonCode.LATE,
        ReasonCode.TOO_LONG,
        ReasonCode.WRONG_PROMPT,
        ReasonCode.UNREADABLE_FILE,
    },
    DecisionAct.MERGE: frozenset({ReasonCode.DUPLICATE, ReasonCode.OTHER}),
    DecisionAct.MOVE: frozenset({ReasonCode.WRONG_PROMPT, ReasonCode.OFF_TOPIC, ReasonCode.OTHER}),
    DecisionAct.REDACT: frozenset(
        {
            ReasonCode.PERSONAL_DATA,
            ReasonCode.DISRESPECTFUL,
            ReasonCode.NOT_AUTHORISED,
            ReasonCode.LEGAL,
            ReasonCode.OTHER,
        }
    ),
}
#: What an act answers: reports by readers where they do not see the text any more, an appeal where it was looked at
#: anew or is about a text that is no longer the latest. Everything else leaves both to be dealt with.
ANSWERS: Final[Mapping[DecisionAct, ReportKind]] = {
    DecisionAct.HIDE: ReportKind.REPORT,
    DecisionAct.MERGE: ReportKind.REPORT,
    DecisionAct.PUBLISH: ReportKind.APPEAL,
    DecisionAct.RETURN: ReportKind.APPEAL,
    DecisionAct.REJECT: ReportKind.APPEAL,
    DecisionAct.RECONSIDER: ReportKind.APPEAL,
    DecisionAct.UPHOLD: ReportKind.APPEAL,
    DecisionAct.UNHIDE: ReportKind.APPEAL,
}
#: What shows a text again, and the act that it undoes: what that one answered waits again.
UNDOES: Final[Mapping[DecisionAct, DecisionAct]] = {
    DecisionAct.UNHIDE: DecisionAct.HIDE,
    DecisionAct.UNMERGE: DecisionAct.MERGE,
}
#: Acts that may deal with what was reported while readers go on seeing the text: whoever closes the reports knows.
MAY_ANSWER_REPORTS: Final = frozenset({DecisionAct.MOVE, DecisionAct.REDACT})
#: Acts with a page of their own, because they need more than a reason.
ON_OWN_PAGE: Final = frozenset(
    {DecisionAct.MERGE, DecisionAct.MOVE, DecisionAct.REDACT, DecisionAct.UNREDACT}
)


#: What can be decided on many posts at once, in the order in which it is offered.
ON_MANY: Final = (
    DecisionAct.PUBLISH,
    DecisionAct.RETURN,
    DecisionAct.REJECT,
    DecisionAct.HIDE,
)


#: Acts on a version: of a published post they leave alone what readers see.
_ON_A_VERSION: Final = frozenset(
    {
        DecisionAct.PUBLISH,
        DecisionAct.RETURN,
        DecisionAct.REJECT,
        DecisionAct.RECONSIDER,
        DecisionAct.UPHOLD,
    }
)

#: Why nothing, or nearly nothing, can be decided any more.
_SETTLED: Final[Mapping[PostState, Promise]] = {
    PostState.WITHDRAWN: _("Its author has withdrawn this text: nothing is left to decide on it."),
    PostState.REJECTED: _(
        "This text is rejected: this can be decided on it once it is taken up again."
    ),
    PostState.MERGED: _(
        "This text is merged with another: this can be decided on it once the two are separated again."
    ),
    PostState.RETURNED: _(
        "This text is with its author, who can mend it and send it again: this can be decided on it after that."
    ),
    PostState.HIDDEN: _(
        "This text is hidden: this can be decided on it once readers see it again."
    ),
}


def check_queue(viewer: Viewer) -> None:
    """Raises NotModerator for everyone who moderates no space."""
    if not viewer.is_moderator_anywhere:
        raise NotModerator(_("The review queue is for moderators and the secretariat."))


def is_possible(act: DecisionAct, state: str, review: str) -> bool:
    """Whether the act fits the state of a post and the review of its latest version."""
    return review in POSSIBLE.get(act, {}).get(PostState(state), frozenset())


def is_on_correction(act: DecisionAct, state: str) -> bool:
    """Whether the act is about a newer version of a text that readers see already."""
    return act in _ON_A_VERSION and state == PostState.PUBLISHED


def is_late_and_waits(post: Post) -> bool:
    """Whether the latest version came late and waits for review; needs it at hand.

    Of a hidden text it is not asked: that was taken before.
    """
    version = post.latest_version
    waits = is_possible(DecisionAct.RETURN, post.state, version.review)
    return waits and version.standing == Standing.LATE


def takes_late_on_request(window: Window | None) -> bool:
    """Whether it is for moderators to say if a late text of the window is taken (PRODUCT, section 2, "ask").

    Also where the policy became "refuse" while some waited. Under "mark" late texts are taken, and reviewed as all.
    """
    return window is not None and window.late_policy != LatePolicy.MARK


def possible_acts(viewer: Viewer, post: Post) -> tuple[DecisionAct, ...]:
    """What the viewer may decide on the post now; needs its latest version at hand."""
    if not viewer.is_staff_of(post.space_id) or viewer.is_author(post.author_id):
        return ()
    review = post.latest_version.review
    return tuple(act for act in DecisionAct if is_possible(act, post.state, review))


def check_decide(viewer: Viewer, post: Post, act: DecisionAct) -> None:
    """Raises NotModerator, OwnText for the author, and NotPossibleNow where the state of the post does not allow the act."""
    check_staff_of(viewer, post.space_id)
    if viewer.is_author(post.author_id):
        raise OwnText
    if act not in possible_acts(viewer, post):
        raise NotPossibleNow(
            _SETTLED.get(
                PostState(post.state),
                _("In its present state this cannot be decided on the text."),
            )
        )


def check_dismiss_reports(viewer: Viewer, post: Post) -> None:
    """Raises NotModerator, and OwnText for the author."""
    check_staff_of(viewer, post.space_id)
    if viewer.is_author(post.author_id):
        raise OwnText(_("This is your own text: another moderator looks at the reports."))
