"""My submissions: every post of mine and of my organisation, and what can be done next with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, User
from discussions.models import Draft, Post, Report, Space, Version
from discussions.services.appeal import appeal
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from tests import factories, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/en/my-submissions/"
STATES = ["pending", "published", "returned", "rejected", "hidden", "withdrawn"]


def read(actor: people.Actor, address: str = ADDRESS) -> str:
    response = signed_in(actor).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def line(page: str, reference: str) -> str:
    """The line of a post on the page."""
    found = page.partition(f'id="line-{reference}"')[2]
    assert found, reference
    return (
        found.partition("</li> <li>")[0].partition('<nav class="pager"')[0].partition("</main>")[0]
    )


def confirm(actor: people.Actor) -> people.Actor:
    """Staff confirm for whom an actor speaks."""
    staff = User.objects.filter(is_secretariat=True).first() or people.secretariat().user
    Membership.objects.filter(person=actor.person).update(
        confirmed_at=database_now(), confirmed_by=staff
    )
    return actor


def post_for(space: Space, author: people.Actor, **more: Any) -> Post:
    """A post that was sent for the organisation of its author."""
    assert author.organisation is not None
    speaker = {"speaker_organisation": author.organisation.name}
    return factories.post(space, author.person, speaker=speaker, **more)


# ---------------------------------------------------------------- one's own
def test_signed_out_it_leads_to_sign_in_and_back() -> None:
    response = Client().get(ADDRESS)
    assert response.status_code == 302
    assert response["Location"].endswith("?next=%2Fen%2Fmy-submissions%2F")


def test_it_is_kept_by_nobody_and_only_read() -> None:
    author = people.stakeholder()
    response = signed_in(author).get(ADDRESS)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert signed_in(author).post(ADDRESS).status_code == 405


def test_the_way_to_it_stands_on_every_page_of_somebody_signed_in() -> None:
    factories.space()
    link = f'<a href="{ADDRESS}">My submissions</a>'
    assert link in signed_in(people.stakeholder()).get("/en/spaces/").content.decode()
    assert link not in Client().get("/en/spaces/").content.decode()
    assert f'<a href="{ADDRESS}" aria-current="page">' in read(people.stranger())


def test_nothing_sent_yet_leads_to_the_spaces() -> None:
    assert "Nothing was sent yet." in read(people.stakeholder())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", STATES)
def test_every_post_of_mine_is_there_with_its_state_and_words(state: str, language: str) -> None:
    space, author = factories.space(), people.stakeholder()
    prompt = factories.prompt(space)
    factories.post(space, author.person, prompt=prompt, state=state, body="<p>My own words.</p>")
    page = read(author, f"/{language}/my-submissions/")
    own = line(page, "RT-0001")
    assert "My own words." in own
    assert f'data-state="{state}"' in own
    assert ("Title of roundtable" if language == "en" else "Titre de roundtable") in own


DECIDED = "Read what was decided"


def links(own: str) -> list[str]:
    import re

    return [a.strip() for a in re.findall(r"<a[^>]*>([^<]+)<span", own)]


@pytest.mark.parametrize(
    ("state", "window", "can"),
    [
        ("pending", "open", ["Correct", "Read", "Receipt", "Withdraw"]),
        ("pending", "closed", ["Read", "Receipt", "Withdraw"]),
        ("published", "open", ["Correct", "Read", "Receipt", "Withdraw"]),
        ("published", "grace", ["Correct", "Read", "Receipt", "Withdraw"]),
        ("published", "closed", ["Read", "Receipt", "Withdraw"]),
        ("returned", "open", ["Mend it and send it again", DECIDED, "Receipt", "Withdraw"]),
        ("returned", "closed", ["Mend it and send it again", DECIDED, "Receipt", "Withdraw"]),
        ("rejected", "open", [DECIDED, "Receipt", "Ask for another look", "Withdraw"]),
        ("hidden", "open", [DECIDED, "Receipt", "Ask for another look", "Withdraw"]),
        ("withdrawn", "open", ["Read", "Receipt"]),
    ],
)
def test_what_can_be_done_next_is_what_the_rules_allow(
    state: str, window: str, can: list[str]
) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, window)
    factories.post(space, author.person, state=state)
    assert links(line(read(author), "RT-0001")) == can


def test_a_returned_text_says_why_and_until_when() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, "closed")
    now = database_now()
    factories.post(space, author.person, state="returned", reason="too-long", state_since=now)
    own = line(read(author), "RT-0001")
    assert "Reason:" in own
    assert "You can mend it and send it again until" in own
    Post.objects.update(state_since=now - timedelta(days=8))
    late = line(read(author), "RT-0001")
    assert "Mend it" not in late


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("refuse", "You can withdraw it at any time."),
        ("mark", "stays the one in the main compilation"),
        ("ask", "a moderator decides on it"),
    ],
)
def test_after_closing_the_policy_for_late_texts_is_said(policy: str, words: str) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, "closed", late_policy=policy)
    factories.post(space, author.person)
    own = line(read(author), "RT-0001")
    assert words in own
    assert ("Correct" in links(own)) is (policy != "refuse")


def test_a_window_of_its_own_rules_a_question() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, "open", position=0)
    closed = factories.window(space, "closed", position=1)
    factories.post(space, author.person, prompt=factories.prompt(space, window=closed))
    assert "Correct" not in links(line(read(author), "RT-0001"))


@pytest.mark.parametrize(
    ("review", "words"),
    [("waiting", "The correction waits for review"), ("returned", "The correction was returned")],
)
def test_a_correction_that_is_not_public_is_said(review: str, words: str) -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, body="<p>First words.</p>")
    second = Version.objects.create(
        post=post, number=2, received_at=database_now(), standing="on-time", review=review,
        language="en", body="<p>Second words.</p>", sha256="0" * 64,
    )  # fmt: skip
    Post.objects.update(latest_version=second)
    own = line(read(author), "RT-0001")
    assert words in own
    assert "Version 2" in own
    assert "Second words." in own
    assert "What changed" in links(own)


def test_the_latest_stands_first_and_pages_follow(settings: Any) -> None:
    settings.POSTS_PER_PAGE = 2
    space, author = factories.space(), people.stakeholder()
    now = database_now()
    for days in (5, 4, 3, 3, 1):
        factories.post(space, author.person, received_at=now - timedelta(days=days))
    seen, address = [], ADDRESS
    for _page in range(3):
        page = read(author, address)
        seen += [part[:7] for part in page.split('id="line-')[1:]]
        following = page.partition('rel="next" href="')[2].partition('"')[0]
        address = following.replace("&amp;", "&") if following else ""
    assert address == ""
    assert (seen[0], max(seen[2:4] + seen[1:2]), seen[-1]) == (
        "RT-0005",
        "RT-0004",
        "RT-0001",
    )
    assert sorted(seen) == [f"RT-{number:04d}" for number in range(1, 6)]


def test_state_and_space_are_chosen_in_the_address() -> None:
    author = people.stakeholder()
    here, there = factories.space(), factories.space("other", "OT")
    factories.post(here, author.person, state="returned")
    factories.post(here, author.person)
    factories.post(there, author.person)

    def found(query: str) -> list[str]:
        return sorted(part[:7] for part in read(author, ADDRESS + query).split('id="line-')[1:])

    assert found("") == ["OT-0001", "RT-0001", "RT-0002"]
    assert found("?state=returned") == ["RT-0001"]
    assert found("?space=other") == ["OT-0001"]
    assert found("?state=nonsense&show=nobody") == ["OT-0001", "RT-0001", "RT-0002"]
    assert found("?state=pending") == []
    assert "Nothing fits this choice." in read(author, f"{ADDRESS}?state=pending")
    assert found("?after=RT-9999") == found("")
    assert found("?after=' OR 1=1") == found("")


def test_an_account_that_speaks_for_nobody_is_told_so() -> None:
    user = User.objects.create(email="nobody@test.example")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(ADDRESS).status_code == 403


# ---------------------------------------------------------------- drafts
def draft(author: people.Actor, space: Space, **more: Any) -> Draft:
    now = database_now()
    defaults = {"body": "<p>Half a thought.</p>", "language": "es", "created_at": now}
    return Draft.objects.create(
        author=author.person, space=space, saved_at=now, saved_by=author.person,
        **{**defaults, **more},
    )  # fmt: skip


def test_drafts_are_there_with_the_way_back_to_them() -> None:
    space, author = factories.space(), people.stakeholder()
    root = factories.post(space, author.person)
    made = [
        draft(author, space, prompt=factories.prompt(space)),
        draft(author, space, parent=root),
        draft(author, space, corrected=root),
    ]
    page = read(author)
    for one, title in zip(
        made, ("Question 1", "Reply to RT-0001", "Correction of RT-0001"), strict=True
    ):
        assert f'<a href="/en/drafts/{one.pk}/">{title}</a>' in page
        assert f"/en/drafts/{one.pk}/discard/" in page
    assert '<p class="serif" lang="es" dir="ltr">Half a thought.</p>' in page
    assert "Half a thought" not in read(people.stranger())


def test_a_draft_that_a_colleague_shares_is_there_for_confirmed_members_alone() -> None:
    space, author = factories.space(), confirm(people.stakeholder())
    shared = draft(author, space, shared_with=author.organisation)
    colleague = people.colleague(author)
    assert str(shared.pk) not in read(colleague)
    page = read(confirm(colleague))
    assert f"/en/drafts/{shared.pk}/" in page
    assert "Amina Otieno shares it with Coastal Crossings" in page
    assert f"/en/drafts/{shared.pk}/discard/" not in page


# ---------------------------------------------------------------- of the organisation
@pytest.mark.parametrize("state", STATES)
def test_a_colleague_sees_place_state_and_reason_but_no_text_that_is_not_public(
    state: str,
) -> None:
    space, author = factories.space(), people.stakeholder()
    colleague = confirm(people.colleague(author))
    reason = "spam" if state in ("returned", "rejected", "hidden") else None
    post_for(space, author, state=state, reason=reason, body="<p>Words of Amina.</p>")
    page = read(colleague)
    own = line(page, "RT-0001")
    assert f'data-state="{state}"' in own
    assert ("Reason:" in own) is (reason is not None)
    assert ("Words of Amina." in page) is (state == "published")
    assert ("Amina Otieno" in page) is (state == "published")
    assert links(own) == ["Read"]
    for act in ("correct", "withdraw", "receipt"):
        assert f"/{act}/" not in own


def test_before_staff_confirm_a_membership_it_shows_nothing_of_the_organisation() -> None:
    space, author = factories.space(), people.stakeholder()
    colleague = people.colleague(author)
    post_for(space, author)
    assert "RT-0001" not in read(colleague)
    assert "RT-0001" in read(confirm(colleague))
    Membership.objects.filter(person=colleague.person).update(
        since=database_now() - timedelta(days=2), ended_at=database_now()
    )
    assert "RT-0001" not in read(colleague)


@pytest.mark.parametrize("state", ["published", "pending"])
def test_a_withheld_name_stays_withheld_among_colleagues(state: str) -> None:
    space, author = factories.space(), people.stakeholder()
    colleague = confirm(people.colleague(author))
    post_for(space, author, state=state, name_withheld="name")
    post_for(space, author, state=state, name_withheld="name-and-organisation")
    page = read(colleague)
    assert "Amina" not in page
    assert "RT-0002" not in page
    assert "RT-0001" in page
    assert {"RT-0001", "RT-0002"} <= {part[:7] for part in read(author).split('id="line-')}


def test_posts_of_colleagues_in_a_space_that_is_not_public_are_not_there() -> None:
    space, author = factories.space(), people.stakeholder()
    colleague = confirm(people.colleague(author))
    post_for(space, author)
    Space.objects.update(published_at=None)
    assert "RT-0001" not in read(colleague)


def test_a_post_in_a_personal_capacity_is_not_the_organisation_s() -> None:
    space, author = factories.space(), people.stakeholder()
    colleague = confirm(people.colleague(author))
    personal = {
        "speaker_organisation": None,
        "speaker_capacity": "personal",
        "speaker_group": "individual",
    }
    factories.post(space, author.person, speaker=personal)
    assert "RT-0001" not in read(colleague)


def test_the_name_of_the_organisation_in_any_language_is_its_name() -> None:
    space, author = factories.space(), people.stakeholder()
    colleague = confirm(people.colleague(author))
    assert author.organisation is not None
    set_texts(
        author.organisation, "name", {"en": "Coastal Crossings", "fr": "Traversées côtières"}
    )
    author.organisation.save()
    speaker = {"speaker_organisation": "Traversées côtières"}
    factories.post(space, author.person, speaker=speaker)
    assert "RT-0001" in read(colleague)


def test_mine_and_my_colleagues_posts_can_be_looked_at_apart() -> None:
    space, author = factories.space(), people.stakeholder()
    colleague = confirm(people.colleague(author))
    post_for(space, author)
    post_for(space, colleague)

    def found(query: str) -> list[str]:
        return sorted(part[:7] for part in read(colleague, ADDRESS + query).split('id="line-')[1:])

    assert found("") == ["RT-0001", "RT-0002"]
    assert found("?show=mine") == ["RT-0002"]
    assert found("?show=organisation") == ["RT-0001"]


@pytest.mark.parametrize("posts", [1, 3])
def test_the_number_of_statements_does_not_grow(
    posts: int, django_assert_num_queries: Any
) -> None:
    author = people.stakeholder()
    colleague = confirm(people.colleague(author))
    for number in range(posts):
        space = factories.space(f"space-{number}", f"SP{number}")
        factories.window(space)
        prompt = factories.prompt(space)
        post_for(space, author, prompt=prompt)
        root = post_for(space, colleague, prompt=prompt)
        post_for(space, colleague, answers=root, state="returned", reason="spam")
        draft(colleague, space, prompt=prompt)
    client = signed_in(colleague)
    client.get(ADDRESS)
    with django_assert_num_queries(22):
        client.get(ADDRESS)


@pytest.mark.parametrize("part", ["show", "state", "space", "after"])
def test_an_address_with_a_character_that_means_nothing_is_read(part: str) -> None:
    post_for(factories.space(), author := people.stakeholder())
    assert signed_in(author).get(f"{ADDRESS}?{part}=%00").status_code == 200


def test_another_look_is_offered_once_and_its_answer_is_said() -> None:
    space, author = factories.space(), people.stakeholder()
    hidden: dict[str, Any] = {
        "state": "hidden",
        "reason": "spam",
        "state_since": factories.LONG_AGO,
    }
    post = factories.post(space, author.person, **hidden)
    appeal(by=author.viewer, post_id=post.pk, words="Please.")
    own = line(read(author), "RT-0001")
    assert "Ask for another look" not in links(own)
    assert "You get an e-mail when it was decided." in own
    Report.objects.update(closed_at=database_now(), closed_by=author.user, outcome="dismissed")
    assert "what was decided stands" in line(read(author), "RT-0001")
