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

from accounts.models import Membership, User
from discussions.access.viewer import VISITOR
from discussions.access.words import file_text_for, files_for
from discussions.models import CoSignatory, Draft, FileText, Post, Redaction, Version
from discussions.pages.receipt import Filed, receipt_page
from discussions.pages.receipt_document import receipt_document
from discussions.services.redactions import carry_redactions
from discussions.validators.joint_links import JointLink, token_of
from hub.kit.clock import database_now
from hub.kit.record import write_record
from moderation.selectors.ledger import ENTRIES
from moderation.services.links import WantedLink, make_link
from tests import factories, people
from tests.moderation.exports.made import finished

pytestmark = pytest.mark.django_db

SPACE, REFERENCES = {"slug": "roundtable"}, [f"RT-{number:04d}" for number in range(1, 8)]
PROMPT = {**SPACE, "number": 1}
DRAFT = {"identifier": UUID(int=1)}

#: How each address is asked. A list: once for each.
CHANNELS: dict[str, list[dict[str, Any]]] = {
    "space-index": [{}],
    "space": [SPACE],
    "prompt": [PROMPT],
    "general": [SPACE],
    "register": [SPACE],
    "follow-space": [SPACE],
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
    "appeal": [{"reference": reference} for reference in REFERENCES],
    "reasons": [{}],
    "reason": [{"code": "late"}],
    "record": [{}],
    "record-csv": [],  # asked below: it is sent piece by piece
    "roles": [{}],
    "space-roles": [SPACE],
    "my-roles": [{}],
    "bulk-decision": [{}],  # and below, with posts
    "move": [{"reference": reference} for reference in REFERENCES],
    "merge": [{"reference": reference} for reference in REFERENCES],
    "space-windows": [SPACE],
    "window-questions": [SPACE],
    "space-questions": [SPACE],
    "space-question": [PROMPT],
    "new-question": [SPACE],
    "space-documents": [SPACE],
    "space-document": [{**SPACE, "pk": 1}],
    "new-document": [SPACE],
    "new-space": [{}],
    "space-settings": [SPACE],
    "outside-input": [SPACE],
    "exports": [SPACE],
    "export-count": [SPACE],
    "participation": [SPACE],
    "participation-csv": [SPACE],
    "reconciliation": [SPACE],
    "reconciliation-list": [],  # asked below, for each number of it
    "report-post": [{"reference": reference} for reference in REFERENCES],
    "endorse": [{"reference": reference} for reference in REFERENCES],
    "endorsement-withdraw": [{"reference": reference} for reference in REFERENCES],
    "endorsement-confirm": [{"reference": reference} for reference in REFERENCES],
    "post-joint": [{"reference": reference} for reference in REFERENCES],
    "withhold-name": [{"reference": reference} for reference in REFERENCES],
    "look-behind": [{"reference": reference} for reference in REFERENCES],
    "look-file": [],  # asked below, for each file by its id
    "redact": [{"reference": reference} for reference in REFERENCES],
    "shared": [],  # asked below, with a link that was made
    "shared-reading": [],  # asked below, with a link that was made
    "joint-answer": [],  # asked below, with links that were signed
    "joint-file": [],  # asked below, with links that were signed
    "file": [],  # asked below, for each file by its id
}
WITHOUT_WORDS = {
    "rights": "the rules of the portal, from a table in the code",
    "front-door": "leads to the index",
    "healthz": "states of the machine",
    "readyz": "states of the machine",
    "offline": "one page for all, kept in browsers; tests/hub/test_offline.py holds it to that",
    "offline-worker": "a script with the addresses of that page",
    "kept-text": "gives back what its own request holds",
    "upload": "takes a file by POST and tells its sender what it took of it, nothing else",
    "organisation-lookup": "names of organisations that have an account",
    "dismiss-reports": "takes a form by POST and leads back to the queue",
    "export": "the secretariat's, tried with the exports",
    "export-status": "the secretariat's, tried with the exports",
    "export-download": "the secretariat's, tried with the exports",
    "export-cancel": "takes a form by POST and leads back to the export",
    "export-observers": "takes a form by POST and leads back to the export",
    "export-links": "takes a form by POST and shows the secretariat the export again",
    "export-link-revoke": "takes a form by POST and leads back to the export",
    "shared-without-slash": "leads to the page of a link",
    "shared-download": "a finished export of what every reader may see, tried with the exports",
}
LETTERS = {
    "reply",
    "receipt",
    "decision",
    "export-made",
    "export-not-made",
    "export-begun-again",
    "export-given",
    "outside-receipt",
    "joint-invitation",
    "joint-answer",
    "reconfirm-endorsement",
    "endorse-survivor",
    "virus-found",
    "space-window",
    "space-questions",
    "space-documents",
    "role",
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
    "Nakuru",
    "sealed-words",
)
ADDRESSES = "hidden@survivors.example, +254 712 345 678"
#: A text of which two passages are withheld: the rest is for everyone.
PARTLY = "<p>In <strong>Nakuru</strong> we met; partly shown.</p><p>Nakuru is far.</p>"
PASSAGES = [(3, 9), (32, 38)]
MASK = "[words withheld: legal reasons]"


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
    posts.append(redacted(factories.post(space, body=PARTLY, **more, **withheld)))
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


