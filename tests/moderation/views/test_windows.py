"""A space's windows in a browser without script."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client

from discussions.models import News, Space, Window, WindowChange
from discussions.services.follow import follow
from discussions.services.windows import close_window
from discussions.validators.windows import SeenWindow
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from tests import factories, people
from tests.people import Actor, signed_in

PAGE = "/en/moderation/spaces/roundtable/"


@pytest.fixture
def space(db: None) -> Space:
    """A complete space."""
    made = factories.space()
    factories.prompt(made)
    return made


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def scheduling(**more: str) -> dict[str, str]:
    """What the form for a new main window sends."""
    return {
        "position": "0",
        "change_id": "0",
        "confirmed": "",
        "reason": "Letter of 2 May",
        "opens_day": "2090-03-01",
        "opens_time": "09:00",
        "closes_day": "2090-03-21",
        "closes_time": "",
        "time_zone": "America/New_York",
        "late_policy": "mark",
        "grace_minutes": "15",
        **more,
    }


def hidden(page: str, name: str) -> str:
    """What a page's form carries."""
    field = page.split(f'name="{name}"')[1].split(">", maxsplit=1)[0]
    return field.split('value="')[1].split('"')[0] if "value=" in field else ""


def test_signed_out_one_is_led_to_signing_in(space: Space) -> None:
    response = Client().get(PAGE)
    assert response.headers["Location"] == f"/en/accounts/login/?next={PAGE}"


def test_others_are_refused_and_a_space_that_is_not_public_is_not_found(space: Space) -> None:
    for other, unpublished in (
        (people.stakeholder(), 404),
        (people.observer(space), 404),
        (people.administrator(), 403),  # who set it up knows that it is there
    ):
        client = signed_in(other)
        Space.objects.update(published_at=factories.LONG_AGO)
        assert client.get(PAGE).status_code == 403
        Space.objects.update(published_at=None)
        assert client.get(PAGE).status_code == unpublished
    assert signed_in(people.secretariat()).get(PAGE).status_code == 200
    assert signed_in(people.moderator(space)).get(PAGE).status_code == 200


def test_it_is_kept_by_nobody(space: Space, moderator: Actor) -> None:
    response = signed_in(moderator).get(PAGE)
    assert response.headers["Cache-Control"] == "private, no-store"


STOPS = "Once this one is set, none can be sent until it opens."


@pytest.mark.parametrize(
    ("opens_day", "is_public", "has_window", "stops"),
    [
        ("2090-03-01", True, False, True),
        ("2090-03-01", False, False, False),
        ("2090-03-01", True, True, False),
        ("", True, False, False),
    ],
)
def test_the_preview_of_a_first_window_says_that_nothing_can_be_sent_until_it_opens(
    space: Space, moderator: Actor, opens_day: str, is_public: bool, has_window: bool, stops: bool
) -> None:
    Space.objects.update(published_at=factories.LONG_AGO if is_public else None)
    position = "1" if has_window else "0"
    if has_window:
        factories.window(space, "open")
    more = {"opens_day": opens_day, "position": position}
    if not opens_day:
        more["opens_time"] = ""
    address = f"{PAGE}?window={position}&act=schedule"
    page = signed_in(moderator).post(address, scheduling(**more)).content.decode()
    assert 'role="status"' in page
    assert (STOPS in page) == stops


def test_a_window_is_previewed_then_scheduled_once(space: Space, moderator: Actor) -> None:
    client = signed_in(moderator)
    address = f"{PAGE}?window=0&act=schedule"
    assert client.get(address).status_code == 200
    response = client.post(address, scheduling())
    page = response.content.decode()
    assert response.status_code == 200
    assert "It opens Wednesday 1 March 2090, 09:00 in New York" in page
    assert "It closes Tuesday 21 March 2090, 23:59 in New York, 03:59 UTC on Wednesday." in page
    assert not Window.objects.exists()
    for name in ("position", "change_id", "opens_day", "opens_time", "closes_day"):
        assert hidden(page, name) == scheduling()[name]  # what was typed stands there again
    confirmed = scheduling(confirmed=hidden(page, "confirmed"))
    for _ in range(2):
        response = client.post(address, confirmed)
        assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    window = Window.objects.get()
    assert (window.time_zone, window.late_policy) == ("America/New_York", "mark")
    assert WindowChange.objects.get().reason == "Letter of 2 May"
    history = client.get(PAGE).content.decode()
    assert "Letter of 2 May" in history
    assert "Marta Lind" in history


