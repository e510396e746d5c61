"""The letters to the author on what is withheld, and on what is shown again."""

import pytest
from django.utils.translation import override

from accounts.mailers.letter import Letter
from accounts.models import Notice
from discussions.enums import ReasonCode
from discussions.models import Redaction
from discussions.validators.withholding import Withholding
from moderation.mailers.decision import decision_letter
from moderation.services.redact import redact
from moderation.services.unredact import unredact
from moderation.validators.decisions import DecisionWords
from tests import factories
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture

WHY = DecisionWords(ReasonCode.LEGAL, "A court asked for it.", "Case 12.")


def letter(language: str = "en") -> Letter:
    notice = Notice.objects.filter(kind="decision", channel="mail").latest("pk")
    with override(language):
        written = decision_letter(notice)
    assert written is not None
    return written


def withhold(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>In Nakuru we met.</p>")
    file = factories.attachment(post.latest_version, "list.pdf")
    what = Withholding(("Nakuru",), frozenset({file.sha256}))
    redact(by=desk.moderator.viewer, seen=seen_now(post), what=what, words=WHY)


def test_the_author_is_told_why_and_what_to_do_next_and_the_words_are_in_no_mail(
    desk: Desk,
) -> None:
    withhold(desk)
    told = letter()
    assert told.subject == "Part of RT-0001 is withheld from readers"
    for half in (told.text, told.html):
        assert "you still see all of it" in half
        assert "A court asked for it." in half
        assert "You need not do anything." in half
        assert "they are withheld there as well" in half
        assert "If you disagree, write to the secretariat." in half
        for kept in ("Nakuru", "list.pdf", "Case 12.", "Marta"):
            assert kept not in half


def test_the_author_is_told_what_is_shown_again(desk: Desk) -> None:
    withhold(desk)
    rows = Redaction.objects.all()
    post = rows[0].version.post
    redactions = [row.pk for row in rows]
    unredact(by=desk.moderator.viewer, seen=seen_now(post), redactions=redactions, words=WHY)
    told = letter()
    assert told.subject == "What was withheld of RT-0001 is shown again"
    assert "Readers see them again, as you sent them." in told.text
    assert "A court asked for it." in told.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_in_the_language_of_the_receiver(desk: Desk, language: str) -> None:
    withhold(desk)
    assert letter(language).language == language
