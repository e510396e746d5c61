"""The page on which staff enter what came from outside, in a browser without script."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Notice
from discussions.models import Post, Space, Upload
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.writing import PDF, pdf
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/en/moderation/spaces/roundtable/outside/"


def filled(**more: Any) -> dict[str, Any]:
    """What a browser sends of a form that is in order."""
    return {
        "place": "general",
        "answers": "",
        "kind": "mail",
        "received_on": (database_now() - timedelta(days=2)).date().isoformat(),
        "speaks_as": "organisation",
        "entity": "Ville de Trois-Rives",
        "stakeholder_group": "local-authority",
        "country": "FR",
        "person": "",
        "name_withheld": "no",
        "receipt_email": "mairie@trois-rives.example",
        "receipt_language": "fr",
        "body": "Nous demandons une ligne de plus.",
        "language": "fr",
        "key": str(uuid4()),
        "action": "send",
        **more,
    }


@pytest.fixture
def space() -> Space:
    """A space that has closed and refuses late posts."""
    made = factories.space()
    factories.window(made, "closed", time_zone="America/New_York")
    return made


@pytest.fixture
def staff(space: Space) -> Actor:
    """Who enters."""
    return people.moderator(space)


def page_of(response: Any) -> str:
    return str(response.content.decode())


def test_signed_out_one_is_led_to_signing_in_and_back(space: Space) -> None:
    way_in = Client().get(PAGE).headers["Location"]
    assert way_in == f"/en/accounts/login/?{urlencode({'next': PAGE})}"


def test_a_text_that_comes_after_the_session_has_ended_is_shown_to_be_kept(space: Space) -> None:
    response = Client().post(PAGE, filled())
    assert response.status_code == 403
    assert "Nous demandons une ligne de plus." in page_of(response)
    assert Post.objects.count() == 0


def test_others_are_refused_and_nothing_is_entered(space: Space) -> None:
    elsewhere = factories.space("elsewhere", "ELS")
    for other in (
        people.stakeholder(),
        people.observer(space),
        people.administrator(),
        people.moderator(elsewhere, "elsewhere@test.example"),
    ):
        browser = signed_in(other)
        assert browser.get(PAGE).status_code == 403
        refused = browser.post(PAGE, filled())
        assert refused.status_code == 403
        assert "Nous demandons une ligne de plus." in page_of(refused)
    assert Post.objects.count() == 0


def test_an_unknown_space_is_not_found(staff: Actor) -> None:
    assert signed_in(staff).get("/en/moderation/spaces/nowhere/outside/").status_code == 404


def test_the_page_says_how_days_count_and_is_kept_by_nobody(staff: Actor, space: Space) -> None:
    factories.prompt(space, 3)
    response = signed_in(staff).get(PAGE)
    page = page_of(response)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert "by the calendar of New York" in page
    assert "What you enter is taken, and marked as late." in page
    assert ">Question 3</option>" in page


def test_it_is_linked_from_the_queue_and_from_the_windows(staff: Actor, space: Space) -> None:
    browser = signed_in(staff)
    for address in ("/en/moderation/", "/en/moderation/spaces/roundtable/"):
        assert f'href="{PAGE}"' in page_of(browser.get(address))


def test_what_is_entered_leads_to_its_receipt_which_says_whether_the_mail_went(
    staff: Actor, space: Space
) -> None:
    browser = signed_in(staff)
    response = browser.post(PAGE, filled(files=[pdf("remarques.pdf")]))
    assert response.status_code == 303
    assert response.headers["Location"] == "/en/posts/RT-0001/receipt/"
    receipt = page_of(browser.get(response.headers["Location"]))
    assert "The input was entered" in receipt
    assert "and entered by staff." in receipt
    assert "It is on its way to the address that was given." in receipt
    assert "remarques.pdf" in receipt
    Notice.objects.filter(kind="outside-receipt").update(state="sent", sent_at=database_now())
    receipt = page_of(browser.get(response.headers["Location"]))
    assert "Sent to the address that was given on" in receipt
    assert "trois-rives.example" not in receipt
    assert "Keep this number." not in receipt


def test_readers_see_it_with_its_source_and_nowhere_the_address(
    staff: Actor, space: Space
) -> None:
    signed_in(staff).post(PAGE, filled())
    for path in ("general/", "register/", ""):
        page = page_of(Client().get(f"/en/spaces/roundtable/{path}"))
        assert "trois-rives.example" not in page
        assert "Ville de Trois-Rives" in page
    page = page_of(Client().get("/en/posts/RT-0001/"))
    assert "Received by e-mail on" in page
    assert "Late" not in page
    assert ">Correct" not in page


def test_the_preview_says_how_it_would_stand_and_enters_nothing(
    staff: Actor, space: Space
) -> None:
    space.windows.update(time_zone="UTC")
    browser = signed_in(staff)
    late = filled(action="preview", received_on=database_now().date().isoformat())
    page = page_of(browser.post(PAGE, late))
    assert "Late" in page
    assert "the last day was" in page
    on_time = filled(action="preview", files=[pdf()])
    page = page_of(browser.post(PAGE, on_time))
    assert "On time" in page
    assert "The receipt goes to mairie@trois-rives.example (French)." in page
    assert Post.objects.count() == 0
    kept = Upload.objects.get()
    assert str(kept.pk) in page
    sent = browser.post(PAGE, filled(keep=[str(kept.pk)], key=on_time["key"]))
    assert sent.status_code == 303
    assert Post.objects.get().latest_version.attachments.get().sha256 == kept.sha256


def test_pressed_twice_it_is_entered_once(staff: Actor, space: Space) -> None:
    browser, form = signed_in(staff), filled()
    first, second = browser.post(PAGE, form), browser.post(PAGE, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Post.objects.count() == 1


def test_the_same_form_with_another_text_shows_what_it_became_and_keeps_the_text(
    staff: Actor, space: Space
) -> None:
    browser, form = signed_in(staff), filled()
    browser.post(PAGE, form)
    response = browser.post(PAGE, {**form, "body": "Un autre texte."})
    assert response.status_code == 409
    page = page_of(response)
    assert 'href="/en/posts/RT-0001/"' in page
    assert "Un autre texte." in page
    assert Post.objects.count() == 1


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"received_on": ""}, "This field is required."),
    ({"received_on": "31/12/2026"}, "Enter a valid date."),
    ({"received_on": "2999-01-01"}, "It cannot have been received later than that."),
    ({"received_on": "0206-01-01"}, "Look at the year again."),
    ({"kind": ""}, "This field is required."),
    ({"kind": "pigeon"}, "pigeon is not one of the available choices"),
    ({"place": "7"}, "7 is not one of the available choices"),
    ({"place": "reply"}, "Give the reference of a post of this space."),
    ({"place": "reply", "answers": "ELS-0001"}, "Give the reference of a post of this space."),
    ({"answers": "RT-0001"}, "A post, as a reply to it"),
    ({"entity": ""}, "Name the organisation."),
    ({"stakeholder_group": ""}, "choose the group to which it belongs."),
    ({"stakeholder_group": "individual"}, "individual is not one of the available choices"),
    ({"country": ""}, "Choose a country or area."),
    ({"speaks_as": "personal", "person": "A. B."}, "Leave this empty for somebody"),
    ({"speaks_as": "personal", "entity": ""}, "Write the name of the person"),
    ({"receipt_email": "mairie"}, "Enter a valid email address."),
    ({"receipt_language": "tlh"}, "tlh is not one of the available choices"),
    ({"body": " "}, "Write down what came in."),
]


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_each_fault_is_said_and_nothing_is_lost(
    staff: Actor, space: Space, change: dict[str, Any], words: str
) -> None:
    response = signed_in(staff).post(PAGE, {**filled(), **change, "files": [pdf()]})
    page = page_of(response)
    assert response.status_code == 400
    assert words in page
    assert "note.pdf" in page
    assert change.get("body") or "Nous demandons une ligne de plus." in page
    assert Post.objects.count() == 0


def test_a_day_that_has_not_come_is_refused_at_its_field_before_anything_is_entered(
    staff: Actor, space: Space
) -> None:
    late = filled(received_on="2999-01-01", action="preview")
    page = page_of(signed_in(staff).post(PAGE, late))
    assert "In New York it is" in page.split('id="id_received_on_error"')[1].split("</span>")[1]


def test_a_file_that_is_none_is_refused_and_leaves_the_others_and_the_text(
    staff: Actor, space: Space
) -> None:
    files = [pdf("good.pdf"), pdf("bad.exe", b"MZ" + PDF)]
    response = signed_in(staff).post(PAGE, filled(files=files))
    page = page_of(response)
    assert response.status_code == 400
    assert "bad.exe" in page
    assert "good.pdf" in page
    assert Post.objects.count() == 0


def test_an_intergovernmental_organisation_needs_no_country(staff: Actor, space: Space) -> None:
    form = filled(entity="League of Rivers", stakeholder_group="intergovernmental", country="")
    assert signed_in(staff).post(PAGE, form).status_code == 303


def test_a_known_organisation_is_found_by_its_name_whatever_the_case(
    staff: Actor, space: Space
) -> None:
    people.organisation("Coastal Crossings")
    form = filled(entity="coastal  crossings", stakeholder_group="", country="")
    assert signed_in(staff).post(PAGE, form).status_code == 303
    version = Post.objects.get().latest_version
    assert (version.speaker_organisation, version.speaker_group) == (
        "Coastal Crossings",
        "civil-society",
    )


def test_a_reply_stands_under_the_question_of_what_it_answers(staff: Actor, space: Space) -> None:
    parent = factories.post(space, prompt=factories.prompt(space))
    form = filled(place="reply", answers="rt-0001")
    assert signed_in(staff).post(PAGE, form).status_code == 303
    reply = Post.objects.get(parent=parent)
    assert reply.prompt == parent.prompt


def test_a_reply_to_what_is_not_public_is_refused_at_its_field(staff: Actor, space: Space) -> None:
    factories.post(space, state="hidden", reason="spam")
    response = signed_in(staff).post(PAGE, filled(place="reply", answers="RT-0001"))
    assert "because it is not public now." in page_of(response)


def test_a_withheld_name_is_withheld_from_readers_and_from_staff_who_do_not_look_behind(
    staff: Actor, space: Space
) -> None:
    browser = signed_in(staff)
    browser.post(
        PAGE,
        filled(
            speaks_as="personal",
            entity="",
            person="Rosa Lima",
            name_withheld="name-and-organisation",
            receipt_email="rosa@lima.example",
        ),
    )
    for reader in (Client(), browser):
        for address in ("/en/posts/RT-0001/", "/en/spaces/roundtable/general/"):
            page = page_of(reader.get(address))
            assert "Name withheld" in page
            assert "Rosa" not in page
    assert "Rosa" not in page_of(browser.get("/en/posts/RT-0001/receipt/"))


# ---------------------------------------------------------------- later acts


def test_staff_mend_it_on_the_page_of_corrections_in_the_name_of_the_entity(
    staff: Actor, space: Space
) -> None:
    browser = signed_in(staff)
    browser.post(PAGE, filled())
    address = "/en/posts/RT-0001/correct/"
    page = page_of(browser.get(address))
    assert "Nous demandons une ligne de plus." in page
    assert "You mend errors of typing" in page
    for asked in ('name="capacity"', 'name="cosign_name"'):
        assert asked not in page
    form = {"body": "Nous demandons une ligne.", "language": "fr", "key": str(uuid4())}
    preview = page_of(browser.post(address, {**form, "action": "preview"}, follow=True))
    assert "Ville de Trois-Rives" in preview
    response = browser.post(address, {**form, "action": "send"})
    assert response.headers["Location"] == "/en/posts/RT-0001/receipt/?version=2"
    assert "The input was corrected" in page_of(browser.get(response.headers["Location"]))
    shown = page_of(Client().get("/en/posts/RT-0001/"))
    assert "Version 2, corrected on" in shown
    assert "Ville de Trois-Rives" in shown


def test_staff_withdraw_it_at_the_wish_of_whom_it_came_from(staff: Actor, space: Space) -> None:
    browser = signed_in(staff)
    browser.post(PAGE, filled())
    address = "/en/posts/RT-0001/withdraw/"
    assert "at the wish of whom it came from" in page_of(browser.get(address))
    receipt = browser.post(address)
    assert receipt.headers["Location"] == "/en/posts/RT-0001/receipt/"
    assert "The input is withdrawn" in page_of(browser.get(receipt.headers["Location"]))
    assert 'data-state="withdrawn"' in page_of(Client().get("/en/spaces/roundtable/general/"))


def test_the_page_of_the_post_offers_staff_what_they_may_do(staff: Actor, space: Space) -> None:
    browser = signed_in(staff)
    browser.post(PAGE, filled())
    factories.post(space, people.stakeholder().person)
    own = page_of(browser.get("/en/posts/RT-0001/"))
    assert "/en/posts/RT-0001/correct/" in own
    assert "/en/posts/RT-0001/withdraw/" in own
    other = page_of(browser.get("/en/posts/RT-0002/"))
    assert "/en/posts/RT-0002/correct/" not in other
