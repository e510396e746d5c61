"""What archives of lived spaces lost, doubled or told, once."""

import io
from typing import Any

import pytest

from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import can_see_version
from discussions.enums import ReasonCode
from discussions.exports.archive import Variant
from discussions.models import Post, Redaction, Space, SpaceRole, Version
from discussions.services.import_space import import_archive
from moderation.services.hide import hide
from moderation.services.move import move
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.reject import reject
from moderation.validators.decisions import DecisionWords
from moderation.validators.places import Destination
from tests import archives, factories, people
from tests.discussions.exports.readable import said_again
from tests.discussions.exports.test_archive import AT, exported
from tests.moderation.exports.varied import corrected
from tests.moderation.seen import seen_now

pytestmark = pytest.mark.django_db

PUBLIC = Variant.PUBLIC


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
    before, after = said_again(space)
    (file,) = before["posts"][0]["versions"][0]["attachments"]
    assert (file["name"], file["path"]) == ("name-withheld_2.pdf", "attachments/RT-0001/v1-1.pdf")
    assert before["posts"] == after["posts"]


def test_documents_are_numbered_as_they_stand() -> None:
    space = factories.space()
    for position in (1, 1, 4):
        made = space.documents.create(position=position, title_en=f"Document {position}")
        _file_of(made, b"%%PDF-1.4 %d" % made.pk)
    before, after = said_again(space)
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
    before, after = said_again(space)
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
    before, after = said_again(space)
    assert before["posts"] == after["posts"]
    assert "Nakuru" not in str(before)


def test_an_import_shows_no_version_that_waited_for_a_moderator() -> None:
    """Late under "ask", held because of withheld words or files, or come after one that was turned down: replaced
    before anybody let it through.
    """
    late = archives.post("late", at="2024-03-05T10:00:00Z")
    late["versions"] = [_sent(1, standing="late"), _sent(2, standing="late", review="approved")]
    mask = {"target": "text", "reason": "legal", "at": "2024-03-05T12:00:00Z"}
    masked = archives.post("masked")
    masked["versions"] = [
        _sent(1, redactions=[mask]),
        _sent(2, received_at="2024-03-05T13:00:00Z", redactions=[mask]),
        _sent(3, received_at="2024-03-05T14:00:00Z", redactions=[mask], review="approved"),
    ]
    anew, files = archives.post("anew"), {}
    for number, content in enumerate((b"%PDF-1.4 one", b"%PDF-1.4 one", b"%PDF-1.4 two"), 1):
        file = {"name": "anew.pdf", "path": f"attachments/anew/v{number}.pdf"}
        files[file["path"]] = content
        at = f"2024-03-05T1{number}:30:00Z"
        anew["versions"][number - 1 :] = [
            _sent(
                number, received_at=at, redactions=[{**mask, "target": "file"}], attachments=[file]
            )
        ]
    anew["versions"].append(_sent(4, received_at="2024-03-05T16:00:00Z", review="approved"))
    turned = archives.post("turned")
    turned["versions"] = [
        _sent(1, review="rejected"),
        _sent(2),
        _sent(3, review="returned"),
        _sent(4, review="approved"),
    ]
    window = {"id": "w", "opens_at": None, "closes_at": "2024-03-01T00:00:00Z"}
    windows = [{**window, "late_policy": "ask"}]
    tried = archives.small(late, masked, archives.post("plain"), anew, turned, windows=windows)
    tried["posts"][2]["versions"] = [_sent(1), _sent(2, review="approved")]
    import_archive(archives.zipped(tried, files))
    shown = {
        post.archive_id: [
            v.number for v in post.versions.all() if can_see_version(v, post, VISITOR)
        ]
        for post in Post.objects.all()
    }
    assert shown == {
        "late": [2],
        "masked": [1, 3],
        "plain": [1, 2],
        "anew": [1, 2, 4],
        "turned": [4],
    }


@pytest.mark.parametrize("acts", [(hide, publish), (hide, reject, reconsider, publish)])
def test_what_moderators_took_from_readers_stays_so_in_an_archive_and_after_it(acts: Any) -> None:
    space = factories.space()
    post = factories.post(space, body="<p>Anna Berg.</p>")
    corrected(post, review="waiting", published_at=None)
    by, words = people.moderator(space).viewer, DecisionWords(ReasonCode.PERSONAL_DATA)
    for act in acts:
        act(by=by, seen=seen_now(post), words=words)
    whole = exported(space)
    with archives.elsewhere():
        Space.objects.filter(pk=space.pk).update(slug="was-here", reference_prefix="WH")
        again = import_archive(whole).space
        for of, expected in (
            (Variant.RESTRICTED, ["rejected", "approved"]),
            (PUBLIC, ["approved"]),
        ):
            (said,) = archives.document_in(exported(again, of))["posts"]
            assert [one["review"] for one in said["versions"]] == expected
        assert "Anna Berg" not in str(said)


def _sent(number: int, **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "received_at": "2024-03-05T10:00:00Z",
        "standing": "on-time",
        "body": f"<p>Version {number}.</p>",
        **more,
    }
