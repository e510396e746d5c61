"""The page of a signed link, and that for members: looking changes nothing, answering once, nobody else sees the text."""

import pytest
from django.test import Client

from discussions.models import CoSignatory, Post
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.withdraw import withdraw
from discussions.validators.joint_links import JointLink, token_of
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.signing import by_mail, known, member, row
from tests.discussions.views.pages import fields
from tests.discussions.writing import form, text, upload
from tests.moderation.exports.varied import corrected
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db


def address(of: CoSignatory, person: int | None = None) -> str:
    return f"/en/joint/{token_of(JointLink(of.pk, person))}/"


def waiting(lead: Actor, *, files: tuple[object, ...] = ()) -> CoSignatory:
    """A joint submission that a moderator has not read yet; the row of one without account."""
    space = factories.space(review="before-publishing")
    sent = text("<p>Waiting words.</p>", co_signatories=(by_mail(),), files=files)
    submit(by=lead.viewer, to=SubmissionPlace(space), sent=sent)
    return CoSignatory.objects.get()


def answer(
    of: CoSignatory, says: str = "agree", version: int = 1, state: str = "invited"
) -> dict[str, object]:
    return {"co_signatory": of.pk, "version": version, "state": state, "answer": says}


def test_the_link_shows_the_waiting_text_and_changes_nothing_however_often_it_is_followed() -> (
    None
):
    named = waiting(people.stakeholder())
    before = Record.objects.count()
    for method in ("get", "head", "get"):
        response = getattr(Client(), method)(address(named))
        assert response.status_code == 200
    told = response.content.decode()
    for words in (
        "Waiting words.",
        "Amina Otieno",
        "Does Far Shore Club sign this text?",
        "not public yet",
    ):
        assert words in told, words
    assert CoSignatory.objects.get().state == "invited"
    assert Record.objects.count() == before


def test_it_is_kept_by_nobody_and_listed_nowhere() -> None:
    response = Client().get(address(waiting(people.stakeholder())))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


def test_an_answer_leads_back_to_the_page_that_says_so() -> None:
    named = waiting(people.stakeholder())
    client = Client()
    done = client.post(address(named), answer(named))
    assert (done.status_code, done["Location"]) == (303, address(named))
    assert CoSignatory.objects.get().state == "confirmed"
    told = client.get(address(named)).content.decode()
    assert "It agreed on" in told
    assert "not verified" in told
    done = client.post(address(named), answer(named, "decline", state="confirmed"))
    assert done.status_code == 303
    assert CoSignatory.objects.get().state == "declined"


@pytest.mark.parametrize(
    "given", [{"answer": "maybe"}, {"version": "x"}, {"co_signatory": 999999}, {"state": "lost"}]
)
def test_what_the_page_never_sends_changes_nothing(given: dict[str, object]) -> None:
    named = waiting(people.stakeholder())
    assert Client().post(address(named), {**answer(named), **given}).status_code == 400
    assert CoSignatory.objects.get().state == "invited"


def test_a_changed_text_is_shown_before_it_is_agreed_to() -> None:
    named = waiting(people.stakeholder())
    response = Client().post(address(named), answer(named, version=7))
    assert response.status_code == 409
    assert "The text has changed meanwhile" in response.content.decode()
    assert CoSignatory.objects.get().state == "invited"


@pytest.mark.parametrize("token", ["x", "WzEsbnVsbF0", "WzEsbnVsbF0:abc", "a:b:c"])
def test_what_was_not_signed_here_is_not_there(token: str) -> None:
    waiting(people.stakeholder())
    assert Client().get(f"/en/joint/{token}/").status_code == 404


def test_after_withdrawal_or_once_taken_out_the_link_shows_nothing() -> None:
    lead = people.stakeholder()
    named = waiting(lead)
    CoSignatory.objects.update(removed_at=database_now())
    response = Client().get(address(named))
    assert response.status_code == 409
    assert "Waiting words" not in response.content.decode()
    CoSignatory.objects.update(removed_at=None)
    withdraw(by=lead.viewer, post_id=named.post_id)
    response = Client().get(address(named))
    assert response.status_code == 409
    assert "Waiting words" not in response.content.decode()


