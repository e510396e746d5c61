"""Spaces that were lived through the services, out as archives and in again (PRODUCT, section 7)."""

import io
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.exports.archive import Variant
from discussions.models import Space
from discussions.services.import_space import import_archive
from tests import archives
from tests.discussions.exports.readable import (
    check_public_again,
    words_for_readers,
    words_of_archive,
)
from tests.discussions.exports.test_archive import exported
from tests.lives import ACTS, Life, live

pytestmark = pytest.mark.django_db

_OFTEN = ("send", "send", "answer", "mend", "decide", "decide", "mask", "support")
_NUMBERS = st.integers(0, 11)


def lives(*, least: int) -> st.SearchStrategy[Any]:
    """A space as it is set up, and so many acts or more."""
    return st.builds(
        dict,
        review=st.sampled_from(
            ("after-publishing", "before-publishing", "before-publishing-first-time")
        ),
        windows=st.sampled_from(
            (
                (),
                (("open", "refuse"), ("closed", "ask")),
                (("closed", "mark"), ("open", "refuse")),
                (("closed", "ask"), ("grace", "mark")),
            )
        ),
        acts=st.lists(
            st.tuples(st.sampled_from((*_OFTEN, *sorted(ACTS))), _NUMBERS, _NUMBERS, _NUMBERS),
            min_size=least,
            max_size=30,
        ),
    )


def lived(life: dict[str, Any]) -> Life:
    """The life of two spaces, three submissions ahead of what was drawn."""
    made = Life(life["review"], life["windows"])
    live(made, [("send", 0, 0, 1), ("send", 2, 3, 2), ("send", 3, 1, 3), *life["acts"]])
    return made


def check_round_trips(life: dict[str, Any]) -> None:
    """All that is promised of the archives of a space, whatever was done in it."""
    with transaction.atomic():
        with archives.elsewhere():
            space = lived(life).space
            space.refresh_from_db()
            whole, public = exported(space), exported(space, Variant.PUBLIC)
            readable = words_for_readers(space)
        assert not Space.objects.exists()
        shown = words_of_archive(public)
        assert shown - readable == set(), "no reader sees this"
        assert readable - shown == set(), "every reader sees this"
        with archives.elsewhere():
            again = _imported(whole)
            assert exported(again).getvalue() == whole.getvalue()
            assert words_for_readers(again) <= readable, "no reader saw this before"
            assert words_of_archive(exported(again, Variant.PUBLIC)) <= readable
        check_public_again(public)


def _imported(archive: io.BytesIO) -> Space:
    imported = import_archive(archive)
    assert imported.is_new
    assert not import_archive(archive).is_new, "the same again is nothing new"
    return imported.space


@given(lives(least=20))
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_space_comes_back_as_it_went_and_shows_no_more_than_before(life: Any) -> None:
    check_round_trips(life)


@pytest.mark.prove
@given(lives(least=0))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_many_spaces_come_back_as_they_went_and_show_no_more_than_before(life: Any) -> None:
    check_round_trips(life)
