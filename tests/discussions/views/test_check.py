"""Anyone checks whether a reference and a fingerprint belong together."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from discussions.models import Post, PostMove, Redaction, Space, Version
from discussions.validators.receipt_proof import proof_of
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256
from tests import factories, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/en/check/"
YES = '<h2 id="verdict">Yes</h2>'
NO = '<h2 id="verdict">No</h2>'
UNTOLD = '<h2 id="verdict">This cannot be told here</h2>'


def stage(**more: Any) -> Post:
    """A post with a file."""
    post = factories.post(factories.space(), body="<p>What we ask for.</p>", **more)
    factories.attachment(post.latest_version, "Amina Otieno.pdf")
    return post


def ask(
    reference: str,
    sha256: str,
    client: Client | None = None,
    language: str = "en",
    proof: str = "",
) -> str:
    query = urlencode({"reference": reference, "sha256": sha256, "proof": proof})
    response = (client or Client()).get(f"/{language}/check/?{query}")
    assert response.status_code == 200, response.content
    return " ".join(response.content.decode().split())


def verdict_words(page: str) -> str:
    """All of the answer."""
    return page.partition('<h2 id="verdict">')[2].partition("<form")[0]


def refused(reference: str, sha256: str) -> str:
    query = urlencode({"reference": reference, "sha256": sha256})
    response = Client().get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    return response.content.decode()


def text_hash(post: Post) -> str:
    return post.latest_version.sha256


def file_hash(post: Post) -> str:
    return post.latest_version.attachments.get().sha256


def test_the_page_is_a_form_without_a_token_kept_by_nobody() -> None:
    response = Client().get(ADDRESS)
    page = response.content.decode()
    assert '<form method="get" action="/en/check/"' in page
    assert "csrf" not in page
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert not Session.objects.exists()
    assert Client().post(ADDRESS).status_code == 405


def test_a_text_is_recognised_with_its_version_and_instant() -> None:
    post = stage(received_at=database_now().replace(2026, 3, 18, 14, 58, 7))
    page = ask("RT-0001", text_hash(post))
    assert YES in page
    assert "This is the fingerprint of the text of RT-0001, version 1." in page
    assert "18 March 2026, 14:58:07 UTC" in page
    assert "On time" in page
    assert "Published" in page
    assert 'href="/en/spaces/roundtable/register/?after=RT-0000#line-RT-0001"' in page


def test_a_file_is_recognised_without_its_name() -> None:
    post = stage()
    page = ask("RT-0001", file_hash(post))
    assert YES in page
    assert "This is the fingerprint of a file that came with RT-0001, version 1." in page
    assert "Otieno" not in page


def test_each_version_is_recognised_and_the_first_that_holds_it_named() -> None:
    post = stage()
    second = Version.objects.create(
        post=post, number=2, received_at=database_now(), standing="late", review="waiting",
        language="en", body="<p>Second.</p>", sha256="ab" * 32,
    )  # fmt: skip
    factories.attachment(second, "again.pdf")
    page = ask("RT-0001", "ab" * 32, proof=proof_of(second.pk))
    assert "version 2." in page
    assert "Late" in page
    assert "version 1." in ask("RT-0001", file_hash(post))


def test_it_is_in_french_too() -> None:
    post = stage()
    page = ask("RT-0001", text_hash(post), language="fr")
    assert '<html lang="fr"' in page
    assert "RT-0001" in page


@pytest.mark.parametrize(
    "reference", ["RT-0001", "rt-1", " RT 0001 ", "rt – 0001", "RT‑0001", "#RT-0001.", "ＲＴ-0001"]
)
def test_a_reference_is_taken_however_it_is_written(reference: str) -> None:
    post = stage()
    assert YES in ask(reference, text_hash(post))


def test_a_fingerprint_is_taken_however_it_is_written() -> None:
    post = stage()
    digits = text_hash(post)
    for written in (
        digits.upper(),
        f" sha256 {digits}\n",
        f"SHA-256: {digits}",
        f"sha256:{digits}",
        " ".join(digits[n : n + 4] for n in range(0, 64, 4)),
        ":".join(digits[n : n + 2] for n in range(0, 64, 2)),
        f"{digits[:32]}\u200b-\xad{digits[32:]}",
    ):
        assert YES in ask("RT-0001", written), written


def test_another_fingerprint_is_a_plain_no_with_what_the_register_says() -> None:
    stage()
    page = ask("RT-0001", "0" * 64)
    assert NO in page
    assert "RT-0001 was issued, but no public text or file of it has this fingerprint." in page
    assert "In the register" in page


def test_the_fingerprint_of_another_post_is_a_no() -> None:
    post = stage()
    factories.post(post.space, body="<p>Other.</p>")
    assert NO in ask("RT-0002", text_hash(post))


@pytest.mark.parametrize("reference", ["RT-0002", "XX-0001", "RT-999999999999999"])
def test_a_reference_that_was_never_issued_is_a_no(reference: str) -> None:
    post = stage()
    page = ask(reference, text_hash(post))
    assert NO in page
    assert f"No reference {reference} was issued here." in page


def test_a_space_that_is_not_public_is_as_if_it_were_not_there() -> None:
    post = stage()
    Space.objects.update(published_at=None)
    staff = signed_in(people.secretariat())
    for client in (Client(), staff):
        assert "No reference RT-0001 was issued here." in ask("RT-0001", text_hash(post), client)


@pytest.mark.parametrize(
    "state", ["hidden", "pending", "published", "rejected", "returned", "withdrawn"]
)
def test_of_every_state_it_tells_what_the_register_tells_and_no_more(state: str) -> None:
    author = people.stakeholder()
    post = stage(
        author=author.person, state=state, reason="spam" if state == "hidden" else None,
        name_withheld="name-and-organisation", speaker={"speaker_organisation": "Withheld Works"},
    )  # fmt: skip
    observer = signed_in(people.observer(post.space))
    for sha256 in (text_hash(post), file_hash(post), "0" * 64):
        for client in (Client(), observer):
            page = ask("RT-0001", sha256, client)
            assert (YES in page) is (state == "published" and sha256 != "0" * 64)
            assert (UNTOLD in page) is (state != "published")
            assert str(Post(state=state).get_state_display()) in page
            for secret in ("What we ask for", "Otieno", "Amina", "Withheld Works"):
                assert secret not in page


@pytest.mark.parametrize("target", ["text", "file"])
def test_a_masked_version_can_be_checked_and_stays_masked(target: str) -> None:
    post = stage()
    Redaction.objects.create(
        version=post.latest_version, target=target, reason="legal", at=database_now()
    )
    masked = text_hash(post) if target == "text" else file_hash(post)
    whole = file_hash(post) if target == "text" else text_hash(post)
    assert YES in ask("RT-0001", whole)
    assert verdict_words(ask("RT-0001", masked)) == verdict_words(ask("RT-0001", "0" * 64))
    for client in (None, signed_in(people.moderator(post.space))):
        page = ask("RT-0001", masked, client, proof=proof_of(post.latest_version_id))
        assert YES in page
        assert "What we ask for" not in page


@pytest.mark.parametrize("is_withheld", [False, True])
def test_nobody_learns_what_stands_behind_a_mask_by_asking(is_withheld: bool) -> None:
    author = people.stakeholder()
    after = " said so." if is_withheld else "@home.example please."
    bodies = [f"<p>Write to {name}{after}</p>" for name in ("guess", "jane")]
    post = factories.post(factories.space(), author.person, body=bodies[1])
    if is_withheld:
        Redaction.objects.create(
            version=post.latest_version,
            target="text",
            reason="legal",
            at=database_now(),
            start=9,
            end=13,
        )
    guess, truth = (canonical_sha256(body) for body in bodies)
    assert truth == text_hash(post)
    others = (Client(), *map(signed_in, (people.stranger(), people.observer(post.space))))
    for client in others:
        wrong, right = (ask("RT-0001", sha256, client) for sha256 in (guess, truth))
        assert UNTOLD in right
        assert verdict_words(right) == verdict_words(wrong)
    for client in map(signed_in, (author, people.moderator(post.space), people.secretariat())):
        assert YES in ask("RT-0001", truth, client)
        assert NO in ask("RT-0001", guess, client)


def test_a_correction_that_waits_is_not_told_to_others() -> None:
    post = stage()
    Version.objects.create(
        post=post, number=2, received_at=database_now(), standing="late", review="waiting",
        language="en", body="<p>Second.</p>", sha256="ab" * 32,
    )  # fmt: skip
    assert verdict_words(ask("RT-0001", "ab" * 32)) == verdict_words(ask("RT-0001", "0" * 64))
    assert NO in ask("RT-0001", "ab" * 32)


@pytest.mark.parametrize("proof", ["", "x", "a:b", "\x00", "é:é"])
def test_only_the_proof_of_the_very_version_counts(proof: str) -> None:
    post = stage(state="pending")
    other = factories.post(post.space, state="pending", body="<p>Other.</p>")
    for wrong in (proof, proof_of(other.latest_version_id), post.latest_version_id.hex):
        assert UNTOLD in ask("RT-0001", text_hash(post), proof=wrong)
    right = proof_of(post.latest_version_id)
    assert YES in ask("RT-0001", text_hash(post), proof=right)
    assert YES in ask("RT-0001", file_hash(post), proof=right)
    assert YES not in ask("RT-0001", "0" * 64, proof=right)


def test_an_address_asks_three_hundred_times_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discussions.views.check._MOST", 2)
    post = stage()
    for _ in range(2):
        ask("RT-0001", text_hash(post))
    query = urlencode({"reference": "RT-0001", "sha256": text_hash(post)})
    answer = Client().get(f"{ADDRESS}?{query}")
    assert answer.status_code == 429
    assert 3590 < int(answer["Retry-After"]) <= 3600
    assert "Try again in 60 minutes." in answer.content.decode()
    assert Client().get(ADDRESS).status_code == 200
    assert Client().get(f"{ADDRESS}?{query}", REMOTE_ADDR="10.1.1.1").status_code == 200


def test_a_former_reference_leads_to_the_post_that_it_became() -> None:
    post = stage()
    PostMove.objects.create(post=post, reference="OLD-0007", had_reference=True, at=database_now())
    page = ask("old-0007", text_hash(post))
    assert YES in page
    assert "OLD-0007 was moved to another space and is RT-0001 now." in page


@pytest.mark.parametrize(
    ("reference", "sha256", "words"),
    [
        ("", "0" * 64, "Write the reference number of the receipt."),
        ("RT-0001", "", "Write the fingerprint to be checked."),
        ("forty-two", "0" * 64, "This is not a reference number."),
        ("RT-0001", "0" * 63, "this one has 63"),
        ("RT-0001", "g" * 64, "figures and the letters a to f, nothing else"),
        ("RT-0001", "sha256", "figures and the letters a to f, nothing else"),
        ("<script>", "0" * 64, "This is not a reference number."),
    ],
)
def test_what_is_missing_or_mistyped_is_said(reference: str, sha256: str, words: str) -> None:
    stage()
    page = refused(reference, sha256)
    assert words in page
    assert "There is a problem" in page
    assert "<script>" not in page.partition("</form>")[0]
    assert YES not in page
    assert NO not in page


@pytest.mark.parametrize("half", ["reference=RT-0001", "sha256=0123456789abcdef"])
def test_an_address_with_one_half_alone_is_the_form_with_that_half_filled_in(half: str) -> None:
    response = Client().get(f"{ADDRESS}?{half}")
    page = response.content.decode()
    assert response.status_code == 200
    assert f'value="{half.partition("=")[2]}"' in page
    assert "There is a problem" not in page
    assert 'id="verdict"' not in page


def test_a_half_that_is_sent_empty_is_asked_for_with_the_other_kept() -> None:
    assert 'value="RT-0001"' in refused("RT-0001", "")


def test_the_receipt_and_the_register_lead_there() -> None:
    author = people.stakeholder()
    post = stage(author=author.person)
    page = signed_in(author).get("/en/posts/RT-0001/receipt/").content.decode()
    assert f'href="/en/check/?reference=RT-0001&amp;sha256={text_hash(post)}&amp;proof=' in page
    link = re.search(r'href="(/en/check/\?reference[^"]+)"', page)
    assert link is not None
    Post.objects.update(state="hidden", reason="spam")
    assert YES in " ".join(Client().get(unescape(link[1])).content.decode().split())
    assert 'href="/en/check/"' in Client().get("/en/spaces/roundtable/register/").content.decode()


@pytest.mark.parametrize("versions", [1, 3])
def test_the_number_of_statements_does_not_grow(
    versions: int, django_assert_num_queries: Any
) -> None:
    post = stage()
    for number in range(2, versions + 1):
        made = Version.objects.create(
            post=post, number=number, received_at=database_now(), standing="on-time",
            review="waiting", language="en", body=f"<p>{number}</p>", sha256=f"{number}" * 64,
        )  # fmt: skip
        factories.attachment(made, f"{number}.pdf")
    with django_assert_num_queries(14):
        ask("RT-0001", "0" * 64)
