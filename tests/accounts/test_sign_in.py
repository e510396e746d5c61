"""Sign-up, sign-in and lost passwords, as a browser without scripts goes through them."""

import re
import socket
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Organisation, Person, User
from tests.mail import Mailbox
from tests.people import organisation, stakeholder

pytestmark = pytest.mark.django_db

PASSWORD = "a harbour at night"
FORM = {
    "name": "Amina Otieno",
    "email": "amina@test.example",
    "password1": PASSWORD,
    "organisation": "Windward Youth Assembly",
    "stakeholder_group": "women-children-youth",
    "country": "KE",
    "language": "en",
}
SIGN_UP, SIGN_IN, CODE = (
    "/en/accounts/signup/",
    "/en/accounts/login/",
    "/en/accounts/confirm-email/",
)
TARGET = "/en/accounts/password/change/?from=a&b"  # any page that asks for an account


def text_of(mail: Any) -> str:
    """The plain half of a mail."""
    return str(mail.get_payload()[0].get_payload(decode=True).decode()).replace("\r\n", "\n")


def code_in(mail: Any) -> str:
    """The code that stands on a line of its own."""
    found = re.search(r"^ +([A-Z]{4}-[A-Z]{4})$", text_of(mail), re.MULTILINE)
    assert found, text_of(mail)
    return found[1]


def with_account(email: str = "amina@test.example", **more: Any) -> User:
    """An account whose address is confirmed."""
    user = User.objects.create_user(email, PASSWORD, **more)
    user.emailaddress_set.create(email=email, verified=True, primary=True)  # type: ignore[attr-defined]  # allauth's relation
    Person.objects.create(user=user, name="Amina Otieno")
    return user


def sign_up(client: Client, **more: str) -> Any:
    """Send the form of a new account."""
    return client.post(SIGN_UP, {**FORM, **more})


def test_sign_up_confirms_the_address_by_code_and_leads_back(
    client: Client, mailbox: Mailbox
) -> None:
    page = client.get(SIGN_UP, {"next": TARGET}).content.decode()
    assert 'name="next" value="/en/accounts/password/change/?from=a&amp;b"' in page
    answer = sign_up(client, next=TARGET)
    assert answer.status_code == 302
    assert answer["Location"] == CODE
    assert "amina@test.example" in client.get(CODE).content.decode()
    (mail,) = mailbox.messages
    assert mail["To"] == "amina@test.example"
    assert code_in(mail) in mail["Subject"]
    answer = client.post(CODE, {"action": "verify", "code": code_in(mail).lower()})
    assert answer.status_code == 302
    assert answer["Location"] == TARGET
    person = Person.objects.get(user__email="amina@test.example")
    assert str(person.memberships.get().organisation) == "Windward Youth Assembly"
    assert client.session["_auth_user_id"] == str(person.user_id)


def test_an_account_that_was_never_confirmed_gets_a_new_code_by_signing_in(
    client: Client, mailbox: Mailbox
) -> None:
    sign_up(client)
    client.logout()
    answer = client.post(
        SIGN_IN, {"login": "amina@test.example", "password": PASSWORD, "next": TARGET}
    )
    assert answer["Location"] == CODE
    answer = client.post(CODE, {"action": "verify", "code": code_in(mailbox.messages[-1])})
    assert answer["Location"] == TARGET


def test_a_wrong_code_is_told_and_the_third_ends_it(client: Client, mailbox: Mailbox) -> None:
    sign_up(client)
    for _ in range(2):
        answer = client.post(CODE, {"action": "verify", "code": "XXXX-XXXX"})
        assert "This is not the code that we sent last." in answer.content.decode()
    answer = client.post(CODE, {"action": "verify", "code": "XXXX-XXXX"}, follow=True)
    assert answer.redirect_chain[-1][0] == SIGN_IN
    assert "Start again in a few minutes" in answer.content.decode()


def test_another_code_and_another_address_can_be_asked_for(
    client: Client, mailbox: Mailbox
) -> None:
    sign_up(client)
    client.post(CODE, {"action": "resend"})
    assert code_in(mailbox.messages[0]) != code_in(mailbox.messages[1])
    client.post(CODE, {"action": "change", "email": "amina.otieno@test.example"})
    assert mailbox.messages[2]["To"] == "amina.otieno@test.example"
    client.post(CODE, {"action": "verify", "code": code_in(mailbox.messages[2])})
    assert (
        User.objects.get(pk=client.session["_auth_user_id"]).email == "amina.otieno@test.example"
    )


