"""What can be decided on a post, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from discussions.enums import PostState
from discussions.models import Post
from moderation.enums import DecisionAct

#: What can be decided on a post, and on a newer version of a published one: words, and what follows.
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
    DecisionAct.HIDE: (
        gettext_lazy("Hide"),
        gettext_lazy("Readers see that a post was hidden, when, and why. Replies stay."),
    ),
    DecisionAct.UNHIDE: (
        gettext_lazy("Show again"),
        gettext_lazy("Readers see the text again, as it was."),
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
}


@dataclass(frozen=True)
class Choice:
    """One act that can be decided, in words, and what it brings about."""

    act: DecisionAct
    label: str
    hint: str


def choice_of(act: DecisionAct, post: Post) -> Choice:
    """An act that is possible on the post."""
    if post.state == PostState.PUBLISHED and act in _ON_A_VERSION:
        label, hint = _ON_A_VERSION[act]
    else:
        label, hint = _CHOICES[act]
    return Choice(act, str(label), str(hint))
