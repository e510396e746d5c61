"""A bad archive is refused whole, all its faults listed with their JSON pointers (PRODUCT, section 7)."""

import contextlib
import hashlib
import io
import json
import stat
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.models import Person
from discussions.models import Space
from discussions.services.import_space import BadArchive, import_archive
from hub.kit.models import Record
from tests import archives
from tests.archives import PDF, Object, post, small, zipped

pytestmark = pytest.mark.django_db


def faults_of(source: io.BytesIO, prefix: str | None = None) -> set[tuple[str, str]]:
    """Pointer and code of all faults; nothing may have been written."""
    with pytest.raises(BadArchive) as refused:
        import_archive(source, prefix=prefix)
    assert not Space.objects.exists()
    assert not Person.objects.exists()
    assert not Record.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert all(fault.words for fault in refused.value.faults)
    return {(fault.pointer, fault.code) for fault in refused.value.faults}


def with_file(**facts: Any) -> Object:
    """A document whose only post has a file."""
    file = {"name": "note.pdf", "path": "attachments/note.pdf", **facts}
    made = post("one")
    made["versions"][0]["attachments"] = [file]
    return small(made)


def changed(path: str, value: Any) -> Object:
    """The archive that has everything, with one value put elsewhere."""
    document, _files = archives.whole()
    *above, last = path.split("/")
    place: Any = document
    for part in above:
        place = place[int(part) if isinstance(place, list) else part]
    place[int(last) if isinstance(place, list) else last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "pointer", "code"),
    [
        # what the schema does not allow
        ("format", "other", "/format", "schema"),
        ("version", 2, "/version", "schema"),
        ("space/slug", "No Slug", "/space/slug", "schema"),
        ("space/slug", "line\n", "/space/slug", "schema"),
        ("space/surprise", 1, "/space", "schema"),
        ("space/objectives", [24], "/space/objectives/0", "schema"),
        ("space/title", {}, "/space/title", "schema"),
        ("space/title/en", "", "/space/title/en", "schema"),
        ("space/windows/0/opens_at", "2024-03-01T08:00:00", "/space/windows/0/opens_at", "schema"),
        ("space/windows/0/closes_at", "soon", "/space/windows/0/closes_at", "schema"),
        ("space/windows/0/late_policy", "maybe", "/space/windows/0/late_policy", "schema"),
        ("posts/0/outside_source/received_on", "2024-02-30", "/posts/0/outside_source/received_on", "schema"),
        ("posts/0/versions", [], "/posts/0/versions", "schema"),
        ("posts/0/state", {"is": "odd"}, "/posts/0/state", "schema"),
        ("posts/0/versions/1/attachments/0/path", "attachments/../x.pdf", "/posts/0/versions/1/attachments/0/path", "outside-folder"),
        # ids
        ("people/1/id", "mod", "/people/1/id", "duplicate-id"),
        ("prompts/1/id", "q-two", "/prompts/1/id", "duplicate-id"),
        ("posts/3/id", "c3", "/posts/3/id", "duplicate-id"),
        ("space/windows/1/id", "main", "/space/windows/1/id", "duplicate-id"),
        ("space/documents/1/id", "draft", "/space/documents/1/id", "duplicate-id"),
        ("prompts/1/number", 2, "/prompts/1/number", "duplicate-number"),
        ("space/moderators/1", "ghost", "/space/moderators/1", "dangling-reference"),
        ("space/windows/0/changes/0/by", "ghost", "/space/windows/0/changes/0/by", "dangling-reference"),
        ("prompts/0/asked_by", "ghost", "/prompts/0/asked_by", "dangling-reference"),
        ("prompts/0/window", "ghost", "/prompts/0/window", "dangling-reference"),
        ("prompts/0/document", "ghost", "/prompts/0/document", "dangling-reference"),
        ("posts/2/prompt", "ghost", "/posts/2/prompt", "dangling-reference"),
        ("posts/2/in_reply_to", "ghost", "/posts/2/in_reply_to", "dangling-reference"),
        ("posts/0/author", "ghost", "/posts/0/author", "dangling-reference"),
        ("posts/0/outside_source/entered_by", "ghost", "/posts/0/outside_source/entered_by", "dangling-reference"),
        ("posts/1/merged_into", "ghost", "/posts/1/merged_into", "dangling-reference"),
        ("posts/0/moved_from/2/prompt", "ghost", "/posts/0/moved_from/2/prompt", "dangling-reference"),
        ("posts/0/moved_from/0/in_reply_to", "ghost", "/posts/0/moved_from/0/in_reply_to", "dangling-reference"),
        # replies
        ("posts/1/in_reply_to", "c3", "/posts/1/in_reply_to", "parent-later"),
        ("posts/1/in_reply_to", "c2", "/posts/1/in_reply_to", "answers-itself"),
        ("posts/1/prompt", "q-seven", "/posts/1/in_reply_to", "other-prompt"),
        ("posts/1/prompt", None, "/posts/1/in_reply_to", "other-prompt"),
        # references
        ("posts/3/reference", "WS-0001", "/posts/3/reference", "duplicate-reference"),
        ("posts/3/reference", "XX-0002", "/posts/3/reference", "other-prefix"),
        ("posts/3/reference", "WS-00002", "/posts/3/reference", "reference-form"),
        ("posts/3/reference", "WS-0000", "/posts/3/reference", "reference-form"),
        ("posts/3/reference", "WS-" + "9" * 30, "/posts/3/reference", "reference-form"),
        # merges
        ("posts/1/merged_into", None, "/posts/1/merged_into", "merged-without-target"),
        ("posts/1/merged_into", "c2", "/posts/1/merged_into", "merged-in-a-circle"),
        # windows, titles, single values
        ("space/windows/0/opens_at", "2024-04-01T00:00:00Z", "/space/windows/0/opens_at", "opens-after-closing"),
        ("space/windows/0/time_zone", "Mars/Olympus", "/space/windows/0/time_zone", "unknown-zone"),
        ("space/windows/0/grace_minutes", 10**12, "/space/windows/0/grace_minutes", "too-large"),
        ("prompts/0/number", 2**31, "/prompts/0/number", "too-large"),
        ("space/title/fr", " \t", "/space/title/fr", "empty-title"),
        ("space/documents/1/title/fr", "  ", "/space/documents/1/title/fr", "empty-title"),
        ("people/2/name", " ", "/people/2/name", "empty-name"),
        ("people/2/name", "a\x00b", "/people/2/name", "characters"),
        ("space/documents/0/label", "\ud800", "/space/documents/0/label", "characters"),
        ("posts/2/versions/0/language", "en" + "-abcdefgh" * 6, "/posts/2/versions/0/language", "language"),
        # versions
        ("posts/0/versions/1/number", 3, "/posts/0/versions/1/number", "version-number"),
        ("posts/0/versions/0/sha256", "0" * 64, "/posts/0/versions/0/sha256", "sha256"),
        ("posts/0/versions/1/speaker/organisation", "Some", "/posts/0/versions/1/speaker/capacity", "personal-capacity"),
        ("posts/2/versions/0/review", "waiting", "/posts/2", "nothing-approved"),
        # files
        ("posts/0/versions/1/attachments/1/size", 1, "/posts/0/versions/1/attachments/1/size", "size"),
        ("posts/0/versions/1/attachments/1/sha256", "0" * 64, "/posts/0/versions/1/attachments/1/sha256", "sha256"),
        ("posts/0/versions/1/attachments/2/name", "x.docx", "/posts/0/versions/1/attachments/2", "file-mismatch"),
        ("posts/0/versions/1/attachments/2/name", "x.exe", "/posts/0/versions/1/attachments/2", "file-script"),
        ("posts/0/versions/1/attachments/2/path", "attachments/none.pdf", "/posts/0/versions/1/attachments/2/path", "missing-member"),
        ("space/documents/0/files/0/file/sha256", "0" * 64, "/space/documents/0/files/0/file/sha256", "sha256"),
    ],
)  # fmt: skip
def test_one_wrong_value_is_found_where_it_stands(
    path: str, value: Any, pointer: str, code: str
) -> None:
    _document, files = archives.whole()
    assert (pointer, code) in faults_of(zipped(changed(path, value), files))


