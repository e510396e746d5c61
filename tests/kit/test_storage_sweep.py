"""Bytes that no row names go after a day; those that one names never do."""

import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hub.kit.storage import keep, path_of
from hub.kit.storage_sweep import KEPT_FOR, naming_models, sweep_storage
from moderation.models import Export
from tests import factories, people
from tests.discussions.writing import upload

pytestmark = pytest.mark.django_db


def age(path: Path, seconds: float = KEPT_FOR + 60) -> Path:
    """As if it had been written so long ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_bytes_without_a_row_go_after_a_day_and_not_before() -> None:
    old = age(path_of(keep(io.BytesIO(b"old")).stored_as))
    young = age(path_of(keep(io.BytesIO(b"young")).stored_as), KEPT_FOR - 60)
    unfinished = old.parent / ".unfinished-abc"
    unfinished.write_bytes(b"half")
    age(unfinished)
    assert sweep_storage() == 2
    assert (old.exists(), young.exists(), unfinished.exists()) == (False, True, False)
    assert sweep_storage() == 0


def test_bytes_that_a_row_names_stay_whichever_table_it_is_in(
    django_assert_num_queries: Any,
) -> None:
    space = factories.space()
    attachment = factories.attachment(factories.post(space).latest_version)
    waiting = upload(people.stakeholder())
    export = Export.objects.create(
        space=space,
        requested_by=people.secretariat().user,
        stored_as=keep(io.BytesIO(b"zip")).stored_as,
    )
    kept = [age(path_of(row.stored_as)) for row in (attachment, waiting, export)]
    folders = {path.parent for path in kept}
    with django_assert_num_queries(len(folders)):
        assert sweep_storage() == 0
    assert all(path.exists() for path in kept)


def test_every_table_that_names_bytes_is_asked() -> None:
    assert {model._meta.label for model in naming_models()} >= {
        "discussions.Attachment",
        "discussions.DocumentFile",
        "discussions.Upload",
        "moderation.Export",
    }


def test_links_and_what_lies_beside_the_folders_are_left_alone(tmp_path: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    (root / "aa").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    outside = elsewhere / "file"
    outside.touch()
    age(outside)
    (root / "bb").symlink_to(elsewhere)
    (root / "aa" / "link").symlink_to(outside)
    beside = root / "README"
    beside.write_bytes(b"x")
    age(beside)
    assert sweep_storage() == 0
    assert outside.exists()
    assert beside.exists()


def test_a_storage_that_is_not_there_yet_is_empty() -> None:
    assert sweep_storage() == 0
