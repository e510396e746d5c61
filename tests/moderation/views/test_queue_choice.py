"""Texts chosen in the queue for one decision on many, page after page, without script."""

import pytest
from django.test import Client

from discussions.models import Post
from moderation.models import Decision
from moderation.validators.bulk import MOST, seen_value
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.moderation.views.test_queue import QUEUE, sent
from tests.moderation.views.test_queue_desk import beside
from tests.people import signed_in

BULK = "/en/moderation/bulk/"


def ticked(page: str) -> list[str]:
    """The references of the boxes that are ticked, in their order."""
    boxes = [part.split(">")[0] for part in page.split('type="checkbox" name="chosen"')[1:]]
    return [box.split('"')[1] for box in boxes if " checked" in box]


def test_the_choice_stands_in_the_address_and_in_every_way_that_leads_on(desk: Desk) -> None:
    for _ in range(3):
        desk.post()
    client = signed_in(desk.moderator)
    page = client.get(f"{QUEUE}?chosen=rt-0001&chosen=RT-0003&post=RT-0002").content.decode()
    assert ticked(page) == ["RT-0001", "RT-0003"]
    carried = "chosen=RT-0001&chosen=RT-0003"
    assert beside(page) == {
        "k": f"?post=RT-0001&{carried}#panel",
        "j": f"?post=RT-0003&{carried}#panel",
    }
    assert page.count('<input type="hidden" name="chosen" value="RT-0001">') == 1  # of the filters
    assert "Chosen: <span data-chosen-number>2</span>" in page
    assert f"?post=RT-0002&amp;then=RT-0003&amp;{carried.replace('&', '&amp;')}#panel" in page


def test_the_form_s_buttons_lead_to_the_next_page_with_what_is_ticked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moderation.pages.queue.ROWS", 2)
    for number in range(4):
        desk.post(language="fr" if number == 3 else "en")
    client = signed_in(desk.moderator)
    first = client.get(f"{QUEUE}?language=en").content.decode()
    assert '<input type="hidden" name="language" value="en">' in first
    assert f'formaction="{QUEUE}" name="after" value="RT-0002"' in first
    fields = {"back": "?language=en", "language": "en", "chosen": ["RT-0002"], "after": "RT-0002"}
    response = client.get(QUEUE, fields)
    assert [row.reference for row in response.context["page"].rows] == ["RT-0003"]
    second = response.content.decode()
    assert "Chosen elsewhere" in second
    assert ticked(second) == ["RT-0002"]
    assert f'formaction="{QUEUE}">Back to the beginning' in second
    together = client.get(BULK, {"chosen": ["RT-0002", "RT-0003"], "back": "?language=en"})
    assert [row.reference for row in together.context["page"].rows] == ["RT-0002", "RT-0003"]


def test_leaving_the_decision_on_many_keeps_the_choice_and_taking_it_ends_it(desk: Desk) -> None:
    one, two = desk.post(), desk.post()
    client = signed_in(desk.moderator)
    asked = {"chosen": ["RT-0001", "RT-0002"], "back": "?language=en"}
    page = client.get(BULK, asked).context["page"]
    assert page.back_url == f"{QUEUE}?language=en&chosen=RT-0001&chosen=RT-0002"
    data = {
        "row": [seen_value(seen_now(one)), seen_value(seen_now(two))],
        "batch": "11111111-2222-4333-8444-555555555555",
        "act": "publish",
        "back": "?language=en",
    }
    done = client.post(BULK, data).context["page"]
    assert (len(done.done), done.back_url) == (2, f"{QUEUE}?language=en")


def test_what_is_decided_on_alone_is_chosen_no_longer(desk: Desk) -> None:
    first, _second = desk.post(), desk.post()
    client = signed_in(desk.moderator)
    address = f"{QUEUE}?post=RT-0001&then=RT-0002&chosen=RT-0001&chosen=RT-0002"
    answer = client.post(address, sent(first, "publish"))
    assert answer["Location"] == f"{QUEUE}?post=RT-0002&last=RT-0001&chosen=RT-0002#done"


def test_what_is_no_reference_is_not_chosen_and_nothing_of_an_address_is_led_to(
    desk: Desk,
) -> None:
    desk.post()
    client = signed_in(desk.moderator)
    odd = {"chosen": ["<b>", "RT-0001", "rt-0001", "RT-1x", ""], "back": "//evil.example"}
    page = client.get(QUEUE, odd)
    assert page.context["page"].chosen.number == 1
    assert client.get(BULK, odd).context["page"].back_url == f"{QUEUE}?chosen=RT-0001"


def test_rows_over_the_limit_of_one_decision_are_told_and_not_dropped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("views", "pages"):
        monkeypatch.setattr(f"moderation.{module}.bulk.MOST", 2)
    posts = [desk.post() for _ in range(3)]
    data = {
        "row": [seen_value(seen_now(post)) for post in posts],
        "batch": "11111111-2222-4333-8444-555555555555",
        "act": "publish",
    }
    page = signed_in(desk.moderator).post(BULK, data).context["page"]
    assert [row.reference for row in page.done] == ["RT-0001", "RT-0002"]
    assert [row.reference for row in page.refused] == ["RT-0003"]
    assert "At most 2" in page.refused[0].refusal
    assert Post.objects.filter(state="published").count() == Decision.objects.count() == 2
    assert MOST == 50


def test_a_visitor_with_a_choice_is_led_to_signing_in(desk: Desk) -> None:
    desk.post()
    assert Client().get(f"{QUEUE}?chosen=RT-0001").status_code == 302
