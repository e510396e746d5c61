"""What readers meet, signed out and in, in English and French."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client

from accounts.models import Membership, Person
from discussions.models import (
    DisplayedModerator,
    Post,
    PostMove,
    Prompt,
    PromptWording,
    Space,
    Version,
)
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db

PAGES = [
    "spaces/",
    "spaces/roundtable/",
    "spaces/roundtable/prompts/1/",
    "spaces/roundtable/general/",
    "spaces/roundtable/register/",
    "posts/RT-0001/",
    "posts/RT-0002/",
    "posts/RT-0001/versions/1/",
]


def stage(state: str = "open") -> Space:
    """A space with a window, a question, an answer RT-0001 with a reply, and a post to the space as a whole."""
    space = factories.space()
    factories.window(space, state)
    root = factories.post(space, prompt=factories.prompt(space), body="<p>The first answer.</p>")
    factories.post(space, answers=root, body="<p>The reply.</p>")
    factories.post(space, body="<p>To the whole.</p>")
    return space


def read(client: Client, address: str, **more: Any) -> str:
    response = client.get(address, **more)
    assert response.status_code == 200, address
    return response.content.decode()


def articles(html: str) -> list[dict[str, str]]:
    """The opening tag of each post and stub on a page."""
    tags = re.findall(r"<article ([^>]*)>", html)
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in tags]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_read_without_an_account(page: str, language: str, client: Client) -> None:
    stage()
    html = read(client, f"/{language}/{page}")
    assert f'<html lang="{language}"' in html
    for never in ("<form", "csrf", "nonce", '<input type="hidden'):
        assert never not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_only_read(page: str, client: Client) -> None:
    stage()
    assert client.head(f"/en/{page}").status_code == 200
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(f"/en/{page}").status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_a_page_leaves_the_session_alone(page: str, client: Client) -> None:
    stage()
    response = client.get(f"/en/{page}")
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_signed_in_a_page_is_for_its_reader_alone(page: str, client: Client) -> None:
    stage()
    client.force_login(people.stakeholder().user)
    response = client.get(f"/en/{page}")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert "Amina Otieno" in response.content.decode()
    assert "Amina Otieno" not in read(Client(), f"/en/{page}")


def test_the_markup_that_others_rely_on(client: Client) -> None:
    space = factories.space()
    root = factories.post(space, language="es")
    factories.post(space, answers=root, language="ar")
    factories.post(space, state="hidden", reason="spam")
    first, second, third = articles(read(client, "/en/spaces/roundtable/general/"))
    assert first | {"id": "post-RT-0001", "data-reference": "RT-0001", "data-parent": "",
                    "data-state": "published", "lang": "es"} == first  # fmt: skip
    assert (second["data-parent"], second["lang"]) == ("RT-0001", "ar")
    assert (third["id"], third["data-state"], third["lang"]) == ("post-RT-0003", "hidden", "en")


def test_a_space_shows_its_words_in_the_order_of_the_old_hub(client: Client) -> None:
    space = stage()
    html = read(client, "/en/spaces/roundtable/")
    titles = re.findall(r"<h2[^>]*>([^<]+)</h2>", html)
    assert "Mandate" in titles
    assert "Discussion Questions & Comments" in titles
    assert "Login to post comment" in html
    assert "Question 1 · 1 submission" in html
    assert (
        html.index("Question 1?") < html.index("The first answer.") < html.index("To the whole.")
    )
    assert 'lang="fr" dir="ltr"><p>Question 1 ?' in html
    assert "Register: every reference issued (3)" in html
    assert space.slug in html


def test_headings_come_in_order_on_every_page(client: Client) -> None:
    stage()
    for page in PAGES:
        levels = [int(level) for level in re.findall(r"<h([1-6])", read(client, f"/en/{page}"))]
        assert levels[0] == 1, page
        assert levels.count(1) == 1, page
        assert all(b <= a + 1 for a, b in pairwise(levels)), (page, levels)


# ---------------------------------------------------------------- who may see what
@pytest.mark.parametrize("page", PAGES[1:])
def test_before_it_is_published_a_space_is_not_there_but_for_its_staff(
    page: str, client: Client
) -> None:
    space = stage()
    Space.objects.update(published_at=database_now() + timedelta(days=1))
    assert client.get(f"/en/{page}").status_code == 404
    client.force_login(people.stakeholder().user)
    assert client.get(f"/en/{page}").status_code == 404
    staff = Client()
    staff.force_login(people.moderator(space).user)
    assert staff.get(f"/en/{page}").status_code == 200


@pytest.mark.parametrize(
    ("role", "places"),
    [
        ("visitor", []),
        ("stakeholder", []),
        ("observer", ["exports/", "participation/", "reconciliation/"]),
        ("moderator", ["", "participation/", "reconciliation/"]),
        ("secretariat", ["", "exports/", "participation/", "reconciliation/"]),
    ],
)
def test_staff_and_observers_are_led_from_a_space_to_what_is_theirs_of_it(
    role: str, places: list[str], client: Client
) -> None:
    space = stage()
    makers: dict[str, Callable[[], people.Actor]] = {
        "stakeholder": people.stakeholder,
        "observer": lambda: people.observer(space),
        "moderator": lambda: people.moderator(space),
        "secretariat": people.secretariat,
    }
    if role in makers:
        client.force_login(makers[role]().user)
    html = read(client, "/en/spaces/roundtable/")
    assert re.findall(r'href="/en/moderation/spaces/roundtable/([^"]*)"', html) == places
    assert (
        re.findall(
            r'href="/en/moderation/spaces/roundtable/', read(Client(), "/en/spaces/roundtable/")
        )
        == []
    )


def test_a_moderator_is_shown_with_the_organisation_of_their_account(client: Client) -> None:
    space = stage()
    office = people.organisation("Forum Office", name_fr="Bureau du forum")
    with_account = people.actor("shown@test.example", "Ines Varga", office).person
    imported = Person.objects.create(name="Old Hand", organisation_name="An Archive")
    left = people.actor("left@test.example", "Joan Mills", people.organisation("Left Behind"))
    Membership.objects.filter(person=left.person).update(ended_at=database_now())
    for position, person in enumerate([with_account, imported, left.person]):
        DisplayedModerator.objects.create(space=space, person=person, position=position)
    html = read(client, "/fr/spaces/roundtable/")
    assert "Bureau du forum" in html
    assert "An Archive" in html
    assert "Joan Mills" in html
    assert "Left Behind" not in html


def test_the_index_lists_what_the_reader_may_see_in_groups(client: Client) -> None:
    for state in ("scheduled", "open", "grace", "closed"):
        factories.window(factories.space(state, f"S{len(state)}"), state)
    secret = factories.space("secret", "SE")
    Space.objects.filter(pk=secret.pk).update(published_at=None)
    html = read(client, "/en/spaces/")
    places = [html.index(f"Title of {name}") for name in ("open", "scheduled", "grace", "closed")]
    assert places[:2] == sorted(places[:2])
    assert min(places[2:]) > places[1]
    assert "Title of secret" not in html
    client.force_login(people.moderator(secret).user)
    assert "Title of secret" in read(client, "/en/spaces/")


@pytest.mark.parametrize(
    "address",
    [
        "spaces/nowhere/",
        "spaces/roundtable/prompts/2/",
        "spaces/roundtable/prompts/99999999999999999999/",
        "posts/RT-0099/",
        "posts/XX-0001/",
        "posts/nonsense/",
        "posts/RT-0001/versions/2/",
        "spaces/roundtable/general/?after=RT-0099",
        "spaces/roundtable/general/?after=XX-0001",
        "spaces/roundtable/general/?after=",
        "spaces/roundtable/prompts/1/?after=%00",
        "spaces/roundtable/register/?after=nonsense",
        "posts/RT-0001/?after=RT-0099",
    ],
)
def test_what_is_not_there_is_404(address: str, client: Client) -> None:
    stage()
    response = client.get(f"/en/{address}")
    assert response.status_code == 404
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("posts/rt-0001/", "posts/RT-0001/"),
        ("posts/RT-1/", "posts/RT-0001/"),
        ("posts/rt-0001/versions/1/", "posts/RT-0001/versions/1/"),
        ("posts/rt-0001/?after=RT-0002", "posts/RT-0001/?after=RT-0002"),
    ],
)
def test_another_spelling_of_a_reference_leads_to_the_right_one(
    asked: str, right: str, client: Client
) -> None:
    stage()
    response = client.get(f"/fr/{asked}")
    assert (response.status_code, response.headers["Location"]) == (301, f"/fr/{right}")


def test_a_reference_from_before_a_move_to_another_space_leads_to_the_new_one(
    client: Client,
) -> None:
    post = factories.post(factories.space("new", "NEW"))
    PostMove.objects.create(post=post, reference="OLD-0007", had_reference=True, at=database_now())
    for asked in ("OLD-0007", "old-0007"):
        response = client.get(f"/en/posts/{asked}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/en/posts/NEW-0001/")


# ---------------------------------------------------------------- posts that are not public
@pytest.mark.parametrize("state", ["pending", "returned", "rejected", "hidden", "withdrawn"])
def test_a_post_that_is_not_public_answers_with_its_line_in_the_register(
    state: str, client: Client
) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.post(space, author.person, "<p>Secret words.</p>", state=state, reason="off-topic")
    html = read(client, "/en/posts/RT-0001/")
    assert articles(html)[0]["data-state"] == state
    assert "Standing" in html
    assert "Secret" not in html
    assert "Amina" not in html
    client.force_login(author.user)
    assert "Secret words." in read(client, "/en/posts/RT-0001/")
    for actor, sees in [
        (people.moderator(space), True),
        (people.secretariat(), True),
        (people.colleague(author), False),
        (people.observer(space), False),
        (people.administrator(), False),
    ]:
        client.force_login(actor.user)
        assert ("Secret words." in read(client, "/en/posts/RT-0001/")) is sees, actor.user.email


@pytest.mark.parametrize("state", ["pending", "hidden", "withdrawn"])
def test_the_versions_of_what_is_not_public_are_not_there_for_readers(
    state: str, client: Client
) -> None:
    author = people.stakeholder()
    factories.post(factories.space(), author.person, state=state)
    assert client.get("/en/posts/RT-0001/versions/1/").status_code == 404
    client.force_login(author.user)
    assert client.get("/en/posts/RT-0001/versions/1/").status_code == 200


# ---------------------------------------------------------------- writing is offered or refused with its reason
@pytest.mark.parametrize(
    ("state", "offers", "reason"),
    [
        ("scheduled", False, "has not opened yet"),
        ("open", True, ""),
        ("grace", True, ""),
        ("closed", False, "window for submissions has closed"),
    ],
)
def test_writing_is_offered_while_texts_are_taken_else_refused_with_the_reason(
    state: str, offers: bool, reason: str, client: Client
) -> None:
    stage(state)
    stakeholder = Client()
    stakeholder.force_login(people.stakeholder().user)
    for reader, link in (
        (client, "login/?next=%2Fen%2Fspaces%2Froundtable%2Fprompts%2F1%2Fsubmit%2F"),
        (stakeholder, 'href="/en/spaces/roundtable/prompts/1/submit/"'),
    ):
        for page in ("spaces/roundtable/", "spaces/roundtable/prompts/1/"):
            html = read(reader, f"/en/{page}")
            assert (link in html) is offers, page
            assert ('aria-disabled="true"' in html) is not offers
            assert reason in html
            # Nobody is asked to sign in for what cannot be done.
            assert ("Sign in to answer question 1" in html) is (offers and reader is client)
    assert ("RT-0001%2Freply" in read(client, "/en/posts/RT-0001/")) is offers
    html = read(stakeholder, "/en/posts/RT-0001/")
    assert ("/en/posts/RT-0001/reply/" in html) is offers
    assert reason in html


def test_an_author_is_offered_to_correct_and_withdraw_and_nobody_else(client: Client) -> None:
    author = people.stakeholder()
    factories.post(factories.space(), author.person)
    links = ("RT-0001/correct/", "RT-0001/withdraw/", "RT-0001/receipt/")
    for actor, offers in ((author, True), (people.colleague(author), False)):
        client.force_login(actor.user)
        html = read(client, "/en/posts/RT-0001/")
        assert [link in html for link in links] == [offers] * 3
    assert "correct/" not in read(Client(), "/en/posts/RT-0001/")


def test_a_post_leads_to_its_place_at_the_head_of_a_page(client: Client) -> None:
    space = factories.space()
    factories.post(space)
    root = factories.post(space)
    factories.post(space, answers=root)
    factories.post(space, state="pending")
    place = "/en/spaces/roundtable/general/"
    assert f'href="{place}#post-RT-0001"' in read(client, "/en/posts/RT-0001/")
    assert f'href="{place}?after=RT-0001#post-RT-0003"' in read(client, "/en/posts/RT-0003/")
    assert f'href="{place}">Posts to the space as a whole' in read(client, "/en/posts/RT-0004/")


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_a_post_leads_to_a_page_that_holds_it_however_long_its_thread_is(
    size: int, client: Client, settings: Any
) -> None:
    settings.POSTS_PER_PAGE = size
    space = factories.space()
    factories.post(space)
    post = root = factories.post(space)
    for _ in range(3):
        factories.post(space, answers=root)
        post = factories.post(space, answers=post)
    for number in range(1, 9):
        html = read(client, f"/en/posts/RT-{number:04}/")
        (address,) = re.findall(rf'href="([^"]*)#post-RT-{number:04}">See it in its thread', html)
        shown = [article["data-reference"] for article in articles(read(client, address))]
        assert f"RT-{number:04}" in shown


# ---------------------------------------------------------------- prompts and versions
def test_the_earlier_wording_of_a_question_stays_within_reach(client: Client) -> None:
    space = factories.space()
    prompt: Prompt = factories.prompt(space)
    wording = PromptWording(prompt=prompt, until=database_now())
    set_texts(wording, "text", {"en": "<p>As it was?</p>", "fr": "<p>Comme avant ?</p>"})
    wording.save()
    html = read(client, "/en/spaces/roundtable/prompts/1/")
    assert "Earlier wording of this question" in html
    assert "As it was?" in html
    assert "Comme avant ?" in html


def test_a_version_says_which_one_it_is_and_leads_to_the_current_one(client: Client) -> None:
    post: Post = factories.post(factories.space(), body="<p>First try.</p>")
    now = database_now()
    second = Version.objects.create(
        post=post, number=2, received_at=now, published_at=now, standing="on-time",
        review="approved", language="en", body="<p>Second try.</p>", sha256="0" * 64,
        speaker_name="Imported Person",
    )  # fmt: skip
    Post.objects.update(public_version=second, latest_version=second)
    Space.objects.update(revision=F("revision") + 1)
    html = read(client, "/en/posts/RT-0001/")
    assert "Second try." in html
    assert "First try." not in html
    assert "/en/posts/RT-0001/versions/1/" in html
    earlier = read(client, "/en/posts/RT-0001/versions/1/")
    assert "First try." in earlier
    assert "This is an earlier version" in earlier
    assert 'href="/en/posts/RT-0001/">Go to the current version' in earlier


# ---------------------------------------------------------------- paging
def test_a_long_question_is_read_page_by_page(client: Client, settings: Any) -> None:
    settings.POSTS_PER_PAGE = 2
    space = factories.space()
    root = factories.post(space, prompt=factories.prompt(space))
    for _ in range(3):
        factories.post(space, answers=root)
    address, seen = "/en/spaces/roundtable/prompts/1/", []
    for _ in range(2):
        html = read(client, address)
        seen += [article["data-reference"] for article in articles(html)]
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = following[1] if following else ""
    assert seen == ["RT-0001", "RT-0002", "RT-0003", "RT-0004"]
    assert address == ""
    last = read(client, "/en/spaces/roundtable/prompts/1/?after=RT-0002")
    assert 'class="ancestor"' in last
    assert 'href="/en/posts/RT-0001/"' in last


def test_a_space_shows_about_fifty_posts_shared_among_its_questions(client: Client) -> None:
    space = factories.space()
    for number in (1, 2):
        prompt = factories.prompt(space, number)
        for _ in range(30 if number == 1 else 4):
            factories.post(space, prompt=prompt)
    for _ in range(30):
        factories.post(space)
    html = read(client, "/en/spaces/roundtable/")
    assert len(articles(html)) == 50
    assert html.count("Show all 30 posts") == 2
    assert 'href="/en/spaces/roundtable/prompts/2/">These posts on a page of their own' in html


@pytest.mark.parametrize("posts", [1, 3])
@pytest.mark.parametrize(
    ("page", "signed_out", "signed_in"),
    [
        ("spaces/", 6, 11),
        ("spaces/roundtable/", 19, 25),
        ("spaces/roundtable/prompts/1/", 17, 22),
        ("spaces/roundtable/general/", 15, 20),
        ("spaces/roundtable/register/", 11, 16),
        ("posts/RT-0001/", 26, 32),
        ("posts/RT-0001/versions/1/", 12, 17),
    ],
)
def test_the_statements_of_a_page_do_not_grow_with_its_posts(
    page: str,
    signed_out: int,
    signed_in: int,
    posts: int,
    client: Client,
    django_assert_num_queries: Any,
) -> None:
    space = factories.space()
    factories.window(space)
    root = factories.post(space, prompt=factories.prompt(space))
    for _ in range(posts):
        for post in (factories.post(space, answers=root), factories.post(space)):
            factories.attachment(post.latest_version)
    with django_assert_num_queries(signed_out):
        read(client, f"/en/{page}")
    reader = people.stakeholder().user
    client.force_login(reader)
    with django_assert_num_queries(signed_in):
        read(client, f"/en/{page}")
