"""What is set of a space, in a browser without script."""

from typing import Any

import pytest
from django.test import Client

from discussions.models import DisplayedModerator, Space
from discussions.pages.addresses import sign_in_url
from discussions.selectors.set_up import space_setting
from discussions.services.spaces import change_space
from discussions.validators.set_up import SpaceSetting
from hub.kit.models import Record
from tests import factories, people
from tests.moderation.views.test_windows import hidden
from tests.people import Actor, signed_in

PAGE = "/en/moderation/spaces/roundtable/settings/"
SENT: dict[str, object] = {
    "title_en": "Declaration",
    "title_fr": "Déclaration",
    "mandate_en": "<p>Why.</p>",
    "mandate_fr": "<p>Pourquoi.</p>",
    "objectives": ["16", "2"],
    "review": "before-publishing",
    "length_limit": "5000",
}


@pytest.fixture
def space(db: None) -> Space:
    """A published space."""
    return factories.space()


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def seen(client: Client) -> str:
    """What the form carries now."""
    return hidden(client.get(PAGE).content.decode(), "seen")


def test_those_who_set_up_the_space_come_in_and_nobody_else(space: Space) -> None:
    for someone in (people.moderator(space), people.secretariat(), people.administrator()):
        response = signed_in(someone).get(PAGE)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
    for other in (people.stakeholder(), people.observer(space)):
        assert signed_in(other).get(PAGE).status_code == 403
    assert Client().get(PAGE).headers["Location"] == sign_in_url(PAGE)


def test_all_is_set_and_stands_there_again(space: Space, moderator: Actor) -> None:
    client = signed_in(moderator)
    response = client.post(PAGE, {**SENT, "seen": seen(client)})
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    setting = space_setting(Space.objects.get())
    assert setting == SpaceSetting(
        {"en": "Declaration", "fr": "Déclaration"},
        {"en": "<p>Why.</p>", "fr": "<p>Pourquoi.</p>"},
        (2, 16),
        setting.review,
        5000,
    )
    page = client.get(PAGE).content.decode()
    assert "The settings are saved." in page
    assert 'value="Déclaration"' in page
    assert page.count("checked") == 3  # two objectives, one review


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title_en": " ", "title_fr": ""}, "Write the title."),
        ({"length_limit": "0"}, "greater than or equal to 1"),
        ({"objectives": ["24"]}, "24 is not one of the available choices"),
        ({"review": "never"}, "never is not one of the available choices"),
    ],
)
def test_what_is_not_in_order_is_said_at_its_field(
    space: Space, moderator: Actor, more: dict[str, object], words: str
) -> None:
    response = signed_in(moderator).post(PAGE, {**SENT, **more})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Record.objects.exists()


def test_the_second_of_two_is_told_sees_what_stands_there_and_keeps_the_words(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    stamp = seen(client)
    present = space_setting(space)
    theirs = SpaceSetting({"en": "Theirs", "fr": "Le leur"}, {}, (3,), present.review)
    change_space(by=people.secretariat().viewer, space_id=space.pk, setting=theirs, seen=stamp)
    response = client.post(PAGE, {**SENT, "seen": stamp})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Paulo Reyes changed this on" in page
    assert "<dd>Theirs</dd>" in page
    assert 'value="Declaration"' in page
    assert space_setting(Space.objects.get()).titles == theirs.titles
    client.post(PAGE, {**SENT, "seen": hidden(page, "seen")})
    assert space_setting(Space.objects.get()).titles["en"] == "Declaration"


def test_what_the_second_left_alone_takes_over_what_the_first_saved(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    opened = client.get(PAGE).content.decode()
    carried = ("seen", "shown", "title_en", "title_fr")
    rest = {"mandate_en": "Mandate.", "mandate_fr": "Mandat.", "review": space.review}
    built = {name: hidden(opened, name) for name in carried} | rest
    theirs = {"title_en": "Theirs", "objectives": ["3", "1"], "length_limit": "900"}
    assert signed_in(people.secretariat()).post(PAGE, {**built, **theirs}).status_code == 302
    response = client.post(PAGE, {**built, "title_fr": "La mienne", "length_limit": "800"})
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("Taken over as it was saved") == 2  # the English title, the objectives
    assert page.count("Both of you changed this.") == 1
    assert page.count("checked") == 3  # two objectives, one review
    merged = {name: hidden(page, name) for name in (*carried, "length_limit")}
    client.post(PAGE, {**merged, **rest, "objectives": ["1", "3"]})
    setting = space_setting(Space.objects.get())
    assert setting.titles == {"en": "Theirs", "fr": "La mienne"}
    assert (setting.objectives, setting.length_limit) == ((1, 3), 800)


def test_an_incomplete_title_is_refused_in_words(space: Space, moderator: Actor) -> None:
    client = signed_in(moderator)
    response = client.post(PAGE, {**SENT, "title_fr": "", "seen": seen(client)})
    assert response.status_code == 409
    assert "Missing: French." in response.content.decode()


def test_a_space_is_published_once_complete_and_taken_back_while_empty(
    space: Space, moderator: Actor
) -> None:
    Space.objects.update(published_at=None, title_fr="")
    client, readers = signed_in(moderator), Client()
    assert "the title (French)" in client.get(PAGE).content.decode()
    response = client.post(PAGE, {"action": "publish"})
    assert response.status_code == 409
    assert readers.get("/en/spaces/roundtable/").status_code == 404
    Space.objects.update(title_fr="Déclaration")
    client.post(PAGE, {"action": "publish"})
    assert readers.get("/en/spaces/roundtable/").status_code == 200
    client.post(PAGE, {"action": "unpublish"})
    assert readers.get("/en/spaces/roundtable/").status_code == 404
    client.post(PAGE, {"action": "publish"})
    factories.post(space)
    assert 'value="unpublish"' not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"action": "unpublish"}).status_code == 409


