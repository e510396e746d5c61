"""Moderators decide. Of the three numbers of an act each takes what it needs."""

import re
from collections.abc import Callable
from typing import Any, Final

from django.db import connection

from discussions.enums import (
    ReasonCode,
)
from discussions.models import Redaction
from discussions.validators.withholding import Withholding
from moderation.services.hide import hide
from moderation.services.merge import merge, unmerge
from moderation.services.move import move
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.redact import redact
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.services.unredact import unredact
from moderation.validators.decisions import DecisionWords
from moderation.validators.places import Destination
from tests.lives.life import Life
from tests.moderation.seen import seen_now

_REASONS: Final = ("duplicate", "off-topic", "personal-data", "legal", "other")
_DECISIONS: Final[tuple[Callable[..., Any], ...]] = (
    publish, hide, return_to_author, reject, reconsider, unhide, unmerge,
)  # fmt: skip


def decide(life: Life, post: int, what: int, how: int) -> None:
    """One of the plain decisions."""
    act = _DECISIONS[what % len(_DECISIONS)]
    act(by=life.moderator.viewer, seen=seen_now(life.post(post)), words=_words(life, how))


def _words(life: Life, number: int) -> DecisionWords:
    """Why."""
    return DecisionWords(ReasonCode(_REASONS[number % 5]), life.word("message"), life.word("note"))


def put_together(life: Life, post: int, what: int, how: int) -> None:
    """Into another."""
    merge(
        by=life.moderator.viewer,
        seen=seen_now(life.post(post)),
        into=life.post(what).pk,
        words=_words(life, how),
    )


def carry(life: Life, post: int, what: int, how: int) -> None:
    """Within the space, under another post, or to the other space."""
    found = life.post(post)
    to = [
        Destination(
            found.space_id, life.prompts[what % 4].pk if found.space == life.space else None
        ),
        Destination(found.space_id, parent=life.post(what).pk),
        Destination(life.other.pk if found.space == life.space else life.space.pk),
    ][how % 3]
    move(by=life.moderator.viewer, seen=seen_now(found), to=to, words=_words(life, what))


def mask(life: Life, post: int, what: int, how: int) -> None:
    """Words, a file, or both."""
    found = life.post(post)
    passages = re.findall("passageq[0-9]+q", body_of(found.latest_version_id))
    files = found.latest_version.attachments.values_list("sha256", flat=True)
    chosen = Withholding(
        tuple(passages[:1]) if what % 3 else (), frozenset(files[: what % 3 != 1])
    )
    redact(by=life.moderator.viewer, seen=seen_now(found), what=chosen, words=_words(life, how))


def unmask(life: Life, post: int, _what: int, how: int) -> None:
    """What was withheld."""
    found = life.post(post)
    rows = Redaction.objects.filter(version__post=found, lifted_at=None).order_by("pk")
    unredact(
        by=life.moderator.viewer,
        seen=seen_now(found),
        redactions=[row.pk for row in rows[:1]],
        words=_words(life, how),
    )


def body_of(version_id: Any) -> str:
    """The text of a version as it was sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM discussions_version WHERE id = %s", [version_id])
        return str(cursor.fetchone()[0])
