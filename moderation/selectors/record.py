"""The record as it is asked for, and what its entries speak of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet, TextField

from accounts.models import Membership, Organisation, Person, User
from discussions.access.roles import can_see_addresses
from discussions.access.viewer import Viewer
from discussions.models import Document, Post, Prompt, Space, Version, Window
from hub.kit.models import FrameText, Record
from hub.kit.text import fold
from moderation.access.record import about_posts, is_told, reads_whole_record, visible_records
from moderation.validators.record import RecordQuery

#: So many accounts at most are meant by a name.
_MOST_NAMESAKES: Final = 200
#: So many entries at a time, where all are wanted.
PIECE: Final = 200


@dataclass(frozen=True)
class RecordSlice:
    """A piece of the record, the newest first; `has_more`: there are older entries."""

    records: Sequence[Record]
    has_more: bool


@dataclass
class Around:
    """What a piece of the record speaks of, by id; what is no longer there is missing."""

    users: Mapping[int, User] = field(default_factory=dict)
    posts: Mapping[UUID, Post] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    spaces: Mapping[int, Space] = field(default_factory=dict)
    prompts: Mapping[int, Prompt] = field(default_factory=dict)
    windows: Mapping[int, Window] = field(default_factory=dict)
    documents: Mapping[int, Document] = field(default_factory=dict)
    people: Mapping[int, Person] = field(default_factory=dict)
    organisations: Mapping[int, Organisation] = field(default_factory=dict)
    memberships: Mapping[int, Membership] = field(default_factory=dict)
    frame_texts: Mapping[int, FrameText] = field(default_factory=dict)

    def post_of(self, record: Record) -> Post | None:
        """The post that an entry is about; None for one about something else."""
        is_post = record.subject_type == "post"
        return self.posts.get(UUID(record.subject_id)) if is_post else None


def record_spaces(viewer: Viewer) -> list[Space]:
    """The spaces whose record is the viewer's to read, by address; one statement."""
    spaces = Space.objects.order_by("slug")
    if not reads_whole_record(viewer):
        spaces = spaces.filter(pk__in=viewer.moderates)
    return list(spaces)


def record_slice(viewer: Viewer, asked: RecordQuery, before: int, limit: int) -> RecordSlice:
    """At most `limit` entries older than the one with the id `before`; 0: the newest. One statement, two for a person."""
    records = _asked_for(viewer, asked)
    if before:
        records = records.filter(pk__lt=before)
    found = list(records.order_by("-pk")[: limit + 1])
    return RecordSlice(found[:limit], len(found) > limit)


def record_pieces(viewer: Viewer, asked: RecordQuery) -> Iterator[Sequence[Record]]:
    """All entries, the newest first, `PIECE` by `PIECE`; what is written meanwhile is newer than where this began."""
    before = 0
    while True:
        piece = record_slice(viewer, asked, before, PIECE)
        if piece.records:
            yield piece.records
            before = piece.records[-1].pk
        if not piece.has_more:
            return


def around(records: Iterable[Record]) -> Around:
    """What the entries speak of; at most one statement for each kind of thing, however many entries."""
    ids = _Ids()
    for record in records:
        ids.take(record)
    posts = Post.objects.select_related("space", "latest_version", "public_version")
    return Around(
        users=_by_id(User.objects.select_related("person"), ids.of("user")),
        posts=_by_id(posts, ids.of("post")),
        versions=_version_numbers(ids.of("version")),
        spaces=_by_id(Space.objects.all(), ids.of("space")),
        prompts=_by_id(Prompt.objects.all(), ids.of("prompt")),
        windows=_by_id(Window.objects.all(), ids.of("window")),
        documents=_by_id(Document.objects.all(), ids.of("document")),
        people=_by_id(Person.objects.all(), ids.of("person")),
        organisations=_by_id(Organisation.objects.all(), ids.of("organisation")),
        memberships=_by_id(
            Membership.objects.select_related("person", "organisation"), ids.of("membership")
        ),
        frame_texts=_by_id(FrameText.objects.all(), ids.of("frame-text")),
    )


def _asked_for(viewer: Viewer, asked: RecordQuery) -> QuerySet[Record]:
    records = Record.objects.all()
    if asked.post_id is not None:  # all that was done on it, also before it came to this space
        records = records.filter(subject_type="post", subject_id=str(asked.post_id))
    else:
        records = visible_records(records, viewer)
    given = {
        "space_id": asked.space_id,
        "act__in": asked.acts or None,
        "at__gte": asked.since,
        "at__lt": asked.until,
    }
    records = records.filter(**{name: value for name, value in given.items() if value is not None})
    return _of_person(records, asked.person, viewer) if asked.person else records


def _of_person(records: QuerySet[Record], words: str, viewer: Viewer) -> QuerySet[Record]:
    """What people of a name did and what was done to their accounts, as far as the viewer may know it."""
    accounts = _accounts_called(words, viewer)
    by_them = Q(actor_id__in=accounts) & is_told(viewer)
    to_them = Q(subject_type="user", subject_id__in=[str(one) for one in accounts])
    return about_posts(records).filter(by_them | to_them)


def _accounts_called(words: str, viewer: Viewer) -> list[int]:
    folded = Func(F("person__name"), function="portal_fold", output_field=TextField())
    called = Q(folded__contains=fold(words))
    if can_see_addresses(viewer):
        called |= Q(email__iexact=words)
    users = User.objects.alias(folded=folded).filter(called).order_by("pk")
    return list(users.values_list("pk", flat=True)[:_MOST_NAMESAKES])


class _Ids:
    """The ids of all that some entries speak of, by kind."""

    def __init__(self) -> None:
        self._found: dict[str, set[Any]] = {}

    def of(self, kind: str) -> list[Any]:
        """Those of one kind."""
        return sorted(self._found.get(kind, ()))

    def take(self, record: Record) -> None:
        """Note what an entry speaks of."""
        self._note("user", record.actor_id)
        self._note("space", record.space_id)
        self._note_subject(record)
        detail = record.detail
        for kind in ("user", "person", "organisation"):
            self._note(kind, detail.get(kind))
        self._note("version", detail.get("version"))
        self._note_lists(record)
        for place in (detail.get("from"), detail.get("to")):
            if isinstance(place, dict):
                self._note("space", place.get("space"))
                self._note("prompt", place.get("prompt"))

    def _note_lists(self, record: Record) -> None:
        """Texts that were merged with it, and documents that were put in another order."""
        detail = record.detail
        for post in (detail.get("survivor"), *detail.get("along", ())):
            self._note("post", UUID(post) if post else None)
        if record.act == "documents-ordered":
            for document in (*detail.get("was", ()), *detail.get("is", ())):
                self._note("document", document)

    def _note_subject(self, record: Record) -> None:
        identifier: Any = record.subject_id
        if record.subject_type == "post":
            identifier = UUID(record.subject_id)
        elif record.subject_id.isdecimal():
            identifier = int(record.subject_id)
        self._note(record.subject_type, identifier)

    def _note(self, kind: str, identifier: Any) -> None:
        if identifier is not None:
            self._found.setdefault(kind, set()).add(identifier)


def _by_id(rows: QuerySet[Any], ids: Sequence[Any]) -> dict[Any, Any]:
    return rows.in_bulk(ids) if ids else {}


def _version_numbers(ids: Sequence[str]) -> dict[str, int]:
    if not ids:
        return {}
    rows = Version.objects.filter(pk__in=ids).values_list("pk", "number")
    return {str(pk): number for pk, number in rows}
