"""My submissions, and the page of a post, tell a lead who has answered and an endorser what waits for their word."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from discussions.models import CoSignatory, Endorsement, Post, Space, Version
from discussions.services.correct import correct
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.signing import confirmed, member, row
from tests.discussions.views.test_own_posts import ADDRESS, line, post_for, read
from tests.discussions.writing import text
from tests.people import signed_in

pytestmark = pytest.mark.django_db
POST = "/en/posts/RT-0001/"
ASKED = '<a href="/en/posts/RT-0001/endorse/">Read it and confirm</a>'


def answered(post: Post, name: str, state: str, **more: Any) -> CoSignatory:
    return row(post, name, state=state, answered_at=database_now(), **more)


# ---------------------------------------------------------------- the answers to a joint text
def test_a_lead_sees_how_many_agreed_declined_and_wait_and_the_way_to_their_names() -> None:
    lead, space = people.stakeholder(), factories.space()
    post = factories.post(space, lead.person)
    version = post.latest_version
    for name in ("Far Shore Club", "Upland Forum"):
        answered(post, name, "confirmed", version=version)
    answered(post, "Third House", "declined", version=version)
    for name in ("Fourth House", "Fifth House", "Sixth House"):
        row(post, name)
    row(post, "Taken Out", removed_at=database_now())
    own = line(read(lead), "RT-0001")
    assert "2 organisations agreed" in own
    assert "1 organisation declined" in own
    assert "3 organisations have not answered" in own
    assert '<a href="/en/posts/RT-0001/receipt/#joint">See who has answered' in own
    receipt = read(lead, "/en/posts/RT-0001/receipt/")
    assert '<dt id="joint">Joint with</dt>' in receipt
    assert "Third House" in receipt


def test_an_agreement_to_an_earlier_version_is_counted_apart() -> None:
    lead, space = people.stakeholder(), factories.space()
    post = factories.post(space, lead.person)
    answered(post, "Far Shore Club", "confirmed", version=post.latest_version)
    correct(by=lead.viewer, post_id=post.pk, sent=text("<p>Other.</p>"))
    CoSignatory.objects.update(removed_at=None)
    own = line(read(lead), "RT-0001")
    assert "1 organisation agreed to an earlier version" in own
    assert "1 organisation agreed ·" not in own


def test_a_text_of_one_alone_says_nothing_of_others_and_colleagues_see_no_counts() -> None:
    lead, space = member("Lead House", "lead@test.example"), factories.space()
    colleague = confirmed(people.colleague(lead))
    post = post_for(space, lead)
    assert "See who has answered" not in line(read(lead), "RT-0001")
    row(post)
    assert "1 organisation has not answered" in line(read(lead), "RT-0001")
    assert "answered" not in line(read(colleague), "RT-0001")


# ---------------------------------------------------------------- endorsements of an earlier version
def endorsed(post: Post, by: people.Actor, *, organisation: bool = True) -> Endorsement:
    """By somebody for their organisation, or for themselves, of the version that is public now."""
    own = by.organisation if organisation else None
    return Endorsement.objects.create(
        post=post,
        kind="organisation" if own else "person",
        organisation=own,
        person=None if own else by.person,
        endorser_name=own.name if own else by.person.name,
        by_person=by.person,
        version=post.public_version,
        at=database_now(),
        is_verified=True,
    )


def changed(post: Post, author: people.Actor) -> None:
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Other words.</p>"))


def scene(*, organisation: bool = True) -> tuple[Space, Post, people.Actor, people.Actor]:
    """A text, its author, and somebody who endorsed it before it was changed."""
    author, union, space = people.stakeholder(), confirmed(people.stranger()), factories.space()
    post = factories.post(space, author.person)
    endorsed(post, union, organisation=organisation)
    changed(post, author)
    return space, post, author, union


@pytest.mark.parametrize("organisation", [True, False])
def test_an_endorser_of_an_earlier_version_is_asked_on_the_page_and_in_their_list(
    organisation: bool,
) -> None:
    _space, _post, _author, union = scene(organisation=organisation)
    page = read(union, POST)
    assert "endorsed an earlier version of this text" in page
    assert "Say whether the endorsement holds for version 2." in page
    assert ASKED in page
    own = read(union)
    assert "A text that you endorsed has changed" in own
    assert '<a href="/en/posts/RT-0001/endorse/">RT-0001 in Title of roundtable' in own


def test_the_page_that_is_kept_for_readers_and_everybody_else_s_say_nothing_of_it() -> None:
    _space, _post, author, union = scene()
    read(union, POST)
    told = [Client().get(POST).content.decode()]
    told += [read(actor, POST) for actor in (author, people.observer(_space))]
    colleague = people.colleague(union)  # whom staff have not confirmed
    told += [read(colleague, POST), read(colleague), read(author)]
    for page in told:
        assert "Read it and confirm" not in page
        assert "has changed" not in page


def test_a_confirmed_colleague_of_who_endorsed_for_the_organisation_is_asked_too() -> None:
    _space, _post, _author, union = scene()
    colleague = confirmed(people.colleague(union))
    assert ASKED in read(colleague, POST)
    assert "A text that you endorsed has changed" in read(colleague)


@pytest.mark.parametrize("why", ["confirmed", "withdrawn", "closed", "hidden", "left"])
def test_nobody_is_asked_where_there_is_nothing_to_confirm(why: str) -> None:
    space, post, _author, union = scene()
    if why == "confirmed":
        Endorsement.objects.update(version=Post.objects.get().public_version)
    elif why == "withdrawn":
        Endorsement.objects.update(withdrawn_at=database_now())
    elif why == "closed":
        factories.window(space, "closed")
    elif why == "hidden":
        Post.objects.filter(pk=post.pk).update(state="hidden", reason="spam")
    else:
        Membership.objects.filter(person=union.person).update(ended_at=database_now())
    assert "Read it and confirm" not in read(union, POST)
    assert "has changed" not in read(union)


def test_a_correction_that_waits_for_review_asks_nobody_yet() -> None:
    author, union = people.stakeholder(), confirmed(people.stranger())
    post = factories.post(factories.space(), author.person)
    endorsed(post, union)
    waiting = Version.objects.create(
        post=post, number=2, received_at=database_now(), standing="on-time", review="waiting",
        language="en", body="<p>Second.</p>", sha256="ab" * 32,
    )  # fmt: skip
    Post.objects.update(latest_version=waiting)
    assert "Read it and confirm" not in read(union, POST)
    assert "has changed" not in read(union)


def test_two_endorsements_of_one_text_are_one_line_of_the_list() -> None:
    author, union = people.stakeholder(), confirmed(people.stranger())
    post = factories.post(factories.space(), author.person)
    endorsed(post, union)
    endorsed(post, union, organisation=False)
    changed(post, author)
    assert read(union).count('href="/en/posts/RT-0001/endorse/"') == 1
    assert read(union, POST).count("Read it and confirm") == 1


@pytest.mark.parametrize("posts", [1, 3])
def test_the_number_of_statements_does_not_grow(
    posts: int, django_assert_num_queries: Any
) -> None:
    author, union, space = people.stakeholder(), confirmed(people.stranger()), factories.space()
    factories.window(space)
    for number in range(posts):
        post = factories.post(space, author.person)
        endorsed(post, union)
        changed(post, author)
        own = factories.post(space, union.person)
        for name in ("A House", "B House")[: number + 1]:
            row(own, name)
    client = signed_in(union)
    for address in (ADDRESS, POST):
        client.get(address)
    with django_assert_num_queries(23):
        client.get(ADDRESS)
    with django_assert_num_queries(23):
        client.get(POST)