def test_what_is_changed_after_the_preview_is_previewed_again(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    address = f"{PAGE}?window=0&act=schedule"
    page = client.post(address, scheduling()).content.decode()
    other = scheduling(confirmed=hidden(page, "confirmed"), closes_day="2090-03-22")
    response = client.post(address, other)
    assert "It closes Wednesday 22 March 2090, 23:59 in New York" in response.content.decode()
    assert not Window.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"closes_day": "2090-02-01"}, "would close before it opens"),
        ({"opens_day": "2020-02-01"}, "The opening has passed already"),
        ({"closes_day": "2090-03-12", "closes_time": "02:30"}, "skip this time"),
    ],
)
def test_impossible_dates_are_refused_at_the_preview_with_what_was_typed(
    space: Space, moderator: Actor, more: dict[str, str], words: str
) -> None:
    response = signed_in(moderator).post(f"{PAGE}?window=0&act=schedule", scheduling(**more))
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert "Letter of 2 May" in page


def test_what_is_missing_is_listed_and_keeps_the_window_shut(
    space: Space, moderator: Actor
) -> None:
    set_texts(space, "title", {"en": "Title"})
    space.save()
    client = signed_in(moderator)
    assert "the title (French)" in client.get(PAGE).content.decode()
    response = client.post(f"{PAGE}?window=0&act=schedule", scheduling())
    assert response.status_code == 409
    assert "the title (French)" in response.content.decode()


@pytest.mark.parametrize(("state", "act"), [("scheduled", "open"), ("open", "close")])
def test_opening_and_closing_show_what_will_happen_and_take_one_press(
    space: Space, moderator: Actor, state: str, act: str
) -> None:
    factories.window(space, state)
    client = signed_in(moderator)
    address = f"{PAGE}?window=0&act={act}"
    page = client.get(address).content.decode()
    assert ("The window opens now." if act == "open" else "The window closes now.") in page
    data = {name: hidden(page, name) for name in ("position", "change_id", "confirmed")}
    assert client.post(address, {**data, "reason": ""}).status_code == 302
    assert Window.objects.get().state_at(database_now()) == ("open" if act == "open" else "grace")


def test_extending_needs_its_reason_then_its_confirmation(space: Space, moderator: Actor) -> None:
    factories.window(space)
    client = signed_in(moderator)
    address = f"{PAGE}?window=0&act=extend"
    data = {"position": "0", "change_id": "0", "confirmed": "", "closes_day": "2090-03-21"}
    assert client.post(address, {**data, "reason": ""}).status_code == 400
    data["reason"] = "Two regional groups asked"
    page = client.post(address, data).content.decode()
    assert "It closes Tuesday 21 March 2090, 23:59 UTC." in page
    data["confirmed"] = hidden(page, "confirmed")
    assert client.post(address, data).status_code == 302
    assert WindowChange.objects.get().reason == "Two regional groups asked"


