"""The posts of a complete archive as rows, with their versions and all that hangs on them."""

from datetime import date, datetime
from typing import Any

from discussions.access.withheld import places_of_masks
from discussions.enums import RedactionTarget
from discussions.models import (
    Attachment,
    CoSignatory,
    Endorsement,
    Post,
    PostMove,
    Redaction,
    Version,
)
from discussions.services.file_texts import await_texts
from discussions.services.import_space.files import stored_fields
from discussions.services.import_space.public_versions import publish
from discussions.services.import_space.rows import BATCH, Rows, instant
from hub.kit.instants import parse_instant

Object = dict[str, Any]


def write_posts(rows: Rows, posts: list[Object]) -> None:
    """Every post in the order of the archive, which is the order of arrival here."""
    made: dict[str, Post] = {}
    versions: list[Version] = []
    for sequence, said in enumerate(posts, 1):
        parent = made.get(said["in_reply_to"] or "")
        post = made[said["id"]] = _post(rows, said, sequence, parent)
        own = [_version(post, version) for version in said["versions"]]
        publish(post, own, said["versions"], rows)
        versions += own
    for said in posts:
        made[said["id"]].merged_into = made.get(said["merged_into"] or "")
    # Posts and versions name each other: the database looks at the end of the transaction.
    Post.objects.bulk_create(made.values(), BATCH)
    Version.objects.bulk_create(versions, BATCH)
    _details(rows, posts, made)
    _details_of_versions(rows, posts, versions)


def _post(rows: Rows, said: Object, sequence: int, parent: Post | None) -> Post:
    source = said["outside_source"] or {}
    return Post(
        space=rows.space,
        archive_id=said["id"],
        number=int(said["reference"].partition("-")[2]),
        sequence=sequence,
        prompt=rows.prompts.get(said["prompt"] or ""),
        parent=parent,
        root_sequence=parent.root_sequence if parent else sequence,
        path=(parent.path if parent else "") + Post.step(sequence),
        depth=parent.depth + 1 if parent else 0,
        author=rows.people.get(said["author"] or ""),
        name_withheld=said["name_withheld"],
        received_at=parse_instant(said["versions"][0]["received_at"]),
        standing=said["versions"][0]["standing"],
        state=said["state"],
        state_since=parse_instant(said["state_since"]),
        reason=said["reason"],
        outside_kind=source.get("kind"),
        outside_received_on=date.fromisoformat(source["received_on"]) if source else None,
        outside_entered_by=rows.people.get(source.get("entered_by") or ""),
    )


def _version(post: Post, said: Object) -> Version:
    speaker = said["speaker"]
    return Version(
        post=post,
        number=said["number"],
        received_at=parse_instant(said["received_at"]),
        standing=said["standing"],
        review=said["review"],
        language=said["language"],
        body=said["body"],
        sha256=said["sha256"],
        speaker_name=speaker.get("name"),
        speaker_organisation=speaker["organisation"],
        speaker_group=speaker["stakeholder_group"],
        speaker_country=speaker["country"],
        speaker_capacity=speaker.get("capacity"),
        speaker_verified=speaker["verified"],
    )


def _details(rows: Rows, posts: list[Object], made: dict[str, Post]) -> None:
    CoSignatory.objects.bulk_create(
        [
            CoSignatory(
                post=made[said["id"]],
                position=position,
                organisation_name=one["organisation"],
                stakeholder_group=one["stakeholder_group"],
                state=one["state"],
            )
            for said in posts
            for position, one in enumerate(said["on_behalf_of"])
        ],
        BATCH,
    )
    Endorsement.objects.bulk_create(
        [
            Endorsement(
                post=made[said["id"]],
                position=position,
                kind=one["kind"],
                endorser_name=one["by"],
                stakeholder_group=one["stakeholder_group"],
                reservation=one.get("reservation"),
                at=instant(one.get("at")),
                withdrawn_at=instant(one["withdrawn_at"]),
            )
            for said in posts
            for position, one in enumerate(said["endorsements"])
        ],
        BATCH,
    )
    PostMove.objects.bulk_create(
        [
            PostMove(
                post=made[said["id"]],
                position=position,
                prompt=rows.prompts.get(move.get("prompt") or ""),
                had_prompt="prompt" in move,
                in_reply_to=made.get(move.get("in_reply_to")),
                had_in_reply_to="in_reply_to" in move,
                reference=move.get("reference"),
                had_reference="reference" in move,
                at=_at(move),
            )
            for said in posts
            for position, move in enumerate(said["moved_from"])
        ],
        BATCH,
    )


def _details_of_versions(rows: Rows, posts: list[Object], versions: list[Version]) -> None:
    said_of = [
        (said, f"/posts/{place}/versions/{number}")
        for place, post in enumerate(posts)
        for number, said in enumerate(post["versions"])
    ]
    pairs = list(zip(versions, said_of, strict=True))
    Redaction.objects.bulk_create(
        [
            row
            for version, (said, _pointer) in pairs
            for row in _redactions(version, said, is_public=rows.is_public)
        ],
        BATCH,
    )
    attached = Attachment.objects.bulk_create(
        [
            Attachment(
                version=version,
                **stored_fields(file, f"{pointer}/attachments/{position}", position, rows.files),
            )
            for version, (said, pointer) in pairs
            for position, file in enumerate(said["attachments"])
        ],
        BATCH,
    )
    await_texts(
        attached, wake=False
    )  # they may be thousands: the sweep does them little by little


def _redactions(version: Version, said: Object, *, is_public: bool) -> list[Redaction]:
    """An archive does not say which words and files: all of the text is masked, and every file.

    One that shows what every reader sees has the masks in its texts already, and withheld files are not in it.
    """
    made = [
        Redaction(
            version=version,
            position=position,
            target=one["target"],
            reason=one["reason"],
            at=_at(one),
            note=one.get("note"),
            is_left_out=is_public and one["target"] == RedactionTarget.FILE,
        )
        for position, one in enumerate(said["redactions"])
    ]
    of_words = [row for row in made if row.target == RedactionTarget.TEXT]
    if is_public and of_words:
        places = places_of_masks(said["body"], said["language"], [row.reason for row in of_words])
        for row, place in zip(of_words, places, strict=True):
            row.start, row.end = place or (None, None)
    return made


def _at(said: Object) -> datetime:
    return parse_instant(said["at"])
