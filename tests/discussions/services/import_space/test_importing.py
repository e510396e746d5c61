"""What an import makes of an archive."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice, Person, User
from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import Exposure, exposure_of, speaker_for, text_for
from discussions.enums import PostState
from discussions.models import (
    ArchivePerson,
    Attachment,
    DisplayedModerator,
    Post,
    Space,
    SpaceRole,
    Version,
    Window,
)
from discussions.services.import_space import PrefixTaken, SlugTaken, import_archive
from hub.kit.models import Record
from hub.kit.sanitise import canonical_sha256
from hub.kit.storage import opened
from tests import archives, factories
from tests.archives import PDF, post, small, zipped

pytestmark = pytest.mark.django_db

SECRETARIAT = Viewer(is_secretariat=True, looks_behind=True)


def imported(*args: Any, **more: Any) -> Space:
    """The space of a small archive with these posts."""
    return import_archive(zipped(small(*args, **more))).space


def stored_files() -> int:
    return sum(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


def test_people_are_persons_and_never_accounts() -> None:
    document, files = archives.whole()
    import_archive(zipped(document, files))
    assert not User.objects.exists()
    assert not SpaceRole.objects.exists()
    names = ArchivePerson.objects.order_by("position").values_list("archive_id", "person__name")
    assert list(names) == [
        ("mod", "Marta Lind"),
        ("ada", "Ada Otieno"),
        ("nobody", "Named only"),
        ("ben", "Ben"),
    ]
    assert [row.person.name for row in DisplayedModerator.objects.all()] == [
        "Marta Lind",
        "Ada Otieno",
    ]
    marta = Person.objects.get(name="Marta Lind")
    assert (marta.user, marta.email, marta.organisation_name) == (
        None,
        "marta@example.org",
        "Secretariat Office",
    )


def test_nobody_is_told_and_one_record_is_written() -> None:
    space = imported(post("one"))
    assert not Notice.objects.exists()
    record = Record.objects.get()
    assert (record.act, record.actor_id, record.space_id) == ("import_space", None, space.pk)
    assert record.detail == {"digest": space.archive_digest, "posts": 1, "files": 0}


def test_the_space_is_published_at_once() -> None:
    assert imported().published_at is not None


def test_references_follow_the_highest_in_the_order_of_the_archive() -> None:
    space = imported(post("one"), post("two", reference="SS-0005"), post("three"), post("four"))
    assert dict(Post.objects.values_list("archive_id", "number")) == {
        "one": 6,
        "two": 5,
        "three": 7,
        "four": 8,
    }
    assert (space.last_number, space.absent_numbers) == (8, 4)


@pytest.mark.parametrize(
    ("slug", "prefix"),
    [("imrf-roundtable-2", "IR2"), ("labour", "LABOUR"), ("2030-agenda", "S2030A"), ("a", "A2"),
     ("a-very-long-name-of-many-many-words-here-now", "AVLNOMMW"), ("7", "S7")],
)  # fmt: skip
def test_a_prefix_is_made_from_the_slug(slug: str, prefix: str) -> None:
    assert imported(slug=slug).reference_prefix == prefix


def test_a_made_prefix_is_never_one_that_is_taken() -> None:
    factories.space("other", "SS")
    assert imported().reference_prefix == "SS2"


def test_the_prefix_is_that_asked_for_or_that_of_the_references() -> None:
    asked = import_archive(zipped(small(post("one"), slug="asked")), prefix="ASK").space
    assert asked.reference_prefix == "ASK"
    assert imported(post("one", reference="REF-0007"), slug="said").reference_prefix == "REF"


def test_posts_stand_in_threads() -> None:
    imported(
        post("one"),
        post("two"),
        post("two-a", in_reply_to="two"),
        post("one-a", in_reply_to="one"),
        post("one-a-a", in_reply_to="one-a"),
        post("one-b", in_reply_to="one"),
    )
    shown = Post.objects.order_by("root_sequence", "path").values_list(
        "archive_id", "depth", "sequence"
    )
    assert list(shown) == [
        ("one", 0, 1),
        ("one-a", 1, 4),
        ("one-a-a", 2, 5),
        ("one-b", 1, 6),
        ("two", 0, 2),
        ("two-a", 1, 3),
    ]


def test_a_reply_that_leaves_its_prompt_out_has_its_parents() -> None:
    reply = post("two", in_reply_to="one")
    del reply["prompt"]
    imported(post("one"), reply)
    assert Post.objects.get(archive_id="two").prompt == Post.objects.get(archive_id="one").prompt


def test_the_standing_is_worked_out_from_the_window_of_the_root() -> None:
    windows = [
        {"id": "main", "opens_at": None, "closes_at": "2024-03-05T10:00:00Z", "grace_minutes": 10},
        {"id": "later", "opens_at": None, "closes_at": "2024-03-06T10:00:00Z"},
    ]
    document = small(
        post("in-time", at="2024-03-05T09:59:59.999999Z"),
        post("in-grace", at="2024-03-05T10:00:00Z"),
        post("late", at="2024-03-05T10:10:00Z"),
        post("stated", at="2024-03-05T10:10:00Z"),
        post("other-window", prompt="q2", at="2024-03-05T11:00:00Z"),
        post("reply", prompt="q2", in_reply_to="other-window", at="2024-03-06T10:14:59Z"),
        post("to-the-space", prompt=None, at="2024-03-05T11:00:00Z"),
        windows=windows,
    )
    document["posts"][3]["versions"][0]["standing"] = "on-time"
    document["prompts"][1]["window"] = "later"
    import_archive(zipped(document))
    assert dict(Post.objects.values_list("archive_id", "standing")) == {
        "in-time": "on-time",
        "in-grace": "grace",
        "late": "late",
        "stated": "on-time",
        "other-window": "on-time",
        "reply": "grace",
        "to-the-space": "late",
    }
    assert Window.objects.get(archive_id="later").grace_minutes == 15


def test_texts_are_cleaned_and_hashed() -> None:
    imported(post("one", body="<p onclick=x>Hé<script>x</script></p><p></p>"))
    version = Version.objects.get()
    assert version.body == "<p>Hé</p>"
    assert version.sha256 == canonical_sha256("<p>Hé</p>")


def test_a_speaker_left_out_is_taken_from_people_at_the_time_of_the_import() -> None:
    document = small(post("one", author="ada"), post("two", author="ada"), post("three"))
    document["people"][0].update(
        organisation="University", stakeholder_group="academia", country="KE"
    )
    document["posts"][1]["versions"][0]["speaker"] = {"name": "A. L.", "country": None}
    import_archive(zipped(document))
    shown = {
        version.post.archive_id: (
            version.speaker_name,
            version.speaker_organisation,
            version.speaker_group,
            version.speaker_country,
            version.speaker_capacity,
        )
        for version in Version.objects.select_related("post")
    }
    assert shown == {
        "one": ("Ada Lind", "University", "academia", "KE", "organisation"),
        "two": ("A. L.", "University", "academia", None, "organisation"),
        "three": (None, None, None, None, None),
    }
    nameless = Version.objects.select_related("post").get(post__archive_id="three")
    speaker = speaker_for(nameless, nameless.post, VISITOR)
    assert speaker is not None
    assert speaker.name == "Author not known"


@pytest.mark.parametrize(
    ("state", "exposure", "has_stub"),
    [
        (PostState.PENDING, Exposure.LINE, False),
        (PostState.PUBLISHED, Exposure.TEXT, False),
        (PostState.RETURNED, Exposure.LINE, False),
        (PostState.REJECTED, Exposure.LINE, False),
        (PostState.HIDDEN, Exposure.STUB, True),
        (PostState.MERGED, Exposure.STUB, True),
        (PostState.WITHDRAWN, Exposure.STUB, True),
    ],
)
def test_each_state_comes_in_as_it_was(
    state: PostState, exposure: Exposure, has_stub: bool
) -> None:
    more = {"merged_into": "other"} if state == PostState.MERGED else {}
    if state not in {PostState.PENDING, PostState.PUBLISHED}:
        more["reason"] = "off-topic"
    imported(
        post("one", state=str(state), author="ada", state_since="2024-03-09T00:00:00Z", **more),
        post("other"),
    )
    made = Post.objects.get(archive_id="one")
    assert (made.state, made.reason) == (state, more.get("reason"))
    assert made.state_since == datetime(2024, 3, 9, tzinfo=UTC)
    assert exposure_of(made, VISITOR) == exposure
    assert made in Post.objects.in_threads() or not has_stub
    assert (made in Post.objects.in_threads()) == (exposure != Exposure.LINE)
    assert made.merged_into == (
        Post.objects.get(archive_id="other") if more.get("merged_into") else None
    )
    text = text_for(made.latest_version, made, VISITOR)
    assert (text is not None) == (state == PostState.PUBLISHED)
    assert text_for(made.latest_version, made, SECRETARIAT) is not None
    assert Space.objects.get().last_number == 2


def test_a_withdrawn_post_that_was_never_public_leaves_no_stub() -> None:
    never = post("one", state="withdrawn")
    never["versions"][0]["review"] = "waiting"
    imported(never)
    assert exposure_of(Post.objects.get(), VISITOR) == Exposure.LINE


@pytest.mark.parametrize("review", ["after-publishing", "before-publishing"])
def test_the_approved_version_is_public_and_earlier_ones_where_review_comes_after(
    review: str,
) -> None:
    made = post("one")
    made["versions"] = [
        {
            "number": number,
            "received_at": f"2024-03-0{number}T00:00:00Z",
            "body": f"<p>{number}</p>",
        }
        for number in (1, 2, 3)
    ]
    made["versions"][1]["review"] = "approved"
    made["versions"][2]["review"] = "waiting"
    imported(made, review=review)
    one = Post.objects.get()
    assert (one.public_version.number, one.latest_version.number) == (2, 3)  # type: ignore[union-attr]  # it is published
    assert one.received_at == datetime(2024, 3, 1, tzinfo=UTC)
    public = [version.number for version in Version.objects.exclude(published_at=None)]
    assert public == ([1, 2] if review == "after-publishing" else [2])


def test_files_are_kept_byte_for_byte_and_served_as_what_they_are() -> None:
    document, files = archives.whole()
    import_archive(zipped(document, files))
    first = Attachment.objects.get(name="Mi aporte.pdf")
    with opened(first.stored_as) as content:
        assert content.read() == archives.OTHER_PDF
    assert Attachment.objects.get(name="The same.pdf").stored_as == first.stored_as
    assert stored_files() == 3


def test_a_stated_type_is_kept_but_not_served() -> None:
    made = post("one")
    made["versions"][0]["attachments"] = [
        {"name": "note.pdf", "path": "attachments/note.pdf", "media_type": "text/html"}
    ]
    import_archive(zipped(small(made), {"attachments/note.pdf": PDF}))
    file = Attachment.objects.get()
    assert (file.media_type, file.archive_media_type) == ("application/pdf", "text/html")


def test_the_same_content_again_changes_nothing() -> None:
    document, files = archives.whole()
    first = import_archive(zipped(document, files))
    again = import_archive(zipped(document, files))
    assert (first.is_new, again.is_new) == (True, False)
    assert first.space == again.space
    assert Record.objects.count() == 1
    assert Person.objects.count() == 4
    assert stored_files() == 3


def test_the_same_content_without_a_prefix_finds_its_space_again() -> None:
    first = import_archive(zipped(small(post("one"))), prefix="ASK")
    assert not import_archive(zipped(small(post("one")))).is_new
    assert not import_archive(zipped(small(post("one"))), prefix="ASK").is_new
    with pytest.raises(SlugTaken):
        import_archive(zipped(small(post("one"))), prefix="XX")
    assert Space.objects.get() == first.space


def test_other_content_under_a_slug_is_refused() -> None:
    made = post("one")
    made["versions"][0]["attachments"] = [{"name": "note.pdf", "path": "attachments/note.pdf"}]
    import_archive(zipped(small(made), {"attachments/note.pdf": PDF}))
    for document, content in (
        (small(made), archives.OTHER_PDF),
        (small(made, review="before-publishing"), PDF),
    ):
        with pytest.raises(SlugTaken):
            import_archive(zipped(document, {"attachments/note.pdf": content}))
    assert Space.objects.count() == 1
    assert stored_files() == 1


def test_a_prefix_of_another_space_is_refused() -> None:
    factories.space("other", "SS")
    with pytest.raises(PrefixTaken):
        imported(reference_prefix="SS")
    assert Space.objects.count() == 1


def test_folders_of_the_zip_file_are_no_fault() -> None:
    made = post("one")
    made["versions"][0]["attachments"] = [{"name": "note.pdf", "path": "attachments/a/note.pdf"}]
    files = {"attachments/": b"", "attachments/a/": b"", "attachments/a/note.pdf": PDF}
    assert import_archive(zipped(small(made), files)).is_new


def test_what_was_stored_goes_again_when_the_import_is_refused_at_the_end() -> None:
    factories.space("other", "WS")
    with pytest.raises(PrefixTaken):
        import_archive(zipped(*archives.whole()))
    assert stored_files() == 0


def test_statements_do_not_grow_with_the_posts() -> None:
    counts = []
    for posts in (1, 3):
        source = zipped(small(*(post(f"p{number}") for number in range(posts)), slug=f"s-{posts}"))
        with CaptureQueriesContext(connection) as statements:
            import_archive(source)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_stream_may_stand_anywhere() -> None:
    source = io.BytesIO(zipped(small()).getvalue())
    source.seek(10)
    assert import_archive(source).is_new
