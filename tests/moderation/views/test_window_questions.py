"""Which questions follow which window, chosen in a browser without script."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from discussions.models import Prompt, Space
from discussions.services.window_questions import assign_questions
from tests import factories, people
from tests.moderation.views.test_windows import hidden
from tests.people import Actor, signed_in

WINDOWS = "/en/moderation/spaces/roundtable/"
PAGE = f"{WINDOWS}windows/questions/"


@pytest.fixture
def space(db: None) -> Space:
    """Two questions and two windows, the main one open."""
    made = factories.space()
    factories.window(made, time_zone="America/New_York")
    factories.window(made, "scheduled", position=1)
    factories.prompt(made, 1)
    factories.prompt(made, 2)
    return made


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def chosen(**more: str) -> dict[str, str]:
    """What the form sends: question 2 is to follow the second window."""
    return {
        "confirmed": "",
        "reason": "Draft Rev 2",
        "window_1": "0",
        "seen_1": "0",
        "window_2": "1",
        "seen_2": "0",
        **more,
    }


def test_it_is_for_staff_of_the_space(space: Space) -> None:
    assert Client().get(PAGE).status_code == 302
    for other in (people.stakeholder(), people.observer(space), people.administrator()):
        assert signed_in(other).get(PAGE).status_code == 403
    response = signed_in(people.secretariat()).get(PAGE)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_page_of_the_windows_leads_there_where_there_is_a_choice(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    page = client.get(WINDOWS).content.decode()
    assert f'href="{PAGE}"' in page
    assert "Questions 1, 2, and posts to the space as a whole" in page
    space.windows.filter(position=1).delete()
    assert f'href="{PAGE}"' not in client.get(WINDOWS).content.decode()


def test_what_is_chosen_is_shown_then_done_once(space: Space, moderator: Actor) -> None:
    client = signed_in(moderator)
    assert "Question 1?" in client.get(PAGE).content.decode()
    page = client.post(PAGE, chosen()).content.decode()
    assert "Question 2 follows window 2 instead of the main window." in page
    assert "What comes more than 15 minutes after closing is refused." in page
    assert Prompt.objects.get(number=2).window is None
    sent = chosen(confirmed=hidden(page, "confirmed"))
    for _ in range(2):
        response = client.post(PAGE, sent)
        assert (response.status_code, response.headers["Location"]) == (302, WINDOWS)
    assert Prompt.objects.get(number=2).window == space.windows.get(position=1)
    history = client.get(WINDOWS).content.decode()
    assert history.count("Draft Rev 2") == 2  # the window that lost it, and the one that got it


def test_it_needs_a_change_and_a_reason(space: Space, moderator: Actor) -> None:
    client = signed_in(moderator)
    for sent, words in (
        (chosen(window_2="0"), "Each question follows this window already."),
        (chosen(reason=""), "one of these windows has opened"),
        (chosen(window_2="7"), "Select a valid choice"),
    ):
        response = client.post(PAGE, sent)
        assert response.status_code == 400
        assert words in response.content.decode()


def test_who_is_second_is_told_and_what_was_chosen_is_kept(space: Space, moderator: Actor) -> None:
    client = signed_in(people.moderator(space, "second@test.example", "Tomás Ruiz"))
    mine = chosen(window_1="1", window_2="0", reason="My long reason")
    mine["confirmed"] = hidden(client.post(PAGE, mine).content.decode(), "confirmed")
    first = signed_in(moderator)
    page = first.post(PAGE, chosen()).content.decode()
    first.post(PAGE, chosen(confirmed=hidden(page, "confirmed")))
    response = client.post(PAGE, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Marta Lind changed this" in page
    assert "My long reason" in page
    assert (
        page.count("Taken over as it was saved") == 1
    )  # question 2, which stayed where it was shown
    assert hidden(page, "seen_2") == "1"
    mine |= {"seen_2": "1", "confirmed": ""}
    page = client.post(PAGE, mine).content.decode()
    assert "Question 2 follows the main window instead of window 2." in page
    mine["confirmed"] = hidden(page, "confirmed")
    assert client.post(PAGE, mine).status_code == 302


def chosen_on(page: str, number: int) -> str:
    """The window that is chosen for a question on a page."""
    select = page.split(f'name="window_{number}"')[1].split("</select>", maxsplit=1)[0]
    return select.split(" selected")[0].rsplit('value="', maxsplit=1)[1].split('"')[0]


@pytest.mark.parametrize("was_shown", [True, False], ids=["confirming", "asking for a preview"])
def test_what_the_second_left_alone_follows_the_window_that_the_first_chose(
    space: Space, moderator: Actor, was_shown: bool
) -> None:
    factories.window(space, "scheduled", position=2)
    factories.prompt(space, 3)
    mine = chosen(window_3="2", seen_3="0", confirmed="1:0 2:1 3:2" if was_shown else "")
    theirs = {1: 1, 2: 2, 3: 0}
    seen = dict.fromkeys(theirs, 0)
    assign_questions(
        by=moderator.viewer, space_id=space.pk, seen=seen, wanted=theirs, reason="Rev 3"
    )
    client = signed_in(people.moderator(space, "second@test.example", "Tomás Ruiz"))
    response = client.post(PAGE, mine)
    page = response.content.decode()
    assert response.status_code == (409 if was_shown else 200)
    assert ("Where you had written nothing new" in page) == was_shown
    assert page.count("Taken over as it was saved: you had not changed it.") == 1
    assert page.count("Yours stands here; what was saved: Window 3: It opens") == 1
    assert [chosen_on(page, number) for number in (1, 2, 3)] == ["1", "1", "2"]
    kept = {f"window_{number}": chosen_on(page, number) for number in (1, 2, 3)}
    kept |= {name: hidden(page, name) for name in ("seen_1", "seen_2", "seen_3", "confirmed")}
    page = client.post(PAGE, chosen(**kept | {"confirmed": ""})).content.decode()
    assert "Question 1 follows" not in page
    assert "Question 2 follows window 2 instead of window 3." in page
    done = client.post(PAGE, chosen(**kept | {"confirmed": hidden(page, "confirmed")}))
    assert done.status_code == 302
    places = Prompt.objects.order_by("number").values_list("window__position", flat=True)
    assert list(places) == [1, 1, 2]


def test_a_question_put_after_the_form_was_shown_is_left_alone(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    factories.prompt(space, 3, window=space.windows.get(position=1))
    page = client.post(PAGE, chosen()).content.decode()
    assert "Question 2 follows window 2 instead of the main window." in page
    assert "Question 3 follows" not in page
    sent = chosen(confirmed=hidden(page, "confirmed"), window_3="1", seen_3="1")
    assert client.post(PAGE, sent).status_code == 302


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("open", "scheduled", "stop now; they can be sent again from that opening."),
        ("closed", "scheduled", "can be sent from that opening."),
        ("open", "closed", "stop now."),
        ("open", "closed-marks", "are marked as late from now on."),
        ("closed", "open", "can be sent now."),
        ("open", "open", ""),
    ],
)
def test_the_preview_says_what_becomes_of_answering(
    space: Space, moderator: Actor, earlier: str, later: str, words: str
) -> None:
    state, _, marks = later.partition("-")
    policy = {"late_policy": "mark"} if marks else {}
    space.windows.all().delete()
    factories.window(space, earlier)
    factories.window(space, state, position=1, **policy)
    page = signed_in(moderator).post(PAGE, chosen()).content.decode()
    sentence = "Answers to question 2, and replies to them,"
    assert (f"{sentence} {words}" in page) == bool(words)
    assert (sentence in page) == bool(words)
    assert ("It opens " in page.split('role="status"')[1]) == (later == "scheduled")


def test_the_choices_say_when_a_window_opens(space: Space, moderator: Actor) -> None:
    page = signed_in(moderator).get(PAGE).content.decode()
    assert "Window 2: It opens " in page
    assert "Main window: It closes " in page


def test_of_a_closed_question_nothing_is_said(space: Space, moderator: Actor) -> None:
    Prompt.objects.update(closed_at=factories.LONG_AGO)
    page = signed_in(moderator).post(PAGE, chosen()).content.decode()
    assert "Question 2 follows window 2" in page
    assert "Answers to question 2" not in page


@pytest.mark.parametrize("questions", [1, 3])
def test_the_page_takes_the_same_number_of_statements(
    space: Space,
    moderator: Actor,
    questions: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for number in range(questions):
        factories.prompt(space, 3 + number)
    client = signed_in(moderator)
    client.get(PAGE)
    with django_assert_num_queries(9):
        client.get(PAGE)
