"""The files of two versions of a post: which came, went, were replaced or renamed."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discussions.access.words import ShownFile, files_for
from discussions.models import Post, Version
from discussions.pages.card_shapes import Setting
from discussions.pages.cards import files_of
from discussions.pages.texts import FileLine
from hub.kit.files import file_size_text


def compared_files(
    earlier: Version, later: Version, post: Post, setting: Setting
) -> list[FileLine]:
    """The files of the later version, each with what became of it, then those that are gone; none where none changed."""
    old, new = (files_for(version, post, setting.viewer) for version in (earlier, later))
    lines = files_of(later, post, setting)
    left = list(old)
    fates = [_fate(file, left) for file in new]
    if not left and not any(fates):
        return []
    shown = [
        _with_note(line, fate or _("unchanged")) for line, fate in zip(lines, fates, strict=True)
    ]
    gone = zip(files_of(earlier, post, setting), old, strict=True)
    return shown + [
        _with_note(line, pgettext("a file", "removed")) for line, file in gone if file in left
    ]


def _fate(file: ShownFile, left: list[ShownFile]) -> str:
    """What became of a file since the earlier version; takes what it comes from out of `left`. "" for nothing."""
    for other in _likeliest(file, left):
        left.remove(other)
        if other.attachment.sha256 != file.attachment.sha256:
            size = file_size_text(other.attachment.size)
            return _("replaced; the earlier one had %(size)s") % {"size": size}
        if other.name != file.name:
            return _("renamed; before: %(name)s") % {"name": other.name}
        return ""
    return pgettext("a file", "added")


def _likeliest(file: ShownFile, others: list[ShownFile]) -> Iterator[ShownFile]:
    """The same bytes under the same name, else the same bytes, else the same name."""

    def likeness(other: ShownFile) -> int:
        same_bytes = other.attachment.sha256 == file.attachment.sha256
        return 2 * same_bytes + (other.name == file.name)

    best = max(others, key=likeness, default=None)
    if best is not None and likeness(best):
        yield best


def _with_note(line: FileLine, note: str) -> FileLine:
    return replace(line, notes=[note, *line.notes])