def test_who_is_second_is_told_and_nothing_typed_is_lost(space: Space, moderator: Actor) -> None:
    window = factories.window(space)
    second = people.moderator(space, "second@test.example", "Tomás Ruiz")
    client = signed_in(second)
    address = f"{PAGE}?window=0&act=extend"
    data = {
        "position": "0",
        "change_id": "0",
        "closes_day": "2090-03-21",
        "reason": "My long reason",
    }
    page = client.post(address, data).content.decode()
    data["confirmed"] = hidden(page, "confirmed")
    close_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0))
    response = client.post(address, data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Marta Lind decided first" in page
    assert "My long reason" in page
    window.refresh_from_db()
    assert window.closes_at is not None
    assert window.closes_at < database_now() + timedelta(days=1)
    data["change_id"] = hidden(page, "change_id")  # having looked, one may still extend
    page = client.post(address, data | {"confirmed": ""}).content.decode()
    assert client.post(address, data | {"confirmed": hidden(page, "confirmed")}).status_code == 302


@pytest.mark.parametrize(
    "query",
    ["?window=9&act=extend", "?window=x&act=close", "?window=0&act=dance", "?window=0&act=open"],
)
def test_an_address_that_asks_for_nothing_possible_shows_the_page_alone(
    space: Space, moderator: Actor, query: str
) -> None:
    factories.window(space)
    response = signed_in(moderator).get(PAGE + query)
    assert response.status_code == 200
    assert b"<form" not in response.content


@pytest.mark.parametrize("windows", [1, 3])
def test_the_page_takes_the_same_number_of_statements(
    space: Space,
    moderator: Actor,
    windows: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for position in range(windows):
        factories.window(space, position=position)
        factories.prompt(space, position + 2)
        close_window(by=moderator.viewer, seen=SeenWindow(space.pk, position))
    client = signed_in(moderator)
    client.get(PAGE)
    with django_assert_num_queries(14):
        client.get(PAGE)


# ---------------------------------------------------------------- reopen, rules for late texts
def typed(**more: str) -> dict[str, str]:
    """What the form for another closing sends."""
    return {
        "position": "0",
        "change_id": "0",
        "confirmed": "",
        "closes_day": "2090-03-21",
        "closes_time": "",
        "reason": "Two regional groups asked",
        **more,
    }


@pytest.mark.parametrize("state", ["grace", "closed"])
def test_a_closed_window_is_opened_again_with_a_reason_after_its_preview(
    space: Space, moderator: Actor, state: str
) -> None:
    factories.window(space, state, time_zone="America/New_York")
    client = signed_in(moderator)
    assert "act=reopen#form" in client.get(PAGE).content.decode()
    assert "act=extend#form" not in client.get(PAGE).content.decode()
    address = f"{PAGE}?window=0&act=reopen"
    assert client.post(address, typed(reason="")).status_code == 400
    page = client.post(address, typed()).content.decode()
    assert "The window opens again now." in page
    assert "It closes Tuesday 21 March 2090, 23:59 in New York, 03:59 UTC on Wednesday." in page
    assert Window.objects.get().state_at(database_now()) == state
    confirmed = typed(confirmed=hidden(page, "confirmed"))
    for _ in range(2):
        assert client.post(address, confirmed).status_code == 302
    assert Window.objects.get().state_at(database_now()) == "open"
    assert WindowChange.objects.get().act == "reopen"
    assert "Opened again" in client.get(PAGE).content.decode()


def test_what_closes_by_the_clock_while_one_extends_it_is_opened_again_after_another_preview(
    space: Space, moderator: Actor
) -> None:
    factories.window(space)
    client = signed_in(moderator)
    address = f"{PAGE}?window=0&act=extend"
    confirmed = typed(
        confirmed=hidden(client.post(address, typed()).content.decode(), "confirmed")
    )
    Window.objects.update(closes_at=database_now())
    response = client.post(address, confirmed)
    page = response.content.decode()
    assert "The window opens again now." in page
    assert "Two regional groups asked" in page
    assert f'action="{PAGE}?window=0&amp;act=reopen#form"' in page
    assert not WindowChange.objects.exists()
    again = typed(confirmed=hidden(page, "confirmed"))
    assert client.post(f"{PAGE}?window=0&act=reopen", again).status_code == 302
    assert WindowChange.objects.get().act == "reopen"


def test_who_previews_what_another_has_changed_is_told_at_once(
    space: Space, moderator: Actor
) -> None:
    factories.window(space)
    client = signed_in(people.moderator(space, "second@test.example", "Tomás Ruiz"))
    close_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0))
    response = client.post(f"{PAGE}?window=0&act=extend", typed())
    page = response.content.decode()
    assert response.status_code == 409
    assert "Marta Lind decided first" in page
    assert "Two regional groups asked" in page


def test_grace_and_late_policy_are_changed_after_opening(space: Space, moderator: Actor) -> None:
    factories.window(space)
    client = signed_in(moderator)
    address = f"{PAGE}?window=0&act=late-rules"
    assert 'name="grace_minutes" value="15"' in client.get(address).content.decode()
    data = {
        "position": "0",
        "change_id": "0",
        "confirmed": "",
        "late_policy": "ask",
        "grace_minutes": "60",
        "reason": "",
    }
    assert client.post(address, data).status_code == 400
    data["reason"] = "Mails were down"
    page = client.post(address, data).content.decode()
    assert "What comes more than 60 minutes after closing is late and waits" in page
    assert "What was sent until now stands as it stood." in page
    data["confirmed"] = hidden(page, "confirmed")
    assert client.post(address, data).status_code == 302
    window = Window.objects.get()
    assert (window.late_policy, window.grace_minutes) == ("ask", 60)
    history = client.get(PAGE).content.decode()
    assert "Hold late posts for a moderator, after a grace of 60 minutes" in history
    assert "Refuse late posts, after a grace of 15 minutes" in history


def test_the_preview_says_how_many_will_be_told(space: Space, moderator: Actor) -> None:
    factories.window(space)
    follow(by=people.stakeholder().viewer, space=space)
    follow(by=moderator.viewer, space=space)
    client = signed_in(moderator)
    page = client.get(f"{PAGE}?window=0&act=close").content.decode()
    assert "1 person who follows or moderates this space is told" in page
    Space.objects.update(published_at=None)
    page = client.get(f"{PAGE}?window=0&act=close").content.decode()
    assert "moderates this space is told" not in page


