"""What goes out as an archive comes in again the same (PRODUCT, section 7)."""

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import files_for, text_for
from discussions.exports.archive import (
    Edition,
    Variant,
    space_document,
    write_archive,
    write_space_json,
)
from discussions.models import Attachment, Endorsement, Post, Redaction, Space, Version
from discussions.services.import_space import import_archive
from discussions.services.import_space.schema import SCHEMA
from hub.kit.sanitise import canonical_sha256
from tests import archives, factories, people

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
SECRETARIAT = Viewer(is_secretariat=True, looks_behind=True)


def exported(space: Space, variant: Variant = Variant.RESTRICTED) -> io.BytesIO:
    """The ZIP file."""
    out = io.BytesIO()
    write_archive(space, out, viewer=SECRETARIAT, exported_at=AT, variant=variant)
    out.seek(0)
    return out


def document(space: Space, variant: Variant = Variant.RESTRICTED, **more: Any) -> Any:
    return space_document(space, viewer=SECRETARIAT, variant=variant, exported_at=AT, **more)


def test_every_property_of_the_schema_is_tried_here() -> None:
    schema = json.loads(SCHEMA.read_text())
    tried, _files = archives.whole()
    for place in _properties(schema, schema, ()):
        assert _meets(tried, place), "/".join(place)


def test_an_archive_is_held_whole_by_its_export() -> None:
    tried, files = archives.whole()
    space = import_archive(archives.zipped(tried, files)).space
    after = document(space)
    del tried["exported_at"], tried["generator"]
    archives.held(tried, after)


def test_the_export_of_an_import_of_an_export_is_the_same_to_the_byte() -> None:
    first = io.BytesIO()
    with archives.elsewhere():
        first = exported(import_archive(archives.zipped(*archives.whole())).space)
    assert not Space.objects.exists()
    second = exported(import_archive(first).space)
    assert second.getvalue() == first.getvalue()


def test_a_space_made_here_comes_back_the_same_to_the_byte() -> None:
    with archives.elsewhere():
        first = exported(_native())
    second = exported(import_archive(first).space)
    assert archives.document_in(second) == archives.document_in(first)
    assert second.getvalue() == first.getvalue()


def test_the_public_variant_can_be_taken_in_too() -> None:
    with archives.elsewhere():
        first = exported(_native(), Variant.PUBLIC)
    space = import_archive(first).space
    assert archives.document_in(first)["posts"] == document(space, Variant.PUBLIC)["posts"]


def test_the_public_variant_shows_what_every_reader_sees() -> None:
    space = _native()
    text = json.dumps(document(space, Variant.PUBLIC), ensure_ascii=False)
    for secret in (
        "Amina",
        "@",
        "Waiting text",
        "Hidden text",
        "Survivor",
        "Masked",
        "secret.pdf",
        "Internal",
        "Taken back",
    ):
        assert secret not in text, secret
    states = {
        post["reference"]: post["state"] for post in document(space, Variant.PUBLIC)["posts"]
    }
    assert states == {
        "RT-0001": "published",
        "RT-0002": "published",
        "RT-0003": "hidden",
        "RT-0005": "published",
        "RT-0006": "published",
    }


def test_a_public_archive_names_no_staff_and_none_of_the_paths_that_it_came_with() -> None:
    tried, files = archives.whole()
    space = import_archive(archives.zipped(tried, files)).space
    public = document(space, Variant.PUBLIC)
    assert [change["by"] for change in public["space"]["windows"][0]["changes"]] == [None] * 3
    assert public["posts"][0]["outside_source"]["entered_by"] is None
    assert public["posts"][0]["on_behalf_of"] == []
    files_of = public["posts"][0]["versions"][0]["attachments"]
    assert [file["path"] for file in files_of] == [
        "attachments/WS-0003/v2-1.pdf",
        "attachments/WS-0003/v2-2.txt",
        "attachments/WS-0003/v2-3.pdf",
    ]
    assert (
        public["space"]["documents"][0]["files"][0]["file"]["path"]
        == "attachments/documents/1-1.pdf"
    )


def test_a_masked_file_is_not_in_a_public_archive() -> None:
    tried, files = archives.whole()
    redactions = [{"target": "file", "reason": "legal", "at": "2024-03-06T00:00:01Z"}]
    tried["posts"][0]["versions"][1]["redactions"] = redactions
    space = import_archive(archives.zipped(tried, files)).space
    (version,) = document(space, Variant.PUBLIC)["posts"][0]["versions"]
    assert version["attachments"] == []
    assert version["redactions"] == redactions


