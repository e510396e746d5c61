"""The numbers of a space: who sees them, what they say, and the list behind each."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discussions.models import Endorsement, Post, RefusedAttempt, Space
from moderation.selectors.ledger import ENTRIES, ledger_of
from moderation.services.move import move
from tests import factories, people
from tests.moderation.moving import WHY, to
from tests.moderation.seen import seen_now
from tests.people import signed_in

pytestmark = pytest.mark.django_db

NAMES = ("participation", "participation-csv", "reconciliation", "reconciliation-list")
LIST = {"entry": "issued"}


@pytest.fixture
def space() -> Space:
    return factories.space()


def address(name: str, slug: str = "roundtable") -> str:
    return reverse(name, args=[slug])


def figures(client: Client, **query: str) -> dict[str, int]:
    page = client.get(address("participation"), query).context["page"]
    return {fact.label: int(fact.value) for fact in page.figures}


def references(client: Client, **query: str) -> list[str]:
    page = client.get(address("reconciliation-list"), query).context["page"]
    return [listed.line.reference for listed in page.lines]


# ---------------------------------------------------------------- who sees them
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 302),
        ("stranger", 403),
        ("administrator", 403),
        ("other-moderator", 403),
        ("other-observer", 403),
        ("observer", 200),
        ("moderator", 200),
        ("secretariat", 200),
    ],
)
def test_staff_and_observers_of_the_space_see_them_and_nobody_else(
    who: str, status: int, name: str, space: Space
) -> None:
    other = factories.space("declaration", "PD")
    client = Client()
    if who != "visitor":
        made = {
            "stranger": people.stranger,
            "administrator": people.administrator,
            "other-moderator": lambda: people.moderator(other),
            "other-observer": lambda: people.observer(other),
            "observer": lambda: people.observer(space),
            "moderator": lambda: people.moderator(space),
            "secretariat": people.secretariat,
        }[who]()
        client = signed_in(made)
    response = client.get(address(name), LIST)
    assert response.status_code == status
    if status == 200:
        assert response.headers["Cache-Control"] == "private, no-store"
        assert client.head(address(name), LIST).status_code == 200
        assert client.post(address(name), LIST).status_code == 405


@pytest.mark.parametrize("name", NAMES)
def test_a_space_that_is_not_published_is_nobody_s_but_its_staff_s(
    name: str, space: Space
) -> None:
    Space.objects.update(published_at=None)
    assert signed_in(people.observer(space)).get(address(name), LIST).status_code == 404
    assert signed_in(people.moderator(space)).get(address(name), LIST).status_code == 200
    assert signed_in(people.secretariat()).get(address(name, "none"), LIST).status_code == 404


def test_the_desk_leads_there_for_whom_they_are(space: Space) -> None:
    for actor in (people.observer(space), people.moderator(space)):
        page = signed_in(actor).get(address("participation")).context["page"]
        names = [link.label for link in page.desk.links]
        assert names[-2:] == ["Participation", "Reconciliation"]
    current = [link.label for link in page.desk.links if link.is_current]
    assert current == ["Participation"]


# ---------------------------------------------------------------- participation
def test_observers_count_what_readers_see_whatever_they_ask_for(space: Space) -> None:
    factories.post(space)
    factories.post(space, state="pending", speaker={"speaker_group": "media"}, language="fr")
    observer, moderator = signed_in(people.observer(space)), signed_in(people.moderator(space))
    for client, query, submissions in (
        (observer, {}, 1),
        (observer, {"of": "all"}, 1),
        (moderator, {}, 1),
        (moderator, {"of": "all"}, 2),
    ):
        told = client.get(address("participation"), query).content.decode()
        assert figures(client, **query)["submission" if submissions == 1 else "submissions"] == (
            submissions
        )
        assert ("All that was received" in told) is (client is moderator)
        rows = table(client, **query)
        assert rows["figure", "submissions"] == submissions
        assert (("group", "media") in rows) is (submissions == 2)


def table(client: Client, **query: str) -> dict[tuple[str, str], int]:
    """The numbers of the CSV file by part and code."""
    response = client.get(address("participation-csv"), query)
    assert response.headers["Content-Disposition"] == 'attachment; filename="participation-RT.csv"'
    text = response.content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {(row["part"], row["code"]): int(row["number"]) for row in rows}


def test_the_table_holds_the_figures_and_no_formula(space: Space) -> None:
    prompt = factories.prompt(space)
    prompt.text_en = '=HYPERLINK("https://example.org")'  # type: ignore[attr-defined]  # modeltranslation makes it
    prompt.save()
    factories.post(space, prompt=prompt)
    client = signed_in(people.secretariat())
    assert table(client)["question", "1"] == table(client)["standing", "on-time"] == 1
    for line in client.get(address("participation-csv")).content.decode("utf-8-sig").splitlines():
        assert not any(cell.startswith(("=", '"=')) for cell in line.split(","))


def test_whoever_has_not_spoken_is_named(space: Space) -> None:
    factories.prompt(space)
    factories.post(space, speaker={"speaker_country": "KE"})
    told = signed_in(people.observer(space)).get(address("participation")).content.decode()
    page = signed_in(people.secretariat()).get(address("participation")).context["page"]
    silent = {one.label: one.names for one in page.silent}
    assert "Civil society" not in silent["Groups"]
    assert "Trade unions" in silent["Groups"]
    assert "Africa" not in silent["Regions"]
    assert silent["Questions"] == "Question 1"
    assert "Spanish" in silent["Official languages of the United Nations"]
    assert "Not heard yet" in told


def test_whoever_only_replied_or_only_endorsed_was_heard_and_is_told_apart(space: Space) -> None:
    root = factories.post(space, speaker={"speaker_country": "KE"})
    factories.post(
        space,
        answers=root,
        language="zh-hans",
        speaker={
            "speaker_country": "BR",
            "speaker_group": "red-cross-red-crescent",
            "speaker_organisation": "Red Crescent",
        },
    )
    for group in ("media", "red-cross-red-crescent"):
        Endorsement.objects.create(
            post=root, kind="organisation", endorser_name="Union", stakeholder_group=group
        )
    client = signed_in(people.observer(space))
    response = client.get(address("participation"))
    page = response.context["page"]
    told = {one.label: one.names for one in page.apart}
    assert told == {
        "Groups that only replied": "International Red Cross and Red Crescent Movement",
        "Groups that only endorsed": "The media",
        "Regions that only replied": "Latin America and the Caribbean",
        "Languages of replies alone": "Chinese",
    }
    silent = {one.label: one.names for one in page.silent}
    assert "Red Cross" not in silent["Groups"]
    assert "media" not in silent["Groups"]
    assert "Chinese" not in silent["Official languages of the United Nations"]
    assert "Latin America" not in silent["Regions"]
    notes = {figure.label: (figure.value, figure.note) for figure in page.figures}
    assert notes["organisations"] == (2, "1 of them only replied")
    assert notes["countries"] == notes["languages"] == (2, "1 of them only replied")
    assert "Submissions, by stakeholder group" in response.content.decode()
    rows = table(client)
    assert rows["figure", "organisations"] == 2
    assert rows["only-replied", "organisations"] == 1
    assert rows["replying-group", "red-cross-red-crescent"] == 1


def test_every_bar_has_its_number_in_words_and_the_picture_a_description(space: Space) -> None:
    factories.post(space)
    told = signed_in(people.observer(space)).get(address("participation")).content.decode()
    assert 'role="img" aria-labelledby="time-heading" aria-describedby="time-words"' in told
    assert 'id="time-heading"' in told
    assert 'id="time-words"' in told
    assert "<strong>1</strong>" in told
    assert "style=" not in told


def test_an_empty_space_says_so(space: Space) -> None:
    factories.window(space)
    client = signed_in(people.secretariat())
    told = client.get(address("participation")).content.decode()
    assert "There is no submission to count yet." in told
    page = client.get(address("reconciliation")).context["page"]
    assert page.agrees
    assert [cell.label for cell in page.tables[0].heads] == ["Received here", "Late"]


# ---------------------------------------------------------------- reconciliation
def test_what_came_is_what_became_of_it_and_each_number_leads_to_its_references(
    space: Space,
) -> None:
    other = factories.space("declaration", "PD")
    main, second = factories.window(space), factories.window(space, position=1)
    one, two = factories.prompt(space), factories.prompt(space, 2, window=second)
    posts = [factories.post(space, prompt=one, state=s) for s in ("published", "pending")]
    posts += [factories.post(space, prompt=two, standing="late"), factories.post(space)]
    paulo = people.secretariat()
    move(by=paulo.viewer, seen=seen_now(posts[0]), to=to(space, two), words=WHY)
    move(by=paulo.viewer, seen=seen_now(posts[3]), to=to(other), words=WHY)
    RefusedAttempt.objects.create(space=space, day="2027-03-01", code="window-closed", attempts=3)
    client = signed_in(paulo)
    page = client.get(address("reconciliation")).context["page"]
    assert page.agrees
    assert page.issued[-1].number == page.became[-1].number == 4
    assert [line.number for line in page.refused] == [3]
    assert [table.code for table in page.tables] == ["all", "window-1", "window-2"]
    followed = 0
    for table in page.tables:
        for row in table.rows:
            for cell in row.cells:
                assert bool(cell.url) is bool(cell.number)
                if cell.url:
                    listed = client.get(cell.url).context["page"]
                    assert (listed.pager.total, len(listed.lines)) == (cell.number, cell.number)
                    followed += 1
    assert followed > 20
    assert main.pk != second.pk
    assert references(client, entry="moved-out") == ["RT-0004"]
    assert references(client, entry="standing.late", window="2") == ["RT-0003"]
    assert references(client, entry="state.published", question="2") == ["RT-0001", "RT-0003"]


def test_the_sums_of_all_questions_are_those_of_the_space(space: Space) -> None:
    for number in (1, 2):
        prompt = factories.prompt(space, number)
        for state in ("published", "pending", "withdrawn"):
            factories.post(space, prompt=prompt, state=state)
    page = signed_in(people.observer(space)).get(address("reconciliation")).context["page"]
    (table,) = page.tables
    *rows, total = table.rows
    for place, cell in enumerate(total.cells):
        assert cell.number == sum(row.cells[place].number for row in rows)
    assert [cell.label for cell in total.cells] == [
        "Received here",
        "Waiting for review",
        "Published",
        "Withdrawn by the author",
        "On time",
        "Late",
    ]


def test_where_a_row_is_gone_the_page_says_that_the_sums_do_not_agree(space: Space) -> None:
    factories.post(space)
    Space.objects.update(last_number=2)
    told = signed_in(people.observer(space)).get(address("reconciliation"))
    assert not told.context["page"].agrees
    assert "The sums do not agree." in told.content.decode()


def test_a_list_goes_on_page_by_page(space: Space, settings: Any) -> None:
    settings.POSTS_PER_PAGE = 2
    for _ in range(5):
        factories.post(space)
    client = signed_in(people.observer(space))
    url, found, pages = f"{address('reconciliation-list')}?entry=state.published", [], 0
    while url:
        page = client.get(url).context["page"]
        found += [listed.line.reference for listed in page.lines]
        url, pages = page.pager.next_url, pages + 1
    assert found == [f"RT-{number:04d}" for number in range(1, 6)]
    assert pages == 3


def test_moderators_go_on_to_queue_and_record_and_observers_do_not(space: Space) -> None:
    factories.post(space, state="pending")
    query = {"entry": "state.pending"}
    told = signed_in(people.observer(space)).get(address("reconciliation-list"), query)
    assert "/moderation/record/" not in told.content.decode()
    client = signed_in(people.moderator(space))
    (listed,) = client.get(address("reconciliation-list"), query).context["page"].lines
    assert client.get(listed.staff.queue_url).context["page"].panel.reference == "RT-0001"
    assert client.get(listed.staff.record_url).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"entry": "none"},
        {"entry": "issued", "question": "9"},
        {"entry": "issued", "window": "x"},
    ],
)
def test_a_list_of_nothing_that_is_counted_is_not_there(
    query: dict[str, str], space: Space
) -> None:
    response = signed_in(people.secretariat()).get(address("reconciliation-list"), query)
    assert response.status_code == 404


def test_every_reference_is_in_one_list_of_what_became_of_it(space: Space) -> None:
    for state in ("published", "pending", "returned", "rejected", "hidden", "withdrawn"):
        factories.post(space, state=state)
    client = signed_in(people.observer(space))
    states = [entry for entry in ENTRIES if entry.startswith("state.")]
    found = [reference for entry in states for reference in references(client, entry=entry)]
    assert sorted(found) == [f"RT-{number:04d}" for number in range(1, 7)]
    assert ledger_of(space).agrees([0])


@pytest.mark.parametrize(
    ("name", "statements"),
    [
        ("participation", 14),
        ("participation-csv", 12),
        ("reconciliation", 21),
        ("reconciliation-list", 23),
    ],
)
@pytest.mark.parametrize("posts", [1, 3])
def test_statements(
    name: str, statements: int, posts: int, space: Space, django_assert_num_queries: Any
) -> None:
    factories.window(space)
    for number in range(posts):
        root = factories.post(space, prompt=factories.prompt(space, number + 1))
        factories.post(space, answers=root)
        merged = factories.post(space, state="pending")
        Post.objects.filter(pk=merged.pk).update(
            state="merged", merged_into=root, public_version=merged.latest_version
        )
    client = signed_in(people.secretariat())
    client.get(address(name), LIST)
    with django_assert_num_queries(statements):
        client.get(address(name), LIST)