def test_a_file_comes_through_the_link_and_only_one_of_this_text() -> None:
    lead = people.stakeholder()
    named = waiting(lead, files=(upload(lead, "annex.pdf").pk,))
    file = Post.objects.get().latest_version.attachments.get()
    other = factories.attachment(
        factories.post(named.post.space, lead.person, state="pending").latest_version
    )
    told = Client().get(address(named)).content.decode()
    assert f"{address(named)}files/{file.pk}/" in told
    response = Client().get(f"{address(named)}files/{file.pk}/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    list(response)  # to its end: this closes it
    assert Client().get(f"{address(named)}files/{other.pk}/").status_code == 404
    withdraw(by=lead.viewer, post_id=named.post_id)
    assert Client().get(f"{address(named)}files/{file.pk}/").status_code == 409


def test_a_link_to_an_address_ends_when_the_organisation_has_members() -> None:
    organisation = people.organisation("Upland Forum")
    post = factories.post(factories.space())
    named = row(post, "Upland Forum", organisation=organisation)
    assert Client().get(address(named)).status_code == 200
    member("Upland Forum", "a@test.example")
    assert Client().get(address(named)).status_code == 403


# ---------------------------------------------------------------- signed in


def test_confirmed_members_answer_signed_in_and_nobody_else_sees_the_text() -> None:
    lead, actor = people.stakeholder(), member("Upland Forum", "a@test.example")
    space = factories.space(review="before-publishing")
    sent = text("<p>Waiting words.</p>", co_signatories=(known(actor),))
    submit(by=lead.viewer, to=SubmissionPlace(space), sent=sent)
    named, url = CoSignatory.objects.get(), "/en/posts/RT-0001/joint/"
    for other in (people.stranger(), people.colleague(actor), people.observer(space)):
        response = signed_in(other).get(url)
        assert response.status_code == 403
        assert "Waiting words" not in response.content.decode()
    assert Client().get(url).status_code == 302
    client = signed_in(actor)
    assert "Waiting words." in client.get(url).content.decode()
    assert client.post(url, answer(named)).status_code == 303
    named.refresh_from_db()
    assert (named.state, named.by_person, named.is_verified) == ("confirmed", actor.person, True)


def test_a_colleague_who_decides_otherwise_is_told_who_was_first() -> None:
    actor = member("Upland Forum", "a@test.example")
    second = member("Upland Forum", "b@test.example", "Omar Vale")
    post = factories.post(factories.space())
    named = row(post, "Upland Forum", organisation=actor.organisation, email="")
    url = "/en/posts/RT-0001/joint/"
    assert signed_in(actor).post(url, answer(named)).status_code == 303
    response = signed_in(second).post(url, answer(named, "decline"))
    assert response.status_code == 409
    assert "Nadia Brook decided first" in response.content.decode()
    assert CoSignatory.objects.get().state == "confirmed"


def test_a_rejected_correction_is_shown_to_nobody_and_the_public_text_is_signed() -> None:
    actor = member("Upland Forum", "a@test.example")
    space = factories.space()
    lead = people.stakeholder()
    post = factories.post(space, lead.person, body="<p>Public words.</p>")
    row(post, "Upland Forum", organisation=actor.organisation, email="")
    named = row(post)
    second = corrected(post, body="<p>Anna Berg.</p>", review="rejected", published_at=None)
    file = factories.attachment(second)
    client, url = signed_in(actor), "/en/posts/RT-0001/joint/"
    for told in (client.get(url), Client().get(address(named))):
        assert "Public words." in told.content.decode()
        assert "Anna Berg" not in told.content.decode()
    assert Client().get(f"{address(named)}files/{file.pk}/").status_code == 404
    mine = CoSignatory.objects.get(organisation=actor.organisation)
    assert client.post(url, answer(mine, version=2)).status_code == 409
    assert client.post(url, answer(mine)).status_code == 303
    mine.refresh_from_db()
    assert (mine.state, mine.version) == ("confirmed", post.public_version)
    assert url not in client.get("/en/my-submissions/").content.decode()
    mine_too = signed_in(lead).get("/en/my-submissions/").content.decode()
    assert "1 organisation agreed ·" in mine_too


# ---------------------------------------------------------------- the lead's side, and readers


def test_names_travel_from_the_form_over_the_preview_to_the_receipt() -> None:
    lead = people.stakeholder()
    member("Upland Forum", "a@test.example", group="un-entity")
    factories.space()
    client, url = signed_in(lead), "/en/spaces/roundtable/submit/"
    given = form(
        cosign_name=["Far Shore Club", "upland forum", ""],
        cosign_email=["club@far.example", "", ""],
    )
    preview = client.post(url, {**given, "action": "preview"}, follow=True).content.decode()
    assert '<input type="hidden" name="cosign_name" value="Upland Forum">' in preview
    assert '<input type="hidden" name="cosign_email" value="club@far.example">' in preview
    assert client.post(url, given).status_code == 303
    receipt = " ".join(client.get("/en/posts/RT-0001/receipt/").content.decode().split())
    first = receipt.index("<bdi>Upland Forum</bdi> (Waiting for an answer)")
    assert first < receipt.index("<bdi>Far Shore Club</bdi> (Waiting for an answer)")
    told = Client().get("/en/posts/RT-0001/").content.decode()
    assert "Joint submission with: <bdi>Upland Forum</bdi>" in " ".join(told.split())
    assert "club@far.example" not in told


def test_a_faulty_row_comes_back_with_its_reason_and_all_that_was_typed() -> None:
    factories.space()
    given = form(cosign_name=["Unheard Of"], cosign_email=[""])
    response = signed_in(people.stakeholder()).post("/en/spaces/roundtable/submit/", given)
    assert response.status_code == 400
    told = response.content.decode()
    assert 'value="Unheard Of"' in told
    assert "give an address at which to ask it" in told
    assert 'href="#id_co_signatories"' in told
    assert not Post.objects.exists()


def test_a_correction_begins_with_the_names_and_a_reply_has_none() -> None:
    lead, space = people.stakeholder(), factories.space()
    post = factories.post(space, lead.person)
    row(post)
    client = signed_in(lead)
    told = client.get("/en/posts/RT-0001/correct/").content.decode()
    assert 'value="Far Shore Club"' in told
    assert 'value="club@far.example"' in told
    assert "cosign_name" not in client.get("/en/posts/RT-0001/reply/").content.decode()
    assert client.post("/en/posts/RT-0001/correct/", form("Better")).status_code == 303
    assert CoSignatory.objects.get().removed_at is None


def test_what_waits_for_their_answer_stands_in_the_list_of_confirmed_members() -> None:
    actor, space = member("Upland Forum", "a@test.example"), factories.space()
    post = factories.post(space, people.stakeholder().person)
    named = row(post, "Upland Forum", organisation=actor.organisation, email="")
    url = "/en/my-submissions/"
    assert "/en/posts/RT-0001/joint/" in signed_in(actor).get(url).content.decode()
    colleague = signed_in(people.colleague(actor))
    assert "/en/posts/RT-0001/joint/" not in colleague.get(url).content.decode()
    factories.window(space, "closed", closes_at=factories.LONG_AGO, opens_at=factories.LONG_AGO)
    assert "/en/posts/RT-0001/joint/" not in signed_in(actor).get(url).content.decode()
    space.windows.all().delete()
    assert signed_in(actor).post("/en/posts/RT-0001/joint/", answer(named)).status_code == 303
    assert "/en/posts/RT-0001/joint/" not in signed_in(actor).get(url).content.decode()


def test_names_that_are_cleared_stay_cleared_over_the_preview() -> None:
    lead, space = people.stakeholder(), factories.space()
    row(factories.post(space, lead.person))
    client, url = signed_in(lead), "/en/posts/RT-0001/correct/"
    cleared = form("Better", action="preview", cosign_name=["", ""], cosign_email=["", ""])
    preview = client.post(url, cleared, follow=True)
    assert "Far Shore Club" not in preview.content.decode()
    assert client.post(url, {**fields(preview), "action": "send"}).status_code == 303
    assert CoSignatory.objects.get().removed_at is not None


def test_characters_that_nobody_can_see_are_left_out_of_names_and_addresses() -> None:
    factories.space()
    given = form(cosign_name=["Far \x00Shore\x00"], cosign_email=["club\x00@far.example"])
    response = signed_in(people.stakeholder()).post("/en/spaces/roundtable/submit/", given)
    assert response.status_code == 303
    named = CoSignatory.objects.get()
    assert (named.organisation_name, named.email) == ("Far Shore", "club@far.example")


def test_the_receipt_says_that_letters_wait_for_the_publication() -> None:
    space = factories.space(review="before-publishing")
    lead, words = people.stakeholder(), "as soon as the text is published"
    post = factories.post(space, lead.person, state="pending")
    made = row(post)
    client = signed_in(lead)
    assert words not in client.get("/en/posts/RT-0001/receipt/").content.decode()
    type(made).objects.update(invited_at=None)
    assert words in client.get("/en/posts/RT-0001/receipt/").content.decode()
