"""What can be decided on a post, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from discussions.enums import PostState
from discussions.models import Post
from moderation.access.decisions import NEEDS_REASON
from moderation.enums import DecisionAct
from moderation.validators.decisions import REFUSE_LATE

#: What can be decided by the form of the panel, on a post and on a newer version of a published one: words, and what
#: follows. Other acts have pages of their own.
_CHOICES: Final[Mapping[DecisionAct, tuple[Promise, Promise]]] = {
    DecisionAct.PUBLISH: (
        gettext_lazy("Approve and publish"),
        gettext_lazy("The author is told, and whom the text answers."),
    ),
    DecisionAct.RETURN: (
        gettext_lazy("Return with a reason"),
        gettext_lazy("The author can change the text and send it again. Its first time is kept."),
    ),
    DecisionAct.REJECT: (
        gettext_lazy("Reject"),
        gettext_lazy(
            "Readers never see the text, only its line in the register with the reason. The author can ask for"
            " another look."
        ),
    ),
    DecisionAct.RECONSIDER: (
        gettext_lazy("Take up again"),
        gettext_lazy("It waits for review once more. The author is told."),
    ),
    DecisionAct.UPHOLD: (
        gettext_lazy("Keep what was decided"),
        gettext_lazy(
            "The author, who asked for another look, is told. Nothing changes for readers."
        ),
    ),
    DecisionAct.HIDE: (
        gettext_lazy("Hide"),
        gettext_lazy("Readers see that a post was hidden, when, and why. Replies stay."),
    ),
    DecisionAct.UNHIDE: (
        gettext_lazy("Show again"),
        gettext_lazy("Readers see the text again, as it was."),
    ),
    DecisionAct.UNMERGE: (
        gettext_lazy("Separate again"),
        gettext_lazy("Readers see the text again, as it was. Endorsements stay where they are."),
    ),
}
_ON_A_VERSION: Final[Mapping[DecisionAct, tuple[Promise, Promise]]] = {
    DecisionAct.PUBLISH: (
        gettext_lazy("Publish the new version"),
        gettext_lazy("It takes the place of the present one, which readers can still reach."),
    ),
    DecisionAct.RETURN: (
        gettext_lazy("Return the new version with a reason"),
        gettext_lazy("What readers see now stays as it is."),
    ),
    DecisionAct.REJECT: (
        gettext_lazy("Reject the new version"),
        gettext_lazy("What readers see now stays as it is."),
    ),
    DecisionAct.RECONSIDER: (
        gettext_lazy("Take the new version up again"),
        gettext_lazy("It waits for review once more. What readers see now stays as it is."),
    ),
}
#: Of a newer version of a hidden text, which readers do not see at all.
_ON_A_HIDDEN_ONE: Final = (
    _ON_A_VERSION[DecisionAct.PUBLISH][0],
    gettext_lazy("Readers see it; the hidden one stays hidden. The author is told."),
)
#: The same where it is for moderators to say whether a late text is taken at all.
_LATE: Final[Mapping[str, tuple[Promise, Promise]]] = {
    DecisionAct.PUBLISH: (
        gettext_lazy("Accept as late and publish"),
        gettext_lazy("It stays marked as late, and is counted as late. The author is told."),
    ),
    REFUSE_LATE: (
        gettext_lazy("Refuse as late"),
        gettext_lazy(
            "Its line in the register says that it came after the closing time. The author is told, and can ask for"
            " another look."
        ),
    ),
    DecisionAct.REJECT: (
        gettext_lazy("Reject for another reason"),
        _CHOICES[DecisionAct.REJECT][1],
    ),
}


@dataclass(frozen=True)
class Choice:
    """One act that can be decided, in words, and what it brings about; `value` is what the form sends."""

    value: str
    label: str
    hint: str

    @property
    def needs_reason(self) -> bool:
        """Whether a reason has to be chosen with it."""
        return self.value in NEEDS_REASON


def choices_of(
    acts: Iterable[DecisionAct], post: Post, *, about_lateness: bool, has_appeal: bool
) -> list[Choice]:
    """Those of the acts that are decided by the form of the panel.

    `about_lateness`: the text is late, and its window asks moderators about late ones. `has_appeal`: its author asked
    for another look.
    """
    values: list[str] = [act for act in acts if act in _CHOICES]
    if not has_appeal and DecisionAct.UPHOLD in values:
        values.remove(DecisionAct.UPHOLD)
    if about_lateness and DecisionAct.PUBLISH in values:
        values.insert(values.index(DecisionAct.PUBLISH) + 1, REFUSE_LATE)
    return [_choice(value, post.state, about_lateness=about_lateness) for value in values]


def choice_words(value: str, state: str, *, about_lateness: bool) -> str:
    """What the form called a choice on a post that was in a state; "" for what is none."""
    known = value == REFUSE_LATE or value in _CHOICES
    about_lateness = about_lateness or value == REFUSE_LATE
    return _choice(value, state, about_lateness=about_lateness).label if known else ""


def _choice(value: str, state: str, *, about_lateness: bool) -> Choice:
    if about_lateness and value in _LATE:
        label, hint = _LATE[value]
    elif state == PostState.PUBLISHED and value in _ON_A_VERSION:
        label, hint = _ON_A_VERSION[DecisionAct(value)]
    elif state == PostState.HIDDEN and value == DecisionAct.PUBLISH:
        label, hint = _ON_A_HIDDEN_ONE
    else:
        label, hint = _CHOICES[DecisionAct(value)]
    return Choice(str(value), str(label), str(hint))
