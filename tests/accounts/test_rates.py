"""Sign-ins and sign-ups per address, failures per account: counted by the reader's own address, and told when it is over."""

from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.test import Client

from tests.accounts.test_sign_in import PASSWORD, SIGN_IN, SIGN_UP, with_account

pytestmark = pytest.mark.django_db
RESET = "/en/accounts/password/reset/"


def tries(number: int, page: str = SIGN_IN, **more: Any) -> list[int]:
    """The statuses of so many forms sent empty."""
    return [Client().post(page, {}, **more).status_code for _ in range(number)]


@pytest.mark.parametrize(
    ("action", "amount", "seconds", "per"),
    [
        ("login", 300, 3600, "ip"),
        ("signup", 300, 3600, "ip"),
        ("login_failed", 10, 900, "key"),
    ],
)
def test_the_rates_in_force_are_those_of_the_product(
    action: str, amount: int, seconds: int, per: str
) -> None:
    (rate,) = ratelimit.get_rates(app="allauth.account", action=action)
    assert (rate.amount, rate.duration, rate.per) == (amount, seconds, per)


def test_sign_ins_and_sign_ups_are_counted_apart(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/h/ip", "signup": "1/h/ip"}
    assert tries(2) == [200, 429]
    assert tries(2, SIGN_UP) == [200, 429]


def test_behind_a_proxy_that_is_trusted_each_reader_has_an_address_of_their_own(
    settings: Any,
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/h/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for address in ("192.0.2.1", "192.0.2.2"):
        assert tries(2, HTTP_X_FORWARDED_FOR=address) == [200, 429]
    forged = "203.0.113.9, 192.0.2.1"  # the proxy adds the last one
    assert tries(1, HTTP_X_FORWARDED_FOR=forged) == [429]


def test_without_one_nobody_gets_another_address_by_saying_so(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/h/ip"}
    assert tries(1) == [200]
    assert tries(1, HTTP_X_FORWARDED_FOR="192.0.2.3") == [429]


def test_failures_lock_the_account_and_not_the_address(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/15m/key"}
    with_account()
    words = {"login": "amina@test.example", "password": PASSWORD}
    client.post(SIGN_IN, {**words, "password": "no"})
    answer = Client().post(SIGN_IN, words, REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 429
    assert 850 < int(answer["Retry-After"]) <= 900
    with_account("other@test.example")
    assert client.post(SIGN_IN, {**words, "login": "other@test.example"}).status_code == 302


def test_too_many_codes_for_a_lost_password_say_when_too(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/h/ip"}
    client.post(RESET, {"email": "nobody@test.example"})
    answer = client.post(RESET, {"email": "nobody@test.example"})
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600
    assert "Try again in 60 minutes." in answer.content.decode()


def test_it_is_said_in_french_too(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/h/ip"}
    tries(1)
    answer = Client().post(SIGN_IN.replace("/en/", "/fr/"), {})
    assert answer.status_code == 429
    assert '<html lang="fr"' in answer.content.decode()
    assert "60 minutes" in answer.content.decode()