def redacted(post: Post) -> Post:
    """Words of its text, and one of its two files, kept from readers by moderators."""
    version, at = post.latest_version, database_now()
    file = factories.attachment(version, "list.pdf", b"%PDF-1.4 sealed-words")
    factories.attachment(version, "open.pdf", b"%PDF-1.4 open")
    FileText.objects.get_or_create(
        sha256=file.sha256,
        defaults={
            "stored_as": file.stored_as,
            "media_type": file.media_type,
            "state": "done",
            "extracted": "sealed-words",
            "finished_at": at,
        },
    )
    why: dict[str, Any] = {"version": version, "reason": "legal", "at": at}
    for start, end in PASSAGES:
        Redaction.objects.create(target="text", start=start, end=end, **why)
    Redaction.objects.create(target="file", attachment=file, position=2, **why)
    return post


def test_every_address_is_registered() -> None:
    found = set(names_of(get_resolver().url_patterns))
    assert found - CHANNELS.keys() - WITHOUT_WORDS.keys() == set()


def test_every_letter_is_registered() -> None:
    assert set(settings.NOTICE_MAILERS) == LETTERS


def told_by_channels(client: Client) -> list[tuple[str, str, str]]:
    """What an address tells that it may not: its name, how it was asked, the words; every address of CHANNELS is asked."""
    found = []
    for name, asked in CHANNELS.items():
        for arguments in asked:
            response = client.get(reverse(name, kwargs=arguments))
            told = response.content.decode() + repr(response.headers)
            found += [(name, str(arguments), secret) for secret in SECRETS if secret in told]
    return found


@pytest.mark.parametrize("reader", ["visitor", "stranger", "colleague", "observer"])
def test_no_address_tells_a_reader_what_is_kept_from_them(reader: str) -> None:
    space = stage()[0].space
    client = Client()
    if reader == "stranger":
        client.force_login(people.stranger().user)
    elif reader == "observer":
        client.force_login(people.observer(space).user)
    elif reader == "colleague":
        client.force_login(people.actor("colleague@test.example", "Jonas Weiler").user)
    assert told_by_channels(client) == []


@pytest.mark.parametrize("reader", ["visitor", "colleague", "observer"])
def test_nothing_leads_from_a_merged_text_to_one_that_withholds_its_name(reader: str) -> None:
    """Who read the first with its name would know who wrote the second. Of exports: tests of their own."""
    space, author = factories.space(), people.stakeholder()
    assert author.organisation is not None
    more: dict[str, Any] = {"speaker": {"speaker_organisation": author.organisation.name}}
    kept = factories.post(space, author.person, name_withheld="name-and-organisation", **more)
    merged: dict[str, Any] = {"state": "merged", "reason": "duplicate", "merged_into": kept}
    post = factories.post(space, author.person, **merged, **more)
    address = f"/posts/{kept.reference}/"
    client = Client()
    if reader == "observer":
        client.force_login(people.observer(space).user)
    elif reader == "colleague":
        client.force_login(people.colleague(author).user)
        Membership.objects.update(confirmed_at=database_now(), confirmed_by=author.user)
        told = client.get(reverse("my-submissions")).content.decode()
        assert post.reference in told
        assert address not in told
    told = client.get(reverse("post", args=[post.reference])).content.decode()
    assert post.reference in told
    assert address not in told
    register = client.get(reverse("register", kwargs=SPACE)).content.decode()
    assert register.count(address) == 1  # its own line