def test_an_address_with_an_account_gets_the_same_page_and_a_mail_in_its_language(
    client: Client, mailbox: Mailbox
) -> None:
    with_account(language="fr")
    answer = sign_up(client, organisation="Never Made")
    assert answer["Location"] == CODE
    assert "amina@test.example" in client.get(CODE).content.decode()
    (mail,) = mailbox.messages
    assert "/fr/accounts/login/" in text_of(mail)
    assert User.objects.count() == 1
    assert not Organisation.objects.exists()


def test_an_address_taken_while_the_form_was_sent_is_answered_alike(
    client: Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_account()
    from allauth.account import forms

    asked = iter([False])  # the check of the form still saw a free address
    check = forms.flows.manage_email.email_already_exists
    monkeypatch.setattr(
        forms.flows.manage_email,
        "email_already_exists",
        lambda email, *args: (email, False) if next(asked, True) is False else check(email, *args),
    )
    assert sign_up(client)["Location"] == CODE
    assert User.objects.count() == 1


def test_sign_in_leads_back_and_a_foreign_address_is_not_followed(client: Client) -> None:
    with_account()
    words = {"login": "Amina@Test.example", "password": PASSWORD}
    assert client.post(SIGN_IN, {**words, "next": TARGET})["Location"] == TARGET
    client.logout()
    answer = client.post(SIGN_IN, {**words, "next": "https://evil.example/"})
    assert answer["Location"] == reverse("space-index")


def test_a_wrong_password_says_nothing_of_which_half_is_wrong(client: Client) -> None:
    with_account()
    pages = [
        client.post(SIGN_IN, {"login": email, "password": "not the password"}).content.decode()
        for email in ("amina@test.example", "nobody@test.example")
    ]
    assert all("The e-mail address or the password is not right." in page for page in pages)


def test_a_closed_account_is_told_so(client: Client) -> None:
    with_account(is_active=False)
    answer = client.post(
        SIGN_IN, {"login": "amina@test.example", "password": PASSWORD}, follow=True
    )
    assert "This account is closed" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_ten_failures_lock_an_account_for_a_while_and_say_for_how_long(client: Client) -> None:
    with_account()
    for _ in range(10):
        assert (
            client.post(SIGN_IN, {"login": "amina@test.example", "password": "no"}).status_code
            == 200
        )
    answer = client.post(SIGN_IN, {"login": "AMINA@test.example", "password": PASSWORD})
    assert answer.status_code == 429
    assert 850 < int(answer["Retry-After"]) <= 900
    assert "Try again in 15 minutes." in answer.content.decode()
    other = client.post(SIGN_IN, {"login": "other@test.example", "password": "no"})
    assert other.status_code == 200


@pytest.mark.parametrize(("page", "action"), [(SIGN_IN, "login"), (SIGN_UP, "signup")])
def test_over_the_rate_of_an_address_the_page_says_when_to_come_back(
    client: Client, settings: Any, page: str, action: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {action: "2/h/ip"}
    statuses = [client.post(page, {}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    answer = client.post(page, {})
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert "Try again in 60 minutes." in answer.content.decode()
    assert client.get(page).status_code == 200  # looking is free


def test_the_rates_are_those_of_the_product() -> None:
    rates = site.ACCOUNT_RATE_LIMITS
    assert (rates["login"], rates["signup"], rates["login_failed"]) == (
        "300/h/ip",
        "300/h/ip",
        "10/15m/key",
    )


def test_a_lost_password_is_replaced_by_code(client: Client, mailbox: Mailbox) -> None:
    with_account(language="fr")
    answer = client.post("/en/accounts/password/reset/", {"email": "amina@test.example"})
    assert answer["Location"] == "/en/accounts/password/reset/confirm/"
    (mail,) = mailbox.messages
    answer = client.post(answer["Location"], {"code": code_in(mail)})
    assert answer["Location"] == "/en/accounts/password/reset/complete/"
    again = {"password1": "quite another night", "password2": "quite another night"}
    assert client.post(answer["Location"], again).status_code == 302
    words = {"login": "amina@test.example", "password": "quite another night"}
    assert client.post(SIGN_IN, words)["Location"] == reverse("space-index")


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_says_so(
    client: Client, mailbox: Mailbox
) -> None:
    answer = client.post("/fr/accounts/password/reset/", {"email": "nobody@test.example"})
    assert answer["Location"] == "/fr/accounts/password/reset/confirm/"
    assert client.get(answer["Location"]).status_code == 200
    assert "/fr/accounts/signup/" in text_of(mailbox.messages[0])
    wrong = client.post(answer["Location"], {"code": ""})
    assert wrong.status_code == 200


def test_the_address_is_changed_by_code_after_the_password(
    client: Client, mailbox: Mailbox
) -> None:
    user = with_account()
    client.force_login(user)
    page = "/en/accounts/email/"
    answer = client.post(page, {"action_add": "", "email": "new@test.example"})
    assert answer["Location"].startswith("/en/accounts/reauthenticate/")
    answer = client.post(answer["Location"], {"password": PASSWORD})
    assert mailbox.messages[-1]["To"] == "new@test.example"
    client.post(CODE, {"action": "verify", "code": code_in(mailbox.messages[-1])})
    user.refresh_from_db()
    assert user.email == "new@test.example"


def test_the_password_is_changed(client: Client) -> None:
    user = with_account()
    client.force_login(user)
    page = "/en/accounts/password/change/"
    words = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert "12" in client.post(page, words).content.decode()
    words |= {"password1": "quite another night", "password2": "quite another night"}
    assert client.post(page, words).status_code == 302
    user.refresh_from_db()
    assert user.check_password("quite another night")
    assert "_auth_user_id" in client.session


def test_a_mail_server_that_is_away_keeps_the_account_and_says_what_to_do(
    client: Client, settings: Any
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
        answer = sign_up(client)
    assert answer.status_code == 503
    assert "What you entered is kept" in answer.content.decode()
    assert User.objects.filter(email="amina@test.example").exists()


def test_mails_have_both_halves_and_no_escaped_letters_in_the_plain_one(
    client: Client, mailbox: Mailbox, settings: Any
) -> None:
    settings.SITE_NAME = "Hub & Co"
    sign_up(client)
    (mail,) = mailbox.messages
    plain, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    assert "Hub & Co" in plain
    assert "Hub &amp; Co" in html
    assert '<html lang="en" dir="ltr">' in html
    assert code_in(mail) in html
    assert "Hub & Co" in mail["Subject"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_password_reset_completed",
        "account_inactive",
    ],
)
def test_pages_for_everyone_answer_in_both_languages(
    client: Client, name: str, language: str
) -> None:
    with override(language):
        answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_logout", "account_reauthenticate"],
)
def test_pages_of_an_account_answer(client: Client, name: str) -> None:
    client.force_login(with_account())
    assert client.get(reverse(name)).status_code == 200


def test_signing_out_takes_a_press_of_a_button(client: Client) -> None:
    client.force_login(with_account())
    assert client.get("/en/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/en/accounts/logout/")["Location"] == reverse("space-index")
    assert "_auth_user_id" not in client.session


def test_what_is_not_in_use_cannot_be_reached(client: Client) -> None:
    for path in ("login/code/", "login/code/confirm/", "phone/verify/", "3rdparty/"):
        assert client.get(f"/en/accounts/{path}").status_code == 404


def test_the_administration_asks_for_the_same_sign_in(client: Client) -> None:
    answer = client.get("/en/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/en/accounts/login/?next=")
    client.force_login(stakeholder(organisation()).user)
    assert client.get("/en/admin/login/").status_code == 403


@pytest.mark.parametrize(("address", "field"), [(SIGN_IN, "login"), (SIGN_UP, "email")])
def test_what_is_no_address_is_called_so_in_the_words_of_the_portal(
    client: Client, address: str, field: str
) -> None:
    sent = {**FORM, field: "amina@nowhere", "password": PASSWORD}
    page = client.post(address, sent).content.decode()
    assert "This is not an e-mail address." in page
    assert "email address" not in page
