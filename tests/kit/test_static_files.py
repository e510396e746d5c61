"""What of other people's packages is served."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders

from hub.kit.static_files import CKEDITOR_FILES, TrimmedAppDirectoriesFinder


def collected(application: str) -> set[str]:
    finder = TrimmedAppDirectoriesFinder(app_names=[application])
    return {path for path, _storage in finder.list([])}


def place(path: str) -> Path:
    found = finders.find(path)
    assert found is not None, path
    return Path(found)


def test_of_the_editor_exactly_the_listed_files_are_collected() -> None:
    assert collected("ckeditor") == CKEDITOR_FILES


def test_of_other_applications_everything_is_collected() -> None:
    folder = Path(apps.get_app_config("admin").path) / "static"
    expected = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert collected("django.contrib.admin") == expected
    assert expected


@pytest.mark.parametrize(
    "path",
    [
        "ckeditor/ckeditor/plugins/codesnippetgeshi/plugin.js",
        "ckeditor/ckeditor/plugins/iframe/dialogs/iframe.js",
        "ckeditor/ckeditor/config.js",
        "ckeditor/ckeditor-init.js",
    ],
)
def test_a_file_that_is_not_listed_is_not_served_either(path: str) -> None:
    assert (Path(apps.get_app_config("ckeditor").path) / "static" / path).exists()
    assert finders.find(path) is None


def test_every_picture_that_a_listed_style_sheet_names_is_listed() -> None:
    """Collecting under hashed names fails on a reference that leads nowhere."""
    for path in sorted(CKEDITOR_FILES):
        if not path.endswith(".css"):
            continue
        for name in re.findall(r"url\(([^)?]+)", place(path).read_text(encoding="utf-8")):
            assert f"{path.rpartition('/')[0]}/{name}" in CKEDITOR_FILES, (path, name)


def test_our_own_style_sheets_name_only_files_that_exist() -> None:
    for path in ("css/hub.css", "css/editor.css"):
        names = re.findall(r'url\("([^"]+)"\)', place(path).read_text(encoding="utf-8"))
        assert names
        for name in names:
            assert (place(path).parent / name).is_file(), (path, name)