@pytest.mark.parametrize("reader", ["moderator", "secretariat"])
def test_staff_meet_no_withheld_name_and_no_address_before_they_look(reader: str) -> None:
    space, author = factories.space(), people.stakeholder()
    prompt = factories.prompt(space)
    withheld = {"name_withheld": "name-and-organisation", "prompt": prompt}
    speaker = {"speaker_organisation": "Withheld Works"}
    for state in ("published", "pending", "returned", "hidden", "withdrawn", "rejected"):
        body = f"{PARTLY}<p>{ADDRESSES}</p>"
        post = factories.post(space, author.person, body, state=state, speaker=speaker, **withheld)
        factories.attachment(post.latest_version, "Amina Otieno.pdf")
        redacted(post)
    client = Client()
    staff = people.secretariat() if reader == "secretariat" else people.moderator(space)
    client.force_login(staff.user)
    assert told_by_channels(client) == []


@pytest.mark.parametrize("reader", ["stranger", "observer", "moderator", "secretariat"])
def test_words_looked_for_and_posts_chosen_in_the_queue_tell_nothing_that_is_kept(
    reader: str,
) -> None:
    space = stage()[0].space
    makers: dict[str, Callable[[], people.Actor]] = {
        "stranger": people.stranger,
        "observer": lambda: people.observer(space),
        "moderator": lambda: people.moderator(space),
        "secretariat": people.secretariat,
    }
    client = Client()
    client.force_login(makers[reader]().user)
    chosen = client.get(reverse("bulk-decision"), {"chosen": ["RT-0001", "RT-0003"]})
    told = chosen.content.decode() + repr(chosen.headers)
    is_staff = reader in {"moderator", "secretariat"}
    assert ("Name withheld" in told) is is_staff
    for secret in SECRETS:
        assert secret not in told, secret
    for secret in ("masked", "survivors", "712"):  # no list tells that they stand there
        found = client.get(reverse("review-queue"), {"show": "all", "q": secret})
        assert "RT-0001" not in found.content.decode(), secret
        assert "RT-0003" not in found.content.decode(), secret


@pytest.mark.parametrize("reader", ["stranger", "observer", "moderator", "secretariat"])
def test_no_list_behind_a_number_tells_what_is_kept(reader: str) -> None:
    space = stage()[0].space
    makers: dict[str, Callable[[], people.Actor]] = {
        "stranger": people.stranger,
        "observer": lambda: people.observer(space),
        "moderator": lambda: people.moderator(space),
        "secretariat": people.secretariat,
    }
    client = Client()
    client.force_login(makers[reader]().user)
    address = reverse("reconciliation-list", kwargs=SPACE)
    found = set()
    for entry in ENTRIES:
        response = client.get(address, {"entry": entry})
        told = response.content.decode() + repr(response.headers)
        found |= {reference for reference in REFERENCES if reference in told}
        for secret in SECRETS:
            assert secret not in told, (entry, secret)
    assert found == (set() if reader == "stranger" else set(REFERENCES))


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


@pytest.mark.parametrize("reader", ["visitor", "observer", "moderator", "secretariat"])
def test_a_link_to_an_export_opens_what_every_reader_may_see_whoever_follows_it(
    reader: str,
) -> None:
    space, paulo = stage()[0].space, people.secretariat()
    given = WantedLink(uuid4(), "For the zero draft", "Office of the co-facilitator", 14)
    _link, token = make_link(by=paulo.viewer, export=finished(space, paulo), wanted=given)
    client = Client()
    staff: dict[str, Callable[[], people.Actor]] = {
        "observer": lambda: people.observer(space),
        "moderator": lambda: people.moderator(space),
        "secretariat": lambda: paulo,
    }
    if reader in staff:
        client.force_login(staff[reader]().user)
    for name in ("shared", "shared-reading"):
        response = client.get(reverse(name, args=[token]))
        assert response.status_code == 200
        told = response.content.decode() + repr(response.headers)
        assert ("partly shown" in told) is (name == "shared-reading")
        for secret in SECRETS:
            assert secret not in told, secret


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
        if post.number in (3, 7):
            carry_redactions(post, second)
        if post.number < 6:
            factories.attachment(second, "Otieno.pdf")
        address = reverse("post-compare", args=[post.reference])
        response = client.get(f"{address}?from=1&to=2")
        told = response.content.decode() + repr(response.headers)
        assert ("corrected" in told) or post.number not in (1, 6, 7)
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
    for post in (posts[0], posts[2], posts[6]):
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


