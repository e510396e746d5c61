"""The administration: for administrators alone, with a record of what they change, and nothing is deleted."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from accounts.enums import PortalRole
from accounts.models import Membership, Organisation, Person, User
from accounts.services.rights import set_account_open, take_portal_role
from hub.kit.models import FrameText, Record
from tests.administration import as_shown
from tests.factories import LONG_AGO
from tests.people import actor, administrator, organisation, secretariat, stakeholder

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
    User.objects.filter(is_administrator=True).update(is_active=False)
    assert client.get(f"/en/admin/{page}/").status_code == 302


def page_of(row: Any) -> str:
    """The address of the page of a row."""
    return f"/en/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def test_the_language_of_an_account_is_changed_and_its_rights_only_shown(
    as_admin: Client,
) -> None:
    user = stakeholder().user
    page = as_admin.get(page_of(user)).content.decode()
    assert 'href="/en/moderation/roles/"' in page
    sent = as_shown(as_admin, page_of(user)) | {"language": "fr", "is_secretariat": "on"}
    assert as_admin.post(page_of(user), sent).status_code == 302
    user.refresh_from_db()
    assert (user.is_secretariat, user.is_active, user.language) == (False, True, "fr")
    assert not Record.objects.exists()


def test_an_account_is_closed_and_its_session_ends(as_admin: Client) -> None:
    user = stakeholder().user
    theirs = Client()
    theirs.force_login(user)
    sent = as_shown(as_admin, page_of(user))
    del sent["is_active"]
    as_admin.post(page_of(user), sent)
    assert last_record() == ("rights-changed", str(user.pk), {"is_active": False})
    assert theirs.get("/en/accounts/email/").status_code == 302


@pytest.mark.parametrize("is_closed", [False, True])
def test_an_old_page_of_an_account_gives_back_nothing_that_was_taken_meanwhile(
    as_admin: Client, is_closed: bool
) -> None:
    colleague = actor("second@test.example", "Sione Vea", is_administrator=True).user
    actor("third@test.example", "Noor Bergström", is_secretariat=True)
    user = secretariat().user
    sent = as_shown(as_admin, page_of(user)) | {"language": "fr"}
    if is_closed:
        set_account_open(account_id=user.pk, is_open=False, by=colleague.pk)
    else:
        role = PortalRole.SECRETARIAT
        take_portal_role(account_id=user.pk, role=role, by=colleague.pk)
    assert as_admin.post(page_of(user), sent).status_code == 302
    user.refresh_from_db()
    assert (user.is_secretariat, user.is_active) == (is_closed, not is_closed)
    assert user.language == "fr"
    assert Record.objects.count() == 1


def test_what_a_form_left_alone_stays_as_its_owner_set_it_meanwhile(as_admin: Client) -> None:
    member = stakeholder(organisation())
    row = Membership.objects.get(person=member.person)
    person, made = member.person, row.organisation
    sent = {one: as_shown(as_admin, page_of(one)) for one in (person, made, row, member.user)}
    Person.objects.filter(pk=person.pk).update(name="Amina Diallo-Sy")
    Organisation.objects.filter(pk=made.pk).update(stakeholder_group="media")
    Membership.objects.filter(pk=row.pk).update(ended_at="2100-01-01T09:30:15.250Z")
    User.objects.filter(pk=member.user.pk).update(time_zone="Africa/Dakar")
    changes: tuple[dict[str, str], ...] = (
        {"country": "FR"},
        {"name_fr": "Nom"},
        {},
        {"language": "fr"},
    )
    for (one, form), change in zip(sent.items(), changes, strict=True):
        assert as_admin.post(page_of(one), form | change).status_code == 302
        one.refresh_from_db()
    assert (person.name, person.country) == ("Amina Diallo-Sy", "FR")
    assert (made.stakeholder_group, made.name_fr) == ("media", "Nom")  # type: ignore[attr-defined]  # a column of modeltranslation
    assert row.ended_at is not None
    assert (member.user.time_zone, member.user.language) == ("Africa/Dakar", "fr")


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
    end = {"organisation": other.pk, "ended_at_0": "2100-01-01", "ended_at_1": "00:00:00"}
    as_admin.post(page_of(membership), as_shown(as_admin, page_of(membership)) | end)
    membership.refresh_from_db()
    assert membership.ended_at is not None
    assert membership.organisation == member.organisation
    assert last_record()[0] == "membership-changed"


def test_words_of_the_frame_are_kept_clean_with_the_instant_of_the_change(
    as_admin: Client,
) -> None:
    row = FrameText.objects.get(key="contact")
    FrameText.objects.update(changed_at=LONG_AGO)
    texts = {
        "text_en": "<p onclick='x()'>Write <script>x</script>to us</p>",
        "text_fr": "<p>Ici</p>",
    }
    as_admin.post(page_of(row), as_shown(as_admin, page_of(row)) | texts)
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
