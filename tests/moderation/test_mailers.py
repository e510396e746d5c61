"""The letters on decisions: to the author, in the author's language, without what stays among staff."""

from collections.abc import Callable

import pytest
from django.utils.translation import override

from accounts.mailers.letter import Letter
from accounts.models import Notice
from discussions.enums import ReasonCode
from discussions.models import Reason
from hub.kit.bilingual import set_texts
from moderation.mailers import decision_letter
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.validators.decisions import DecisionWords
from tests import people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture

WHY = DecisionWords(ReasonCode.UNREADABLE_FILE, "Page 2 is <blank>.", "K. knows the author.")


@pytest.fixture(autouse=True)
def _words(db: None) -> None:
    row, _made = Reason.objects.get_or_create(code="unreadable-file")
    set_texts(row, "text", {"en": "A file cannot be read.", "fr": "Un fichier est illisible."})
    row.save()


def _letter(language: str = "en") -> Letter | None:
    notice = Notice.objects.filter(kind="decision", channel="mail").latest("pk")
    with override(language):
        return decision_letter(notice)


def _decided(
    desk: Desk, act: Callable[..., Decision], state: str, *, corrected: bool = False
) -> None:
    post = desk.post(state=state, body="<p>What <strong>we</strong> ask.</p>")
    if corrected:
        new_version(post)
    act(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)


@pytest.mark.parametrize(
    ("act", "state", "corrected", "subject"),
    [
        (publish, "pending", False, "RT-0001 is published"),
        (publish, "published", True, "Your correction of RT-0001 is published"),
        (return_to_author, "pending", False, "Please change RT-0001"),
        (return_to_author, "published", True, "Please change your correction of RT-0001"),
        (hide, "published", False, "RT-0001 is hidden"),
        (unhide, "hidden", False, "RT-0001 is shown again"),
    ],
)
def test_each_decision_has_its_letter_and_none_holds_the_internal_note(
    desk: Desk, act: Callable[..., Decision], state: str, corrected: bool, subject: str
) -> None:
    _decided(desk, act, state, corrected=corrected)
    letter = _letter()
    assert letter is not None
    assert (letter.subject, letter.language) == (subject, "en")
    for half in (letter.text, letter.html):
        assert "RT-0001" in half
        assert "Title of roundtable" in half
        assert "K. knows" not in half
        assert "Marta" not in half
    assert "Page 2 is <blank>." in letter.text
    assert "Page 2 is &lt;blank&gt;." in letter.html


def test_a_returned_text_comes_with_reason_text_and_a_way_to_mend_it(desk: Desk) -> None:
    _decided(desk, return_to_author, "pending")
    letter = _letter()
    assert letter is not None
    assert "Reason: A file cannot be read." in letter.text
    assert "What we ask." in letter.text
    assert "<p>What <strong>we</strong> ask.</p>" in letter.html
    assert "/en/posts/RT-0001/correct/" in letter.text
    assert "even after the window has closed" in letter.text


def test_the_letter_speaks_the_receivers_language(desk: Desk) -> None:
    _decided(desk, return_to_author, "pending")
    letter = _letter("fr")
    assert letter is not None
    assert letter.language == "fr"
    assert "Un fichier est illisible." in letter.text
    assert "Titre de roundtable" in letter.text
    assert "/fr/posts/RT-0001/correct/" in letter.html


def test_a_returned_correction_may_be_sent_again_for_seven_days_too(desk: Desk) -> None:
    _decided(desk, return_to_author, "published", corrected=True)
    letter = _letter()
    assert letter is not None
    assert "even after the window has closed" in letter.text
    assert "Mended." in letter.text


def test_a_text_that_came_back_already_is_not_asked_for_again(desk: Desk) -> None:
    _decided(desk, return_to_author, "pending")
    new_version(Decision.objects.get().post)
    assert _letter() is None


def test_nobody_but_the_author_gets_it(desk: Desk) -> None:
    _decided(desk, return_to_author, "pending")
    Notice.objects.update(receiver=people.stranger().user)
    assert _letter() is None
