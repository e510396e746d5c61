"""What archives of lived spaces lost, doubled or told, once."""

import io
from typing import Any

import pytest

from accounts.models import Membership
from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import can_see_version, files_for, text_for
from discussions.enums import ReasonCode
from discussions.exports.archive import Variant
from discussions.models import Post, Redaction, Space, SpaceRole, Version
from discussions.services.import_space import import_archive
from moderation.services.move import move
from moderation.validators.decisions import DecisionWords
from moderation.validators.places import Destination
from tests import archives, factories, people
from tests.discussions.exports.test_archive import AT, document, exported
from tests.moderation.exports.varied import corrected
from tests.moderation.seen import seen_now

pytestmark = pytest.mark.django_db

PUBLIC = Variant.PUBLIC


def again(space: Space, variant: Variant = PUBLIC) -> tuple[Any, Any]:
    """What is said of a space, and what of it once it was taken in elsewhere."""
    archive = exported(space, variant)
    with archives.elsewhere():
        Space.objects.filter(pk=space.pk).update(slug="was-here", reference_prefix="WH")
        after = document(import_archive(archive).space, variant)
    return archives.document_in(archive), after


# ---------------------------------------------------------------- files
NAMES = ("input.pdf", "Input.pdf", "input.pdf/more.pdf")


def test_files_that_lay_alike_in_two_archives_are_apart_once_their_posts_meet() -> None:
    """They were overwritten: one of two went out under the hash of the other, and no import took it."""
    spaces = [_imported(number, name) for number, name in enumerate((NAMES[0], *NAMES))]
    home = spaces[0]
    moderator = _moderator_of(spaces)
    for space in spaces[1:]:
        words = DecisionWords(ReasonCode.WRONG_PROMPT)
        post = Post.objects.get(space=space)
        move(by=moderator, seen=seen_now(post), to=Destination(home.pk), words=words)
    archive = exported(home)
    said = [
        post["versions"][0]["attachments"][0] for post in archives.document_in(archive)["posts"]
    ]
    assert [file["path"] for file in said] == [
        "attachments/input.pdf",
        "attachments/2/input.pdf",
        "attachments/3/Input.pdf",
        "attachments/4/input.pdf/more.pdf",
    ]
    with archives.elsewhere():
        home.refresh_from_db()
        Space.objects.filter(pk=home.pk).update(slug="was-here", reference_prefix="WH")
        taken_in = import_archive(archive).space
        assert exported(taken_in).getvalue() == archive.getvalue()


def _imported(number: int, name: str) -> Space:
    file = {"name": "input.pdf", "path": f"attachments/{name}"}
    post = archives.post("c1", prompt=None)
    post["versions"][0]["attachments"] = [file]
    tried = archives.small(post, slug=f"space-{number}", reference_prefix=f"S{number}X")
    content = archives.PDF + b"%d" % number
    return import_archive(archives.zipped(tried, {file["path"]: content})).space


def _moderator_of(spaces: list[Space]) -> Viewer:
    made = people.moderator(spaces[0])
    for space in spaces[1:]:
        SpaceRole.objects.create(space=space, user=made.user, role="moderator")
    return made.viewer


def test_a_public_archive_numbers_the_files_that_are_in_it() -> None:
    """By their places among all files they were others after an import: what is masked is not in it."""
    space = factories.space()
    post = factories.post(space, None, name_withheld="name")
    masked = factories.attachment(post.latest_version, "one.pdf")
    factories.attachment(post.latest_version, "two.pdf")
    Redaction.objects.create(
        version=post.latest_version, target="file", attachment=masked, reason="legal", at=AT
    )
    before, after = again(space)
    (file,) = before["posts"][0]["versions"][0]["attachments"]
    assert (file["name"], file["path"]) == ("name-withheld_2.pdf", "attachments/RT-0001/v1-1.pdf")
    assert before["posts"] == after["posts"]


def test_documents_are_numbered_as_they_stand() -> None:
    space = factories.space()
    for position in (1, 1, 4):
        made = space.documents.create(position=position, title_en=f"Document {position}")
        _file_of(made, b"%%PDF-1.4 %d" % made.pk)
    before, after = again(space)
    paths = [one["files"][0]["file"]["path"] for one in before["space"]["documents"]]
    assert paths == [f"attachments/documents/{number}-1.pdf" for number in (1, 2, 3)]
    assert after["space"] == before["space"]


def _file_of(document: Any, content: bytes) -> None:
    from hub.kit.storage import keep

    kept = keep(io.BytesIO(content))
    document.files.create(
        name="draft.pdf", media_type="application/pdf", language="en",
        size=kept.size, sha256=kept.sha256, stored_as=kept.stored_as,
    )  # fmt: skip


# ---------------------------------------------------------------- versions
@pytest.mark.parametrize("review", ["before-publishing", "after-publishing"])
def test_every_version_of_a_public_archive_stays_readable(review: str) -> None:
    space = factories.space(review=review)
    post = factories.post(space)
    corrected(post)
    Version.objects.filter(post=post, number=1).update(review="superseded")
    before, after = again(space)
    assert [one["number"] for one in before["posts"][0]["versions"]] == [1, 2]
    archives.held(before["posts"], after["posts"])


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_words_that_were_withheld_in_public_come_back_as_masks(language: str) -> None:
    """In French they hold a space that does not break: the whole text was masked."""
    space = factories.space()
    post = factories.post(space, None, "<p>Nakuru, Nyeri.</p>", language=language)
    for start, end in ((0, 6), (8, 13)):
        Redaction.objects.create(
            version=post.latest_version, target="text", start=start, end=end, reason="legal", at=AT
        )
    before, after = again(space)
    assert before["posts"] == after["posts"]
    assert "Nakuru" not in str(before)


