"""What tests of drafts share: a text on its way, a shared draft, confirmed colleagues."""

from typing import Any
from uuid import uuid4

from accounts.models import Membership, User
from discussions.models import Draft, Space
from discussions.services.drafts import save_draft
from discussions.validators.drafts import DraftContent, DraftPlace
from hub.kit.clock import database_now
from tests import people
from tests.discussions.writing import speaking_for


def content(body: str = "<p>So far.</p>", **more: Any) -> DraftContent:
    """A text that is being written in English, by a form of its own."""
    return DraftContent(**{"body": body, "language": "en", "key": uuid4(), **more})


def confirm(actor: people.Actor) -> people.Actor:
    """Staff have checked that the actor speaks for the organisation."""
    by = User.objects.order_by("pk").first()
    Membership.objects.filter(person=actor.person).update(
        confirmed_at=database_now(), confirmed_by=by
    )
    return actor


def shared(author: people.Actor, space: Space, **more: Any) -> Draft:
    """A draft to the space as a whole that confirmed colleagues of its author may edit."""
    written = content(speaker=speaking_for(author), is_shared=True, **more)
    place = DraftPlace(space.pk)
    return save_draft(by=author.viewer, place=place, content=written, revision=0).draft