def test_the_end_of_a_day_stays_the_end_of_the_day_when_other_things_are_changed(
    space: Space, moderator: Actor
) -> None:
    client, address = signed_in(moderator), f"{PAGE}?window=0&act=schedule"
    page = client.post(address, scheduling()).content.decode()
    client.post(address, scheduling(confirmed=hidden(page, "confirmed")))
    page = client.get(address).content.decode()
    assert (hidden(page, "closes_day"), hidden(page, "closes_time")) == ("2090-03-21", "")
    assert hidden(page, "opens_time") == "09:00"


# ---------------------------------------------------------------- several windows
def test_another_window_begins_with_the_zone_and_the_rules_of_the_main_one(
    space: Space, moderator: Actor
) -> None:
    factories.window(
        space, time_zone="America/Lima", late_policy="ask", grace_minutes=90, closes_at=None
    )
    page = signed_in(moderator).get(f"{PAGE}?window=1&act=schedule").content.decode()
    assert '<option value="America/Lima" selected>' in page
    assert hidden(page, "grace_minutes") == "90"
    chosen = page.split('value="ask"')[1].split(">", maxsplit=1)[0]
    assert "checked" in chosen


def test_without_any_window_the_first_begins_in_utc(space: Space, moderator: Actor) -> None:
    page = signed_in(moderator).get(f"{PAGE}?window=0&act=schedule").content.decode()
    assert '<option value="UTC" selected>' in page


def test_a_window_that_no_question_follows_is_told_to_nobody_and_leads_to_its_questions(
    space: Space, moderator: Actor
) -> None:
    factories.window(space)
    follow(by=people.stakeholder().viewer, space=space)
    client, address = signed_in(moderator), f"{PAGE}?window=1&act=schedule"
    sent = scheduling(position="1")
    page = client.post(address, sent).content.decode()
    assert "No question follows this window yet, so nobody is told of it." in page
    assert "This will be announced" not in page
    assert "is told, by e-mail" not in page
    sent["confirmed"] = hidden(page, "confirmed")
    response = client.post(address, sent)
    assert response.headers["Location"] == f"{PAGE}windows/questions/"
    page = client.get(response.headers["Location"]).content.decode()
    assert "Now choose the questions that follow it." in page
    assert not News.objects.exists()
    page = client.get(f"{PAGE}?window=1&act=open").content.decode()
    assert "so nobody is told of it" in page


def test_a_second_window_of_a_space_without_questions_leads_nowhere_else(
    space: Space, moderator: Actor
) -> None:
    factories.window(space)
    space.prompts.all().delete()
    client, address = signed_in(moderator), f"{PAGE}?window=1&act=schedule"
    sent = scheduling(position="1")
    sent["confirmed"] = hidden(client.post(address, sent).content.decode(), "confirmed")
    assert client.post(address, sent).headers["Location"] == PAGE


# ---------------------------------------------------------------- words of errors
def test_errors_above_the_form_say_which_of_the_two_times_they_mean(
    space: Space, moderator: Actor
) -> None:
    client, address = signed_in(moderator), f"{PAGE}?window=0&act=schedule"
    skipped = scheduling(closes_day="2027-03-14", closes_time="02:30")
    page = client.post(address, skipped).content.decode()
    assert "Closing time: On that day the clocks in New York skip" in page
    twice = scheduling(opens_day="2027-11-07", opens_time="01:30")
    page = client.post(address, twice).content.decode()
    assert "Opening time that is meant: On that day the clocks in New York show" in page
    assert "first, before the clocks are set back" in page


# ---------------------------------------------------------------- history on a phone
def test_each_cell_of_the_history_is_named_for_a_narrow_screen(
    space: Space, moderator: Actor
) -> None:
    factories.window(space)
    close_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0), reason="Letter of 2 May")
    page = signed_in(moderator).get(PAGE).content.decode()
    table = page.split('id="history"')[1]
    assert '<table class="register acts" role="table">' in table
    words = 'Reason, in the words of a moderator: “<bdi lang="">Letter of 2 May</bdi>”'
    assert words in table


@pytest.mark.parametrize("address", [f"{PAGE}?act=close&window=0", f"{PAGE}windows/questions/"])
def test_the_form_says_that_followers_read_the_reason_as_it_is_typed(
    space: Space, moderator: Actor, address: str
) -> None:
    factories.window(space)
    factories.window(space, position=1)
    page = signed_in(moderator).get(address).content.decode()
    assert "word for word in the letters to all who follow the space" in page
