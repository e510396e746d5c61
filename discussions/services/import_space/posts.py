"""What a schema cannot say of posts: their order, references, versions, merges and speakers (PRODUCT, section 7)."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from discussions.services.import_space.faults import Faults
from discussions.services.import_space.reading import objects, texts
from discussions.services.import_space.values import LARGEST
from hub.kit.sanitise import canonical_sha256, sanitise

#: Post.number is a 64-bit integer; PostMove.reference holds 40 characters.
_REFERENCE: Final = re.compile(r"([A-Z][A-Z0-9]{1,7})-([0-9]{4}|[1-9][0-9]{4,17})", re.ASCII)
#: Lists, not sets: what is compared with them may be anything that JSON holds.
_IS_PUBLIC: Final = ["published", "hidden", "merged"]
_WERE_PUBLIC: Final = ["approved", "superseded"]


def check_posts(document: Any, faults: Faults) -> None:
    """Note what is wrong with posts, one by one and among each other; the prefix of references apart."""
    posts = list(objects(document, "posts/*"))
    _check_replies(posts, faults)
    _check_merges(posts, faults)
    for pointer, post in posts:
        _check_versions(post, pointer, faults)
        _check_numbers(post, pointer, faults, has_gaps=document.get("variant") == "public")
    for pattern in ("posts/*/reference", "posts/*/moved_from/*/reference"):
        for pointer, reference in texts(document, pattern):
            match = _REFERENCE.fullmatch(reference)
            if match is None or int(match[2]) == 0:
                faults.add(
                    pointer,
                    "reference-form",
                    _(
                        "A reference is a prefix, a hyphen and a number from 1, with four digits or more and no needless zero."
                    ),
                )


def check_references(document: Any, prefix: str | None, faults: Faults) -> None:
    """Note references that stand twice or have another prefix than the space."""
    seen: set[str] = set()
    for pointer, reference in texts(document, "posts/*/reference"):
        if reference in seen:
            faults.add(
                pointer,
                "duplicate-reference",
                _("The reference %(reference)s stands twice.") % {"reference": reference},
            )
        if prefix is not None and reference.partition("-")[0] != prefix:
            faults.add(
                pointer,
                "other-prefix",
                _("The prefix of the space is %(prefix)s.") % {"prefix": prefix},
            )
        seen.add(reference)


def prompts_of(posts: list[tuple[str, dict[str, Any]]]) -> Iterator[Any]:
    """The prompt of each post: its own, or its parent's where a reply leaves it out."""
    known: dict[Any, Any] = {}
    for _pointer, post in posts:
        parent = post.get("in_reply_to")
        inherited = known.get(parent) if isinstance(parent, str) else None
        prompt = post.get("prompt", inherited)
        if isinstance(post.get("id"), str):
            known.setdefault(post["id"], prompt)
        yield prompt


def _check_replies(posts: list[tuple[str, dict[str, Any]]], faults: Faults) -> None:
    everyone = {post["id"] for _pointer, post in posts if isinstance(post.get("id"), str)}
    earlier: dict[str, Any] = {}
    for (pointer, post), prompt in zip(posts, prompts_of(posts), strict=True):
        parent, own = post.get("in_reply_to"), post.get("id")
        place = f"{pointer}/in_reply_to"
        if not isinstance(parent, str):
            pass
        elif parent == own:
            faults.add(place, "answers-itself", _("A post cannot answer itself."))
        elif parent not in earlier and parent in everyone:
            faults.add(place, "parent-later", _("The post that it answers comes after it."))
        elif parent in earlier and earlier[parent] != prompt:
            faults.add(
                place, "other-prompt", _("The post that it answers is of another question.")
            )
        if isinstance(own, str):
            earlier.setdefault(own, prompt)


def _check_merges(posts: list[tuple[str, dict[str, Any]]], faults: Faults) -> None:
    survivors: dict[Any, Any] = {}
    for _pointer, post in posts:
        if isinstance(post.get("id"), str) and isinstance(post.get("merged_into"), str):
            survivors[post["id"]] = post["merged_into"]
    for pointer, post in posts:
        if post.get("state") == "merged" and post.get("merged_into") is None:
            faults.add(
                f"{pointer}/merged_into" if "merged_into" in post else pointer,
                "merged-without-target",
                _("A merged post names the post that it was merged into."),
            )
        elif _leads_back(post.get("id"), survivors):
            faults.add(
                f"{pointer}/merged_into", "merged-in-a-circle", _("It is merged into itself.")
            )


def _leads_back(start: Any, survivors: dict[Any, Any]) -> bool:
    if not isinstance(start, str):
        return False
    seen: set[Any] = set()
    place: Any = survivors.get(start)
    while place is not None and place not in seen:
        if place == start:
            return True
        seen.add(place)
        place = survivors.get(place)
    return False


def _check_versions(post: dict[str, Any], pointer: str, faults: Faults) -> None:
    versions = list(objects(post, "versions/*"))
    for below, version in versions:
        _check_version(version, pointer + below, faults)
    if post.get("state", "published") in _IS_PUBLIC and versions:
        _check_public(versions, pointer, faults)


def _check_numbers(post: dict[str, Any], pointer: str, faults: Faults, *, has_gaps: bool) -> None:
    """From 1 without a gap; what readers may see can have gaps, where a version never became public."""
    before = 0
    for below, version in objects(post, "versions/*"):
        number = version.get("number")
        if not isinstance(number, int | float):
            return
        if number <= before or (number > before + 1 and not has_gaps) or number > LARGEST:
            faults.add(
                f"{pointer}{below}/number",
                "version-number",
                _("Versions are numbered from 1, oldest first."),
            )
        before = int(min(number, LARGEST))


def _check_version(version: dict[str, Any], where: str, faults: Faults) -> None:
    body, stated = version.get("body"), version.get("sha256")
    if isinstance(body, str) and isinstance(stated, str):
        taken = canonical_sha256(sanitise(body))
        if taken != stated:
            faults.add(
                f"{where}/sha256",
                "sha256",
                _("The canonical text has the SHA-256 %(hash)s.") % {"hash": taken},
            )
    speaker = version.get("speaker")
    if isinstance(speaker, dict) and speaker.get("capacity") == "personal":
        group = speaker.get("stakeholder_group", "individual")
        if speaker.get("organisation") is not None or group not in [None, "individual"]:
            faults.add(
                f"{where}/speaker/capacity",
                "personal-capacity",
                _("Who speaks in a personal capacity has no organisation and is an individual."),
            )


def _check_public(
    versions: list[tuple[str, dict[str, Any]]], pointer: str, faults: Faults
) -> None:
    """A post that is or was public has a version that was."""
    reviews = [version.get("review", "superseded") for _below, version in versions]
    if "review" not in versions[-1][1] or any(review in _WERE_PUBLIC for review in reviews):
        return
    faults.add(
        pointer, "nothing-approved", _("It is public, but none of its versions is approved.")
    )
