"""What is set of a space itself, whether readers see it, whom they see as moderators."""

import hashlib

import pytest

from discussions.access.viewer import VISITOR
from discussions.enums import Review
from discussions.errors import (
    AlreadyDecided,
    ChangedMeanwhile,
    NotComplete,
    NotFound,
    NotModerator,
    NotPossibleNow,
)
from discussions.models import DisplayedModerator, Space
from discussions.selectors.set_up import space_setting
from discussions.services.spaces import (
    change_space,
    hide_moderator,
    publish_space,
    show_moderator,
    unpublish_space,
)
from discussions.validators.set_up import SpaceSetting, stamp_of
from hub.kit.bilingual import set_texts
from hub.kit.models import Record
from tests import factories, people
from tests.people import Actor

TITLES = {"en": "Declaration", "fr": "Déclaration"}
SETTING = SpaceSetting(
    TITLES, {"en": "<p>Why.</p>", "fr": "<p>Pourquoi.</p>"}, (2, 16), Review.BEFORE, 5000
)


@pytest.fixture
def space(db: None) -> Space:
    """A published space."""
    return factories.space()


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


def stamp() -> str:
    """What a form carries that is built on the space as it is now."""
    return stamp_of(space_setting(Space.objects.get(slug="roundtable")))


def test_the_setting_is_changed_once_and_the_record_names_the_fields_alone(
    space: Space, moderator: Actor
) -> None:
    seen = stamp()
    for _press in range(2):
        change_space(by=moderator.viewer, space_id=space.pk, setting=SETTING, seen=seen)
    space.refresh_from_db()
    assert space_setting(space) == SETTING
    record = Record.objects.get()
    assert record.act == "space-changed"
    fields = ["titles", "mandates", "objectives", "review", "length_limit"]
    before, after = record.detail["was"], record.detail["is"]
    assert record.detail["fields"] == fields
    assert sorted(before) == sorted(after) == sorted(fields)
    assert (before["review"], after["review"]) == ("after-publishing", SETTING.review)
    assert (before["length_limit"], after["length_limit"]) == (None, SETTING.length_limit)
    assert after["titles"]["en"] == hashlib.sha256(TITLES["en"].encode()).hexdigest()
    assert TITLES["en"] not in str(record.detail)
    assert space.revision == 2


def test_a_mandate_comes_in_clean_and_counters_are_left_alone(
    space: Space, moderator: Actor
) -> None:
    factories.post(space)
    mandates = {"en": '<p onclick="x()">Why.</p><script>x()</script>', "fr": "<p>Pourquoi.</p>"}
    setting = SpaceSetting(TITLES, mandates, (), Review.AFTER)
    change_space(by=moderator.viewer, space_id=space.pk, setting=setting, seen=stamp())
    space.refresh_from_db()
    assert space_setting(space).mandates["en"] == "<p>Why.</p>"
    assert (space.last_number, space.slug, space.reference_prefix) == (1, "roundtable", "RT")


def test_who_built_on_what_another_changed_is_told_and_nothing_is_overwritten(
    space: Space, moderator: Actor
) -> None:
    seen, other = stamp(), people.secretariat()
    change_space(by=other.viewer, space_id=space.pk, setting=SETTING, seen=seen)
    mine = SpaceSetting({**TITLES, "en": "Mine"}, {}, (), Review.AFTER)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_space(by=moderator.viewer, space_id=space.pk, setting=mine, seen=seen)
    assert refused.value.by == "Paulo Reyes"
    assert space_setting(Space.objects.get()) == SETTING


def test_a_title_stays_complete_while_texts_can_be_sent(space: Space, moderator: Actor) -> None:
    half = SpaceSetting({"en": "Declaration", "fr": ""}, {}, (), Review.AFTER)
    with pytest.raises(NotComplete) as refused:
        change_space(by=moderator.viewer, space_id=space.pk, setting=half, seen=stamp())
    assert str(refused.value).endswith("Missing: French.")
    factories.window(space, "closed")
    change_space(by=moderator.viewer, space_id=space.pk, setting=half, seen=stamp())
    assert space_setting(Space.objects.get()).titles == {"en": "Declaration"}


def test_a_space_is_published_once_it_is_complete(space: Space, moderator: Actor) -> None:
    Space.objects.update(published_at=None)
    space.refresh_from_db()
    prompt = factories.prompt(space)
    set_texts(prompt, "text", {"en": "<p>Why?</p>"})
    prompt.save()
    set_texts(space, "title", {"fr": "Déclaration"})
    set_texts(space, "mandate", {"en": "<p>Why.</p>"})
    space.save()
    with pytest.raises(NotComplete) as refused:
        publish_space(by=moderator.viewer, space_id=space.pk)
    assert str(refused.value).endswith(
        "the title (English), question 1 (French), the mandate (French)."
    )
    set_texts(prompt, "text", {"en": "<p>Why?</p>", "fr": "<p>Pourquoi ?</p>"})
    prompt.save()
    set_texts(space, "title", TITLES)
    set_texts(space, "mandate", {})
    space.save()
    for _press in range(2):
        publish_space(by=moderator.viewer, space_id=space.pk)
    assert Space.objects.get().published_at is not None
    assert Record.objects.get().act == "space-published"
    with pytest.raises(AlreadyDecided) as decided:
        publish_space(by=people.secretariat().viewer, space_id=space.pk)
    assert decided.value.by == "Marta Lind"


def test_a_space_is_taken_back_only_as_long_as_no_text_was_received(
    space: Space, moderator: Actor
) -> None:
    for _press in range(2):
        unpublish_space(by=moderator.viewer, space_id=space.pk)
    assert Space.objects.get().published_at is None
    assert Record.objects.get().act == "space-unpublished"
    publish_space(by=moderator.viewer, space_id=space.pk)
    factories.post(space, state="withdrawn", was_public=False)
    with pytest.raises(NotPossibleNow):
        unpublish_space(by=moderator.viewer, space_id=space.pk)
    assert Space.objects.get().published_at is not None


def test_names_are_shown_to_readers_and_give_no_right(space: Space, moderator: Actor) -> None:
    person = moderator.person
    for _press in range(2):
        show_moderator(by=moderator.viewer, space_id=space.pk, person_id=person.pk)
    assert DisplayedModerator.objects.get().person == person
    stranger = people.stranger().person
    with pytest.raises(NotFound):
        show_moderator(by=moderator.viewer, space_id=space.pk, person_id=stranger.pk)
    for _press in range(2):
        hide_moderator(by=moderator.viewer, space_id=space.pk, person_id=person.pk)
    assert not DisplayedModerator.objects.exists()
    acts = list(Record.objects.order_by("pk").values_list("act", "detail"))
    assert acts == [
        ("shown-moderator-added", {"person": person.pk}),
        ("shown-moderator-removed", {"person": person.pk}),
    ]


def test_others_set_nothing(space: Space) -> None:
    elsewhere = factories.space("elsewhere", "EL")
    person = people.stakeholder()
    for viewer in (
        VISITOR,
        person.viewer,
        people.observer(space).viewer,
        people.moderator(elsewhere, "other@test.example", "Li Wen").viewer,
    ):
        with pytest.raises(NotModerator):
            change_space(by=viewer, space_id=space.pk, setting=SETTING, seen=stamp())
        for act in (publish_space, unpublish_space):
            with pytest.raises(NotModerator):
                act(by=viewer, space_id=space.pk)
        for show in (show_moderator, hide_moderator):
            with pytest.raises(NotModerator):
                show(by=viewer, space_id=space.pk, person_id=person.person.pk)
    assert not Record.objects.exists()
