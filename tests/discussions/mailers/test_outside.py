"""The mail of the receipt to whom something came from that staff entered."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import override_settings
from django.utils.translation import override

from accounts.enums import StakeholderGroup
from accounts.mailers.deliver import deliver
from accounts.mailers.letter import Letter
from accounts.models import Notice
from discussions.enums import Capacity, NameWithheld, OutsideKind
from discussions.mailers import outside_receipt_letter
from discussions.models import Post, Space
from discussions.services.correct import correct
from discussions.services.outside import enter_outside_input
from discussions.services.submit import SubmissionPlace
from discussions.services.withdraw import withdraw
from discussions.validators.outside import OutsideEntity, OutsideSource
from tests import factories, people
from tests.discussions.writing import text, upload
from tests.mail import Mailbox
from tests.people import Actor

pytestmark = pytest.mark.django_db

MAYOR = OutsideEntity(
    Capacity.ORGANISATION,
    organisation_name="Ville de Trois-Rives",
    group=StakeholderGroup.LOCAL_AUTHORITY,
    country="FR",
    name="Jeanne Roux",
    email="mairie@trois-rives.example",
    language="fr",
)


def entered(
    entity: OutsideEntity = MAYOR, kind: OutsideKind = OutsideKind.MAIL, **more: Any
) -> tuple[Post, Actor]:
    """What staff entered with a file, and who did."""
    space = factories.space()
    who = people.moderator(space)
    enter_outside_input(
        by=who.viewer,
        to=SubmissionPlace(space, factories.prompt(space)),
        entity=entity,
        source=OutsideSource(kind, date(2026, 3, 21)),
        sent=text(files=[upload(who, "Jeanne Roux.pdf").pk], **more),
    )
    return Post.objects.select_related("latest_version").get(), who


def newest() -> Letter:
    """The letter that was queued last, in its language."""
    notice = Notice.objects.filter(kind="outside-receipt").order_by("-pk")[0]
    with override(notice.letter_language), override_settings(SITE_URL="https://hub.example"):
        letter = outside_receipt_letter(notice)
    assert letter is not None
    return letter


def test_it_says_what_came_in_how_and_when_and_what_it_is_now() -> None:
    post, _who = entered(replace(MAYOR, language="en"))
    letter = newest()
    file = post.latest_version.attachments.get()
    assert letter.subject == "RT-0001: Your contribution was received"
    for half in (letter.text, letter.html):
        for words in (
            "RT-0001",
            "Received by e-mail on 21 March 2026 and entered by staff.",
            "It counts by the day on which it was received",
            "On time",
            "Ville de Trois-Rives",
            post.latest_version.sha256,
            file.sha256,
            "Jeanne Roux.pdf",
            "It is public now: everyone can read it, without an account.",
            "write to the moderators of the space or to the secretariat",
            "https://hub.example/en/posts/RT-0001/",
            "If it did not come from you, tell the secretariat.",
        ):
            assert words in half, words
    assert "mairie@" not in letter.text + letter.html


def test_it_is_in_the_language_that_was_chosen() -> None:
    entered()
    letter = newest()
    assert letter.language == "fr"
    assert '<html lang="fr"' in letter.html
    assert "Titre de roundtable" in letter.text
    assert "21 mars 2026" in letter.text
    assert "https://hub.example/fr/posts/RT-0001/" in letter.text


@pytest.mark.parametrize("kind", sorted(OutsideKind))
def test_each_way_of_coming_in_has_its_words(kind: OutsideKind) -> None:
    entered(replace(MAYOR, language="en"), kind)
    words = {
        "mail": "Received by e-mail on",
        "letter": "Received by letter on",
        "meeting": "Said at a meeting on",
        "other": "Received outside the portal on",
    }
    assert words[kind] in newest().text


def test_a_withheld_name_is_not_in_the_letter_nor_in_names_of_files() -> None:
    entered(replace(MAYOR, language="en"), name_withheld=NameWithheld.NAME_AND_ORGANISATION)
    letter = newest()
    for half in (letter.text, letter.html, letter.subject):
        assert "Jeanne" not in half
        assert "Trois-Rives" not in half
    assert "it is withheld, also in this letter." in letter.text


def test_a_text_that_was_hidden_meanwhile_is_said_to_be_so() -> None:
    post, _who = entered(replace(MAYOR, language="en"))
    Post.objects.filter(pk=post.pk).update(state="hidden", reason="spam")
    letter = newest()
    assert "Readers do not see it now." in letter.text
    assert "It is public now" not in letter.text


def test_mending_and_taking_back_are_told_to_the_same_address_in_the_same_language() -> None:
    post, who = entered(replace(MAYOR, language="en"))
    correct(by=who.viewer, post_id=post.pk, sent=text("<p>Mended.</p>"))
    letter = newest()
    assert letter.subject == "RT-0001: Your contribution was corrected"
    assert "Version 2" in letter.html
    withdraw(by=who.viewer, post_id=post.pk)
    letter = newest()
    assert letter.subject == "RT-0001: Your contribution is withdrawn"
    assert "Its reference stays in the register." in letter.text
    assert "To have it corrected" not in letter.text
    told = Notice.objects.filter(kind="outside-receipt").values_list("address", "language")
    assert list(told) == [("mairie@trois-rives.example", "en")] * 3


def test_it_is_delivered_once_to_the_address(mailbox: Mailbox) -> None:
    entered()
    notice = Notice.objects.get(kind="outside-receipt")
    deliver(notice.pk)
    deliver(notice.pk)
    (message,) = mailbox.messages
    assert message["To"] == "mairie@trois-rives.example"
    assert message["Content-Language"] == "fr"
    assert Space.objects.count() == 1