def test_an_import_shows_no_version_that_waited_for_a_moderator() -> None:
    """Late under "ask", or held because of withheld words: replaced before anybody let it through."""
    late = archives.post("late", at="2024-03-05T10:00:00Z")
    late["versions"] = [_sent(1, standing="late"), _sent(2, standing="late", review="approved")]
    mask = {"target": "text", "reason": "legal", "at": "2024-03-05T12:00:00Z"}
    masked = archives.post("masked")
    masked["versions"] = [
        _sent(1, redactions=[mask]),
        _sent(2, received_at="2024-03-05T13:00:00Z", redactions=[mask]),
        _sent(3, received_at="2024-03-05T14:00:00Z", redactions=[mask], review="approved"),
    ]
    window = {"id": "w", "opens_at": None, "closes_at": "2024-03-01T00:00:00Z"}
    windows = [{**window, "late_policy": "ask"}]
    tried = archives.small(late, masked, archives.post("plain"), windows=windows)
    tried["posts"][2]["versions"] = [_sent(1), _sent(2, review="approved")]
    import_archive(archives.zipped(tried))
    shown = {
        post.archive_id: [
            v.number for v in post.versions.all() if can_see_version(v, post, VISITOR)
        ]
        for post in Post.objects.all()
    }
    assert shown == {"late": [2], "masked": [1, 3], "plain": [1, 2]}


def _sent(number: int, **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "received_at": "2024-03-05T10:00:00Z",
        "standing": "on-time",
        "body": f"<p>Version {number}.</p>",
        **more,
    }


# ---------------------------------------------------------------- people
def test_a_public_archive_says_of_authors_what_their_texts_say_and_no_more() -> None:
    """It named the organisation of who had spoken for nobody, and the new name of who had been known by another."""
    space = factories.space()
    personal = people.stakeholder(people.organisation("Kept Apart"))
    factories.post(
        space, personal.person, speaker={
            "speaker_name": "As She Signed", "speaker_organisation": None, "speaker_capacity": "personal",
            "speaker_group": "individual", "speaker_country": "KE",
        },
    )  # fmt: skip
    other = people.organisation("Also Apart")
    asker = people.actor("asker@test.example", "Who Asked", other)
    factories.prompt(space, asked_by=asker.person)
    public = document(space, PUBLIC)
    assert [{**one, "id": ""} for one in public["people"]] == [
        {
            "id": "", "name": "As She Signed", "organisation": None,
            "stakeholder_group": "individual", "country": "KE",
        },
        {"id": "", "name": "Who Asked", "organisation": None, "stakeholder_group": None, "country": None},
    ]  # fmt: skip
    whole = document(space)
    assert {one["organisation"] for one in whole["people"]} == {"Kept Apart", "Also Apart"}


def test_moderators_stand_in_a_public_archive_as_their_page_shows_them() -> None:
    space = factories.space()
    moderator = people.moderator(space)
    Membership.objects.create(
        person=moderator.person, organisation=people.organisation("Secretariat Office")
    )
    space.displayed_moderators.create(person=moderator.person)
    before, after = again(space)
    assert [(one["name"], one["organisation"]) for one in before["people"]] == [
        ("Marta Lind", "Secretariat Office")
    ]
    assert before["people"] == after["people"]


def test_an_author_without_a_name_in_any_text_is_nobody_in_public() -> None:
    space = factories.space()
    factories.post(space, people.stakeholder().person, speaker={"speaker_name": None})
    public = document(space, PUBLIC)
    assert (public["people"], public["posts"][0]["author"]) == ([], None)


def test_a_country_that_is_not_known_is_none() -> None:
    space = factories.space()
    author = people.stakeholder().person
    author.country, author.organisation_name, author.stakeholder_group = "", "", None
    author.save()
    factories.post(space, author)
    (person,) = archives.document_in(exported(space))["people"]
    assert (person["country"], person["organisation"]) == ("KE", "Coastal Crossings")


# ---------------------------------------------------------------- links
def test_a_merge_that_would_tell_who_it_is_stands_in_public_as_hidden() -> None:
    """The name was withheld after the merge: pages show no link then."""
    space = factories.space()
    survivor = factories.post(space, None, "<p>The one that stays.</p>")
    merged = factories.post(space, None, state="merged", merged_into=survivor, reason="duplicate")
    assert document(space, PUBLIC)["posts"][1]["merged_into"] == survivor.archive_id
    Post.objects.filter(pk=survivor.pk).update(name_withheld="name")
    before, after = again(space)
    (said,) = [one for one in before["posts"] if one["id"] == merged.archive_id]
    assert (said["state"], said["reason"], said["merged_into"]) == ("hidden", "duplicate", None)
    assert after["posts"][1] == said
    alone = document(space, PUBLIC, post_ids={merged.pk})["posts"]
    assert [one["id"] for one in alone] == [merged.archive_id]
    assert [one["state"] for one in document(space)["posts"]] == ["published", "merged"]


def test_what_stands_behind_a_file_of_a_public_archive_is_what_readers_fetch() -> None:
    space = factories.space()
    post = factories.post(space)
    factories.attachment(post.latest_version, content=archives.PDF)
    archive = exported(space, PUBLIC)
    with archives.elsewhere():
        Space.objects.filter(pk=space.pk).update(slug="was-here", reference_prefix="WH")
        version = import_archive(archive).space.posts.get().latest_version
        (file,) = files_for(version, version.post, VISITOR)
        text = text_for(version, version.post, VISITOR)
    assert (file.name, file.attachment.size) == ("note.pdf", len(archives.PDF))
    assert text is not None
