"""The record: who reads what of it, filtered, page by page, and as a table."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from discussions.enums import Review
from discussions.models import Post, Space, SpaceRole
from discussions.selectors.set_up import space_setting
from discussions.services.spaces import change_space
from discussions.validators.set_up import SpaceSetting, stamp_of
from hub.kit.models import Record
from hub.kit.record import write_record
from moderation.pages.record_table import header
from tests import factories, people
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db

PAGE, TABLE = "/en/moderation/record/", "/en/moderation/record.csv"
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def space() -> Space:
    """Whose record is read."""
    return factories.space()


@pytest.fixture
def marta(space: Space) -> Actor:
    """Its moderator."""
    return people.moderator(space)


def kept(post: Post, act: str, by: Actor | None, **more: Any) -> Record:
    """An entry about a post."""
    given = {"by": by.user.pk if by else None, "space_id": post.space_id, **more}
    return write_record(act, ("post", post.pk), **given)


def shown(client: Client, query: str = "") -> list[tuple[str, str, str]]:
    """Who, what and on what, line by line, as the page says it."""
    response = client.get(PAGE + query)
    assert response.status_code == 200
    entries = response.context["page"].entries
    return [(entry.who, entry.act, entry.subject.text) for entry in entries]


def table(client: Client, query: str = "") -> list[dict[str, str]]:
    """The rows of the CSV file."""
    response = client.get(TABLE + query)
    assert response.status_code == 200
    content = b"".join(iter(response))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_signed_out_one_is_led_to_signing_in() -> None:
    for address in (PAGE, TABLE):
        response = Client().get(address)
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


@pytest.mark.parametrize(
    "maker", [people.stakeholder, people.observer], ids=["stakeholder", "observer"]
)
def test_readers_and_observers_are_refused(space: Space, maker: Callable[..., Actor]) -> None:
    client = signed_in(maker(space) if maker is people.observer else maker())
    for address in (PAGE, TABLE):
        response = client.get(address)
        assert response.status_code == 403
        assert "The record is for moderators" in response.content.decode()


def test_a_moderator_reads_the_own_space_and_the_secretariat_and_administrators_everything(
    space: Space, marta: Actor
) -> None:
    other, paulo = factories.space("other", "OT"), people.secretariat()
    kept(factories.post(space), "publish", marta)
    kept(factories.post(other), "hide", paulo, reason="spam")
    write_record("rights-changed", ("user", marta.user.pk), by=None, detail={"is_active": False})
    assert shown(signed_in(marta)) == [("Marta Lind", "Text published", "RT-0001")]
    for reader in (paulo, people.administrator()):
        assert shown(signed_in(reader)) == [
            ("The portal itself", "Rights in the whole portal changed", "Marta Lind"),
            ("Paulo Reyes", "Text hidden", "OT-0001"),
            ("Marta Lind", "Text published", "RT-0001"),
        ]


def test_an_entry_says_what_why_and_on_which_version(space: Space, marta: Actor) -> None:
    post = factories.post(space)
    kept(
        post,
        "return",
        marta,
        reason="too-long",
        detail={"version": str(post.latest_version_id), "state": "returned", "decision": 7},
    )
    client = signed_in(marta)
    page = client.get(PAGE).content.decode()
    assert "Text returned to its author" in page
    assert "Returned to the author" in page
    assert "/en/posts/RT-0001/" in page
    assert [
        (one.label, one.value) for one in client.get(PAGE).context["page"].entries[0].details
    ] == [
        ("State of the text", "Returned to the author"),
        ("Version", "1"),
    ]
    french = client.get(PAGE.replace("/en/", "/fr/"))
    assert french.status_code == 200


def test_it_is_filtered_by_space_text_person_act_and_days(space: Space, marta: Actor) -> None:
    other = factories.space("other", "OT")
    SpaceRole.objects.create(space=other, user=marta.user, role="moderator")
    amina = people.stakeholder()
    first, second = factories.post(space, amina.person), factories.post(other)
    kept(first, "submit", amina)
    kept(first, "publish", marta)
    kept(second, "publish", people.secretariat())
    client = signed_in(marta)
    published = "Text published"
    assert len(shown(client)) == 3
    assert shown(client, "?space=other") == [("Paulo Reyes", published, "OT-0001")]
    assert [line[2] for line in shown(client, "?post=rt-1")] == ["RT-0001", "RT-0001"]
    assert shown(client, "?act=submit") == [("Amina Otieno", "Submission sent", "RT-0001")]
    assert shown(client, "?person=OTIENO") == [("Amina Otieno", "Submission sent", "RT-0001")]
    assert shown(client, "?person=reyes&space=roundtable") == []
    assert len(shown(client, "?since=2026-01-01")) == 3
    assert shown(client, "?until=2026-01-01") == []
    assert client.get(PAGE + "?post=RT-0099").status_code == 400
    assert client.get(PAGE + "?since=yesterday").status_code == 400
    assert client.get(TABLE + "?act=no-such-act").status_code == 400


def test_the_days_of_a_filter_are_those_of_utc_and_whole(space: Space, marta: Actor) -> None:
    record = kept(factories.post(space), "publish", marta)
    day = record.at.date().isoformat()
    assert len(shown(signed_in(marta), f"?since={day}&until={day}")) == 1


def test_by_address_only_those_search_who_may_know_it(space: Space, marta: Actor) -> None:
    amina = people.stakeholder()
    kept(factories.post(space, amina.person), "submit", amina)
    query = "?person=Stakeholder@test.example"
    assert shown(signed_in(marta), query) == []
    for reader in (people.secretariat(), people.administrator()):
        assert len(shown(signed_in(reader), query)) == 1


def test_what_was_done_to_an_account_is_found_by_its_person(space: Space, marta: Actor) -> None:
    subject = ("user", people.stakeholder().user.pk)
    write_record("role-given", subject, by=None, space_id=space.pk, detail={"role": "observer"})
    found = shown(signed_in(marta), "?person=otieno")
    assert found == [("The portal itself", "Right in a space given", "Amina Otieno")]


def test_of_a_text_that_came_from_another_space_everything_is_read(marta: Actor) -> None:
    old, new = factories.space("old", "OL"), Space.objects.get(slug="roundtable")
    post = factories.post(new)
    write_record("submit", ("post", post.pk), by=None, space_id=old.pk)
    kept(post, "move", marta, reason="wrong-prompt")
    client = signed_in(marta)
    assert [line[1] for line in shown(client)] == ["Text moved"]
    assert [line[1] for line in shown(client, "?post=RT-0001")] == [
        "Text moved",
        "Submission sent",
    ]
    theirs = factories.post(old)
    assert client.get(f"{PAGE}?post={theirs.reference}").status_code == 400


def test_it_comes_page_by_page_and_nothing_twice(space: Space, marta: Actor) -> None:
    post = factories.post(space)
    records = [kept(post, "publish", marta) for _ in range(120)]
    client, query = signed_in(marta), "?act=publish"
    seen: list[int] = []
    while query and len(seen) < 500:
        page = client.get(PAGE + query).context["page"]
        seen += [entry.number for entry in page.entries]
        kept(post, "publish", marta)  # what comes meanwhile pushes nothing to another page
        query = page.next_url.removeprefix(PAGE)
    assert seen == [record.pk for record in reversed(records)]
    assert client.get(f"{PAGE}?before=nonsense").status_code == 200


@pytest.mark.parametrize("reader", ["moderator", "secretariat", "administrator"])
@pytest.mark.parametrize("state", ["published", "pending", "withdrawn"])
def test_no_withheld_name_and_no_address_is_told(
    space: Space, marta: Actor, reader: str, state: str
) -> None:
    amina = people.stakeholder()
    post = factories.post(
        space, amina.person, state=state, name_withheld="name-and-organisation",
        speaker={"speaker_organisation": "Coastal Crossings"},
    )  # fmt: skip
    signatory = people.colleague(amina)
    acts = ("submit", "correct", "withhold-name", "joint-name", "joint-answer")
    for act in acts:
        detail = {
            "sha256": f"c0ffee-{act}",
            "version": str(post.latest_version_id),
            "for_person": 1,
        }
        kept(post, act, amina if act != "joint-answer" else signatory, detail=detail)
    write_record("space-followed", ("space", space.pk), by=amina.user.pk)
    who = {"secretariat": people.secretariat, "administrator": people.administrator}
    client = signed_in(who[reader]() if reader in who else marta)
    secrets = ("Amina", "Otieno", "Jonas", "Coastal", "test.example")
    for query, told_of in (
        ("", acts),
        ("?post=RT-0001", acts),
        *((f"?act={one}", [one]) for one in acts),
    ):
        told = client.get(PAGE + query).content.decode().partition('id="main"')[2]
        told += str(table(client, query))
        for secret in secrets:
            assert secret not in told, (query, secret)
        for act in told_of:
            assert (f"c0ffee-{act}" in told) is (reader != "administrator"), (query, act)
    for person in ("amina", "jonas", "stakeholder@test.example"):
        assert shown(client, f"?person={person}") == []


def test_the_author_of_what_is_not_public_is_no_name_for_an_administrator(space: Space) -> None:
    amina = people.stakeholder()
    kept(factories.post(space, amina.person, state="pending"), "submit", amina)
    kept(factories.post(space, amina.person), "submit", amina)
    client = signed_in(people.administrator())
    assert [who for who, _act, _on in shown(client)] == ["Amina Otieno", "The author"]
    assert [on for _who, _act, on in shown(client, "?person=amina")] == ["RT-0002"]


def test_looking_at_it_writes_nothing(space: Space, marta: Actor) -> None:
    kept(factories.post(space), "publish", marta)
    client = signed_in(marta)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown(client, "?post=RT-0001&person=marta")
        table(client)
    assert not [one["sql"] for one in asked if one["sql"].startswith(WRITES)]
    assert Record.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_many_entries(
    space: Space, marta: Actor, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        author = people.actor(f"a{number}@test.example", f"Author {number}")
        post = factories.post(space, author.person)
        detail = {"version": str(post.latest_version_id)}
        kept(post, "submit", author, detail=detail)
        prompt = factories.prompt(space, number=number + 1)
        subject = ("prompt", prompt.pk)
        write_record("prompt-put", subject, by=marta.user.pk, space_id=space.pk)
    client = signed_in(marta)
    shown(client)
    with django_assert_num_queries(14):
        shown(client)


def test_the_table_holds_every_entry_and_no_formula(space: Space, marta: Actor) -> None:
    mallory = people.actor("m@test.example", "=HYPERLINK(A1)")
    post = factories.post(space, mallory.person)
    for _ in range(203):
        kept(post, "endorse", mallory)
    kept(post, "hide", marta, reason="spam")
    rows = table(signed_in(marta))
    assert len(rows) == 204
    assert len({row["number"] for row in rows}) == 204
    assert rows[0]["act"] == "hide"
    assert rows[0]["reason"] == "spam"
    assert {row["who"] for row in rows[1:]} == {"'=HYPERLINK(A1)"}
    assert [row["act"] for row in table(signed_in(marta), "?act=hide")] == ["hide"]


def test_the_table_is_in_the_language_that_it_was_asked_in(space: Space, marta: Actor) -> None:
    kept(factories.post(space), "publish", None)
    client = signed_in(marta)
    response = client.get(TABLE.replace("/en/", "/fr/"))
    client.get(PAGE)  # another request, in English, before the table is sent
    content = b"".join(iter(response))
    assert "Titre de roundtable" in content.decode()


def test_the_page_is_kept_by_nobody(space: Space, marta: Actor) -> None:
    for address in (PAGE, TABLE):
        assert "no-store" in signed_in(marta).get(address)["Cache-Control"]


def test_a_text_and_its_panel_lead_staff_to_its_record_and_nobody_else(
    space: Space, marta: Actor
) -> None:
    amina = people.stakeholder()
    factories.post(space, amina.person)
    link = "/en/moderation/record/?post=RT-0001"
    for staff in (marta, people.secretariat(), people.administrator()):
        assert link in signed_in(staff).get("/en/posts/RT-0001/").content.decode()
    assert link in signed_in(marta).get("/en/moderation/?post=RT-0001").content.decode()
    for reader in (amina, people.observer(space)):
        assert link not in signed_in(reader).get("/en/posts/RT-0001/").content.decode()
    assert link not in Client().get("/en/posts/RT-0001/").content.decode()


def test_what_was_set_of_a_space_is_told_before_and_after(space: Space, marta: Actor) -> None:
    present = space_setting(space)
    wanted = SpaceSetting({"en": "Another title"}, {}, (3, 1), Review.BEFORE, 500)
    seen = stamp_of(present)
    change_space(by=marta.viewer, space_id=space.pk, setting=wanted, seen=seen)
    page = signed_in(marta).get(PAGE).context["page"]
    told = {one.label: one.value for one in page.entries[0].details}
    assert told["Review"] == "After publication → Before publication"
    assert told["Objectives of the Global Compact"] == "No objective → 1, 3"
    assert told["Length limit in visible characters"] == "No limit → 500"
    assert told["Title (English)"].count("SHA-256") == 2
    assert told.keys() & {"Changed", "Title (French)", "Mandate (English)"} == set()


def test_the_columns_of_the_table_are_called_in_the_language_of_the_page(
    space: Space, marta: Actor
) -> None:
    kept(factories.post(space), "submit", marta)
    with override("fr"):
        names = header()
    answer = signed_in(marta).get("/fr/moderation/record.csv")
    first = b"".join(iter(answer)).decode("utf-8-sig").splitlines()[0]
    assert first == ",".join(names)
