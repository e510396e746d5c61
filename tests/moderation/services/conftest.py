"""A space in which something waits, and those who decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from discussions.models import Post, Space, Version
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256
from tests import factories, people
from tests.people import Actor


@dataclass(frozen=True)
class Desk:
    """What the tests of deciding share."""

    space: Space
    author: Actor
    moderator: Actor
    second: Actor

    def post(self, **more: Any) -> Post:
        """A post of the author; it waits unless told otherwise. The version of a rejected one is rejected."""
        made = factories.post(self.space, self.author.person, **{"state": "pending", **more})
        if made.state == "rejected":
            made.latest_version.review = "rejected"
            made.latest_version.save(update_fields=["review"])
        return made


@pytest.fixture
def desk(db: None) -> Desk:
    """A fresh one."""
    space = factories.space()
    return Desk(
        space,
        people.stakeholder(),
        people.moderator(space),
        people.moderator(space, "second@test.example", "Tomás Ruiz"),
    )


def new_version(
    post: Post,
    review: str = "waiting",
    body: str = "<p>Mended.</p>",
    received_at: datetime | None = None,
) -> Version:
    """What the author sent after the first version."""
    latest = post.latest_version
    version = Version.objects.create(
        post=post,
        number=latest.number + 1,
        received_at=received_at or database_now(),
        published_at=database_now() if review == "approved" else None,
        standing="on-time",
        review=review,
        language="en",
        body=body,
        sha256=canonical_sha256(body),
        speaker_name="Amina Otieno",
        speaker_capacity="organisation",
    )
    post.latest_version = version
    post.save(update_fields=["latest_version"])
    return version
