"""The posts of an archive with everything written out that it left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from discussions.models import Window
from discussions.services.import_space.files import KeptFiles, complete_file
from discussions.services.import_space.posts import prompts_of
from discussions.services.import_space.reading import instants, objects
from hub.kit.instants import parse_instant
from hub.kit.sanitise import canonical_sha256, sanitise

Object = dict[str, Any]

#: States of a post that is or was public: the last version is approved where the archive does not say.
_IS_OR_WAS_PUBLIC = frozenset({"published", "hidden", "merged", "withdrawn"})


def window_of(window: Object) -> Window:
    """The window, not saved, to ask for standings."""
    opens_at, closes_at = (
        None if window[key] is None else parse_instant(window[key])
        for key in ("opens_at", "closes_at")
    )
    return Window(
        opens_at=opens_at, closes_at=closes_at, grace_minutes=int(window["grace_minutes"])
    )


def complete_posts(
    posts: list[Object],
    *,
    prefix: str,
    people: Mapping[str, Object],
    windows: Mapping[str | None, Window | None],
    files: KeptFiles,
) -> list[Object]:
    """All posts in their order. `windows`: the window of each prompt, and of None, the space as a whole."""
    prompts = prompts_of(list(objects({"posts": posts}, "posts/*")))
    references = _references(posts, prefix)
    return [
        _post(
            post,
            _Place(f"/posts/{number}", prompt, reference, windows.get(prompt)),
            people.get(post.get("author") or ""),
            files,
        )
        for number, (post, prompt, reference) in enumerate(
            zip(posts, prompts, references, strict=True)
        )
    ]


@dataclass(frozen=True)
class _Place:
    pointer: str
    prompt: str | None
    reference: str
    window: Window | None


def _references(posts: list[Object], prefix: str) -> Iterator[str]:
    """Those given; the others follow the highest, in the order of the archive."""
    given = [int(post["reference"].partition("-")[2]) for post in posts if "reference" in post]
    last = max(given, default=0)
    for post in posts:
        if "reference" in post:
            yield post["reference"]
        else:
            last += 1
            yield f"{prefix}-{last:04d}"


def _post(post: Object, place: _Place, author: Object | None, files: KeptFiles) -> Object:
    state = post.get("state", "published")
    since = post.get("state_since", post["versions"][-1]["received_at"])
    reviews = _reviews(post["versions"], state)
    return {
        "id": post["id"],
        "reference": place.reference,
        "prompt": place.prompt,
        "in_reply_to": post.get("in_reply_to"),
        "author": post.get("author"),
        "name_withheld": post.get("name_withheld", "no"),
        "on_behalf_of": [_co_signatory(one) for one in post.get("on_behalf_of", [])],
        "outside_source": _outside_source(post.get("outside_source")),
        "state": state,
        **instants({"state_since": since}, "state_since"),
        "reason": post.get("reason"),
        "merged_into": post.get("merged_into"),
        "moved_from": [_move(move) for move in post.get("moved_from", [])],
        "versions": [
            _version(
                {**version, "review": review},
                _Place(
                    f"{place.pointer}/versions/{number}",
                    place.prompt,
                    place.reference,
                    place.window,
                ),
                author,
                files,
            )
            for number, (version, review) in enumerate(zip(post["versions"], reviews, strict=True))
        ],
        "endorsements": [_endorsement(one) for one in post.get("endorsements", [])],
    }


def _reviews(versions: list[Object], state: str) -> list[str]:
    last = "approved" if state in _IS_OR_WAS_PUBLIC else "superseded"
    left_out = ["superseded"] * (len(versions) - 1) + [last]
    return [
        version.get("review", review) for version, review in zip(versions, left_out, strict=True)
    ]


def _version(version: Object, place: _Place, author: Object | None, files: KeptFiles) -> Object:
    body = sanitise(version["body"])
    received_at = parse_instant(version["received_at"])
    standing = "on-time" if place.window is None else place.window.standing_at(received_at)
    return {
        "number": int(version["number"]),
        **instants(version, "received_at"),
        "standing": version.get("standing", str(standing)),
        "review": version["review"],
        "language": version.get("language", "en"),
        "body": body,
        "sha256": canonical_sha256(body),
        "speaker": _speaker(version.get("speaker", {}), author or {}),
        "redactions": [
            {
                "target": redaction["target"],
                "reason": redaction["reason"],
                **instants(redaction, "at"),
                **_given(redaction, "note"),
            }
            for redaction in version.get("redactions", [])
        ],
        "attachments": [
            complete_file(
                file, f"{place.pointer}/attachments/{number}", language="en", files=files
            )
            for number, file in enumerate(version.get("attachments", []))
        ],
    }


def _speaker(stated: Object, author: Object) -> Object:
    """As stated; what is left out is the person's own, but that nobody has an organisation in a personal capacity."""
    known = {key: author.get(key) for key in ("organisation", "stakeholder_group", "country")}
    if stated.get("capacity") == "personal":
        known.update(organisation=None, stakeholder_group="individual")
    facts = {key: stated.get(key, value) for key, value in known.items()}
    name = stated.get("name", author.get("name"))
    capacity = stated.get("capacity", _capacity(facts))
    return {
        **({} if name is None else {"name": name}),
        **facts,
        **({} if capacity is None else {"capacity": capacity}),
        "verified": stated.get("verified", False),
    }


def _capacity(facts: Object) -> str | None:
    if facts["organisation"] is not None:
        return "organisation"
    return "personal" if facts["stakeholder_group"] == "individual" else None


def _co_signatory(one: Object) -> Object:
    return {
        "organisation": one["organisation"],
        "stakeholder_group": one.get("stakeholder_group"),
        "state": one.get("state", "confirmed"),
    }


def _outside_source(source: Object | None) -> Object | None:
    if source is None:
        return None
    return {
        "kind": source["kind"],
        "received_on": source["received_on"],
        "entered_by": source.get("entered_by"),
    }


def _move(move: Object) -> Object:
    """Null says "none there"; what is left out did not change."""
    stated = {key: move[key] for key in ("prompt", "in_reply_to", "reference") if key in move}
    return {**instants(move, "at"), **stated}


def _endorsement(one: Object) -> Object:
    return {
        "by": one["by"],
        "kind": one.get("kind", "organisation"),
        "stakeholder_group": one.get("stakeholder_group"),
        **_given(one, "reservation"),
        **instants({"withdrawn_at": None, **one}, "at", "withdrawn_at"),
    }


def _given(value: Object, key: str) -> Object:
    return {key: value[key]} if key in value else {}
