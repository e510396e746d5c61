"""A space is made in a browser without script."""

import pytest
from django.test import Client

from discussions.models import Space, Window
from hub.kit.bilingual import texts_of
from tests import factories, people
from tests.moderation.views.test_windows import hidden
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/en/moderation/new-space/"
MADE = "/en/moderation/spaces/progress-declaration/settings/"
SENT: dict[str, object] = {
    "title_en": "Progress Declaration",
    "title_fr": "Déclaration d’étape",
    "reference_prefix": "pd",
    "mandate_en": "Why.",
    "mandate_fr": "Pourquoi.",
    "objectives": ["16", "2"],
    "review": "before-publishing",
    "length_limit": "5000",
}
RULES: dict[str, object] = {
    "position": "0",
    "change_id": "0",
    "time_zone": "America/New_York",
    "late_policy": "mark",
    "grace_minutes": "15",
}
WINDOW = {**RULES, "opens_day": "2190-03-01", "closes_day": "2190-03-21", "closes_time": "18:00"}


def test_the_secretariat_and_administrators_come_in_and_nobody_else() -> None:
    space = factories.space()
    for someone in (people.secretariat(), people.administrator()):
        response = signed_in(someone).get(PAGE)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
    for other in (people.stakeholder(), people.moderator(space), people.observer(space)):
        assert signed_in(other).get(PAGE).status_code == 403
        assert signed_in(other).post(PAGE, {**SENT, **WINDOW}).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert Space.objects.count() == 1


def test_a_space_is_made_once_and_waits_for_being_published() -> None:
    client = signed_in(people.secretariat())
    data = {**SENT, **WINDOW, "key": hidden(client.get(PAGE).content.decode(), "key")}
    for _press in range(2):
        response = client.post(PAGE, data)
        assert (response.status_code, response.headers["Location"]) == (302, MADE)
    space = Space.objects.get()
    assert (space.reference_prefix, space.published_at, space.length_limit) == ("PD", None, 5000)
    assert texts_of(space, "mandate")["fr"] == "<p>Pourquoi.</p>"
    window = Window.objects.get()
    assert str(window.opens_at) == "2190-03-01 05:00:00+00:00"
    assert str(window.closes_at) == "2190-03-21 22:00:00+00:00"
    assert "The space is made." in client.get(MADE).content.decode()
    assert Client().get("/en/spaces/progress-declaration/").status_code == 404


def test_without_days_there_is_no_window_yet() -> None:
    assert signed_in(people.secretariat()).post(PAGE, {**SENT, **RULES}).status_code == 302
    assert not Window.objects.exists()


def test_administrators_are_shown_no_window_and_none_is_made() -> None:
    client = signed_in(people.administrator())
    assert "opens_day" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {**SENT, **WINDOW}).status_code == 302
    assert not Window.objects.exists()


@pytest.mark.parametrize(
    ("more", "words", "status"),
    [
        ({"title_en": "", "title_fr": " "}, "Write the title.", 400),
        ({"slug": "Not an address"}, "single hyphens between them.", 400),
        ({"slug": "roundtable"}, "The address “roundtable” is taken.", 400),
        ({"title_en": "进展宣言", "title_fr": ""}, "none can be made of the title.", 400),
        ({"reference_prefix": ""}, "Choose with what the references", 400),
        ({"reference_prefix": "7X"}, "the first one is a letter.", 400),
        ({"reference_prefix": "rt"}, "References of another space begin with RT.", 400),
        ({"opens_day": "2190-04-01"}, "The window would close before it opens.", 400),
        ({"opens_day": "2020-04-01"}, "The opening has passed already.", 400),
        ({"time_zone": "Nowhere"}, "Nowhere is not one of the available choices", 400),
        ({"title_fr": ""}, "the title (French)", 409),
    ],
)
def test_what_is_not_in_order_is_said_and_the_rest_is_kept(
    more: dict[str, object], words: str, status: int
) -> None:
    factories.space()
    client = signed_in(people.secretariat())
    response = client.post(PAGE, {**SENT, **WINDOW, "length_limit": "4321", **more})
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert 'value="4321"' in page
    assert 'value="18:00"' in page
    assert Space.objects.count() == 1


def test_a_form_that_comes_again_with_other_words_is_told_what_it_made() -> None:
    client = signed_in(people.secretariat())
    data = {**SENT, **RULES, "key": hidden(client.get(PAGE).content.decode(), "key")}
    client.post(PAGE, data)
    response = client.post(PAGE, {**data, "title_en": "Another", "slug": "another"})
    page = response.content.decode()
    assert response.status_code == 409
    assert f'<a href="{MADE}">Open its settings</a>' in page
    assert 'value="Another"' in page
    assert Space.objects.count() == 1


def test_those_who_make_spaces_find_the_page_from_the_index_and_from_a_space() -> None:
    space = factories.space()
    for someone, leads in (
        (people.secretariat(), True),
        (people.administrator(), True),
        (people.moderator(space), False),
        (people.stakeholder(), False),
    ):
        index = signed_in(someone).get("/en/spaces/").content.decode()
        assert (f'href="{PAGE}"' in index) is leads
        if someone.user.email != "stakeholder@test.example":
            desk = signed_in(someone).get("/en/moderation/spaces/roundtable/settings/")
            assert (f'href="{PAGE}"' in desk.content.decode()) is leads
    assert PAGE not in Client().get("/en/spaces/").content.decode()