def test_each_wrong_value_is_the_only_fault() -> None:
    _document, files = archives.whole()
    document = changed("space/windows/0/time_zone", "Mars/Olympus")
    assert faults_of(zipped(document, files)) == {("/space/windows/0/time_zone", "unknown-zone")}


def test_all_faults_are_told_at_once() -> None:
    document, files = archives.whole()
    document["space"]["slug"] = "No Slug"
    document["people"][1]["id"] = "mod"
    document["posts"][3]["reference"] = "WS-0001"
    document["posts"][2]["author"] = "ghost"
    del files["attachments/c1/été.txt"]
    files["attachments/extra.txt"] = b"more"
    assert faults_of(zipped(document, files)) >= {
        ("/space/slug", "schema"),
        ("/people/1/id", "duplicate-id"),
        ("/posts/3/reference", "duplicate-reference"),
        ("/posts/2/author", "dangling-reference"),
        ("/posts/0/versions/1/attachments/1/path", "missing-member"),
        ("", "unlisted-member"),
    }


def test_a_merged_post_without_the_property_is_pointed_at_itself() -> None:
    document = small(post("one", state="merged"))
    assert faults_of(zipped(document)) == {("/posts/0", "merged-without-target")}


def test_posts_may_not_be_merged_in_a_circle() -> None:
    document = small(
        post("one", state="merged", merged_into="two"),
        post("two", state="merged", merged_into="one"),
    )
    assert faults_of(zipped(document)) == {
        ("/posts/0/merged_into", "merged-in-a-circle"),
        ("/posts/1/merged_into", "merged-in-a-circle"),
    }


