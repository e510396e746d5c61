"""Spaces are made by the secretariat and administrators, each once, with a first window or without."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, connections

from discussions.access.viewer import VISITOR
from discussions.enums import LatePolicy, Review
from discussions.errors import (
    AlreadyMade,
    DatesNotPossible,
    NameTaken,
    NotComplete,
    NotModerator,
    NotNamer,
)
from discussions.models import Space, Window
from discussions.selectors.set_up import space_setting
from discussions.services.make_space import make_space
from discussions.validators.set_up import NewSpace, SpaceSetting, slug_of
from discussions.validators.windows import WindowSetting
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people

KEY = UUID(int=7)
SETTING = SpaceSetting(
    {"en": "Declaration", "fr": "Déclaration"},
    {"en": "<p>Why.</p>", "fr": "<p>Pourquoi.</p>"},
    (2, 16),
    Review.FIRST_TIME,
    900,
)
NEW = NewSpace("declaration", "DE", SETTING)


def window(**more: object) -> WindowSetting:
    """One that opens tomorrow."""
    now = database_now()
    given: dict[str, object] = {
        "opens_at": now + timedelta(days=1),
        "closes_at": now + timedelta(days=9),
        "time_zone": "America/New_York",
        "late_policy": LatePolicy.ASK,
        "grace_minutes": 30,
        **more,
    }
    return WindowSetting(**given)  # type: ignore[arg-type]  # all of them are given


@pytest.mark.django_db
def test_a_space_is_made_with_its_window_and_readers_do_not_see_it_yet() -> None:
    setting = window()
    made = make_space(by=people.secretariat().viewer, wanted=NEW, key=KEY, window=setting)
    made.refresh_from_db()
    assert (made.slug, made.reference_prefix, made.published_at) == ("declaration", "DE", None)
    assert space_setting(made) == SETTING
    assert Window.objects.get().setting == setting
    acts = list(Record.objects.order_by("pk").values_list("act", "space_id"))
    assert acts == [("space-added", made.pk), ("window-schedule", made.pk)]
    assert Record.objects.earliest("pk").detail == {"key": str(KEY)}


@pytest.mark.django_db
def test_nobody_else_makes_one() -> None:
    space = factories.space()
    for viewer in (
        VISITOR,
        people.stakeholder().viewer,
        people.moderator(space).viewer,
        people.observer(space).viewer,
    ):
        with pytest.raises(NotNamer):
            make_space(by=viewer, wanted=NEW)
    make_space(by=people.administrator().viewer, wanted=NEW)
    assert Space.objects.count() == 2


@pytest.mark.django_db
def test_administrators_make_a_space_and_leave_its_windows_to_others() -> None:
    with pytest.raises(NotModerator):
        make_space(by=people.administrator().viewer, wanted=NEW, window=window())
    assert not Space.objects.exists()


@pytest.mark.django_db
def test_what_a_form_holds_comes_in_clean() -> None:
    mandates = {"en": '<p onclick="x()">Why.</p><script>x()</script>', "fr": ""}
    setting = SpaceSetting({"en": "A", "fr": " "}, mandates, (), Review.AFTER)
    made = make_space(by=people.secretariat().viewer, wanted=NewSpace("a", "AA", setting))
    assert space_setting(made) == SpaceSetting(
        {"en": "A"}, {"en": "<p>Why.</p>"}, (), Review.AFTER
    )


@pytest.mark.django_db
def test_the_same_form_again_is_the_same_space_and_with_other_words_it_is_refused() -> None:
    by = people.secretariat().viewer
    made = {make_space(by=by, wanted=NEW, key=KEY).pk for _press in range(2)}
    assert made == {Space.objects.get().pk}
    other = NewSpace("declaration", "DE", SpaceSetting({"en": "Other"}, {}, (), Review.AFTER))
    with pytest.raises(AlreadyMade) as refused:
        make_space(by=by, wanted=other, key=KEY)
    assert refused.value.made == "declaration"
    assert space_setting(Space.objects.get()) == SETTING


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "prefix", "field"),
    [
        ("roundtable", "DE", "slug"),
        ("declaration", "RT", "reference_prefix"),
    ],
)
def test_what_another_space_is_called_is_taken(slug: str, prefix: str, field: str) -> None:
    factories.space()
    with pytest.raises(NameTaken) as refused:
        make_space(by=people.secretariat().viewer, wanted=NewSpace(slug, prefix, SETTING))
    assert refused.value.field == field
    assert Space.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["dates", "languages"])
def test_where_the_window_is_refused_no_space_is_made(fault: str) -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    wanted = NEW
    setting = window(opens_at=past) if fault == "dates" else window()
    if fault == "languages":
        wanted = NewSpace("half", "HA", SpaceSetting({"en": "Half"}, {}, (), Review.AFTER))
    with pytest.raises((DatesNotPossible, NotComplete)):
        make_space(by=people.secretariat().viewer, wanted=wanted, window=setting)
    assert not Space.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_space() -> None:
    by, made, start = people.secretariat().viewer, list[int](), threading.Barrier(2)

    def press() -> None:
        start.wait()
        try:
            made.append(make_space(by=by, wanted=NEW, key=KEY).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [Space.objects.get().pk] * 2
    connection.close()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Progress Declaration, Rev. 2", "progress-declaration-rev-2"),
        ("Déclaration d’étape: l’œuvre", "declaration-detape-loeuvre"),
        ("进展宣言", ""),
        (f"{'word ' * 20}", "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 90, "x" * 60),
    ],
)
def test_an_address_is_made_of_a_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug
