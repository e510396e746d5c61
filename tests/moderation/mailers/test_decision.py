"""What each letter says that its author can do next, and that every act of a moderator has one."""

from collections.abc import Callable

import pytest
from django.utils.translation import override

from accounts.mailers.letter import Letter
from accounts.models import Notice
from discussions.enums import ReasonCode
from discussions.services.appeal import appeal
from discussions.services.withdraw import withdraw
from moderation.access.decisions import is_on_correction
from moderation.enums import DecisionAct
from moderation.mailers import decision_letter
from moderation.mailers.words import WORDS
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.services.uphold import uphold
from moderation.validators.decisions import DecisionWords
from tests import factories
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture

WHY = DecisionWords(ReasonCode.UNREADABLE_FILE, "", "Among us.")
AGAIN = "ask for another look"
SECRETARIAT = "write to the secretariat"
WITHDRAW = "withdraw it at any time"


def latest_letter(language: str = "en") -> Letter:
    """The letter on the last decision."""
    notice = Notice.objects.filter(kind="decision", channel="mail").latest("pk")
    with override(language):
        letter = decision_letter(notice)
    assert letter is not None
    return letter


def decided(
    desk: Desk, act: Callable[..., Decision], state: str, *, corrected: bool = False
) -> Letter:
    """What its author gets for an act on a post in a state; of a published one on its correction."""
    post = desk.post(state=state, state_since=factories.LONG_AGO)
    if corrected:
        new_version(post, review="rejected" if act in (reconsider, uphold) else "waiting")
    if act is uphold:
        appeal(by=desk.author.viewer, post_id=post.pk, words="Please.")
    act(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    return latest_letter()


@pytest.mark.parametrize(
    ("act", "state", "corrected", "subject", "says", "says_not"),
    [
        (publish, "pending", False, "RT-0001 is published", [WITHDRAW, "correct it"], [AGAIN]),
        (publish, "published", True, "Your correction of RT-0001 is published", [WITHDRAW], []),
        (
            return_to_author,
            "pending",
            False,
            "Please change RT-0001",
            [
                "You can send it again until",
                "If you do nothing, it is not published.",
                SECRETARIAT,
            ],
            [AGAIN],
        ),
        (
            return_to_author,
            "published",
            True,
            "Please change your correction of RT-0001",
            ["You can send it again until", "readers go on seeing the version before it"],
            ["it is not published"],
        ),
        (reject, "pending", False, "RT-0001 is not published", [AGAIN, WITHDRAW], ["correct it"]),
        (reject, "hidden", False, "RT-0001 is not published", [AGAIN, WITHDRAW], []),
        (reject, "hidden", True, "RT-0001 is not published", [AGAIN], ["What readers see now"]),
        (
            reject,
            "published",
            True,
            "Your correction of RT-0001 is not published",
            [AGAIN, "correct it", "What readers see now stays as it is."],
            [],
        ),
        (
            reconsider,
            "rejected",
            False,
            "RT-0001 is looked at once more",
            ["need not do"],
            [AGAIN],
        ),
        (
            reconsider,
            "published",
            True,
            "Your correction of RT-0001 is looked at once more",
            ["need not do", "What readers see now stays as it is."],
            [],
        ),
        (
            uphold,
            "rejected",
            False,
            "What was decided on RT-0001 stands",
            [WITHDRAW, SECRETARIAT],
            [f"you can {AGAIN}"],
        ),
        (
            uphold,
            "published",
            True,
            "What was decided on your correction of RT-0001 stands",
            [SECRETARIAT],
            [f"you can {AGAIN}"],
        ),
        (hide, "published", False, "RT-0001 is hidden", [AGAIN, WITHDRAW], ["correct it"]),
        (unhide, "hidden", False, "RT-0001 is shown again", [WITHDRAW, "correct it"], [AGAIN]),
    ],
)
def test_each_letter_says_what_can_be_done_next(  # noqa: PLR0913 - one row of the table each
    desk: Desk,
    act: Callable[..., Decision],
    state: str,
    corrected: bool,
    subject: str,
    says: list[str],
    says_not: list[str],
) -> None:
    letter = decided(desk, act, state, corrected=corrected)
    assert letter.subject == subject
    assert "What you can do next" in letter.text
    for half in (letter.text, letter.html):
        assert "Among us." not in half
        for words in says:
            assert words in half
        for words in says_not:
            assert words not in half
    if AGAIN in says:
        assert "/en/posts/RT-0001/appeal/" in letter.text
        assert '/en/posts/RT-0001/appeal/"' in letter.html


def test_every_act_has_its_words_on_a_text_and_on_a_correction() -> None:
    for act in DecisionAct:
        assert (act, False) in WORDS, act
        if is_on_correction(act, "published"):
            assert (act, True) in WORDS, act


def test_the_usual_advice_is_sent_where_the_moderator_wrote_nothing_and_only_for_a_return(
    desk: Desk,
) -> None:
    usual = "Please attach the file again"
    assert usual in decided(desk, return_to_author, "pending").text
    post = desk.post()
    own = DecisionWords(ReasonCode.UNREADABLE_FILE, "My own words.")
    return_to_author(by=desk.moderator.viewer, seen=seen_now(post), words=own)
    assert usual not in latest_letter().text
    assert "My own words." in latest_letter().text
    assert usual not in decided(desk, reject, "pending").text


def test_the_advice_is_in_the_receivers_language(desk: Desk) -> None:
    decided(desk, return_to_author, "pending")
    assert "Veuillez joindre de nouveau le fichier" in latest_letter("fr").text


def test_a_late_text_that_was_accepted_is_told_to_be_marked(desk: Desk) -> None:
    factories.window(desk.space, "closed", late_policy="ask")
    post = desk.post(standing="late")
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    assert "is marked as late" in latest_letter().text


def test_who_has_appealed_already_is_not_told_to_appeal(desk: Desk) -> None:
    post = desk.post(state="published", state_since=factories.LONG_AGO)
    new_version(post, review="rejected")
    appeal(by=desk.author.viewer, post_id=post.pk, words="Please.")
    reconsider(by=desk.moderator.viewer, seen=seen_now(post))
    reject(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    assert AGAIN not in latest_letter().text


def test_a_returned_text_that_was_withdrawn_is_not_asked_for(desk: Desk) -> None:
    post = desk.post()
    return_to_author(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    withdraw(by=desk.author.viewer, post_id=post.pk)
    assert decision_letter(Notice.objects.get(kind="decision", channel="mail")) is None


def test_a_delayed_letter_does_not_tell_what_is_over(desk: Desk) -> None:
    """Hidden and shown again; rejected and taken up again: of each pair the last alone is told."""
    hidden, rejected = desk.post(state="published"), desk.post(state="pending")
    by, why = desk.moderator.viewer, DecisionWords(ReasonCode.SPAM)
    hide(by=by, seen=seen_now(hidden), words=why)
    reject(by=by, seen=seen_now(rejected), words=why)
    assert len(subjects()) == 2
    unhide(by=desk.second.viewer, seen=seen_now(hidden))
    reconsider(by=desk.second.viewer, seen=seen_now(rejected))
    assert subjects() == ["RT-0001 is shown again", "RT-0002 is looked at once more"]
    publish(by=by, seen=seen_now(rejected))
    assert subjects() == ["RT-0001 is shown again", "RT-0002 is published"]


def subjects() -> list[str]:
    """Of the letters that would go out now."""
    told = Notice.objects.filter(kind="decision", channel="mail").order_by("pk")
    with override("en"):
        return [letter.subject for one in told if (letter := decision_letter(one)) is not None]
