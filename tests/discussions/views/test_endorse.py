"""Endorsing on its page: for whom, what stands already, what is told, and what readers see of it."""

import pytest
from django.test import Client

from discussions.models import Endorsement, Post
from discussions.services.correct import correct
from tests import factories, people
from tests.discussions.drafting import confirm
from tests.discussions.signing import confirmed
from tests.discussions.writing import text
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db
URL = "/en/posts/RT-0001/endorse/"


def given(actor: Actor, **more: object) -> dict[str, object]:
    """What the form sends for the organisation of an actor."""
    assert actor.organisation is not None
    return {"endorse_as": actor.organisation.pk, "version": 1, "reservation": "", **more}


def told(client: Client, url: str = URL) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_a_union_endorses_and_readers_see_it_by_group_without_a_new_text() -> None:
    space, union = factories.space(), confirmed(people.stranger())
    factories.post(space, people.stakeholder().person)
    client = signed_in(union)
    page = told(client)
    for words in ("Endorse as", "Harbour Workers&#x27; Union", "Myself", "Text."):
        assert words in page, words
    done = client.post(URL, given(union, reservation="not paragraph 3"))
    assert (done.status_code, done["Location"]) == (303, URL)
    assert "Endorsed on" in told(client)
    post = told(Client(), "/en/posts/RT-0001/")
    assert "Endorsed by 1 organisation" in post
    assert 'Trade unions <span class="num">(1)</span>' in post
    assert "(with a reservation: not paragraph 3)" in post
    assert Post.objects.count() == 1


