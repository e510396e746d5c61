"""Text, names and file names leave by one door: `discussions.access.words` (PRODUCT, section 6).

It is a folder, and has three modules beside it: `access.withheld` works out the masks of moderators, from what was sent, `access.counting` what may
be counted of who speaks, and `access.alike` counts posts that no rule tells apart.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from discussions.models import Version

ROOT = Path(settings.BASE_DIR)
FOLDERS = ("accounts", "discussions", "moderation", "hub")
ROOMS = ("__init__", "files", "finding", "seeing", "shown", "speakers", "texts", "whole")
DOOR = {
    *(f"discussions/access/words/{room}.py" for room in ROOMS),
    "discussions/access/withheld.py",
    "discussions/access/counting.py",
    "discussions/access/alike.py",
}
SPEAKER = frozenset(
    field.name for field in Version._meta.get_fields() if field.name.startswith("speaker_")
)
#: The services that make versions write these columns; nothing is read from a row there.
WRITERS = {
    "discussions/services/speakers.py",
    "discussions/services/import_space/rows_of_posts.py",
}
#: What has a `body` and is no version: a text on its way in, a rendering, a request.
OTHER_BODIES = {"sent", "kept", "request", "content"}
OWN_BODIES = {
    "discussions/validators/sent.py",
    "discussions/access/drafts.py",  # the door to drafts, which are no versions yet
}


def modules() -> list[str]:
    """Every module of the project but migrations and the door itself."""
    found = [place for folder in FOLDERS for place in (ROOT / folder).rglob("*.py")]
    names = sorted(str(place.relative_to(ROOT)) for place in found)
    return [name for name in names if "/migrations/" not in name and name not in DOOR]


def faults(source: str, name: str) -> list[str]:
    """What a module takes from a version or an attachment by itself, each with its line."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            found += _attribute(node, name)
        elif isinstance(node, ast.keyword) and node.arg and _is_lookup(node.arg):
            found.append(f"{node.value.lineno}: lookup {node.arg}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += _column(node.value, node.lineno, name)
    return found


def _attribute(node: ast.Attribute, name: str) -> Iterator[str]:
    base = node.value
    holder = base.id if isinstance(base, ast.Name) else getattr(base, "attr", "")
    if node.attr in SPEAKER:
        yield f"{node.lineno}: .{node.attr}"
    elif node.attr == "body" and holder not in OTHER_BODIES and name not in OWN_BODIES:
        yield f"{node.lineno}: {holder}.body"
    elif node.attr == "extracted":  # the words in a file
        yield f"{node.lineno}: .{node.attr}"
    elif node.attr == "name" and holder == "attachment":
        yield f"{node.lineno}: {holder}.name"


def _column(text: str, line: int, name: str) -> Iterator[str]:
    is_speaker = text.rpartition("__")[2] in SPEAKER and name not in WRITERS
    if is_speaker or text.endswith(("version__body", "versions__body", "extracted")):
        yield f"{line}: column {text}"


def _is_lookup(argument: str) -> bool:
    parts = argument.split("__")
    return (
        len(parts) > 1
        and parts[0].endswith(("version", "versions"))
        and bool({*parts[1:]} & {*SPEAKER, "body"})
    )


def test_there_is_something_to_look_at() -> None:
    assert "discussions/pages/cards.py" in modules()
    assert "speaker_name" in SPEAKER


@pytest.mark.parametrize("name", modules())
def test_a_module_asks_at_the_door(name: str) -> None:
    assert faults((ROOT / name).read_text("utf-8"), name) == []


@pytest.mark.parametrize(
    "source",
    [
        "print(version.body)",
        "post.public_version.body",
        "post.latest_version.speaker_name",
        "Post.objects.values_list('public_version__body')",
        "Post.objects.annotate(o=F('latest_version__speaker_organisation'))",
        "Post.objects.filter(versions__speaker_name__icontains=word)",
        "file.attachment.name",
        "row.extracted",
        "FileText.objects.values_list('extracted')",
        "[attachment.name for attachment in version.attachments.all()]",
    ],
)
def test_each_way_around_the_door_is_seen(source: str) -> None:
    assert faults(source, "discussions/pages/new.py") != []


def test_what_is_on_its_way_in_is_no_way_around() -> None:
    assert faults("make(body=sent.body, name=request.body)", "discussions/services/new.py") == []
