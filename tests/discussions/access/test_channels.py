"""Every address of the portal, asked by readers who may not know: nothing that is withheld, masked or hidden leaves.

An address that is not in CHANNELS fails: say there how it is asked, or in WITHOUT_WORDS why it has no post's words.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from discussions.models import Post, Redaction
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db

SPACE, REFERENCES = {"slug": "roundtable"}, [f"RT-{number:04d}" for number in range(1, 7)]
PROMPT = {**SPACE, "number": 1}

#: How each address is asked. A list: once for each.
CHANNELS: dict[str, list[dict[str, Any]]] = {
    "space-index": [{}],
    "space": [SPACE],
    "prompt": [PROMPT],
    "general": [SPACE],
    "register": [SPACE],
    "post": [{"reference": reference} for reference in REFERENCES],
    "post-version": [{"reference": reference, "number": 1} for reference in REFERENCES],
    "post-reply": [{"reference": reference} for reference in REFERENCES],
    "post-correct": [{"reference": reference} for reference in REFERENCES],
    "post-withdraw": [{"reference": reference} for reference in REFERENCES],
    "post-receipt": [{"reference": reference} for reference in REFERENCES],
    "prompt-submit": [PROMPT],
    "space-submit": [SPACE],
    "review-queue": [{}],
    "space-windows": [SPACE],
    "exports": [SPACE],
    "file": [],  # asked below, for each file by its id
}
WITHOUT_WORDS = {
    "front-door": "leads to the index",
    "healthz": "states of the machine",
    "readyz": "states of the machine",
    "kept-text": "gives back what its own request holds",
    "organisation-lookup": "names of organisations that have an account",
    "export": "the secretariat's, tried with the exports",
    "export-status": "the secretariat's, tried with the exports",
    "export-download": "the secretariat's, tried with the exports",
}
LETTERS = {"reply", "receipt", "decision"}
#: Stand in names, texts and file names that these readers may not know.
SECRETS = ("Amina", "Otieno", "Withheld Works", "hidden-words", "masked-words", "waiting-words")


def names_of(patterns: list[Any]) -> Iterator[str]:
    """The names of all addresses but those of the administration and of accounts."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from names_of(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and not (pattern.name or "").startswith("account_"):
            yield pattern.name or str(pattern.pattern)


def stage() -> list[Post]:
    """One post of each kind whose words are kept from readers, each with a file."""
    space, author = factories.space(), people.stakeholder()
    speaker = {"speaker_organisation": "Withheld Works"}
    more: dict[str, Any] = {
        "author": author.person,
        "prompt": factories.prompt(space),
        "speaker": speaker,
    }
    withheld: dict[str, Any] = {"name_withheld": "name-and-organisation"}
    posts = [
        factories.post(space, body="<p>shown</p>", **more, **withheld),
        factories.post(space, body="<p>hidden-words</p>", state="hidden", reason="spam", **more),
        factories.post(space, body="<p>masked-words</p>", **more, **withheld),
        factories.post(space, body="<p>waiting-words</p>", state="pending", **more),
        factories.post(space, body="<p>waiting-words</p>", state="returned", **more),
    ]
    posts.append(factories.post(space, answers=posts[0], body="<p>A reply.</p>"))
    for post in posts[:5]:
        factories.attachment(post.latest_version, "Amina Otieno.pdf")
    for target in ("text", "file"):
        Redaction.objects.create(
            version=posts[2].latest_version, target=target, reason="legal", at=database_now()
        )
    return posts


def test_every_address_is_registered() -> None:
    found = set(names_of(get_resolver().url_patterns))
    assert found - CHANNELS.keys() - WITHOUT_WORDS.keys() == set()


def test_every_letter_is_registered() -> None:
    assert set(settings.NOTICE_MAILERS) == LETTERS


@pytest.mark.parametrize("reader", ["visitor", "stranger", "colleague", "observer"])
@pytest.mark.parametrize("name", [name for name, asked in CHANNELS.items() if asked])
def test_no_address_tells_a_reader_what_is_kept_from_them(name: str, reader: str) -> None:
    space = stage()[0].space
    client = Client()
    if reader == "stranger":
        client.force_login(people.stranger().user)
    elif reader == "observer":
        client.force_login(people.observer(space).user)
    elif reader == "colleague":
        client.force_login(people.actor("colleague@test.example", "Jonas Weiler").user)
    for arguments in CHANNELS[name]:
        response = client.get(reverse(name, kwargs=arguments))
        told = response.content.decode() + repr(response.headers)
        for secret in SECRETS:
            assert secret not in told, (arguments, secret)


def test_no_file_is_told_by_a_name_that_is_kept_from_a_reader(client: Client) -> None:
    for post in stage()[:5]:
        for file in post.latest_version.attachments.all():
            response = client.get(
                reverse("file", kwargs={"identifier": file.pk, "name": "x.pdf"}), follow=True
            )
            told = repr(response.headers) + repr(response.redirect_chain)
            assert "Amina" not in told
            is_open = post.number == 1
            assert (response.status_code == 200) is is_open, post.number
            list(response)  # to its end: this closes it
