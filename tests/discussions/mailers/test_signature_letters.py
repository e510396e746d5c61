"""Mails of joint submissions and endorsements: to whom, in which language, with which link, and what they keep silent of."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.mailers.letter import Letter
from accounts.models import Notice
from discussions.mailers import joint_answer_letter, joint_invitation_letter, reconfirm_letter
from discussions.models import CoSignatory, Post
from discussions.services.answer_joint import SeenInvitation, Signatory, answer_joint
from discussions.services.correct import correct
from discussions.services.endorse import GivenEndorsement, endorse, withdraw_endorsement
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.withdraw import withdraw
from discussions.validators.joint_links import JointLink, read_token
from tests import factories, people
from tests.discussions.signing import by_mail, known, member
from tests.discussions.writing import speaking_for, text
from tests.people import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_site")]


@pytest.fixture
def _site(settings: Any) -> Iterator[None]:
    settings.SITE_URL = "https://hub.example"
    with override("en"):
        yield


def notice(kind: str) -> Notice:
    """The latest notice of a kind, as delivery loads it."""
    kept = Notice.objects.select_related("receiver").filter(channel="mail", kind=kind)
    return kept.order_by("-pk")[0]


def written(letter: Letter | None) -> Letter:
    assert letter is not None
    return letter


def link_in(letter: Letter) -> JointLink:
    token = letter.text.partition("/joint/")[2].partition("/")[0]
    link = read_token(token)
    assert link is not None
    return link


def joint(lead: Actor, *named: Any, **more: Any) -> Post:
    space = factories.space()
    factories.window(space)
    sent = text("<p>secret-words</p>", speaker=speaking_for(lead), co_signatories=named, **more)
    submit(by=lead.viewer, to=SubmissionPlace(space, factories.prompt(space)), sent=sent)
    return Post.objects.get()


def test_an_invitation_says_who_asks_for_what_until_when_and_quotes_nothing() -> None:
    joint(people.stakeholder(), by_mail())
    letter = written(joint_invitation_letter(notice("joint-invitation")))
    assert letter.subject == "Does your organisation sign a joint submission?"
    for half in (letter.text, letter.html):
        for words in (
            "Amina Otieno",
            "Coastal Crossings",
            "Far Shore Club",
            "Title of roundtable",
            "Question 1",
            "RT-0001",
            "https://hub.example/en/joint/",
            "the author gave this address",
            "You can answer, and change your answer, until",
        ):
            assert words in half, words
        assert "secret-words" not in half
    assert link_in(letter) == JointLink(CoSignatory.objects.get().pk)
    assert (
        Client().get(f"/en/joint/{letter.text.partition('/joint/')[2].split()[0]}").status_code
        == 200
    )


def test_a_member_gets_a_link_of_their_own_in_their_language() -> None:
    actor = member("Upland Forum", "a@test.example")
    joint(people.stakeholder(), known(actor))
    told = notice("joint-invitation")
    with override("fr"):
        letter = written(joint_invitation_letter(told))
    assert letter.language == "fr"
    assert "Titre de roundtable" in letter.html
    assert "https://hub.example/fr/joint/" in letter.text
    assert link_in(letter).person == actor.person.pk


@pytest.mark.parametrize("withheld", ["name", "name-and-organisation"])
def test_an_invitation_names_a_withheld_lead_to_nobody(withheld: str) -> None:
    lead = people.stakeholder()
    post = joint(lead, by_mail())
    Post.objects.filter(pk=post.pk).update(name_withheld=withheld)
    letter = written(joint_invitation_letter(notice("joint-invitation")))
    for half in (letter.subject, letter.text, letter.html):
        assert "Amina" not in half
        assert "Otieno" not in half
        assert ("Coastal" in half) is (withheld == "name" and half != letter.subject)


def test_nothing_is_asked_of_who_has_answered_was_taken_out_or_cannot_answer_any_more() -> None:
    lead = people.stakeholder()
    post = joint(lead, by_mail())
    told, row = notice("joint-invitation"), CoSignatory.objects.get()
    by = Signatory(lead.viewer, JointLink(row.pk))
    answer_joint(by=by, seen=SeenInvitation(row.pk, 1, "invited"), agrees=True)
    assert joint_invitation_letter(told) is None
    correct(by=lead.viewer, post_id=post.pk, sent=text(co_signatories=(by_mail(),)))
    again = written(joint_invitation_letter(notice("joint-invitation")))
    assert "has changed" in again.text
    correct(by=lead.viewer, post_id=post.pk, sent=text("<p>Alone.</p>"))
    assert joint_invitation_letter(told) is None
    withdraw(by=lead.viewer, post_id=post.pk)
    assert joint_invitation_letter(told) is None


def test_a_lead_is_told_who_answered_what_and_whether_it_is_verified() -> None:
    lead = people.stakeholder()
    joint(lead, by_mail())
    row = CoSignatory.objects.get()
    by = Signatory(people.stranger().viewer, JointLink(row.pk))
    answer_joint(by=by, seen=SeenInvitation(row.pk, 1, "invited"), agrees=True)
    first = notice("joint-answer")
    letter = written(joint_answer_letter(first))
    assert letter.subject == "Far Shore Club signs RT-0001"
    assert "not verified" in letter.text
    assert "https://hub.example/en/posts/RT-0001/receipt/" in letter.text
    answer_joint(by=by, seen=SeenInvitation(row.pk, 1, "confirmed"), agrees=False)
    assert joint_answer_letter(first) is None
    letter = written(joint_answer_letter(notice("joint-answer")))
    assert letter.subject == "Far Shore Club does not sign RT-0001"


def endorsed() -> tuple[Actor, Actor, Post]:
    """The author, a union that endorsed version 1, and the post, of which version 2 is public."""
    author, union = people.stakeholder(), people.stranger()
    space = factories.space()
    factories.window(space)
    post = factories.post(space, author.person)
    assert union.organisation is not None
    given = GivenEndorsement(1, union.organisation.pk)
    endorse(by=union.viewer, post_id=post.pk, given=given)
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>secret-words</p>"))
    return author, union, post


def test_endorsers_are_asked_whether_it_still_holds() -> None:
    endorsed()
    letter = written(reconfirm_letter(notice("reconfirm-endorsement")))
    assert letter.subject == "RT-0001 has changed: do you still endorse it?"
    for half in (letter.text, letter.html):
        assert "Amina Otieno" in half
        assert "version 2" in half
        assert "https://hub.example/en/posts/RT-0001/endorse/" in half
        assert "secret-words" not in half
    assert "- Harbour Workers' Union" in letter.text


def test_it_names_a_withheld_author_to_nobody() -> None:
    _author, _union, post = endorsed()
    Post.objects.filter(pk=post.pk).update(name_withheld="name-and-organisation")
    letter = written(reconfirm_letter(notice("reconfirm-endorsement")))
    for half in (letter.subject, letter.text, letter.html):
        assert "Amina" not in half
        assert "Coastal" not in half


def test_nobody_is_asked_who_took_it_back_or_when_there_is_no_time_left() -> None:
    _author, union, post = endorsed()
    told = notice("reconfirm-endorsement")
    post.space.windows.all().update(closes_at=factories.LONG_AGO, opens_at=factories.LONG_AGO)
    assert reconfirm_letter(told) is None
    post.space.windows.all().update(closes_at=None)
    assert reconfirm_letter(told) is not None
    row = post.endorsements.get()
    withdraw_endorsement(by=union.viewer, post_id=post.pk, endorsement_id=row.pk)
    assert reconfirm_letter(told) is None
