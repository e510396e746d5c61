"""A space in which something of every kind stands, for tests that choose from it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from discussions.models import Attachment, FileScan, Post, Redaction, Space, Version
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256
from tests import factories

#: The first post came then; the others 9 hours after each other.
BEGIN = datetime(2026, 3, 14, 20, tzinfo=UTC)
_STEP = timedelta(hours=9)
STATES = ("published", "pending", "returned", "rejected", "hidden", "withdrawn")
_GROUPS = ("member-state", "un-entity", "civil-society", "media", None)
_COUNTRIES = ("KE", "EG", "FR", None, "AQ")
_LANGUAGES = ("en", "fr", "es")
_STANDINGS = ("on-time", "grace", "late")


def varied_space() -> Space:
    """36 posts under two questions with windows of their own and to the space as a whole, with replies and files."""
    space = factories.space()
    factories.window(space)
    other = factories.window(space, position=1)
    prompts = [factories.prompt(space, 1), factories.prompt(space, 2, window=other), None]
    roots: list[Post] = []
    for number in range(36):
        is_reply = number % 4 == 3
        place: dict[str, Any] = (
            {"answers": roots[number % len(roots)]}
            if is_reply
            else {"prompt": prompts[number % 3]}
        )
        post = _post(space, number, place)
        if not is_reply:
            roots.append(post)
    infected = Attachment.objects.filter(name="infected.pdf")[0].sha256
    FileScan.objects.create(sha256=infected, state="infected", finished_at=database_now())
    return space


def corrected(post: Post, **more: Any) -> Version:
    """A later version that readers see, but for `published_at=None`."""
    first = post.latest_version
    at = more.pop("received_at", first.received_at + timedelta(minutes=10))
    body = more.pop("body", "<p>Mended.</p>")
    version = Version.objects.create(
        post=post,
        number=first.number + 1,
        received_at=at,
        published_at=more.pop("published_at", at),
        language=more.pop("language", first.language),
        body=body,
        sha256=canonical_sha256(body),
        **{
            "standing": first.standing,
            "review": "approved",
            "speaker_name": "Imported Person",
            "speaker_organisation": "Some Organisation",
            "speaker_group": "academia",
            "speaker_capacity": "organisation",
            **more,
        },
    )
    post.latest_version = version
    if version.published_at is not None:
        post.public_version = version
    post.save()
    return version


def _post(space: Space, number: int, place: dict[str, Any]) -> Post:
    withheld = ("no", "no", "name", "name-and-organisation")[number % 4]
    post = factories.post(
        space,
        received_at=BEGIN + number * _STEP,
        state=STATES[number % 6] if number % 5 else "published",
        standing=_STANDINGS[number % 7 % 3],
        language=_LANGUAGES[number % 5 % 3],
        name_withheld=withheld,
        speaker={
            "speaker_group": _GROUPS[number % len(_GROUPS)],
            "speaker_country": _COUNTRIES[number % 7 % len(_COUNTRIES)],
        },
        **place,
    )
    for file in range((number + 1) % 3):
        factories.attachment(post.latest_version, f"{number}-{file}.pdf", b"%PDF-1.4 x")
    if number % 6 == 0:
        if number % 4 == 0:
            Redaction.objects.create(
                version=post.latest_version, target="file", reason="legal", at=database_now()
            )
        standing = "late" if number % 12 == 0 else post.standing
        version = corrected(post, standing=standing, language="es")
        factories.attachment(version, "again.pdf", b"%PDF-1.4 y")
    if number % 6 == 1:
        waits = corrected(post, published_at=None, review="waiting", language="fr")
        factories.attachment(waits, "infected.pdf", b"%PDF-1.4 z")
    return post