def test_pressing_twice_is_once_and_a_colleague_is_told_and_keeps_their_words() -> None:
    space, union = factories.space(), people.stranger()
    factories.post(space)
    client = signed_in(union)
    for _ in range(2):
        assert client.post(URL, given(union)).status_code == 303
    colleague = people.colleague(union)
    response = signed_in(colleague).post(URL, given(union, reservation="kept words"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "A colleague decided first" in page
    assert "kept words" in page
    assert "A colleague endorsed it for your organisation on" in page
    assert "Inês Carvalho" not in page
    assert Endorsement.objects.count() == 1


def test_a_visitor_signs_in_first() -> None:
    factories.post(factories.space())
    assert Client().get(URL)["Location"].startswith("/en/accounts/login/?next=")
    assert "/accounts/login/?next=%2Fen%2Fposts%2FRT-0001%2Fendorse%2F" in told(
        Client(), "/en/posts/RT-0001/"
    )


def test_the_way_to_endorse_says_why_it_is_closed() -> None:
    space = factories.space()
    factories.window(space, "closed")
    factories.post(space)
    page = told(Client(), "/en/posts/RT-0001/")
    assert "Endorsing ended when the window closed." in page
    assert "/endorse/" not in page
    page = told(signed_in(people.stranger()))
    assert "Endorsing ended when the window closed." in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_it_stands_beside_reply_in_every_thread_but_on_ones_own() -> None:
    author, space = people.stakeholder(), factories.space()
    factories.post(space, author.person)
    assert "/en/posts/RT-0001/endorse/" in told(
        signed_in(people.stranger()), "/en/spaces/roundtable/"
    )
    assert "/en/posts/RT-0001/endorse/" not in told(signed_in(author), "/en/spaces/roundtable/")
    assert "/en/posts/RT-0001/endorse/" not in told(signed_in(author), "/en/posts/RT-0001/")


def test_nobody_is_offered_to_endorse_a_text_of_their_own_organisation() -> None:
    author, space = people.stakeholder(), factories.space()
    speaker = {"speaker_organisation": "Coastal Crossings"}
    factories.post(space, author.person, speaker=speaker)
    page = told(signed_in(people.colleague(author)))
    form = page.partition("<form")[2]
    assert "Myself" in form
    assert "Coastal Crossings" not in form


def test_taking_back_removes_it_from_view_alone() -> None:
    union = people.stranger()
    factories.post(factories.space())
    client = signed_in(union)
    client.post(URL, given(union))
    row = Endorsement.objects.get()
    done = client.post("/en/posts/RT-0001/endorsements/withdraw/", {"endorsement": row.pk})
    assert (done.status_code, done["Location"]) == (303, URL)
    assert "Endorsed by" not in told(Client(), "/en/posts/RT-0001/")
    assert Endorsement.objects.get().withdrawn_at is not None


def test_after_a_correction_it_stands_for_the_earlier_version_until_it_is_confirmed() -> None:
    author, union = people.stakeholder(), confirmed(people.stranger())
    post = factories.post(factories.space(), author.person)
    client = signed_in(union)
    client.post(URL, given(union))
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Other.</p>"))
    assert "(endorsed version 1)" in told(Client(), "/en/posts/RT-0001/")
    page = told(client)
    assert "Does the endorsement hold for version 2?" in page
    row = Endorsement.objects.get()
    url = "/en/posts/RT-0001/endorsements/confirm/"
    response = client.post(url, {"endorsement": row.pk, "version": 1})
    assert response.status_code == 409
    assert client.post(url, {"endorsement": row.pk, "version": 2}).status_code == 303
    assert "(endorsed version 1)" not in told(Client(), "/en/posts/RT-0001/")


def test_an_unconfirmed_member_endorses_and_is_marked() -> None:
    union = people.stranger()
    factories.post(factories.space())
    signed_in(union).post(URL, given(union))
    assert "(not verified)" in told(Client(), "/en/posts/RT-0001/")


@pytest.mark.parametrize("reservation", ["mail me@here.example", "x" * 501])
def test_a_faulty_reservation_comes_back_with_its_reason(reservation: str) -> None:
    union = people.stranger()
    factories.post(factories.space())
    response = signed_in(union).post(URL, given(union, reservation=reservation))
    assert response.status_code == 400
    assert reservation in response.content.decode()
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize(("state", "status"), [("pending", 404), ("hidden", 409)])
def test_what_is_not_public_is_not_endorsed(state: str, status: int) -> None:
    union = people.stranger()
    factories.post(factories.space(), body="<p>unseen</p>", state=state)
    client = signed_in(union)
    for response in (client.get(URL), client.post(URL, given(union))):
        assert response.status_code == status
        assert "unseen" not in response.content.decode()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_what_is_no_number_is_not_there(number: str) -> None:
    factories.post(factories.space())
    client = signed_in(people.stranger())
    url = "/en/posts/RT-0001/endorsements/withdraw/"
    assert client.post(url, {"endorsement": number}).status_code == 404
    assert client.get(url).status_code == 405


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_costs_the_same_whatever_the_number_of_endorsements(
    others: int, django_assert_num_queries: object
) -> None:
    post, union = factories.post(factories.space()), people.stranger()
    for number in range(others):
        actor = people.actor(f"{number}@test.example", f"Person {number}")
        Endorsement.objects.create(
            post=post,
            kind="person",
            endorser_name="x",
            person=actor.person,
            by_person=actor.person,
        )
    client = signed_in(union)
    client.get(URL)
    with django_assert_num_queries(20):  # type: ignore[operator]  # pytest-django's fixture
        client.get(URL)


@pytest.mark.parametrize("case", ["not open yet", "hidden meanwhile", "signed out"])
def test_a_refusal_shows_the_reservation_again(case: str) -> None:
    space, union = factories.space(), people.stranger()
    factories.window(space, "scheduled" if case == "not open yet" else "open")
    state = "hidden" if case == "hidden meanwhile" else "published"
    factories.post(space, state=state)
    client = Client() if case == "signed out" else signed_in(union)
    response = client.post(URL, given(union, reservation="kept words"))
    assert response.status_code == (409 if case == "hidden meanwhile" else 403)
    assert "kept words" in response.content.decode()


def test_a_confirmed_member_is_offered_what_somebody_unconfirmed_has_taken() -> None:
    space, union = factories.space(), people.stranger()
    factories.post(space)
    assert signed_in(people.colleague(union)).post(URL, given(union)).status_code == 303
    client = signed_in(union)
    assert f'value="{given(union)["endorse_as"]}"' not in told(client)
    assert "A colleague endorsed it for your organisation on" in told(client)
    confirm(union)
    page = told(client)
    assert f'value="{given(union)["endorse_as"]}"' in page
    assert "Jonas Weiler endorsed it for your organisation on" in page
    assert client.post(URL, given(union)).status_code == 303
    assert Endorsement.objects.get(withdrawn_at=None).by_person == union.person