@pytest.mark.parametrize(
    ("content", "pointer", "code"),
    [
        (b"{", "", "invalid-json"),
        (b"\xff\xfe{}", "", "invalid-json"),
        (b'{"version": NaN}', "", "invalid-json"),
        (b"[" * 3000, "", "invalid-json"),
        (b'{"version": ' + b"9" * 5000 + b"}", "", "invalid-json"),
        (b"null", "", "schema"),
        (b"[]", "", "schema"),
        (b'{"space": {"slug": "a", "slug": "b"}}', "/space/slug", "duplicate-key"),
        (b'{"a/b": 1, "a/b": 2}', "/a~1b", "duplicate-key"),
    ],
)
def test_what_is_no_document_is_refused(content: bytes, pointer: str, code: str) -> None:
    assert (pointer, code) in faults_of(zipped(content))


def test_what_is_no_zip_file_is_refused() -> None:
    assert faults_of(io.BytesIO(b"no archive at all")) == {("", "not-a-zip")}
    assert faults_of(io.BytesIO(zipped(small()).getvalue()[:-30])) == {("", "not-a-zip")}


def test_an_archive_without_its_document_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Space.json", json.dumps(small()))
    assert ("", "no-document") in faults_of(target)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("attachments/other.pdf", "unlisted-member"),
        ("attachments/empty/", "unlisted-member"),
        ("readme.txt", "outside-folder"),
        ("/attachments/note.txt", "outside-folder"),
        ("attachments/../../note.txt", "outside-folder"),
        ("attachments\\note.txt", "outside-folder"),
        ("C:/note.txt", "outside-folder"),
        ("attachments/NOTE.pdf", "alike-members"),
        ("attachments/note.pdf/inside.txt", "alike-members"),
        ("SPACE.json", "outside-folder"),
    ],
)
def test_members_that_may_not_be_there_are_refused(name: str, code: str) -> None:
    source = zipped(with_file(), {"attachments/note.pdf": PDF, name: b""})
    assert ("", code) in faults_of(source)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused() -> None:
    source = zipped(with_file(), {"attachments/note.pdf": PDF})
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("attachments/note.pdf", PDF)
    assert ("", "alike-members") in faults_of(source)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFDIR])