def test_a_masked_text_stands_in_a_public_archive_without_the_hash_of_what_was_sent() -> None:
    """Its hash would be that of another text; the archive can be taken in all the same."""
    with archives.elsewhere():
        space = factories.space()
        body = "<p>Write to amina@survivors.example.</p>"
        post = factories.post(space, body=body)
        post.endorsements.create(
            kind="person", endorser_name="P. Union", reservation="Ask b@survivors.example"
        )
        (public,) = document(space, Variant.PUBLIC)["posts"]
        (version,) = public["versions"]
        assert version["body"] == "<p>Write to [e-mail address].</p>"
        assert "sha256" not in version
        assert public["endorsements"][0]["reservation"] == "Ask [e-mail address]"
        (whole,) = document(space, Variant.RESTRICTED)["posts"]
        assert (whole["versions"][0]["body"], whole["versions"][0]["sha256"]) == (
            body,
            post.latest_version.sha256,
        )
        first = exported(space, Variant.PUBLIC)
    again = import_archive(first).space
    assert document(again, Variant.PUBLIC)["posts"][0]["versions"][0]["body"] == version["body"]


def test_a_merged_post_brings_its_survivor() -> None:
    tried, files = archives.whole()
    space = import_archive(archives.zipped(tried, files)).space
    merged, survivor = document(space, Variant.PUBLIC)["posts"][1::2]
    assert merged["merged_into"] == survivor["id"] == "c4"
    assert survivor["versions"][0]["body"] == ""
    chosen = document(space, post_ids={Post.objects.get(archive_id="c2").pk})["posts"]
    assert [post["id"] for post in chosen] == ["c1", "c2", "c4"]


def test_a_withheld_speaker_leaves_the_group_alone_in_public() -> None:
    space = _native()
    post = document(space, Variant.PUBLIC)["posts"][1]
    assert post["author"] is None
    assert post["versions"][0]["speaker"] == {
        "organisation": None,
        "stakeholder_group": "civil-society",
        "country": None,
        "capacity": "organisation",
        "verified": False,
    }
    (file,) = post["versions"][0]["attachments"]
    assert (file["name"], file["path"]) == ("name-withheld_1.pdf", "attachments/RT-0002/v1-1.pdf")


def test_staff_who_do_not_look_behind_get_no_withheld_name_and_no_address() -> None:
    space = _native()
    staff = Viewer(is_secretariat=True)
    text = json.dumps(
        space_document(space, viewer=staff, variant=Variant.RESTRICTED, exported_at=AT)
    )
    assert "Waiting text" in text
    for secret in ("Survivor", "@", "Masked"):
        assert secret not in text


def test_chosen_posts_bring_what_they_answer_as_a_bare_line() -> None:
    space = _native()
    reply = Post.objects.get(number=6)
    posts = document(space, post_ids={reply.pk})["posts"]
    assert [(post["reference"], post["versions"][0]["body"]) for post in posts] == [
        ("RT-0003", ""),
        ("RT-0006", "<p>A reply.</p>"),
    ]


def test_the_caller_may_say_where_files_lie() -> None:
    space = _native()
    out = io.BytesIO()
    edition = Edition(
        SECRETARIAT,
        AT,
        path_of=lambda file, version, reference: (
            f"attachments/{reference}_{version}_{file.position}"
        ),
    )
    files = write_space_json(space, out, edition)
    assert [file.path for file in files] == ["attachments/RT-0001_1_0", "attachments/RT-0002_1_0"]
    assert files[0].path in out.getvalue().decode()
    assert [file.reference for file in files] == ["RT-0001", "RT-0002"]


def test_streamed_and_in_memory_it_is_the_same() -> None:
    space = _native()
    out = io.BytesIO()
    write_space_json(space, out, Edition(SECRETARIAT, AT))
    assert json.loads(out.getvalue()) == document(space)


@pytest.mark.parametrize("variant", list(Variant))
def test_statements_do_not_grow_with_the_posts(variant: Variant) -> None:
    space = factories.space()
    counts = []
    for posts in (1, 3):
        for _number in range(posts):
            made = factories.post(space)
            factories.attachment(made.latest_version)
        with CaptureQueriesContext(
            connection,
        ) as statements:
            document(space, variant)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 22


def _native() -> Space:
    """A space made here, with what must not be seen by all."""
    space = factories.space(objectives=[3, 8])
    factories.window(space)
    prompt = factories.prompt(space)
    speaker = people.stakeholder()
    open_post = factories.post(
        space, speaker.person, "<p>Open.</p>", prompt=prompt, speaker={"speaker_name": "A. Otieno"}
    )
    Person.objects.filter(pk=speaker.person.pk).update(name="A. Otieno")
    factories.attachment(open_post.latest_version, content=archives.PDF)
    _correct(open_post, "<p>Masked.</p>")
    waiting = Version(
        post=open_post,
        number=3,
        received_at=AT,
        standing="on-time",
        review="waiting",
        language="fr",
        speaker_name="A. Otieno",
        body="<p>Waiting text two.</p>",
        sha256=canonical_sha256("<p>Waiting text two.</p>"),
    )
    waiting.save()
    Endorsement.objects.create(
        post=open_post, kind="person", endorser_name="Taken back", withdrawn_at=AT
    )
    survivor = people.actor("survivor@test.example", "Survivor Name")
    withheld = factories.post(
        space,
        survivor.person,
        "<p>I must not be named.</p>",
        name_withheld="name-and-organisation",
        speaker={"speaker_organisation": "Survivors United"},
    )
    factories.attachment(withheld.latest_version, "secret.pdf", archives.OTHER_PDF)
    hidden = factories.post(
        space, None, "<p>Hidden text.</p>", state="hidden", reason="legal", prompt=prompt
    )
    factories.post(space, speaker.person, "<p>Waiting text.</p>", state="pending")
    factories.post(space, people.stranger().person, "<p>Público.</p>", language="es")
    factories.post(space, None, "<p>A reply.</p>", answers=hidden)
    return space


