"""`manage.py import_space` and `export_space`."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from discussions.models import Post, Space
from hub.kit.models import Record
from hub.kit.storage import path_of
from tests import archives, factories
from tests.archives import post, small, zipped

pytestmark = pytest.mark.django_db


def run(*args: object) -> str:
    out = io.StringIO()
    call_command(*map(str, args), stdout=out)
    return out.getvalue()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "small.zip"
    path.write_bytes(zipped(small(post("one"), post("two", in_reply_to="one"))).getvalue())
    return path


def test_an_archive_comes_in_and_again_changes_nothing(archive: Path) -> None:
    assert run("import_space", archive, "--prefix", "ASK") == "small-space (ASK): imported\n"
    assert "unchanged" in run("import_space", archive)
    assert Space.objects.get().reference_prefix == "ASK"
    assert Post.objects.count() == 2


def test_every_fault_is_printed_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    document = small(post("one", author="ghost"), post("one"), slug="No Slug")
    path.write_bytes(zipped(document, {"attachments/x.pdf": b""}).getvalue())
    with pytest.raises(CommandError) as refused:
        run("import_space", path)
    assert refused.value.returncode == 1
    pointers = [line.partition(":")[0] for line in str(refused.value).splitlines()[1:]]
    assert sorted(pointers) == ["/posts/0/author", "/posts/1/id", "/space/slug", "archive"]


def test_what_is_taken_or_not_there_is_said_in_a_sentence(archive: Path, tmp_path: Path) -> None:
    factories.space("small-space", "SS")
    with pytest.raises(CommandError, match="small-space"):
        run("import_space", archive)
    with pytest.raises(CommandError, match="No such file"):
        run("import_space", tmp_path / "none.zip")
    with pytest.raises(CommandError, match="nowhere"):
        run("export_space", "nowhere", "--output", tmp_path / "out.zip")
    with pytest.raises(CommandError, match="No such file"):
        run("export_space", "small-space", "--output", tmp_path / "none" / "out.zip")
    assert not list(tmp_path.glob("*out*"))


def test_an_export_is_on_record_and_two_are_the_same(archive: Path, tmp_path: Path) -> None:
    run("import_space", archive)
    for name in ("1.zip", "2.zip"):
        run("export_space", "small-space", "--output", tmp_path / name)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert Record.objects.filter(act="export_space").count() == 2
    archives.held(small()["people"], archives.document_in(tmp_path / "1.zip")["people"])


def test_a_failed_export_leaves_the_earlier_file_alone(tmp_path: Path) -> None:
    file = factories.attachment(factories.post(factories.space()).latest_version)
    path_of(file.stored_as).unlink()
    target = tmp_path / "out.zip"
    target.write_bytes(b"earlier")
    with pytest.raises(CommandError, match="No such file"):
        run("export_space", "roundtable", "--output", target)
    assert target.read_bytes() == b"earlier"
    assert not list(tmp_path.glob(".unfinished*"))
    assert not Record.objects.exists()