def test_links_are_refused(kind: int) -> None:
    source = zipped(with_file())
    member = zipfile.ZipInfo("attachments/note.pdf")
    member.create_system = 3
    member.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(member, "/etc/passwd")
    assert faults_of(source) == {("", "link")}


def test_encrypted_members_are_refused() -> None:
    source = zipped(with_file(), {"attachments/note.pdf": PDF})
    data = bytearray(source.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(signature)
        (flags,) = struct.unpack_from("<H", data, at + offset)
        struct.pack_into("<H", data, at + offset, flags | 1)
    assert faults_of(io.BytesIO(bytes(data))) == {("", "encrypted-member")}


def test_a_damaged_member_is_refused() -> None:
    source = zipped(with_file(), {"attachments/note.pdf": PDF})
    data = source.getvalue().replace(PDF[:20], b"%PDF-1.7 other begin")
    if data == source.getvalue():  # packed
        at = data.index(b"attachments/note.pdf") + 25
        data = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
    found = faults_of(io.BytesIO(data))
    assert found == {("/posts/0/versions/0/attachments/0/path", "damaged-member")}


def test_more_than_100_to_1_is_refused_unread() -> None:
    source = zipped(with_file(), {"attachments/note.pdf": bytes(2_000_000)})
    assert faults_of(source) == {("", "bomb")}


def test_more_than_the_limit_unpacked_is_refused_unread(settings: Any) -> None:
    settings.ARCHIVE_MOST_UNPACKED = 500
    source = zipped(with_file(), {"attachments/note.pdf": hashlib.sha512(b"x").digest() * 8})
    assert faults_of(source) == {("", "too-large")}


def test_the_limits_are_2_gb_and_100_to_1() -> None:
    assert settings.ARCHIVE_MOST_UNPACKED == 2 * 1024**3
    assert settings.ARCHIVE_MOST_RATIO == 100


def test_the_prefix_asked_for_must_be_one_and_the_archives_own() -> None:
    assert faults_of(zipped(small()), prefix="x") == {("", "prefix-form")}
    stated = small(reference_prefix="SS")
    assert faults_of(zipped(stated), prefix="XX") == {("/space/reference_prefix", "other-prefix")}
    referenced = small(post("one", reference="SS-0001"))
    assert faults_of(zipped(referenced), prefix="XX") == {("/posts/0/reference", "other-prefix")}


@pytest.mark.parametrize(
    "odd",
    [None, 1, True, 1.5, "text", [], [1], [[]], {}, {"id": {}}, {"": None}, ["a", {"b": []}]],
)
@pytest.mark.parametrize(
    "place",
    [
        "space", "people", "prompts", "posts", "people/0", "people/0/id", "prompts/0", "posts/0",
        "posts/0/id", "posts/0/in_reply_to", "posts/0/versions", "posts/0/versions/0",
        "posts/0/versions/0/review", "posts/0/versions/0/number", "posts/0/versions/0/body",
        "posts/0/versions/0/speaker", "posts/0/versions/1/speaker/stakeholder_group",
        "posts/0/versions/1/attachments", "posts/0/versions/1/attachments/0/path",
        "posts/0/versions/1/attachments/0/name", "posts/0/state", "posts/0/merged_into",
        "posts/0/reference", "posts/0/moved_from", "space/windows", "space/windows/0",
        "space/windows/0/grace_minutes", "space/windows/0/time_zone", "space/title",
        "space/reference_prefix", "prompts/0/number", "variant",
    ],
)  # fmt: skip
def test_no_malformed_value_trips_the_checks(place: str, odd: Any) -> None:
    _document, files = archives.whole()
    with contextlib.suppress(BadArchive):
        import_archive(zipped(changed(place, odd), files))
