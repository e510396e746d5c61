"""Plain rows for tests, made without services: what a service promises is tried by calling it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import Person
from discussions.models import Attachment, Post, Prompt, Space, Version, Window
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def space(slug: str = "roundtable", prefix: str = "RT", **more: Any) -> Space:
    """A published space without a window: always open."""
    made = Space(slug=slug, reference_prefix=prefix, published_at=LONG_AGO, **more)
    set_texts(made, "title", {"en": f"Title of {slug}", "fr": f"Titre de {slug}"})
    set_texts(made, "mandate", {"en": "<p>Mandate.</p>", "fr": "<p>Mandat.</p>"})
    made.save()
    return made


def window(of: Space, state: str = "open", **more: Any) -> Window:
    """A window that is "scheduled", "open", "grace" or "closed" by the database's clock now."""
    now = database_now()
    opens, closes = {
        "scheduled": (now + timedelta(days=1), now + timedelta(days=10)),
        "open": (now - timedelta(days=1), now + timedelta(days=9)),
        "grace": (now - timedelta(days=9), now - timedelta(minutes=5)),
        "closed": (now - timedelta(days=9), now - timedelta(days=1)),
    }[state]
    defaults: dict[str, Any] = {"opens_at": opens, "closes_at": closes, "grace_minutes": 15}
    return Window.objects.create(space=of, **{**defaults, **more})


def prompt(of: Space, number: int = 1, **more: Any) -> Prompt:
    """A question in English and French."""
    made = Prompt(space=of, number=number, position=number, **more)
    set_texts(
        made, "text", {"en": f"<p>Question {number}?</p>", "fr": f"<p>Question {number} ?</p>"}
    )
    made.save()
    return made


def post(of: Space, author: Person | None = None, body: str = "<p>Text.</p>", **more: Any) -> Post:
    """A post with one version. `state` is published unless given; `answers` is its parent."""
    parent: Post | None = more.pop("answers", None)
    state = more.pop("state", "published")
    speaker = more.pop("speaker", {})
    received_at = more.pop("received_at", database_now())
    language = more.pop("language", "en")
    Space.objects.filter(pk=of.pk).update(
        last_number=F("last_number") + 1, revision=F("revision") + 1
    )
    of.refresh_from_db(fields=["last_number", "revision"])
    number = of.last_number
    was_public = more.pop("was_public", state in {"published", "hidden", "merged", "withdrawn"})
    made = Post(
        space=of,
        number=number,
        sequence=number,
        parent=parent,
        prompt=parent.prompt if parent else more.pop("prompt", None),
        root_sequence=parent.root_sequence if parent else number,
        path=f"{parent.path if parent else ''}{Post.step(number)}",
        depth=parent.depth + 1 if parent else 0,
        author=author,
        received_at=received_at,
        standing=more.pop("standing", "on-time"),
        state=state,
        state_since=more.pop("state_since", received_at),
        **more,
    )
    version = Version(
        post=made,
        number=1,
        received_at=received_at,
        published_at=received_at if was_public else None,
        standing=made.standing,
        review="approved" if was_public else "waiting",
        language=language,
        body=body,
        sha256=canonical_sha256(body),
        **{
            "speaker_name": author.name if author else "Imported Person",
            "speaker_capacity": "organisation",
            "speaker_organisation": "Some Organisation",
            "speaker_group": "civil-society",
            **speaker,
        },
    )
    made.latest_version = version
    made.public_version = version if was_public else None
    with transaction.atomic():  # each names the other
        made.save()
        version.save()
    return made


def attachment(
    of: Version, name: str = "note.pdf", content: bytes = b"%PDF-1.4 x", **more: Any
) -> Attachment:
    """A file of a version, its bytes in the storage."""
    import io

    from hub.kit.storage import keep

    stored = keep(io.BytesIO(content))
    defaults: dict[str, Any] = {
        "position": of.attachments.count(),
        "media_type": "application/pdf",
    }
    return Attachment.objects.create(
        version=of,
        name=name,
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
        **{**defaults, **more},
    )
