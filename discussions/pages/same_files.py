"""Which files of a text are the same one, attached twice: said beside the later one, and left to its author."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def earlier_names(files: Iterable[tuple[str, str]]) -> list[str]:
    """For each (SHA-256, name), in their order, the name of the first file before it with the same bytes; "" where none has.

    Files with "" in place of the SHA-256 do not count.
    """
    first: dict[str, str] = {}
    found = []
    for sha256, name in files:
        found.append(first.get(sha256, ""))
        if sha256:
            first.setdefault(sha256, name)
    return found


def same_file_note(name: str) -> str:
    """What is said beside a file of a form that is the same as another one, of this name; "" for ""."""
    words = _("This is the same file as %(name)s. Remove one of them if you do not need both.")
    return words % {"name": name} if name else ""