def _correct(post: Post, body: str) -> None:
    version = Version(
        post=post,
        number=2,
        received_at=AT,
        published_at=AT,
        standing="late",
        review="approved",
        language="en",
        body=body,
        sha256=canonical_sha256(body),
        speaker_name="A. Otieno",
    )
    version.save()
    Redaction.objects.create(
        version=version, target="text", reason="personal-data", at=AT, note="Internal note"
    )
    Version.objects.filter(post=post, number=1).update(review="superseded")
    Post.objects.filter(pk=post.pk).update(public_version=version, latest_version=version)


def _properties(schema: Any, node: Any, place: tuple[str, ...]) -> Any:
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    for choice in node.get("oneOf", []):
        yield from _properties(schema, choice, place)
    if "items" in node:
        yield from _properties(schema, node["items"], (*place, "*"))
    for key, below in node.get("properties", {}).items():
        yield (*place, key)
        yield from _properties(schema, below, (*place, key))


def _meets(node: Any, place: tuple[str, ...]) -> bool:
    if not place:
        return True
    first, *others = place
    below = node if first == "*" and isinstance(node, list) else []
    if isinstance(node, dict) and first in node:
        below = [node[first]]
    return any(_meets(one, tuple(others)) for one in below)


def test_what_is_withheld_comes_back_from_an_archive_masked_and_never_open() -> None:
    """An archive does not say which words and which file: then all of the text and every file are masked."""
    with archives.elsewhere():
        first = exported(_partly_withheld())
    (said,) = archives.document_in(first)["posts"][0]["versions"]
    assert said["body"] == "<p>In Nakuru we met, and met.</p>"
    targets = [("text", "legal"), ("file", "legal"), ("text", "personal-data")]
    assert [(one["target"], one["reason"]) for one in said["redactions"]] == targets
    space = import_archive(first).space
    version = Version.objects.get()
    text = text_for(version, version.post, VISITOR)
    assert text is not None
    assert (text.html, text.mask_reason) == ("", "legal")
    assert [file.mask_reason for file in files_for(version, version.post, VISITOR)] == [
        "legal"
    ] * 2
    assert exported(space).getvalue() == first.getvalue()


def test_what_every_reader_sees_of_a_text_comes_back_as_they_saw_it() -> None:
    with archives.elsewhere():
        first = exported(_partly_withheld(), Variant.PUBLIC)
    (said,) = archives.document_in(first)["posts"][0]["versions"]
    masked = "<p>In [words withheld: legal reasons] we met, [words withheld: personal data].</p>"
    assert said["body"] == masked
    assert [file["name"] for file in said["attachments"]] == ["open.pdf"]
    assert len(said["redactions"]) == 3
    space = import_archive(first).space
    assert document(space, Variant.PUBLIC)["posts"] == archives.document_in(first)["posts"]
    version = Version.objects.get()
    text = text_for(version, version.post, VISITOR)
    assert text is not None
    assert (text.html, text.withheld) == (masked, ("legal", "personal-data"))
    assert not import_archive(first).is_new


def _partly_withheld() -> Space:
    space = factories.space()
    post = factories.post(space, None, "<p>In Nakuru we met, and met.</p>")
    version = post.latest_version
    factories.attachment(version, "open.pdf")
    file = factories.attachment(version, "list.pdf", b"%PDF-1.4 sealed-words")
    for position, more in enumerate(
        [
            {"target": "text", "start": 3, "end": 9},
            {"target": "file", "attachment": file},
            {"target": "text", "start": 18, "end": 25, "reason": "personal-data"},
            {"target": "text", "start": 0, "end": 2, "lifted_at": AT},
        ]
    ):
        Redaction.objects.create(
            **{"version": version, "position": position, "reason": "legal", "at": AT, **more}
        )
    return space


def test_files_are_in_the_archive_byte_for_byte() -> None:
    space = _native()
    import zipfile

    with zipfile.ZipFile(exported(space)) as archive:
        assert archive.namelist() == [
            "space.json",
            "attachments/RT-0001/v1-1.pdf",
            "attachments/RT-0002/v1-1.pdf",
        ]
        assert archive.read("attachments/RT-0001/v1-1.pdf") == archives.PDF
    assert Attachment.objects.count() == 2
