"""Who looks at something or acts on it, with every right that counts here (PRODUCT, section 1)."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from accounts.models import Person, User
from discussions.enums import SpaceRoleName
from discussions.errors import NotModerator, NotSecretariat, SignInFirst
from discussions.models import SpaceRole


@dataclass(frozen=True)
class Viewer:
    """A reader or an actor. Without `user_id` it is a visitor.

    `looks_behind`: also sees withheld names and redacted words. Only acts that write a record of
    their own make such a viewer (an export in its restricted variant, a look behind a mask).
    `asked_to_sign`: the posts, by id, whose latest text is theirs to read before it is public, because
    they were asked to sign it; `access.signatures` alone makes such a viewer, for one page.
    """

    user_id: int | None = None
    person_id: int | None = None
    is_secretariat: bool = False
    is_administrator: bool = False
    moderates: frozenset[int] = frozenset()
    observes: frozenset[int] = frozenset()
    looks_behind: bool = False
    asked_to_sign: frozenset[UUID] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        """Whether there is an account behind it."""
        return self.user_id is not None

    @property
    def is_moderator_anywhere(self) -> bool:
        """Whether the review queue is theirs to see."""
        return self.is_secretariat or bool(self.moderates)

    def is_staff_of(self, space_id: int) -> bool:
        """Moderators of the space, and the secretariat everywhere."""
        return self.is_secretariat or space_id in self.moderates

    def is_author(self, author_id: int | None) -> bool:
        """Whether the person who speaks is this viewer."""
        return author_id is not None and author_id == self.person_id


VISITOR = Viewer()


def looking_behind(viewer: Viewer) -> Viewer:
    """The same viewer with a look behind withheld names and masks, for an act that is on record.

    The look itself and the restricted variant of an export call it, and the import, which compares an archive with
    what is there; nobody else (tests/discussions/access/test_look_behind.py keeps it so).
    """
    return replace(viewer, looks_behind=True)


def viewer_of(user: User | AnonymousUser | None) -> Viewer:
    """The viewer behind a request's user; two statements, asked once per request. None: a visitor."""
    if not isinstance(user, User) or not user.is_active:
        return VISITOR
    known: Viewer | None = getattr(user, "known_viewer", None)
    if known is None:
        known = _load(user)
        user.known_viewer = known  # type: ignore[attr-defined]  # kept for this request
    return known


def _load(user: User) -> Viewer:
    roles: dict[str, set[int]] = {name: set() for name in SpaceRoleName.values}
    for role, space_id in SpaceRole.objects.filter(user=user).values_list("role", "space_id"):
        roles[role].add(space_id)
    person_id = Person.objects.filter(user=user).values_list("pk", flat=True).first()
    return Viewer(
        user_id=user.pk,
        person_id=person_id,
        is_secretariat=user.is_secretariat,
        is_administrator=user.is_administrator,
        moderates=frozenset(roles[SpaceRoleName.MODERATOR]),
        observes=frozenset(roles[SpaceRoleName.OBSERVER]),
    )


def check_signed_in(viewer: Viewer) -> None:
    """Raises SignInFirst for a visitor, and for an account that speaks for nobody."""
    if viewer.person_id is None:
        raise SignInFirst


def check_staff_of(viewer: Viewer, space_id: int) -> None:
    """Raises NotModerator for everyone but the space's moderators and the secretariat."""
    if not viewer.is_staff_of(space_id):
        raise NotModerator


def check_secretariat(viewer: Viewer) -> None:
    """Raises NotSecretariat for everyone but the secretariat."""
    if not viewer.is_secretariat:
        raise NotSecretariat