def test_names_of_moderators_are_shown_to_readers_and_taken_away(
    space: Space, moderator: Actor
) -> None:
    client = signed_in(moderator)
    assert f'<option value="{moderator.person.pk}">' in client.get(PAGE).content.decode()
    client.post(PAGE, {"action": "show", "person": moderator.person.pk})
    assert DisplayedModerator.objects.get().person == moderator.person
    assert "Marta Lind" in Client().get("/en/spaces/roundtable/").content.decode()
    client.post(PAGE, {"action": "hide", "person": moderator.person.pk})
    assert not DisplayedModerator.objects.exists()
    assert client.post(PAGE, {"action": "show", "person": "x"}).status_code == 200
    response = client.post(PAGE, {"action": "show", "person": people.stranger().person.pk})
    assert response.status_code == 404


def as_shown(client: Client) -> dict[str, Any]:
    """What a browser sends of the form where nothing was touched."""
    form = client.get(PAGE).context["form"]
    shown = {field.html_name: field.value() for field in form}
    return {name: value for name, value in shown.items() if value is not None}


@pytest.mark.parametrize("action", ["publish", "unpublish", "show", "hide", "hide 1"])
def test_a_button_beside_the_form_throws_nothing_away_that_is_written_in_it(
    space: Space, moderator: Actor, action: str
) -> None:
    client = signed_in(moderator)
    for change in ({"length_limit": "777"}, {"title_en": "Declaration"}, {"length_limit": "x"}):
        sent = {**as_shown(client), **change, "action": action, "person": moderator.person.pk}
        response = client.post(PAGE, sent)
        page = response.content.decode()
        assert response.status_code == 409
        assert "is not saved yet, so nothing was done" in page
        assert f'value="{next(iter(change.values()))}"' in page
    assert not DisplayedModerator.objects.exists()
    assert Space.objects.get().published_at is not None


def test_a_button_beside_a_form_that_was_left_alone_acts(space: Space, moderator: Actor) -> None:
    client = signed_in(moderator)
    sent = {**as_shown(client), "action": "show", "person": moderator.person.pk}
    assert client.post(PAGE, sent).status_code == 302
    assert DisplayedModerator.objects.get().person == moderator.person
    assert client.post(PAGE, {**sent, "action": f"hide {moderator.person.pk}"}).status_code == 302
    assert not DisplayedModerator.objects.exists()


def desk_of(someone: Actor) -> list[str]:
    """What the desk of the page leads to."""
    page = signed_in(someone).get(PAGE).content.decode()
    desk = page.split('class="deskbar"')[1].split("</nav>")[0]
    links = desk.split('class="nav"')[1].split('href="')[1:]
    return [part.split("/roundtable/")[1].split('"')[0] for part in links]


def test_the_desk_leads_each_to_the_pages_that_are_theirs(space: Space) -> None:
    setting_up = ["questions/", "documents/", "settings/"]
    numbers = ["participation/", "reconciliation/"]
    assert desk_of(people.moderator(space)) == ["", *setting_up, "outside/", *numbers]
    assert desk_of(people.administrator()) == [*setting_up, "roles/"]
    assert desk_of(people.secretariat()) == [
        "",
        *setting_up,
        "roles/",
        "outside/",
        "exports/",
        *numbers,
    ]


def test_who_only_administers_finds_the_settings_from_the_page_of_the_space(space: Space) -> None:
    for someone, leads in (
        (people.administrator(), True),
        (people.moderator(space), False),  # by the windows
        (people.stakeholder(), False),
    ):
        page = signed_in(someone).get("/en/spaces/roundtable/").content.decode()
        assert (f'href="{PAGE}"' in page) is leads
