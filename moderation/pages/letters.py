"""The letter on a decision as its author would get it, before anything is decided."""

from dataclasses import dataclass

from django.utils.translation import get_language, override

from accounts.models import User
from discussions.models import Post
from hub.kit.languages import language_within
from moderation.access.decisions import is_on_correction
from moderation.enums import DecisionAct
from moderation.mailers.decision import Told, because, told_of, write_decision_letter
from moderation.validators.decisions import DecisionWords


@dataclass(frozen=True)
class ShownLetter:
    """A letter to look at, as plain text. `language` is its code, `language_name` its name in the page's language.

    Without `subject` nobody is written to.
    """

    subject: str = ""
    text: str = ""
    language: str = ""
    language_name: str = ""


def letter_of(post: Post, act: DecisionAct, words: DecisionWords) -> ShownLetter:
    """What the author of a post would be told of an act on its latest version, in their language.

    The text that has to be mended, which goes with it, is left out.
    """
    account = User.objects.filter(person=post.author_id, is_active=True).first()
    if account is None:
        return ShownLetter()
    with override(account.language):
        told = told_of(
            post, post.latest_version, act, on_correction=is_on_correction(act, post.state)
        )
        told = because(told, words.reason, words.message)
    return shown_letter(told, account.language)


def shown_letter(told: Told, language: str) -> ShownLetter:
    """The letter in a language."""
    with override(language):
        letter = write_decision_letter(told)
    shown_in = get_language() or "en"
    return ShownLetter(letter.subject, letter.text, language, language_within(language, shown_in))
