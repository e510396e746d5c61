"""Who looks at something, with their rights."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from discussions.access.viewer import (
    VISITOR,
    Viewer,
    check_secretariat,
    check_signed_in,
    check_staff_of,
    viewer_of,
)
from discussions.errors import NotModerator, NotSecretariat, SignInFirst
from tests import factories, people

pytestmark = pytest.mark.django_db


def test_a_viewer_has_the_rights_that_stand_in_the_database() -> None:
    space = factories.space()
    moderator, observer = people.moderator(space), people.observer(space)
    assert moderator.viewer.is_staff_of(space.pk)
    assert moderator.viewer.is_moderator_anywhere
    assert not moderator.viewer.is_staff_of(space.pk + 1)
    assert observer.viewer.observes == {space.pk}
    assert not observer.viewer.is_staff_of(space.pk)
    assert people.secretariat().viewer.is_staff_of(space.pk)
    assert not people.administrator().viewer.is_staff_of(space.pk)


def test_a_viewer_is_asked_for_once_in_two_statements(django_assert_num_queries: Any) -> None:
    user = people.stakeholder().user
    with django_assert_num_queries(2):
        assert viewer_of(user).is_signed_in
        assert viewer_of(user).is_signed_in


def test_nobody_and_a_closed_account_are_visitors() -> None:
    user = people.stakeholder().user
    user.is_active = False
    assert viewer_of(user) == VISITOR
    assert viewer_of(AnonymousUser()) == VISITOR


def test_an_author_is_known_by_the_person_that_speaks() -> None:
    author, stranger = people.stakeholder(), people.stranger()
    assert author.viewer.is_author(author.person.pk)
    assert not stranger.viewer.is_author(author.person.pk)
    assert not VISITOR.is_author(None)


def test_each_check_says_no_to_those_who_may_not() -> None:
    space = factories.space()
    stakeholder = people.stakeholder().viewer
    check_signed_in(stakeholder)
    check_staff_of(people.moderator(space).viewer, space.pk)
    check_secretariat(people.secretariat().viewer)
    with pytest.raises(SignInFirst):
        check_signed_in(VISITOR)
    with pytest.raises(SignInFirst):
        check_signed_in(Viewer(user_id=1))  # an account that speaks for nobody
    with pytest.raises(NotModerator):
        check_staff_of(stakeholder, space.pk)
    with pytest.raises(NotSecretariat):
        check_secretariat(people.moderator(factories.space("b", "BB"), "b@test.example").viewer)
