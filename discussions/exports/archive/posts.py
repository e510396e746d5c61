"""Posts in an archive, in the order of arrival but none ahead of what it answers, through the one door to text and names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from discussions.access.signatures import co_signatories_for
from discussions.access.words import (
    Snapshot,
    files_for,
    reservation_for,
    sees_who_speaks,
    snapshot_for,
    text_for,
)
from discussions.enums import PostState
from discussions.exports.archive.edition import Edition
from discussions.exports.archive.files import FileList, FilePlace
from discussions.exports.archive.frame import if_known, written
from discussions.exports.archive.selection import Selection
from discussions.models import Post, PostMove, Space, Version
from discussions.models.post import reaches

Object = dict[str, Any]
CHUNK = 500


@dataclass(frozen=True)
class Source:
    """What posts are written from. `people` and `prompts`: ids in the archive by primary key."""

    space: Space
    edition: Edition
    selection: Selection
    people: Mapping[int, str]
    prompts: Mapping[int, str]
    files: FileList


def post_objects(source: Source) -> Iterator[Object]:
    """The property `posts`; a handful of statements for each 500."""
    posts = (
        Post.objects.filter(space=source.space)
        .order_by(reaches(), "path")
        .select_related("parent", "merged_into")
        .prefetch_related(
            "versions__attachments",
            "versions__redactions",
            "co_signatories",
            "endorsements",
            "moves__in_reply_to",
        )
    )
    for post in posts.iterator(chunk_size=CHUNK):
        if source.selection.holds(post.pk):
            post.space = source.space
            yield _post(post, source)


def _post(post: Post, source: Source) -> Object:
    versions = []
    if source.selection.is_whole(post.pk):
        shown = (_version(version, post, source) for version in post.versions.all())
        versions = [version for version in shown if version is not None]
    place = {
        "id": post.archive_id,
        "reference": post.reference,
        "prompt": source.prompts.get(post.prompt_id or 0),
        "in_reply_to": post.parent.archive_id if post.parent else None,
    }
    state = {
        **_state(post, source),
        "state_since": written(post.state_since),
        "reason": post.reason,
    }
    if not versions:
        withheld = _as_its_survivor(post, source)
        return {**place, "author": None, **withheld, **state, "versions": [_bare_version(post)]}
    return {
        **place,
        "author": _author(post, source),
        "name_withheld": post.name_withheld,
        "on_behalf_of": _co_signatories(post, source),
        "outside_source": _outside_source(post, source),
        **state,
        "moved_from": [_move(move, source) for move in post.moves.all()],
        "versions": versions,
        "endorsements": _endorsements(post, source),
    }


def _as_its_survivor(post: Post, source: Source) -> Object:
    """A merged post leads only to one of which as much is withheld: that has to be said of both, or of neither."""
    target = post.survivor
    is_said = target is not None and source.selection.is_whole(target.pk)
    return {"name_withheld": post.name_withheld} if source.edition.is_public and is_said else {}


def _bare_version(post: Post) -> Object:
    """What the register says of a post, in the form of a version: the schema wants one."""
    return {
        "number": 1,
        "received_at": written(post.received_at),
        "standing": post.standing,
        "body": "",
    }


def _author(post: Post, source: Source) -> str | None:
    """None too where nothing that the edition shows names them: then they are not among its people."""
    if not sees_who_speaks(post, source.edition.eyes):
        return None
    return source.people.get(post.author_id or 0)


def _state(post: Post, source: Source) -> Object:
    """The state, and where a merged post leads.

    Where readers must not know the survivor, because it would tell who withholds a name, they read of one that a
    moderator took away: a merged one names its survivor in every archive.
    """
    target = post.survivor if source.edition.is_public else post.merged_into
    is_known = target is not None and source.selection.holds(target.pk)
    is_kept_back = source.edition.is_public and post.state == PostState.MERGED and not is_known
    return {
        "state": str(PostState.HIDDEN) if is_kept_back else post.state,
        "merged_into": target.archive_id if target is not None and is_known else None,
    }


def _co_signatories(post: Post, source: Source) -> list[Object]:
    """In the order in which the lead named them; names that were taken out again are no part of the post."""
    return [
        {
            "organisation": one.organisation_name,
            "stakeholder_group": one.stakeholder_group,
            "state": one.state,
        }
        for one in co_signatories_for(post, source.edition.eyes)
    ]


def _outside_source(post: Post, source: Source) -> Object | None:
    if post.outside_kind is None:
        return None
    entered_by = None if source.edition.is_public else post.outside_entered_by_id
    return {
        "kind": post.outside_kind,
        "received_on": str(post.outside_received_on),
        "entered_by": source.people.get(entered_by or 0),
    }


def _move(move: PostMove, source: Source) -> Object:
    """Null says "none there"; what is left out did not change, or is of another space."""
    said: Object = {"at": written(move.at)}
    if move.had_prompt and (move.prompt_id is None or move.prompt_id in source.prompts):
        said["prompt"] = source.prompts.get(move.prompt_id or 0)
    answered = move.in_reply_to
    is_here = answered is not None and answered.space_id == source.space.pk
    if move.had_in_reply_to and (
        answered is None or (is_here and source.selection.holds(answered.pk))
    ):
        said["in_reply_to"] = None if answered is None else answered.archive_id
    if move.had_reference:
        said["reference"] = move.reference
    return said


def _endorsements(post: Post, source: Source) -> list[Object]:
    """Readers do not see those that were taken back."""
    return [
        {
            "by": one.endorser_name,
            "kind": one.kind,
            "stakeholder_group": one.stakeholder_group,
            **if_known("reservation", reservation_for(one, source.edition.eyes)),
            **if_known("at", written(one.at)),
            "withdrawn_at": written(one.withdrawn_at),
        }
        for one in post.endorsements.all()
        if one.withdrawn_at is None or not source.edition.is_public
    ]


def _version(version: Version, post: Post, source: Source) -> Object | None:
    eyes, chosen = source.edition.eyes, source.edition.version_ids
    if chosen is not None and version.pk not in chosen:
        return None
    text = text_for(version, post, eyes)
    speaker = snapshot_for(version, post, eyes)
    if text is None or speaker is None:
        return None
    return {
        "number": version.number,
        "received_at": written(version.received_at),
        "standing": version.standing,
        "review": version.review,
        "language": text.language,
        "body": text.html,
        # Of a text that is masked here the hash would not be that of what stands here.
        **if_known("sha256", text.sha256 if text.is_whole else None),
        "speaker": _speaker(speaker),
        "redactions": _redactions(version, source),
        "attachments": [
            source.files.add(file.attachment, file.name, FilePlace(post.reference, version.number))
            for file in files_for(version, post, eyes)
            if not file.is_masked
        ],
    }


def _speaker(speaker: Snapshot) -> Object:
    return {
        **if_known("name", speaker.name),
        "organisation": speaker.organisation,
        "stakeholder_group": speaker.group,
        "country": speaker.country,
        **if_known("capacity", speaker.capacity),
        "verified": speaker.is_verified,
    }


def _redactions(version: Version, source: Source) -> list[Object]:
    """Those that were not lifted; of a text or of files, not of which words. The note on one is internal."""
    return [
        {
            "target": redaction.target,
            "reason": redaction.reason,
            "at": written(redaction.at),
            **if_known("note", None if source.edition.is_public else redaction.note),
        }
        for redaction in version.redactions.all()
        if redaction.lifted_at is None
    ]
