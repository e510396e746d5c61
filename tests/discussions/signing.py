"""What tests of joint submissions and endorsements share."""

from accounts.models import Membership, Organisation
from accounts.services.verify import confirm_membership, verify_organisation
from discussions.models import CoSignatory, Post
from discussions.validators.sent import NamedCoSignatory
from hub.kit.clock import database_now
from tests import people
from tests.people import Actor


def member(
    name: str, email: str, person: str = "Nadia Brook", group: str = "civil-society"
) -> Actor:
    """Somebody whom staff have confirmed to speak for a verified organisation of that name."""
    made = Organisation.objects.filter(name=name).first()
    organisation = made or people.organisation(name, stakeholder_group=group)
    return confirmed(people.actor(email, person, organisation))


def confirmed(actor: Actor) -> Actor:
    """The same, once staff have confirmed the membership and verified the organisation."""
    staff = people.actor(f"staff-{actor.user.pk}@test.example", "Staff").user.pk
    membership = Membership.objects.get(person=actor.person)
    confirm_membership(membership_id=membership.pk, by=staff)
    verify_organisation(organisation_id=membership.organisation_id, by=staff)
    return actor


def known(actor: Actor) -> NamedCoSignatory:
    """The organisation of an actor, as a lead names it."""
    assert actor.organisation is not None
    return NamedCoSignatory(actor.organisation.pk, actor.organisation.name)


def by_mail(name: str = "Far Shore Club", email: str = "club@far.example") -> NamedCoSignatory:
    """An organisation that the portal does not know, as a lead names it."""
    return NamedCoSignatory(None, name, email)


def row(post: Post, name: str = "Far Shore Club", **more: object) -> CoSignatory:
    """A row without any service: invited just now, by mail, unless told otherwise."""
    defaults: dict[str, object] = {
        "organisation_name": name,
        "state": "invited",
        "email": "club@far.example",
        "language": "en",
        "invited_at": database_now(),
        "position": post.co_signatories.count(),
    }
    return CoSignatory.objects.create(post=post, **{**defaults, **more})
