"""The name of a release."""

from pathlib import Path
from typing import Any

import pytest

from hub.kit.release import release


def _project(folder: Path, words: str) -> Path:
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "page.html").write_text(words)
    (folder / "templates" / "page.html.swp").write_text(str(folder))
    return folder


def test_it_is_the_same_for_the_same_files_and_another_for_others(
    tmp_path: Path, settings: Any
) -> None:
    names = []
    for folder, words in (("one", "Hello"), ("two", "Hello"), ("three", "Good morning")):
        settings.BASE_DIR = _project(tmp_path / folder, words)
        names.append(release())
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize("change", ["renamed", "added"])
def test_names_of_files_count(tmp_path: Path, settings: Any, change: str) -> None:
    settings.BASE_DIR = _project(tmp_path / "before", "Hello")
    before = release()
    after = _project(tmp_path / "after", "Hello")
    page = after / "templates" / "page.html"
    if change == "renamed":
        page.rename(page.with_name("other.html"))
    else:
        page.with_name("other.html").write_text("")
    settings.BASE_DIR = after
    assert release() != before
