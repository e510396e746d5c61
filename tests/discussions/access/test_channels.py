"""Every address of the portal, asked by readers who may not know: nothing that is withheld, masked or hidden leaves.

An address that is not in CHANNELS fails: say there how it is asked, or in WITHOUT_WORDS why it has no post's words.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from discussions.models import CoSignatory, Draft, Post, Redaction, Version
from discussions.pages.receipt import Filed, receipt_page
from discussions.pages.receipt_document import receipt_document
from discussions.validators.joint_links import JointLink, token_of
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db

SPACE, REFERENCES = {"slug": "roundtable"}, [f"RT-{number:04d}" for number in range(1, 7)]
PROMPT = {**SPACE, "number": 1}
DRAFT = {"identifier": UUID(int=1)}

#: How each address is asked. A list: once for each.
CHANNELS: dict[str, list[dict[str, Any]]] = {
    "space-index": [{}],
    "space": [SPACE],
    "prompt": [PROMPT],
    "general": [SPACE],
    "register": [SPACE],
    "post": [{"reference": reference} for reference in REFERENCES],
    "post-version": [{"reference": reference, "number": 1} for reference in REFERENCES],
    "post-compare": [{"reference": reference} for reference in REFERENCES],  # and below, with two
    "receipt-pdf": [],  # asked below: its words are packed
    "check-receipt": [],  # asked below, with the fingerprints of everything
    "my-submissions": [{}],
    "post-reply": [{"reference": reference} for reference in REFERENCES],
    "post-correct": [{"reference": reference} for reference in REFERENCES],
    "post-withdraw": [{"reference": reference} for reference in REFERENCES],
    "post-receipt": [{"reference": reference} for reference in REFERENCES],
    "draft": [DRAFT],
    "draft-discard": [DRAFT],
    "draft-text": [DRAFT],
    "prompt-submit": [PROMPT],
    "space-submit": [SPACE],
    "review-queue": [{}],
    "space-windows": [SPACE],
    "outside-input": [SPACE],
    "exports": [SPACE],
    "endorse": [{"reference": reference} for reference in REFERENCES],
    "endorsement-withdraw": [{"reference": reference} for reference in REFERENCES],
    "endorsement-confirm": [{"reference": reference} for reference in REFERENCES],
    "post-joint": [{"reference": reference} for reference in REFERENCES],
    "withhold-name": [{"reference": reference} for reference in REFERENCES],
    "look-behind": [{"reference": reference} for reference in REFERENCES],
    "joint-answer": [],  # asked below, with links that were signed
    "joint-file": [],  # asked below, with links that were signed
    "file": [],  # asked below, for each file by its id
}
WITHOUT_WORDS = {
    "front-door": "leads to the index",
    "healthz": "states of the machine",
    "readyz": "states of the machine",
    "offline": "one page for all, kept in browsers; tests/hub/test_offline.py holds it to that",
    "offline-worker": "a script with the addresses of that page",
    "kept-text": "gives back what its own request holds",
    "upload": "takes a file by POST and tells its sender what it took of it, nothing else",
    "organisation-lookup": "names of organisations that have an account",
    "export": "the secretariat's, tried with the exports",
    "export-status": "the secretariat's, tried with the exports",
    "export-download": "the secretariat's, tried with the exports",
}
LETTERS = {
    "reply",
    "receipt",
    "decision",
    "outside-receipt",
    "joint-invitation",
    "joint-answer",
    "reconfirm-endorsement",
}
#: Stand in names, texts and file names that these readers may not know.
SECRETS = (
    "Amina",
    "Otieno",
    "Withheld Works",
    "hidden-words",
    "masked-words",
    "waiting-words",
    "survivors.example",
    "712 345 678",
)
ADDRESSES = "hidden@survivors.example, +254 712 345 678"


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
        factories.post(space, body=f"<p>shown {ADDRESSES}</p>", **more, **withheld),
        factories.post(space, body="<p>hidden-words</p>", state="hidden", reason="spam", **more),
        factories.post(space, body="<p>masked-words</p>", **more, **withheld),
        factories.post(space, body="<p>waiting-words</p>", state="pending", **more),
        factories.post(space, body="<p>waiting-words</p>", state="returned", **more),
    ]
    posts.append(factories.post(space, answers=posts[0], body=f"<p>A reply. {ADDRESSES}</p>"))
    Draft.objects.create(
        id=DRAFT["identifier"],
        author=author.person,
        space=space,
        body="<p>waiting-words</p>",
        language="en",
        shared_with=author.organisation,
        created_at=database_now(),
        saved_at=database_now(),
        saved_by=author.person,
    )
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


@pytest.mark.parametrize("name", [name for name, asked in CHANNELS.items() if asked])
@pytest.mark.parametrize("reader", ["moderator", "secretariat"])
def test_staff_meet_no_withheld_name_and_no_address_before_they_look(
    name: str, reader: str
) -> None:
    space, author = factories.space(), people.stakeholder()
    prompt = factories.prompt(space)
    withheld = {"name_withheld": "name-and-organisation", "prompt": prompt}
    speaker = {"speaker_organisation": "Withheld Works"}
    for state in ("published", "pending", "returned", "hidden", "withdrawn", "rejected"):
        post = factories.post(
            space, author.person, f"<p>{ADDRESSES}</p>", state=state, speaker=speaker, **withheld
        )
        factories.attachment(post.latest_version, "Amina Otieno.pdf")
    client = Client()
    staff = people.secretariat() if reader == "secretariat" else people.moderator(space)
    client.force_login(staff.user)
    for arguments in CHANNELS[name]:
        response = client.get(reverse(name, kwargs=arguments))
        told = response.content.decode() + repr(response.headers)
        for secret in SECRETS:
            assert secret not in told, (arguments, secret)


def test_a_signed_link_tells_only_the_text_that_it_asks_to_sign_and_no_withheld_name(
    client: Client,
) -> None:
    posts = stage()
    asked = CoSignatory.objects.create(
        post=posts[0], organisation_name="Far Shore Club", state="invited", email="c@far.example"
    )
    token = token_of(JointLink(asked.pk))
    response = client.get(reverse("joint-answer", args=[token]))
    assert response.status_code == 200
    told = response.content.decode() + repr(response.headers)
    assert "shown" in told
    for secret in SECRETS:
        assert secret not in told, secret
    for number, post in enumerate(posts[:5]):
        for file in post.latest_version.attachments.all():
            response = client.get(reverse("joint-file", args=[token, file.pk]))
            assert response.status_code == (200 if number == 0 else 404)
            assert "Amina" not in repr(response.headers)
            list(response)  # to its end: this closes it
    for post in posts[1:]:
        CoSignatory.objects.filter(pk=asked.pk).update(post=post)
        told = client.get(reverse("joint-answer", args=[token])).content.decode()
        assert "hidden-words" not in told
        assert "masked-words" not in told
        assert ("waiting-words" in told) is (post.state == "pending")


@pytest.mark.parametrize("reader", ["visitor", "stranger", "moderator"])
def test_no_comparison_tells_what_is_kept_from_a_reader(reader: str) -> None:
    posts = stage()
    client = Client()
    if reader == "stranger":
        client.force_login(people.stranger().user)
    elif reader == "moderator":
        client.force_login(people.moderator(posts[0].space).user)
    for post in posts:
        first = post.latest_version
        second = Version.objects.get(pk=first.pk)
        second.pk, second.number, second._state.adding = uuid4(), 2, True
        second.body = f"<p>corrected {ADDRESSES} {first.body}</p>"
        second.save()
        if post.number == 3:
            Redaction.objects.create(
                version=second, target="text", reason="legal", at=database_now()
            )
        if post.number < 6:
            factories.attachment(second, "Otieno.pdf")
        address = reverse("post-compare", args=[post.reference])
        response = client.get(f"{address}?from=1&to=2")
        told = response.content.decode() + repr(response.headers)
        assert ("corrected" in told) or post.number not in (1, 6)
        if reader == "moderator" and post.number in (2, 4, 5):
            continue  # theirs to read, and nothing of it is withheld
        for secret in SECRETS:
            assert secret not in told, (post.number, secret)


@pytest.mark.parametrize("reader", ["visitor", "stranger", "colleague", "observer"])
def test_whoever_checks_a_fingerprint_learns_no_words_and_no_names(reader: str) -> None:
    posts = stage()
    client = Client()
    makers: dict[str, Callable[[], people.Actor]] = {
        "stranger": people.stranger,
        "observer": lambda: people.observer(posts[0].space),
    }
    if reader in makers:
        client.force_login(makers[reader]().user)
    elif reader == "colleague":
        client.force_login(people.actor("colleague@test.example", "Jonas Weiler").user)
    for post in posts:
        version = post.latest_version
        files = [file.sha256 for file in version.attachments.all()]
        for sha256 in (version.sha256, *files, "0" * 64):
            asked = {"reference": post.reference, "sha256": sha256}
            response = client.get(reverse("check-receipt"), asked)
            assert response.status_code == 200
            told = response.content.decode() + repr(response.headers)
            for secret in SECRETS:
                assert secret not in told, (post.number, secret)


@pytest.mark.parametrize("reader", ["visitor", "stranger", "observer"])
def test_a_receipt_as_a_document_is_for_its_author_and_staff(reader: str) -> None:
    posts = stage()
    client = Client()
    makers: dict[str, Callable[[], people.Actor]] = {
        "stranger": people.stranger,
        "observer": lambda: people.observer(posts[0].space),
    }
    if reader in makers:
        client.force_login(makers[reader]().user)
    for post in posts:
        response = client.get(reverse("receipt-pdf", args=[post.reference]))
        assert response.status_code == (302 if reader == "visitor" else 403)
        assert b"%PDF" not in response.content


def test_a_receipt_as_a_document_keeps_a_withheld_name_from_staff() -> None:
    posts = stage()
    viewer = people.moderator(posts[0].space).viewer
    for post in (posts[0], posts[2]):
        page = receipt_page(Filed(post, post.latest_version, None, database_now()), viewer)
        assert page is not None
        told = repr(receipt_document(page))
        for secret in SECRETS:
            assert secret not in told, (post.number, secret)


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


@pytest.mark.parametrize("action", ["preview", "edit", "save", "send"])
@pytest.mark.parametrize("reader", ["stranger", "colleague", "observer", "moderator"])
def test_a_preview_of_another_s_correction_tells_nothing_and_keeps_the_text(
    reader: str, action: str
) -> None:
    posts = stage()
    for post in posts:
        CoSignatory.objects.create(
            post=post, organisation_name="Secret Club", state="invited", email="h@club.example"
        )
    makers: dict[str, Callable[[], people.Actor]] = {
        "stranger": people.stranger,
        "observer": lambda: people.observer(posts[0].space),
        "moderator": lambda: people.moderator(posts[0].space),
        "colleague": lambda: people.actor("colleague@test.example", "Jonas Weiler"),
    }
    client = Client()
    client.force_login(makers[reader]().user)
    for post in posts:
        sent = {"body": "My own long text", "language": "en", "action": action}
        response = client.post(reverse("post-correct", args=[post.reference]), sent)
        assert response.status_code == 403
        told = response.content.decode() + repr(response.headers)
        assert "My own long text" in told
        for secret in (*SECRETS, "Secret Club", "h@club.example"):
            assert secret not in told, (post.number, secret)