@pytest.mark.parametrize("reader", ["visitor", "stranger", "colleague", "observer", "moderator"])
def test_words_and_a_file_that_moderators_withhold_are_masked_and_the_rest_is_for_all(
    reader: str,
) -> None:
    post = stage()[6]
    makers: dict[str, Callable[[], people.Actor]] = {
        "stranger": people.stranger,
        "observer": lambda: people.observer(post.space),
        "moderator": lambda: people.moderator(post.space),
        "colleague": lambda: people.actor("colleague@test.example", "Jonas Weiler"),
    }
    client = Client()
    if reader in makers:
        client.force_login(makers[reader]().user)
    for name, arguments in (("post", {"reference": "RT-0007"}), ("prompt", PROMPT)):
        told = client.get(reverse(name, kwargs=arguments)).content.decode()
        assert f"In <strong>{MASK}</strong> we met; partly shown.</p><p>{MASK} is far." in told
        assert "name-withheld_1.pdf" in told
        assert "Nakuru" not in told
    sealed, is_open = post.latest_version.attachments.all()
    assert "sealed-words" not in str(files_for(post.latest_version, post, VISITOR))
    for file, status in ((sealed, 404), (is_open, 200)):
        response = client.get(reverse("file", args=[file.pk, "x.pdf"]), follow=True)
        assert response.status_code == status
        list(response)  # to its end: this closes it
        words = file_text_for(file, post.latest_version, post, VISITOR)
        assert words == (None if file == sealed else "")
    look = client.post(reverse("look-file", args=["RT-0007", sealed.pk]))
    assert look.status_code == (200 if reader == "moderator" else 403)
    list(look)


def test_who_is_asked_to_sign_reads_no_withheld_words_and_gets_no_withheld_file(
    client: Client,
) -> None:
    post = stage()[6]
    asked = CoSignatory.objects.create(
        post=post, organisation_name="Far Shore Club", state="invited", email="c@far.example"
    )
    token = token_of(JointLink(asked.pk))
    told = client.get(reverse("joint-answer", args=[token])).content.decode()
    assert MASK in told
    assert "partly shown" in told
    assert "Nakuru" not in told
    for file, status in zip(post.latest_version.attachments.all(), (404, 200), strict=True):
        response = client.get(reverse("joint-file", args=[token, file.pk]))
        assert response.status_code == status
        list(response)


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


@pytest.mark.parametrize("reader", ["moderator", "secretariat", "administrator"])
def test_the_record_and_its_table_name_no_author_whose_name_is_withheld(reader: str) -> None:
    posts = stage()
    author = User.objects.get(email="stakeholder@test.example")
    for post in (posts[0], posts[2]):
        for act in ("submit", "correct", "withhold-name", "withdraw", "appeal", "joint-name"):
            write_record(act, ("post", post.pk), by=author.pk, space_id=post.space_id)
    makers: dict[str, Callable[[], people.Actor]] = {
        "moderator": lambda: people.moderator(posts[0].space),
        "secretariat": people.secretariat,
        "administrator": people.administrator,
    }
    client = Client()
    client.force_login(makers[reader]().user)
    for name in ("record", "record-csv"):
        response = client.get(reverse(name))
        assert response.status_code == 200
        content = getattr(response, "streaming_content", None) or [response.content]
        told = b"".join(content).decode() + repr(response.headers)
        assert told.count("Name withheld") == 12
        for secret in SECRETS:
            assert secret not in told, (name, secret)


@pytest.mark.parametrize("reader", ["visitor", "stranger", "observer"])
def test_the_record_is_no_reading_for_readers(reader: str) -> None:
    space = stage()[0].space
    client = Client()
    if reader != "visitor":
        who = people.observer(space) if reader == "observer" else people.stranger()
        client.force_login(who.user)
    for name in ("record", "record-csv"):
        assert client.get(reverse(name)).status_code == (302 if reader == "visitor" else 403)
