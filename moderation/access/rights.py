"""Who may do what: every act × role × state of the text × moment of the window, in one table (PRODUCT, sections 1 and 4).

The page "Who may do what" is made from it, and tests try each of its cells through the checks that decide
(tests/moderation/access/test_rights.py). What no rule allows is refused.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.access import windows
from discussions.enums import PostState, VersionReview, WindowAct, WindowState
from moderation.access import decisions
from moderation.access.rules import ALL_STATES, Circumstances, Right, Rule
from moderation.enums import DecisionAct, Moment, RightsArea, RightsRole

_ROLE = RightsRole
EVERYBODY: Final = frozenset(RightsRole)
SIGNED_IN: Final = EVERYBODY - {_ROLE.VISITOR}
#: Whoever decides on texts of others; on a text of their own they are its author, and others decide.
DECIDERS: Final = frozenset({_ROLE.MODERATOR, _ROLE.SECRETARIAT})
STAFF: Final = DECIDERS | {_ROLE.STAFF_AUTHOR}
NAMERS: Final = frozenset({_ROLE.SECRETARIAT, _ROLE.ADMINISTRATOR})
AUTHOR: Final = frozenset({_ROLE.AUTHOR, _ROLE.STAFF_AUTHOR})
_OF_OTHERS: Final = _("texts of others alone")

#: While the window takes texts.
TAKES_TEXTS: Final = frozenset({Moment.OPEN, Moment.GRACE, Moment.TAKES_LATE})
_PUBLISHED: Final = frozenset({PostState.PUBLISHED})
_WAITS_OR_PUBLIC: Final = frozenset({PostState.PENDING, PostState.PUBLISHED})
_CORRECTABLE: Final = _WAITS_OR_PUBLIC | {PostState.RETURNED}
_MOMENTS_OF: Final[Mapping[WindowState, frozenset[Moment]]] = {
    WindowState.SCHEDULED: frozenset({Moment.SCHEDULED}),
    WindowState.OPEN: frozenset({Moment.OPEN}),
    WindowState.GRACE: frozenset({Moment.GRACE}),
    WindowState.CLOSED: frozenset({Moment.CLOSED, Moment.TAKES_LATE}),
}


def _reading(label: Promise, *rules: Rule, of_text: bool = False) -> Right:
    return Right(RightsArea.READING, label, rules, of_text=of_text)


def _writing(label: Promise, *rules: Rule, of_text: bool = True) -> Right:
    return Right(RightsArea.WRITING, label, rules, of_text=of_text, of_window=True)


def _running(label: Promise, roles: Iterable[RightsRole]) -> Right:
    return Right(RightsArea.RUNNING, label, (Rule(frozenset(roles)),))


def _decision(act: DecisionAct) -> Right:
    """From the table of decisions: the states with the same reviews are one rule."""
    by_reviews: dict[frozenset[VersionReview], set[PostState]] = {}
    for state, reviews in decisions.POSSIBLE[act].items():
        by_reviews.setdefault(reviews, set()).add(state)
    rules = [
        Rule(DECIDERS, frozenset(states), reviews=reviews, note=_OF_OTHERS)
        for reviews, states in by_reviews.items()
    ]
    return Right(RightsArea.DECIDING, DECISION_LABELS[act], tuple(rules), of_text=True)


def _window(act: WindowAct) -> Right:
    """From the table of windows."""
    moments = [_MOMENTS_OF[state] for state in windows.POSSIBLE[act]]
    rule = Rule(STAFF, moments=frozenset().union(*moments))
    return Right(RightsArea.WINDOWS, WINDOW_LABELS[act], (rule,), of_window=True)


DECISION_LABELS: Final[Mapping[DecisionAct, Promise]] = {
    DecisionAct.PUBLISH: _("Publish what waits"),
    DecisionAct.RETURN: _("Return what waits to its author"),
    DecisionAct.REJECT: _("Reject"),
    DecisionAct.RECONSIDER: _("Take up again what was rejected"),
    DecisionAct.UPHOLD: _("Uphold what was decided, after another look"),
    DecisionAct.HIDE: _("Hide what readers see"),
    DecisionAct.UNHIDE: _("Show again what was hidden"),
    DecisionAct.MERGE: _("Merge a text into another"),
    DecisionAct.UNMERGE: _("Separate merged texts again"),
    DecisionAct.MOVE: _("Move a text with its replies"),
    DecisionAct.REDACT: _("Withhold words or a file from readers"),
    DecisionAct.UNREDACT: _("Show withheld words or a file again"),
}
WINDOW_LABELS: Final[Mapping[WindowAct, Promise]] = {
    WindowAct.SCHEDULE: _("Set or change the dates of a window"),
    WindowAct.OPEN: _("Open a window now"),
    WindowAct.CLOSE: _("Close a window now"),
    WindowAct.EXTEND: _("Extend a window"),
    WindowAct.REOPEN: _("Open a closed window again"),
    WindowAct.LATE_RULES: _("Change grace and late texts of a window"),
    WindowAct.QUESTIONS: _("Say which questions follow a window"),
}

RIGHTS: Final[Mapping[str, Right]] = {
    "read-space": _reading(
        _("Read a space, its questions, documents and register"), Rule(EVERYBODY)
    ),
    "read-unpublished-space": _reading(
        _("Read a space before it is shown to readers"), Rule(STAFF | {_ROLE.ADMINISTRATOR})
    ),
    "read-text": _reading(
        _("Read a text, with its files and who speaks"),
        Rule(EVERYBODY, _PUBLISHED),
        Rule(AUTHOR | STAFF),
        Rule(
            frozenset({_ROLE.SIGNATORY}),
            _WAITS_OR_PUBLIC,
            note=_("of the joint text that they were asked to sign"),
        ),
        of_text=True,
    ),
    "read-earlier-version": _reading(
        _("Read earlier versions that were public, and what changed"),
        Rule(EVERYBODY, _PUBLISHED),
        Rule(AUTHOR | STAFF),
        of_text=True,
    ),
    "read-withheld": _reading(
        _("See a withheld name, a masked address or withheld words"),
        Rule(AUTHOR),
        of_text=True,
    ),
    "look-behind": _reading(
        _("Look behind a withheld name and masks, one look at a time, each on record"),
        Rule(STAFF),
        of_text=True,
    ),
    "read-notes": _reading(_("Read decisions with their internal notes"), Rule(STAFF)),
    "read-record": _reading(_("Read the record of a space"), Rule(STAFF | {_ROLE.ADMINISTRATOR})),
    "read-whole-record": _reading(_("Read the record of the whole portal"), Rule(NAMERS)),
    "own-roles": _reading(_("See the roles of one's own account"), Rule(SIGNED_IN)),
    "see-addresses": _reading(_("See the e-mail addresses of accounts"), Rule(NAMERS)),
    "submit": _writing(
        _("Answer a question, or write to the space as a whole"),
        Rule(SIGNED_IN, moments=TAKES_TEXTS, note=_("while the question is not closed")),
        of_text=False,
    ),
    "reply": _writing(
        _("Reply to a text"),
        Rule(SIGNED_IN, _PUBLISHED, TAKES_TEXTS),
        Rule(STAFF, _PUBLISHED),
    ),
    "draft": _writing(
        _("Write and keep a draft"),
        Rule(AUTHOR, note=_("and confirmed colleagues, while the author shares it")),
        of_text=False,
    ),
    "correct": _writing(
        _("Correct a text of one's own"),
        Rule(AUTHOR, _WAITS_OR_PUBLIC, TAKES_TEXTS),
        Rule(
            AUTHOR,
            frozenset({PostState.RETURNED}),
            note=_("for 7 days after it was returned; then while the window takes texts"),
        ),
        Rule(
            AUTHOR,
            _PUBLISHED,
            reviews=frozenset({VersionReview.RETURNED}),
            note=_("for 7 days after a correction was returned"),
        ),
    ),
    "correct-staff-reply": _writing(
        _("Correct a reply that one wrote as staff"), Rule(STAFF, _CORRECTABLE)
    ),
    "correct-outside": _writing(
        _("Mend what staff entered for somebody without an account"), Rule(STAFF, _CORRECTABLE)
    ),
    "withdraw": _writing(
        _("Withdraw a text of one's own"),
        Rule(AUTHOR, ALL_STATES - {PostState.WITHDRAWN, PostState.MERGED}),
    ),
    "withhold-name": _writing(_("Choose what readers see of one's name"), Rule(AUTHOR)),
    "appeal": _writing(
        _("Ask for another look at what was decided"),
        Rule(AUTHOR, frozenset({PostState.REJECTED, PostState.HIDDEN})),
        Rule(AUTHOR, _PUBLISHED, reviews=frozenset({VersionReview.REJECTED})),
    ),
    "endorse": _writing(
        _("Endorse a text of others"),
        Rule(SIGNED_IN - AUTHOR, _PUBLISHED, frozenset({Moment.OPEN, Moment.GRACE})),
    ),
    "endorsement-withdraw": _writing(
        _("Take back one's own endorsement"),
        Rule(SIGNED_IN, moments=frozenset({Moment.OPEN, Moment.GRACE})),
        of_text=False,
    ),
    "answer-joint": _writing(
        _("Answer whether one's organisation signs a joint text"),
        Rule(
            frozenset({_ROLE.SIGNATORY}),
            _WAITS_OR_PUBLIC,
            note=_("until 7 days after the grace"),
        ),
    ),
    "report": _writing(
        _("Report a text of others to the moderators"), Rule(SIGNED_IN - AUTHOR, _PUBLISHED)
    ),
    "follow": _writing(_("Follow a space"), Rule(SIGNED_IN), of_text=False),
    "queue": Right(
        RightsArea.DECIDING,
        _("Open the review queue, each with the own spaces"),
        (Rule(STAFF | {_ROLE.OTHER_MODERATOR}),),
    ),
    **{f"decide-{act}": _decision(act) for act in DecisionAct},
    "dismiss-reports": Right(
        RightsArea.DECIDING,
        _("Close reports of which nothing comes"),
        (Rule(DECIDERS, note=_OF_OTHERS),),
    ),
    "outside-input": Right(
        RightsArea.DECIDING,
        _("Enter what came by mail or letter"),
        (Rule(STAFF),),
        of_window=True,
    ),
    **{f"window-{act}": _window(act) for act in WindowAct},
    "set-up": _running(
        _("Write questions, add documents and change the settings of a space"),
        STAFF | {_ROLE.ADMINISTRATOR},
    ),
    "reword-reasons": _running(_("Write the words for reasons"), NAMERS),
    "make-space": _running(_("Make a space"), NAMERS),
    "name-moderators": _running(_("Name moderators and observers of a space"), NAMERS),
    "name-secretariat": _running(
        _("Name the secretariat and administrators, close accounts"), {_ROLE.ADMINISTRATOR}
    ),
    "see-numbers": _running(
        _("See the numbers of a space: who has spoken, and that nothing was lost"),
        STAFF | {_ROLE.OBSERVER},
    ),
    "count-what-is-not-public": _running(
        _("Count texts that readers do not see, by group, country and language"), STAFF
    ),
    "export": _running(
        _("Ask for an export of a space, cancel it, give it to others by a link"),
        {_ROLE.SECRETARIAT},
    ),
    "fetch-export": Right(
        RightsArea.RUNNING,
        _("Fetch an export of a space"),
        (
            Rule(frozenset({_ROLE.SECRETARIAT})),
            Rule(
                frozenset({_ROLE.OBSERVER}),
                note=_("one that the secretariat gave to the observers"),
            ),
        ),
    ),
    "fetch-by-link": Right(
        RightsArea.RUNNING,
        _("Fetch an export by a link to it, without an account"),
        (
            Rule(
                EVERYBODY,
                note=_(
                    "whoever has the link, until it expires or is taken back, while readers see all that is in the export"
                ),
            ),
        ),
    ),
    "verify": _running(
        _("Verify organisations, confirm who speaks for them"), {_ROLE.ADMINISTRATOR}
    ),
}


def may(role: RightsRole, act: str, given: Circumstances) -> bool:
    """One cell of the table."""
    return RIGHTS[act].allows(role, given)
