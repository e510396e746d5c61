"""The administration: for administrators alone, with a record of what they change, and nothing is deleted."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import Membership, Organisation
from hub.kit.models import FrameText, Record
from tests.factories import LONG_AGO
from tests.people import administrator, organisation, secretariat, stakeholder

pytestmark = pytest.mark.django_db

PAGES = [
    "accounts/user",
    "accounts/person",
    "accounts/organisation",
    "accounts/membership",
    "kit/frametext",
]


@pytest.fixture
def as_admin(client: Client) -> Client:
    """Signed in as an administrator."""
    client.force_login(administrator().user)
    return client


def last_record() -> tuple[str, str, dict[str, Any]]:
    """Act, id and detail of the newest record."""
    record = Record.objects.latest("pk")
    assert record.actor_id is not None
    return record.act, record.subject_id, record.detail


@pytest.mark.parametrize("page", PAGES)
def test_administrators_see_lists_and_rows_and_delete_none(as_admin: Client, page: str) -> None:
    member = stakeholder(organisation())
    rows: dict[str, int] = {
        "accounts/user": member.user.pk,
        "accounts/person": member.person.pk,
        "accounts/organisation": Organisation.objects.get().pk,
        "accounts/membership": Membership.objects.get().pk,
        "kit/frametext": FrameText.objects.get(key="contact").pk,
    }
    assert as_admin.get(f"/en/admin/{page}/").status_code == 200
    assert as_admin.get(f"/en/admin/{page}/?q=a").status_code == 200
    assert as_admin.get(f"/en/admin/{page}/{rows[page]}/change/").status_code == 200
    assert as_admin.post(f"/en/admin/{page}/{rows[page]}/delete/").status_code == 403


@pytest.mark.parametrize("page", ["accounts/organisation", "accounts/membership"])
def test_pages_for_new_rows_show_nothing_that_is_not_there_yet(
    as_admin: Client, page: str
) -> None:
    words = as_admin.get(f"/en/admin/{page}/add/").content.decode()
    assert "DatabaseDefault" not in words
    assert "Django administration" not in words


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_is_let_in(client: Client, page: str) -> None:
    for user in (stakeholder().user, secretariat().user):
        client.force_login(user)
        assert client.get(f"/en/admin/{page}/").status_code in {302, 403}
    client.force_login(administrator().user)
    from accounts.models import User

    User.objects.filter(is_administrator=True).update(is_active=False)
    assert client.get(f"/en/admin/{page}/").status_code == 302


def test_rights_are_changed_with_a_record(as_admin: Client) -> None:
    user = stakeholder().user
    form = {"language": "fr", "time_zone": "UTC", "is_active": "on", "is_secretariat": "on"}
    assert as_admin.post(f"/en/admin/accounts/user/{user.pk}/change/", form).status_code == 302
    user.refresh_from_db()
    assert (user.is_secretariat, user.is_active, user.language) == (True, True, "fr")
    assert last_record() == ("rights-changed", str(user.pk), {"is_secretariat": True})


def test_an_account_is_closed_and_its_session_ends(as_admin: Client) -> None:
    user = stakeholder().user
    theirs = Client()
    theirs.force_login(user)
    form = {"language": "en", "time_zone": "UTC"}
    as_admin.post(f"/en/admin/accounts/user/{user.pk}/change/", form)
    assert last_record() == ("rights-changed", str(user.pk), {"is_active": False})
    assert theirs.get("/en/accounts/email/").status_code == 302


def test_accounts_are_not_made_here(as_admin: Client) -> None:
    assert as_admin.get("/en/admin/accounts/user/add/").status_code == 403
    assert as_admin.get("/en/admin/accounts/person/add/").status_code == 403
    assert as_admin.get("/en/admin/kit/frametext/add/").status_code == 403


def test_an_organisation_is_verified_once_and_the_mark_can_be_taken_back(as_admin: Client) -> None:
    made = organisation()
    page = "/en/admin/accounts/organisation/"
    for _ in range(2):
        as_admin.post(page, {"action": "verify", "_selected_action": [made.pk]})
    made.refresh_from_db()
    assert made.is_verified
    assert made.verified_by is not None
    assert Record.objects.filter(act="organisation-verified").count() == 1
    as_admin.post(page, {"action": "unverify", "_selected_action": [made.pk]})
    made.refresh_from_db()
    assert not made.is_verified
    assert last_record() == ("organisation-unverified", str(made.pk), {})


def test_an_organisation_is_added_in_one_language_and_no_name_twice(as_admin: Client) -> None:
    page = "/en/admin/accounts/organisation/add/"
    form = {"name_en": "", "name_fr": " Ligue  des ports ", "stakeholder_group": "media"}
    assert as_admin.post(page, form).status_code == 302
    made = Organisation.objects.get()
    assert (made.name_en, made.name_fr) == (None, "Ligue des ports")  # type: ignore[attr-defined]  # a column of modeltranslation
    act, _, detail = last_record()
    assert act == "organisation-added"
    assert "Ligue" not in str(detail)
    again = as_admin.post(page, form | {"name_fr": "LIGUE DES PÖRTS"})
    assert "There is an organisation of this name already." in again.content.decode()
    none = as_admin.post(page, form | {"name_fr": " "})
    assert "Give its name in one language at least." in none.content.decode()


def test_a_membership_is_ended_not_moved(as_admin: Client) -> None:
    member = stakeholder(organisation())
    membership = Membership.objects.get(person=member.person)
    other = organisation("Another")
    as_admin.post(
        f"/en/admin/accounts/membership/{membership.pk}/change/",
        {"organisation": other.pk, "ended_at_0": "2100-01-01", "ended_at_1": "00:00:00"},
    )
    membership.refresh_from_db()
    assert membership.ended_at is not None
    assert membership.organisation == member.organisation
    assert last_record()[0] == "membership-changed"


def test_words_of_the_frame_are_kept_clean_with_the_instant_of_the_change(
    as_admin: Client,
) -> None:
    row = FrameText.objects.get(key="contact")
    FrameText.objects.update(changed_at=LONG_AGO)
    as_admin.post(
        f"/en/admin/kit/frametext/{row.pk}/change/",
        {"text_en": "<p onclick='x()'>Write <script>x</script>to us</p>", "text_fr": "<p>Ici</p>"},
    )
    row.refresh_from_db()
    assert row.text_en.startswith("<p>Write")  # type: ignore[attr-defined]  # a column of modeltranslation
    assert "script" not in row.text_en  # type: ignore[attr-defined]  # a column of modeltranslation
    assert row.changed_at > LONG_AGO
    assert last_record() == ("frame-text-changed", str(row.pk), {"fields": ["text_en", "text_fr"]})


def test_every_page_of_ours_stands_on_the_same_ground() -> None:
    from hub.kit.admin import ForAdministrators

    ours = {"accounts", "kit"}
    registered = [
        of_model
        for model, of_model in admin.site._registry.items()
        if model._meta.app_label in ours
    ]
    assert all(isinstance(of_model, ForAdministrators) for of_model in registered)


def test_a_membership_is_confirmed_once_and_the_confirmation_can_be_taken_back(
    as_admin: Client,
) -> None:
    made = stakeholder().person.memberships.get()
    for action, confirmed, act in (
        ("confirm", True, "membership-confirmed"),
        ("unconfirm", False, "membership-unconfirmed"),
    ):
        for _ in range(2):
            as_admin.post(
                "/en/admin/accounts/membership/",
                {"action": action, "_selected_action": [made.pk]},
            )
            made.refresh_from_db()
            assert (made.confirmed_at is not None) is confirmed
        assert Record.objects.filter(act=act, subject_id=str(made.pk)).count() == 1
