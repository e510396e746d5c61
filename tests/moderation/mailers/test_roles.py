"""Who gets or loses a role is told so, once for each time, in their language; and nothing that is no longer so."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from accounts.enums import PortalRole
from accounts.mailers.deliver import Outcome, deliver
from accounts.mailers.letter import Letter
from accounts.models import Notice, User
from accounts.services.rights import give_portal_role, take_portal_role
from discussions.enums import SpaceRoleName
from discussions.errors import NoAccount
from discussions.models import Space, SpaceRole
from discussions.services.roles import give_role, take_role
from moderation.mailers import role_letter
from tests import factories, people
from tests.mail import Mailbox
from tests.people import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_site")]

MODERATOR, OBSERVER = SpaceRoleName.MODERATOR, SpaceRoleName.OBSERVER


@pytest.fixture
def _site(settings: Any) -> Iterator[None]:
    settings.SITE_URL = "https://hub.example"
    with override("en"):
        yield


@pytest.fixture
def space() -> Space:
    """Where rights are given."""
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    """Of the secretariat."""
    return people.secretariat()


def notices(receiver: Actor) -> list[Notice]:
    """By mail, the oldest first."""
    kept = Notice.objects.select_related("receiver").filter(channel="mail", receiver=receiver.user)
    return list(kept.order_by("pk"))


def written(letter: Letter | None) -> Letter:
    """There is one, and both halves say where to go."""
    assert letter is not None
    return letter


def named(space: Space, whom: Actor, by: Actor, role: SpaceRoleName = OBSERVER) -> dict[str, Any]:
    """The words of an act on a role."""
    return {"by": by.viewer, "space_id": space.pk, "user_id": whom.user.pk, "role": role}


def test_who_is_named_is_told_what_comes_with_it_and_where_it_stands(
    space: Space, paulo: Actor
) -> None:
    kwame = people.stakeholder()
    for _ in range(2):
        give_role(**named(space, kwame, paulo))
    (notice,) = notices(kwame)
    letter = written(role_letter(notice))
    assert letter.subject == "Your role in “Title of roundtable”: Observer"
    for half in (letter.text, letter.html):
        assert "Observers see what every reader sees." in half
        assert "https://hub.example/en/moderation/roles/mine/" in half
        assert "because a role of your account was changed" in half


def test_it_is_in_the_language_of_who_receives_it(
    space: Space, paulo: Actor, mailbox: Mailbox
) -> None:
    kwame = people.stakeholder()
    User.objects.filter(pk=kwame.user.pk).update(language="fr")
    give_role(**named(space, kwame, paulo, MODERATOR))
    assert deliver(notices(kwame)[0].pk) is Outcome.SENT
    (mail,) = mailbox.messages
    assert mail["Content-Language"] == "fr"
    assert mail["To"] == kwame.user.email
    with override("fr"):
        letter = written(role_letter(notices(kwame)[0]))
    assert "Titre de roundtable" in letter.subject


def test_who_loses_it_is_told_and_no_longer_that_it_was_given(space: Space, paulo: Actor) -> None:
    kwame = people.stakeholder()
    give_role(**named(space, kwame, paulo))
    for _ in range(2):
        take_role(**named(space, kwame, paulo))
    given, taken = notices(kwame)
    assert role_letter(given) is None
    letter = written(role_letter(taken))
    assert letter.subject == "Your role in “Title of roundtable” has ended: Observer"
    for half in (letter.text, letter.html):
        assert "What you did with it stays on record." in half
        assert "https://hub.example/en/spaces/" in half
    give_role(**named(space, kwame, paulo))
    assert role_letter(taken) is None
    assert role_letter(notices(kwame)[2]) is not None


def test_another_role_in_the_space_is_another_matter(space: Space, paulo: Actor) -> None:
    kwame = people.stakeholder()
    give_role(**named(space, kwame, paulo))
    give_role(**named(space, kwame, paulo, MODERATOR))
    take_role(**named(space, kwame, paulo, MODERATOR))
    observer, moderator, taken = (role_letter(notice) for notice in notices(kwame))
    assert (observer is None, moderator is None, taken is None) == (False, True, False)


def test_a_role_of_the_portal_is_told_the_same_way(paulo: Actor) -> None:
    amina, elif_kaya = people.stakeholder(), people.administrator()
    for _ in range(2):
        give_portal_role(
            account_id=amina.user.pk, role=PortalRole.SECRETARIAT, by=elif_kaya.user.pk
        )
    (notice,) = notices(amina)
    letter = written(role_letter(notice))
    assert letter.subject == "Your role in the portal: Secretariat"
    assert "The secretariat moderates every space" in letter.text
    take_portal_role(account_id=amina.user.pk, role=PortalRole.SECRETARIAT, by=elif_kaya.user.pk)
    given, taken = notices(amina)
    assert role_letter(given) is None
    assert written(role_letter(taken)).subject == "Your role in the portal has ended: Secretariat"


def test_who_names_themselves_is_not_written_to(space: Space, paulo: Actor) -> None:
    give_role(**named(space, paulo, paulo, MODERATOR))
    take_role(**named(space, paulo, paulo, MODERATOR))
    elif_kaya = people.administrator()
    give_portal_role(
        account_id=elif_kaya.user.pk, role=PortalRole.SECRETARIAT, by=elif_kaya.user.pk
    )
    assert not Notice.objects.exists()


def test_a_right_that_was_refused_tells_nobody(space: Space) -> None:
    kwame = people.stakeholder()
    User.objects.filter(pk=kwame.user.pk).update(is_active=False)
    with pytest.raises(NoAccount):
        give_role(**named(space, kwame, people.secretariat()))
    assert not Notice.objects.exists()
    assert not SpaceRole.objects.exists()
