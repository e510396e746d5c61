"""Posts of a space that no rule tells apart, counted together: the fourth part of the one door to text and names.

Of ten thousand posts a filter needs a look at a few hundred kinds. What decides on a post is asked of one that stands for
its kind, by the same functions as of any post (`access.words`): no rule is told a second time in SQL.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self, cast
from uuid import UUID

from django.db import connection
from django.db.models import Q

from discussions.enums import RedactionTarget
from discussions.models import Attachment, FileScan, Post, Redaction, Space, Version

_ALWAYS: Final = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
#: No post has it.
_NONE: Final = UUID(int=0)
# Everything that candidates, and who may see a version, are worked out from, but who the author is: an export has readers
# that are nobody's author, or look behind everything.
_KINDS: Final = """
SELECT count(*), min(received_at), prompt_id, is_reply, state, standing, name_withheld, versions
FROM (
    SELECT post.received_at, post.received_at >= %(begin)s AS has_begun, post.received_at < %(end)s AS is_before_end,
           post.prompt_id, post.parent_id IS NOT NULL AS is_reply, post.state, post.standing, post.name_withheld,
           json_agg(
               json_build_array(
                   version.published_at IS NOT NULL, version.standing, version.review, version.language,
                   version.speaker_group, version.speaker_country,
                   (SELECT count(*) FROM discussions_attachment file WHERE file.version_id = version.id)
               ) ORDER BY version.number
           )::text AS versions
    FROM discussions_post post JOIN discussions_version version ON version.post_id = post.id
    WHERE post.space_id = %(space)s AND post.id <> ALL(%(apart)s::uuid[])
    GROUP BY post.id
) AS posts
GROUP BY has_begun, is_before_end, prompt_id, is_reply, state, standing, name_withheld, versions
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """So many posts, and one that stands for them: with its versions, numbered from 1, without any text or name.

    `files`: how many came with each version, in their order; none of them is masked.
    """

    posts: int
    one: Post
    files: tuple[int, ...]


def posts_alike(
    space: Space,
    received: tuple[datetime | None, datetime | None],
    apart: Collection[UUID] = (),
) -> Iterator[Alike]:
    """All posts but those to be looked at `apart`; one statement.

    Those received before an instant, from it on, and from a second one on (UTC), are never alike; None: there is no such instant.
    """
    begin, end = (one or limit for one, limit in zip(received, _ALWAYS, strict=True))
    said: dict[str, Any] = {
        "space": space.pk,
        "begin": begin,
        "end": end,
        "apart": list(map(str, apart)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_KINDS, said)
        for number, *facts in cursor.fetchall():
            yield _alike(space, number, *facts)


def with_masked_files(space: Space) -> list[UUID]:
    """Posts with a file that moderators or the virus scanner may keep from somebody; one statement."""
    redactions = Redaction.objects.filter(target=RedactionTarget.FILE)
    scanned = Attachment.objects.filter(sha256__in=FileScan.objects.values("pk"))
    masked = Q(pk__in=redactions.values("version")) | Q(pk__in=scanned.values("version"))
    versions = Version.objects.filter(masked, post__space=space)
    return list(versions.order_by().values_list("post", flat=True).distinct())


def _alike(space: Space, number: int, received_at: datetime, *facts: Any) -> Alike:
    prompt, is_reply, state, standing, withheld, kept = facts
    rows = json.loads(kept)
    versions = _Versions(
        _Version(UUID(int=place), place, received_at if was_published else None, *row)
        for place, (was_published, *row, _files) in enumerate(rows, 1)
    )
    one = _Post(space.pk, prompt, is_reply, received_at, state, standing, withheld, versions)
    return Alike(number, cast(Post, one), tuple(row[-1] for row in rows))


@dataclass(slots=True, eq=False)
class _Version:
    """What rules may look at; one that looks at more fails here, aloud, and needs it in `_KINDS`."""

    pk: UUID
    number: int
    published_at: datetime | None
    standing: str
    review: str
    language: str
    speaker_group: str | None
    speaker_country: str | None
    speaker_name: str = "?"
    speaker_organisation: str = ""
    speaker_verified: bool = True


class _Versions(list[_Version]):
    """As they were fetched with their post."""

    def all(self) -> Self:
        """Themselves."""
        return self


@dataclass(slots=True, eq=False)
class _Post:
    """The same of a post."""

    space_id: int
    prompt_id: int | None
    is_reply: bool
    received_at: datetime
    state: str
    standing: str
    name_withheld: str
    versions: _Versions
    author_id: None = None
    pk: UUID = _NONE
