"""What a correction changed: for whom, between which versions, and what never comes out by it."""

from typing import Any

import pytest
from django.test import Client

from discussions.models import Attachment, Post, Redaction, Space, Version
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256
from tests import factories, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/en/posts/RT-0001/compare/"
FIRST = "<p>We ask for regular pathways.</p>"


def correction(post: Post, body: str, *, is_public: bool = True, **more: Any) -> Version:
    """The next version; readers see it unless told otherwise."""
    now = database_now()
    version = Version.objects.create(
        post=post,
        number=post.versions.count() + 1,
        received_at=now,
        published_at=now if is_public else None,
        review="approved" if is_public else "waiting",
        body=body,
        sha256=canonical_sha256(body),
        **{
            "standing": "on-time",
            "language": "en",
            "speaker_name": "Imported Person",
            "speaker_organisation": "Some Organisation",
            "speaker_group": "civil-society",
            **more,
        },
    )
    post.latest_version = version
    if is_public:
        post.public_version = version
    post.save()
    return version


def stage(**more: Any) -> Post:
    """A post that was corrected once."""
    post = factories.post(factories.space(), body=FIRST, **more)
    correction(post, "<p>We ask for safe and regular pathways.</p>")
    return post


def read(address: str = ADDRESS, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def status(address: str, client: Client | None = None) -> int:
    return (client or Client()).get(address).status_code


def test_readers_see_what_came_and_what_went() -> None:
    post = stage()
    page = read()
    assert '<ins><span class="vh" lang="en"> added: </span>safe and ' in page
    assert "end of addition. </span></ins>regular pathways" in page
    assert "The text differs in 1 place." in page
    assert '<a href="/en/posts/RT-0001/versions/1/">Version 1</a>' in page
    assert "safe and " in read(f"{ADDRESS}?from=1&to=2")
    back = read(f"{ADDRESS}?from=2&to=1")
    assert '<del><span class="vh" lang="en"> removed: </span>safe and ' in back
    assert post.reference in page


def test_it_is_in_french_too() -> None:
    stage()
    page = read("/fr/posts/RT-0001/compare/")
    assert '<html lang="fr"' in page
    assert '<span class="vh" lang="fr">' in page


def test_it_is_found_from_the_card_the_post_and_the_earlier_version() -> None:
    stage()
    link = 'href="/en/posts/RT-0001/compare/?from=1&amp;to=2"'
    for address in ("spaces/roundtable/general/", "posts/RT-0001/", "posts/RT-0001/versions/1/"):
        assert link in read(f"/en/{address}"), address
    assert link not in read("/en/posts/RT-0001/versions/2/").partition("Earlier versions")[0]


def test_any_spelling_leads_there_and_keeps_what_is_asked() -> None:
    stage()
    response = Client().get("/en/posts/rt-1/compare/?from=1&to=2")
    assert response.status_code == 301
    assert response["Location"] == f"{ADDRESS}?from=1&to=2"


def test_the_default_is_the_public_version_and_the_public_one_before_it() -> None:
    post = factories.post(factories.space(), body="<p>one text</p>")
    correction(post, "<p>two text</p>")
    correction(post, "<p>three text</p>", is_public=False)
    correction(post, "<p>four text</p>")
    page = read()
    assert ">two " in page
    assert ">four " in page
    assert "three" not in page


@pytest.mark.parametrize(
    "query",
    ["from=1&to=1", "from=1&to=3", "from=0&to=2", "from=x", "to=-1", "from=²", "to=1",
     "from=99999999999999999999999", "to=", "from=2"],
)  # fmt: skip
def test_versions_that_are_not_there_are_404(query: str) -> None:
    stage()
    assert status(f"{ADDRESS}?{query}") == 404


def test_one_version_alone_is_404() -> None:
    factories.post(factories.space())
    assert status(ADDRESS) == 404


def test_a_correction_that_waits_is_for_the_author_and_staff_alone() -> None:
    author = people.stakeholder()
    space = factories.space()
    post = factories.post(space, author.person, body=FIRST)
    correction(post, "<p>waiting-words</p>", is_public=False)
    address = f"{ADDRESS}?from=1&to=2"
    others = {
        "stranger": people.stranger(),
        "colleague": people.colleague(author),
        "observer": people.observer(space),
        "administrator": people.administrator(),
    }
    assert status(address) == status(ADDRESS) == 404
    for name, actor in others.items():
        assert status(address, signed_in(actor)) == 404, name
    for actor in (author, people.moderator(space), people.secretariat()):
        page = read(address, signed_in(actor))
        assert "waiting-words" in page
        assert "not public" in page


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "rejected", "pending", "returned"])
def test_of_a_post_that_is_not_public_nothing_is_compared(state: str) -> None:
    post = stage()
    if state in ("pending", "returned", "rejected"):
        post.public_version = None
    post.state = state
    post.save()
    assert status(ADDRESS) == status(f"{ADDRESS}?from=1&to=2") == 404
    assert post.versions.count() == 2


@pytest.mark.parametrize("masked", [1, 2])
def test_a_masked_text_comes_out_by_no_comparison(masked: int) -> None:
    author = people.stakeholder()
    post = stage(author=author.person)
    Redaction.objects.create(
        version=post.versions.get(number=masked), target="text", reason="legal", at=database_now()
    )
    moderator = people.moderator(post.space)
    for client in (Client(), signed_in(moderator)):
        page = read(f"{ADDRESS}?from=1&to=2", client)
        assert f"The text of version {masked} is masked for readers" in page
        for words in ("pathways", "regular", "safe and"):
            assert words not in page
    assert "safe and" in read(ADDRESS, signed_in(author))


