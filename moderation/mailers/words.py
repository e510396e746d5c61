"""The words of the letters on decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from moderation.enums import DecisionAct


@dataclass(frozen=True)
class LetterWords:
    """What a letter about an act says; each may name %(reference)s, %(received)s and %(former)s."""

    subject: Promise
    heading: Promise
    sentence: Promise


#: A move to another space: the author knows the text by %(former)s.
_MOVED_AWAY: Final = LetterWords(
    gettext_lazy("%(former)s was moved: it is %(reference)s now"),
    gettext_lazy("Your text was moved to another space"),
    gettext_lazy(
        "A moderator moved %(former)s to another space, where it is %(reference)s now. Its words, its standing and the time"
        " at which it was received, %(received)s UTC, are the same. Where it stood before is on record."
    ),
)

#: Act, and whether it was on a correction of a published text → the words.
WORDS: Final[Mapping[tuple[str, bool], LetterWords]] = {
    (DecisionAct.PUBLISH, False): LetterWords(
        gettext_lazy("%(reference)s is published"),
        gettext_lazy("Your text is published"),
        gettext_lazy("A moderator read %(reference)s. Readers see it now."),
    ),
    (DecisionAct.PUBLISH, True): LetterWords(
        gettext_lazy("Your correction of %(reference)s is published"),
        gettext_lazy("Your correction is published"),
        gettext_lazy(
            "A moderator read your correction of %(reference)s. Readers see it now, and can still reach the earlier"
            " version."
        ),
    ),
    (DecisionAct.RETURN, False): LetterWords(
        gettext_lazy("Please change %(reference)s"),
        gettext_lazy("A change is needed before we can publish"),
        gettext_lazy(
            "A moderator read %(reference)s and returned it to you. Your place in the order is kept: %(received)s UTC."
        ),
    ),
    (DecisionAct.RETURN, True): LetterWords(
        gettext_lazy("Please change your correction of %(reference)s"),
        gettext_lazy("A change is needed before we can publish your correction"),
        gettext_lazy(
            "A moderator read your correction of %(reference)s and returned it to you. What readers see now stays as"
            " it is."
        ),
    ),
    (DecisionAct.REJECT, False): LetterWords(
        gettext_lazy("%(reference)s is not published"),
        gettext_lazy("Your text is not published"),
        gettext_lazy(
            "A moderator read %(reference)s and did not publish it. Nothing of it is erased: the register says that it"
            " was received, and why it is not shown."
        ),
    ),
    (DecisionAct.REJECT, True): LetterWords(
        gettext_lazy("Your correction of %(reference)s is not published"),
        gettext_lazy("Your correction is not published"),
        gettext_lazy(
            "A moderator read your correction of %(reference)s and did not publish it. What readers see now stays as"
            " it is."
        ),
    ),
    (DecisionAct.RECONSIDER, False): LetterWords(
        gettext_lazy("%(reference)s is looked at once more"),
        gettext_lazy("Your text is looked at once more"),
        gettext_lazy("%(reference)s waits for review again. You are told what is decided."),
    ),
    (DecisionAct.RECONSIDER, True): LetterWords(
        gettext_lazy("Your correction of %(reference)s is looked at once more"),
        gettext_lazy("Your correction is looked at once more"),
        gettext_lazy(
            "Your correction of %(reference)s waits for review again. What readers see now stays as it is."
        ),
    ),
    (DecisionAct.UPHOLD, False): LetterWords(
        gettext_lazy("What was decided on %(reference)s stands"),
        gettext_lazy("What was decided on your text stands"),
        gettext_lazy(
            "You asked for another look at %(reference)s. The moderators looked at it once more, and what was decided"
            " stands."
        ),
    ),
    (DecisionAct.UPHOLD, True): LetterWords(
        gettext_lazy("What was decided on your correction of %(reference)s stands"),
        gettext_lazy("What was decided on your correction stands"),
        gettext_lazy(
            "You asked for another look at your correction of %(reference)s. The moderators looked at it once more. What"
            " readers see now stays as it is."
        ),
    ),
    (DecisionAct.HIDE, False): LetterWords(
        gettext_lazy("%(reference)s is hidden"),
        gettext_lazy("Your text is hidden"),
        gettext_lazy(
            "A moderator has hidden %(reference)s. Readers see that it was hidden, when, and why. Replies to it stay"
            " in place."
        ),
    ),
    (DecisionAct.UNHIDE, False): LetterWords(
        gettext_lazy("%(reference)s is shown again"),
        gettext_lazy("Your text is shown again"),
        gettext_lazy("%(reference)s was hidden. Readers see it again, as it was."),
    ),
    (DecisionAct.REDACT, False): LetterWords(
        gettext_lazy("Part of %(reference)s is withheld from readers"),
        gettext_lazy("Part of your text is withheld from readers"),
        gettext_lazy(
            "A moderator has withheld words or a file of %(reference)s from readers. They see the reason in its place."
            " What you sent stays as it is, and you still see all of it."
        ),
    ),
    (DecisionAct.UNREDACT, False): LetterWords(
        gettext_lazy("What was withheld of %(reference)s is shown again"),
        gettext_lazy("What was withheld of your text is shown again"),
        gettext_lazy(
            "Words or a file of %(reference)s were withheld from readers. Readers see them again, as you sent them."
        ),
    ),
    (DecisionAct.MOVE, False): LetterWords(
        gettext_lazy("%(reference)s was moved"),
        gettext_lazy("Your text was moved"),
        gettext_lazy(
            "A moderator moved %(reference)s to another place. Its words, its standing and the time at which it was"
            " received, %(received)s UTC, are the same. Where it stood before is on record."
        ),
    ),
    (DecisionAct.MERGE, False): LetterWords(
        gettext_lazy("%(reference)s was merged into another text"),
        gettext_lazy("Your text was merged into another"),
        gettext_lazy(
            "A moderator found that %(reference)s says the same as another text of this space. Readers see a link to that"
            " one in its place. Replies to it stay, and nothing of it is erased."
        ),
    ),
    (DecisionAct.UNMERGE, False): LetterWords(
        gettext_lazy("%(reference)s stands on its own again"),
        gettext_lazy("Your text stands on its own again"),
        gettext_lazy(
            "%(reference)s was merged into another text. A moderator separated the two: readers see it again, as it was."
        ),
    ),
}


def words_of(act: DecisionAct, *, on_correction: bool, former: str = "") -> LetterWords:
    """What a letter about an act says. `former`: the reference that the text had before, where it has another now."""
    return _MOVED_AWAY if former else WORDS[act, on_correction]
