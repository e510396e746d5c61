"""One cast of people for all tests. Each call makes them anew in the database of the test."""

from dataclasses import dataclass

from django.test import Client

from accounts.models import Membership, Organisation, Person, User
from discussions.access.viewer import Viewer, viewer_of
from discussions.models import Space, SpaceRole

PASSWORD = "consultation"


@dataclass(frozen=True)
class Actor:
    """A person of the cast with their account."""

    user: User
    person: Person
    organisation: Organisation | None = None

    @property
    def viewer(self) -> Viewer:
        """The viewer, with the rights that stand in the database now."""
        return viewer_of(User.objects.get(pk=self.user.pk))


def organisation(name: str = "Coastal Crossings", **more: object) -> Organisation:
    """An organisation; civil society unless told otherwise."""
    defaults: dict[str, object] = {"stakeholder_group": "civil-society", "country": "KE"}
    return Organisation.objects.create(name=name, name_en=name, **{**defaults, **more})


def actor(email: str, name: str, speaks_for: Organisation | None = None, **rights: bool) -> Actor:
    """Someone with an account, and an organisation to speak for if given."""
    user = User(email=email, **rights)
    user.set_unusable_password()
    user.save()
    person = Person.objects.create(user=user, name=name)
    if speaks_for is not None:
        Membership.objects.create(person=person, organisation=speaks_for)
    return Actor(user, person, speaks_for)


def stakeholder(speaks_for: Organisation | None = None) -> Actor:
    """Posts for an organisation."""
    return actor("stakeholder@test.example", "Amina Otieno", speaks_for or organisation())


def colleague(of: Actor) -> Actor:
    """Posts for the same organisation as another."""
    return actor("colleague@test.example", "Jonas Weiler", of.organisation)


def stranger() -> Actor:
    """Posts for another organisation."""
    other = organisation("Harbour Workers' Union", stakeholder_group="trade-union", country="PT")
    return actor("stranger@test.example", "Inês Carvalho", other)


def moderator(of: Space, email: str = "moderator@test.example", name: str = "Marta Lind") -> Actor:
    """Moderates a space."""
    made = actor(email, name)
    SpaceRole.objects.create(space=of, user=made.user, role="moderator")
    return made


def observer(of: Space) -> Actor:
    """Observes a space."""
    made = actor("observer@test.example", "Kwame Asante")
    SpaceRole.objects.create(space=of, user=made.user, role="observer")
    return made


def secretariat() -> Actor:
    """The secretariat, in every space."""
    return actor("secretariat@test.example", "Paulo Reyes", is_secretariat=True)


def administrator() -> Actor:
    """Administers accounts and settings."""
    return actor("admin@test.example", "Elif Kaya", is_administrator=True)


def signed_in(who: Actor) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
