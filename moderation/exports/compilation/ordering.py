"""Entries in their order: alphabetical by entity, replies under what they answer."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from moderation.exports.compilation.collecting import Kept


def in_order(kept: Iterable[Kept]) -> Iterator[Kept]:
    """Those of one chapter. A reply whose parent stands elsewhere stands by itself.

    Replies to one entry come in the order of their arrival, each followed by its own: they are a conversation.
    """
    rows = list(kept)
    here = {row.entry.reference for row in rows if not row.version}
    replies: dict[str, list[Kept]] = {}
    alone = []
    for row in rows:
        if row.parent in here and not row.version:
            replies.setdefault(row.parent, []).append(row)
        else:
            alone.append(row)
    # A stack and no recursion: threads may be as deep as people go on answering.
    waiting = [(row, 0) for row in sorted(alone, key=_alphabetical, reverse=True)]
    while waiting:
        row, depth = waiting.pop()
        yield replace(row, entry=replace(row.entry, depth=depth))
        if not row.version:
            below = replies.get(row.entry.reference, [])
            waiting += [(reply, depth + 1) for reply in reversed(below)]


def _alphabetical(row: Kept) -> tuple[str, int, int]:
    return row.entity_key, row.number, row.version
