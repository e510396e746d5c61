"""Who looks behind a withheld name and masks: role × state, and that nothing else makes such eyes (PRODUCT, section 1)."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from discussions.access.posts import check_look_behind
from discussions.access.viewer import VISITOR, Viewer, looking_behind
from discussions.access.words import files_for, is_kept_from, speaker_for, text_for
from discussions.enums import PostState
from discussions.errors import NotModerator
from discussions.models import Post
from tests import factories, people

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
FOLDERS = ("accounts", "discussions", "moderation", "hub")
#: Who may call `looking_behind`: acts that write a record, and the import, which lets nothing out.
LOOKERS = {
    "discussions/services/look_behind.py",
    "discussions/services/export_space.py",
    "discussions/services/import_space/importing.py",
    "moderation/exports/lines.py",
}
MAKER = "discussions/access/viewer.py"
BODY = "<p>Write to amina@survivors.example or +254 712 345 678.</p>"
MASKED = "<p>Write to [e-mail address] or [phone number].</p>"

MAY = ("moderator", "secretariat")
MAY_NOT = (
    "visitor",
    "author",
    "colleague",
    "stranger",
    "observer",
    "administrator",
    "other moderator",
)


def cast(post: Post, author: people.Actor) -> dict[str, Viewer]:
    """Everybody around a post."""
    elsewhere = factories.space("elsewhere", "EL")
    return {
        "visitor": VISITOR,
        "author": author.viewer,
        "colleague": people.colleague(author).viewer,
        "stranger": people.stranger().viewer,
        "moderator": people.moderator(post.space).viewer,
        "other moderator": people.moderator(elsewhere, "other@test.example").viewer,
        "secretariat": people.secretariat().viewer,
        "observer": people.observer(post.space).viewer,
        "administrator": people.administrator().viewer,
    }


@pytest.mark.parametrize("window", ["scheduled", "open", "grace", "closed"])
@pytest.mark.parametrize("state", PostState.values)
def test_moderators_of_the_space_and_the_secretariat_may_and_nobody_else(
    state: str, window: str
) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, window)
    merged: dict[str, Any] = {"merged_into": factories.post(space)} if state == "merged" else {}
    post = factories.post(space, author.person, state=state, name_withheld="name", **merged)
    viewers = cast(post, author)
    for name in MAY:
        check_look_behind(viewers[name], post)
    for name in MAY_NOT:
        with pytest.raises(NotModerator):
            check_look_behind(viewers[name], post)


def test_addresses_and_numbers_are_masked_for_all_but_the_author_and_who_looks() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, body=BODY)
    version = post.latest_version
    for name, viewer in cast(post, author).items():
        text = text_for(version, post, viewer)
        assert text is not None
        assert text.html == (BODY if name == "author" else MASKED), name
        assert text.is_whole is (name == "author"), name
        assert text.sha256 == version.sha256
        assert is_kept_from(version, post, viewer) is (name != "author")


def test_who_looks_sees_name_text_and_names_of_files() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, body=BODY, name_withheld="name-and-organisation")
    factories.attachment(post.latest_version, "Amina Otieno.pdf")
    eyes = looking_behind(people.secretariat().viewer)
    text, speaker = (
        text_for(post.latest_version, post, eyes),
        speaker_for(post.latest_version, post, eyes),
    )
    assert text is not None
    assert speaker is not None
    assert (text.html, speaker.name, speaker.organisation) == (
        BODY,
        "Amina Otieno",
        "Some Organisation",
    )
    assert [file.name for file in files_for(post.latest_version, post, eyes)] == [
        "Amina Otieno.pdf"
    ]
    assert not is_kept_from(post.latest_version, post, eyes)


def test_a_name_of_a_file_without_an_extension_tells_nothing_either() -> None:
    post = factories.post(factories.space(), name_withheld="name")
    for name in ("Amina Otieno", "note.Amina", "Amina.PDF"):
        factories.attachment(post.latest_version, name)
    names = [file.name for file in files_for(post.latest_version, post, VISITOR)]
    assert names == ["name-withheld_1", "name-withheld_2", "name-withheld_3.pdf"]


def sources() -> dict[str, ast.Module]:
    """Every module of the project."""
    found = [place for folder in FOLDERS for place in (ROOT / folder).rglob("*.py")]
    return {str(place.relative_to(ROOT)): ast.parse(place.read_text("utf-8")) for place in found}


def makers(module: ast.Module) -> bool:
    """Whether a module sets `looks_behind`."""
    return any(
        isinstance(node, ast.keyword) and node.arg == "looks_behind" for node in ast.walk(module)
    )


def callers(module: ast.Module) -> bool:
    """Whether a module takes `looking_behind` in hand."""
    return any(
        isinstance(node, ast.alias) and node.name == "looking_behind" for node in ast.walk(module)
    )


def test_only_acts_on_record_make_eyes_that_look_behind() -> None:
    modules = sources()
    assert {name for name, module in modules.items() if makers(module)} == {MAKER}
    assert {name for name, module in modules.items() if callers(module)} == LOOKERS


def test_each_way_to_make_such_eyes_is_seen() -> None:
    assert makers(ast.parse("replace(viewer, looks_behind=True)"))
    assert callers(ast.parse("from discussions.access.viewer import VISITOR, looking_behind"))