def test_withheld_names_and_file_names_come_out_by_no_comparison() -> None:
    author = people.stakeholder()
    post = factories.post(
        factories.space(), author.person, body=FIRST, name_withheld="name-and-organisation"
    )
    second = correction(
        post, FIRST, speaker_name="Amina Otieno", speaker_organisation="Coastal Crossings"
    )
    factories.attachment(second, "Amina Otieno.pdf")
    page = read()
    for secret in ("Amina", "Otieno", "Coastal", "Some Organisation", "Imported Person"):
        assert secret not in page
    assert "name-withheld_1.pdf" in page


def test_files_that_came_went_and_were_replaced_or_renamed_are_listed() -> None:
    post = stage()
    first, second = post.versions.order_by("number")
    for name, content in (
        ("same.pdf", b"1"),
        ("gone.pdf", b"2"),
        ("new-name.pdf", b"x"),
        ("changed.pdf", b"4"),
    ):
        factories.attachment(first, name if name != "new-name.pdf" else "old-name.pdf", content)
    for name, content in (
        ("changed.pdf", b"44"),
        ("new-name.pdf", b"x"),
        ("same.pdf", b"1"),
        ("new.pdf", b"5"),
    ):
        factories.attachment(second, name, content)
    page = " ".join(read().split())
    for name, note in (
        ("changed.pdf", "replaced; the earlier one had 1 byte"),
        ("new-name.pdf", "renamed; before: old-name.pdf"),
        ("same.pdf", "unchanged"),
        ("new.pdf", "added"),
        ("gone.pdf", "removed"),
    ):
        line = page.partition(f"<bdi>{name}</bdi>")[2].partition("</li>")[0]
        assert f"· {note}" in line, name


def test_files_that_did_not_change_are_not_listed() -> None:
    post = stage()
    for version in post.versions.all():
        factories.attachment(version, "same.pdf")
    page = read()
    assert "No file was added, removed or replaced." in page
    assert "same.pdf" not in page


def test_a_masked_file_keeps_its_bytes_to_itself() -> None:
    post = stage()
    first, second = post.versions.order_by("number")
    factories.attachment(first, "annex.pdf")
    Redaction.objects.create(version=first, target="file", reason="legal", at=database_now())
    page = read()
    assert "annex.pdf" in page
    assert "/files/" not in page
    assert Attachment.objects.get().version_id == first.pk != second.pk


def test_another_language_speaker_and_standing_are_said() -> None:
    post = factories.post(factories.space(), body="<p>uno dos</p>", language="es")
    correction(
        post,
        "<p>uno tres</p>",
        language="fr",
        speaker_name="Another Person",
        speaker_organisation=None,
        speaker_group="individual",
        speaker_country="KE",
        standing="late",
    )
    page = " ".join(read().split())
    for before, after in (
        ("Spanish", "French"),
        ("Imported Person", "Another Person"),
        ("Some Organisation", "–"),
        ("Civil society", "Individual, in a personal capacity"),
        ("–", "Kenya"),
        ("On time", "Late"),
    ):
        assert f"<bdi>{before}</bdi></del>" in page, before
        assert f"<bdi>{after}</bdi></ins>" in page, after
    assert '<del lang="es">' in page
    assert '<div class="prose" lang="fr"' in page


def test_other_pairs_of_versions_are_offered() -> None:
    post = stage()
    correction(post, "<p>We ask for pathways.</p>")
    page = read()
    assert 'href="/en/posts/RT-0001/compare/?from=1&amp;to=2"' in page
    assert "Version 1 against version 2" in page


# ---------------------------------------------------------------- caching
def test_the_kept_page_is_never_older_than_an_act() -> None:
    stage()
    address = f"{ADDRESS}?from=1&to=2"
    first = Client().get(address)
    assert first["Cache-Control"] == "public, no-cache"
    assert first["ETag"] == Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Post.objects.update(state="hidden", reason="spam")
    Space.objects.update(revision=99)
    assert status(address) == 404


def test_a_plain_address_is_made_once(django_assert_num_queries: Any) -> None:
    stage()
    for address in (ADDRESS, f"{ADDRESS}?from=1&to=2"):
        read(address)
        with django_assert_num_queries(2):  # the space, the post
            read(address)


def test_an_address_with_words_of_others_is_not_kept(django_assert_max_num_queries: Any) -> None:
    stage()
    for query in ("from=1&to=2&x=%22", "to=2&from=1", "from=01&to=2"):
        read(f"{ADDRESS}?{query}")
        with django_assert_max_num_queries(40) as captured:
            read(f"{ADDRESS}?{query}")
        assert len(captured) > 2, query


@pytest.mark.parametrize("versions", [2, 4])
def test_the_number_of_statements_does_not_grow(
    versions: int, django_assert_num_queries: Any
) -> None:
    post = stage()
    for number in range(2, versions):
        factories.attachment(correction(post, f"<p>Text {number}.</p>"))
    with django_assert_num_queries(12):
        read(f"{ADDRESS}?to=2&from=1")


def test_signed_in_it_is_for_its_reader_alone() -> None:
    stage()
    response = signed_in(people.stakeholder()).get(ADDRESS)
    assert response["Cache-Control"] == "private, no-store"


def test_texts_that_are_too_long_together_are_shown_and_not_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = stage()
    monkeypatch.setattr("discussions.pages.comparison._MOST_COMPARED", 80)
    assert "The text differs in 1 place." in read()
    correction(post, f"<p>We ask for {'very ' * 20}safe pathways.</p>")
    page = read(f"{ADDRESS}?from=2&to=3")
    assert "These texts are too long to be compared word by word." in page
    assert "<ins>" not in page.partition('<h2 id="files-title">')[0]
    assert "We ask for safe and regular pathways." in page
    assert "very safe pathways." in page
