"""What staff enter from outside: who may, how a day stands to a window, once, and what becomes of the address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.enums import StakeholderGroup
from accounts.models import Membership, Notice, Person, User
from discussions.access.viewer import VISITOR, Viewer
from discussions.enums import Capacity, NameWithheld, OutsideKind
from discussions.errors import (
    DatesNotPossible,
    KeyReused,
    NotFound,
    NotModerator,
    NotPossibleNow,
    NotYours,
    SignInFirst,
)
from discussions.models import Post, Space, Version
from discussions.services.correct import correct
from discussions.services.outside import enter_outside_input
from discussions.services.submit import Receipt, SubmissionPlace
from discussions.services.submit import submit as send
from discussions.services.withdraw import withdraw
from discussions.validators.outside import OutsideEntity, OutsideSource
from hub.kit.clock import database_now
from hub.kit.instants import in_zone
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.writing import text, upload
from tests.people import Actor

pytestmark = pytest.mark.django_db

TOWN_HALL = OutsideEntity(
    Capacity.ORGANISATION,
    organisation_name="Ville de Trois-Rives",
    group=StakeholderGroup.LOCAL_AUTHORITY,
    country="FR",
    email="mairie@trois-rives.example",
    language="fr",
)
YESTERDAY = timedelta(days=1)


def by_mail(day: date | None = None) -> OutsideSource:
    """Received by e-mail on a day; yesterday unless told otherwise."""
    return OutsideSource(OutsideKind.MAIL, day or (database_now() - YESTERDAY).date())


def enter(
    by: Actor,
    space: Space,
    entity: OutsideEntity = TOWN_HALL,
    source: OutsideSource | None = None,
    **more: Any,
) -> Post:
    """What staff have entered; `parent`, `prompt` say where."""
    place = {name: more.pop(name) for name in ("parent", "prompt") if name in more}
    receipt = enter_outside_input(
        by=by.viewer,
        to=SubmissionPlace(space, **place),
        entity=entity,
        source=source or by_mail(),
        sent=more.pop("sent", None) or text(**more),
    )
    number = int(receipt.reference.rpartition("-")[2])
    found = Post.objects.select_related("space", "latest_version", "author")
    return found.get(space=space, number=number)


# ---------------------------------------------------------------- who may


def secretariat(_space: Space) -> Viewer:
    return people.secretariat().viewer


def moderator(space: Space) -> Viewer:
    return people.moderator(space).viewer


def others(space: Space) -> list[Viewer]:
    elsewhere = factories.space("elsewhere", "ELS")
    return [
        people.stakeholder().viewer,
        people.observer(space).viewer,
        people.administrator().viewer,
        people.moderator(elsewhere, "elsewhere@test.example").viewer,
    ]


@pytest.mark.parametrize("who", [moderator, secretariat])
@pytest.mark.parametrize("policy", ["refuse", "mark", "ask"])
@pytest.mark.parametrize("state", ["scheduled", "open", "grace", "closed"])
@pytest.mark.parametrize("is_closed", [False, True])
def test_staff_are_not_bound_by_window_policy_or_question(
    is_closed: bool, state: str, policy: str, who: Callable[[Space], Viewer]
) -> None:
    space, now = factories.space(review="before-publishing"), database_now()
    factories.window(space, state, late_policy=policy)
    prompt = factories.prompt(space, closed_at=now - timedelta(hours=1) if is_closed else None)
    enter_outside_input(
        by=who(space),
        to=SubmissionPlace(space, prompt),
        entity=TOWN_HALL,
        source=by_mail(now.date() - timedelta(days=2)),
        sent=text(),
    )
    post = Post.objects.get()
    assert (post.state, post.standing, post.prompt) == ("published", "on-time", prompt)


def test_nobody_else_may() -> None:
    space = factories.space()
    for viewer in others(space):
        with pytest.raises(NotModerator):
            enter_outside_input(
                by=viewer,
                to=SubmissionPlace(space),
                entity=TOWN_HALL,
                source=by_mail(),
                sent=text(),
            )
    with pytest.raises(SignInFirst):
        enter_outside_input(
            by=VISITOR,
            to=SubmissionPlace(space),
            entity=TOWN_HALL,
            source=by_mail(),
            sent=text(),
        )
    assert Post.objects.count() == 0


def test_staff_of_a_space_that_is_not_public_may_enter_before_it_is() -> None:
    space = factories.space()
    who = people.moderator(space)
    Space.objects.filter(pk=space.pk).update(published_at=None)
    assert enter(who, Space.objects.get()).state == "published"


# ---------------------------------------------------------------- how a day stands

NOON_NEW_YORK = datetime(2026, 3, 21, 16, 0, tzinfo=UTC)  # 12:00 there
END_NEW_YORK = datetime(2026, 3, 22, 3, 59, 59, tzinfo=UTC)  # 23:59:59 there
MIDNIGHT_NEW_YORK = datetime(2026, 3, 22, 4, 0, tzinfo=UTC)  # 00:00 there
END_KIRITIMATI = datetime(2026, 3, 21, 9, 59, 59, tzinfo=UTC)  # 23:59:59 there, 21 March
MORNING_KIRITIMATI = datetime(2026, 3, 21, 10, 1, tzinfo=UTC)  # 00:01 there, 22 March


@pytest.mark.parametrize("policy", ["refuse", "mark", "ask"])
@pytest.mark.parametrize(
    ("zone", "closes_at", "last_day"),
    [
        ("America/New_York", NOON_NEW_YORK, 21),
        ("America/New_York", END_NEW_YORK, 21),
        ("America/New_York", MIDNIGHT_NEW_YORK, 21),
        ("America/New_York", MIDNIGHT_NEW_YORK + timedelta(microseconds=1), 22),
        ("UTC", END_NEW_YORK, 22),
        ("Pacific/Kiritimati", END_KIRITIMATI, 21),
        ("Pacific/Kiritimati", MORNING_KIRITIMATI, 22),
    ],
)
def test_the_whole_closing_day_of_the_announced_zone_is_on_time_and_the_next_day_late(
    zone: str, closes_at: datetime, last_day: int, policy: str
) -> None:
    space = factories.space()
    who = people.moderator(space)
    factories.window(
        space,
        opens_at=closes_at - timedelta(days=9),
        closes_at=closes_at,
        time_zone=zone,
        late_policy=policy,
    )
    last = date(2026, 3, last_day)
    on_the_day = enter(who, space, source=by_mail(last))
    long_before = enter(who, space, source=by_mail(date(2026, 1, 5)))
    after = enter(who, space, source=by_mail(last + timedelta(days=1)))
    assert [post.standing for post in (on_the_day, long_before, after)] == [
        "on-time",
        "on-time",
        "late",
    ]
    assert {post.state for post in (on_the_day, long_before, after)} == {"published"}
    assert after.latest_version.standing == "late"


def test_grace_is_for_instants_a_day_after_the_closing_day_is_late() -> None:
    space = factories.space()
    who = people.moderator(space)
    factories.window(
        space,
        opens_at=END_NEW_YORK - timedelta(days=9),
        closes_at=END_NEW_YORK,
        time_zone="America/New_York",
        grace_minutes=600,
    )
    assert enter(who, space, source=by_mail(date(2026, 3, 22))).standing == "late"


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "UTC", ""])
def test_a_day_that_has_not_come_in_the_announced_zone_is_refused(zone: str) -> None:
    space = factories.space()
    who = people.moderator(space)
    if zone:
        factories.window(space, time_zone=zone)
    today = in_zone(database_now(), zone or "UTC").date()
    assert enter(who, space, source=by_mail(today)).outside_received_on == today
    with pytest.raises(DatesNotPossible):
        enter(who, space, source=by_mail(today + timedelta(days=1)))


def test_a_question_counts_by_its_own_window_and_a_reply_by_that_of_its_root() -> None:
    space = factories.space()
    who = people.moderator(space)
    factories.window(space, closes_at=None)
    own = factories.window(
        space,
        position=1,
        archive_id="second",
        opens_at=NOON_NEW_YORK - timedelta(days=9),
        closes_at=NOON_NEW_YORK,
        time_zone="America/New_York",
    )
    prompt = factories.prompt(space, window=own)
    source = by_mail(date(2026, 3, 22))
    assert enter(who, space, source=source).standing == "on-time"
    root = enter(who, space, source=source, prompt=prompt)
    assert root.standing == "late"
    reply = enter(who, space, source=source, parent=root)
    assert (reply.standing, reply.prompt, reply.parent) == ("late", prompt, root)


# ---------------------------------------------------------------- what it becomes


def test_it_stands_for_the_entity_with_source_date_and_who_entered_it() -> None:
    space = factories.space()
    who, before = people.moderator(space), database_now()
    file = upload(who)
    day = (before - YESTERDAY).date()
    post = enter(who, space, source=by_mail(day), files=[file.pk])
    assert post.received_at >= before - timedelta(hours=1)  # the instant of entry, not the day
    assert (post.outside_kind, post.outside_received_on) == ("mail", day)
    assert post.outside_entered_by == who.person
    author = post.author
    assert author is not None
    assert (author.user, author.email) == (None, None)
    assert (author.name, author.organisation_name) == ("Ville de Trois-Rives",) * 2
    assert not Membership.objects.filter(person=author).exists()
    version = Version.objects.get()
    snapshot = (
        version.speaker_name,
        version.speaker_organisation,
        version.speaker_group,
        version.speaker_country,
        version.speaker_capacity,
        version.speaker_verified,
    )
    assert snapshot == (
        "Ville de Trois-Rives",
        "Ville de Trois-Rives",
        "local-authority",
        "FR",
        "organisation",
        False,
    )
    assert version.attachments.get().sha256 == file.sha256
    assert space.last_number + 1 == Space.objects.get().last_number


def test_an_organisation_of_the_portal_stands_with_its_own_facts_and_is_verified_by_staff() -> (
    None
):
    space = factories.space()
    who = people.moderator(space)
    known = people.organisation("Coastal Crossings")
    entity = replace(TOWN_HALL, organisation=known.pk, organisation_name="", name="A. Diallo")
    version = enter(who, space, entity).latest_version
    assert (version.speaker_name, version.speaker_organisation) == (
        "A. Diallo",
        "Coastal Crossings",
    )
    assert (version.speaker_group, version.speaker_country) == ("civil-society", "KE")
    assert version.speaker_verified is False
    known.verified_at, known.verified_by = database_now(), who.user
    known.save()
    assert enter(who, space, entity).latest_version.speaker_verified is True
    with pytest.raises(NotFound):
        enter(who, space, replace(entity, organisation=known.pk + 1000))


def test_a_person_in_a_personal_capacity_has_no_organisation() -> None:
    space = factories.space()
    entity = OutsideEntity(Capacity.PERSONAL, name="Rosa Lima", country="BR")
    version = enter(people.moderator(space), space, entity).latest_version
    assert (version.speaker_name, version.speaker_organisation) == ("Rosa Lima", None)
    assert (version.speaker_group, version.speaker_verified) == ("individual", True)


def test_a_second_input_of_the_same_entity_to_the_space_has_the_same_person() -> None:
    space, other = factories.space(), factories.space("elsewhere", "ELS")
    who = people.secretariat()
    first, second = enter(who, space), enter(who, space)
    assert first.author == second.author
    assert enter(who, other).author != first.author
    assert enter(who, space, replace(TOWN_HALL, country="BE")).author != first.author


def test_nothing_ties_a_withheld_name_to_another_input() -> None:
    space = factories.space()
    who = people.moderator(space)
    withheld = enter(who, space, name_withheld=NameWithheld.NAME_AND_ORGANISATION)
    shown = enter(who, space)
    again = enter(who, space, name_withheld=NameWithheld.NAME_AND_ORGANISATION)
    assert len({withheld.author, shown.author, again.author}) == 3
    assert withheld.name_withheld == "name-and-organisation"


def test_it_is_on_record_without_texts_names_and_addresses() -> None:
    space = factories.space()
    who = people.moderator(space)
    post = enter(who, space, body="<p>The words of the mayor.</p>")
    (record,) = Record.objects.filter(act="outside-input")
    assert (record.actor_id, record.space_id, record.subject_id) == (
        who.user.pk,
        space.pk,
        str(post.pk),
    )
    assert record.detail["for_person"] == post.author_id
    assert record.detail["kind"] == "mail"
    assert record.detail["sha256"] == post.latest_version.sha256
    for word in ("trois-rives", "Trois-Rives", "mayor"):
        assert word not in repr(record.detail)


# ---------------------------------------------------------------- once


def entering(who: Actor, space: Space, **more: Any) -> Callable[..., Receipt]:
    given: dict[str, Any] = {
        "by": who.viewer,
        "to": SubmissionPlace(space),
        "entity": TOWN_HALL,
        "source": by_mail(),
        "sent": text(),
        **more,
    }
    return lambda **change: enter_outside_input(**{**given, **change})


def test_the_same_form_twice_is_the_same_receipt() -> None:
    space = factories.space()
    again = entering(people.moderator(space), space)
    assert again() == again() == Receipt("RT-0001", 1)
    assert (Post.objects.count(), Person.objects.filter(user=None).count()) == (1, 1)
    assert Notice.objects.filter(kind="outside-receipt").count() == 1


def test_the_same_form_with_another_content_is_refused_with_what_it_became() -> None:
    space = factories.space()
    sent, source = text(), by_mail()
    again = entering(people.moderator(space), space, sent=sent, source=source)
    again()
    changes: list[dict[str, Any]] = [
        {"sent": replace(sent, body="<p>Other.</p>")},
        {"source": OutsideSource(OutsideKind.LETTER, source.received_on)},
        {"source": by_mail(source.received_on - YESTERDAY)},
        {"entity": replace(TOWN_HALL, organisation_name="Ville de Deux-Rives")},
        {"entity": replace(TOWN_HALL, email="")},
        {"to": SubmissionPlace(space, factories.prompt(space))},
    ]
    for change in changes:
        with pytest.raises(KeyReused) as refused:
            again(**change)
        assert refused.value.reference == "RT-0001"
    assert Post.objects.count() == 1


def test_a_key_of_two_colleagues_is_two_inputs() -> None:
    space, key = factories.space(), uuid4()
    first, second = people.moderator(space), people.secretariat()
    enter(first, space, key=key)
    enter(second, space, replace(TOWN_HALL, country="BE"), key=key)
    assert Post.objects.count() == 2


# ---------------------------------------------------------------- replies


def test_a_reply_tells_whom_it_answers() -> None:
    space, author = factories.space(), people.stakeholder()
    parent = factories.post(space, author.person)
    reply = enter(people.moderator(space), space, parent=parent)
    assert reply.parent == parent
    assert Notice.objects.filter(kind="reply", receiver=author.user).exists()


def test_what_is_not_public_takes_none_and_neither_does_a_post_of_another_space() -> None:
    space, other = factories.space(), factories.space("elsewhere", "ELS")
    who = people.secretariat()
    hidden = factories.post(space, state="hidden", reason="spam")
    with pytest.raises(NotPossibleNow):
        enter(who, space, parent=hidden)
    with pytest.raises(NotFound):
        enter(who, space, parent=factories.post(other))


def test_an_answer_to_a_question_that_was_deleted_meanwhile_goes_nowhere_else() -> None:
    space = factories.space()
    question = factories.prompt(space)
    type(question).objects.filter(pk=question.pk).delete()
    with pytest.raises(NotFound):
        enter(people.moderator(space), space, prompt=question)
    assert Post.objects.count() == 0


def test_a_reply_to_it_tells_nobody() -> None:
    space, other = factories.space(), people.stranger()
    post = enter(people.moderator(space), space)
    Notice.objects.all().delete()
    send(by=other.viewer, to=SubmissionPlace(space, parent=post), sent=text("<p>Thank you.</p>"))
    assert set(Notice.objects.values_list("kind", "receiver")) == {("receipt", other.user.pk)}


# ---------------------------------------------------------------- the address


def letters() -> list[tuple[str, str, str]]:
    """Act, address and language of each letter, in order."""
    found = Notice.objects.filter(kind="outside-receipt").order_by("pk")
    return [(notice.act.partition(":")[0], notice.address, notice.language) for notice in found]


def test_the_receipt_goes_to_the_entity_and_to_nobody_of_the_staff() -> None:
    space = factories.space()
    enter(people.moderator(space), space)
    assert letters() == [("outside-receipt", "mairie@trois-rives.example", "fr")]
    assert Notice.objects.exclude(kind="outside-receipt").count() == 0
    assert not Person.objects.exclude(email=None).exists()
    assert not User.objects.filter(email="mairie@trois-rives.example").exists()


def test_without_an_address_nobody_is_written_to() -> None:
    space = factories.space()
    who = people.moderator(space)
    post = enter(who, space, replace(TOWN_HALL, email=""))
    correct(by=who.viewer, post_id=post.pk, sent=text("<p>Mended.</p>"))
    withdraw(by=who.viewer, post_id=post.pk)
    assert letters() == []


# ---------------------------------------------------------------- mending and taking back


@pytest.mark.parametrize("state", ["scheduled", "open", "grace", "closed"])
def test_staff_mend_what_staff_entered_at_any_time_and_its_standing_stays(state: str) -> None:
    space = factories.space(review="before-publishing")
    factories.window(space, state)
    who = people.moderator(space)
    post = enter(who, space, source=by_mail((database_now() - timedelta(days=2)).date()))
    colleague = people.secretariat()
    receipt = correct(by=colleague.viewer, post_id=post.pk, sent=text("<p>Mended.</p>"))
    assert receipt == Receipt("RT-0001", 2)
    post.refresh_from_db()
    version = post.latest_version
    assert post.public_version == version
    assert (version.standing, version.review) == ("on-time", "approved")
    assert (version.speaker_name, version.speaker_organisation) == ("Ville de Trois-Rives",) * 2
    record = Record.objects.get(act="correct")
    assert (record.actor_id, record.detail["for_person"]) == (colleague.user.pk, post.author_id)
    assert [act for act, address, _language in letters() if address] == ["outside-receipt"] * 2
    assert Notice.objects.filter(receiver=colleague.user).count() == 0


def test_the_mended_version_keeps_a_withheld_speaker() -> None:
    space = factories.space()
    who = people.moderator(space)
    entity = OutsideEntity(Capacity.PERSONAL, name="Rosa Lima")
    post = enter(who, space, entity, name_withheld=NameWithheld.NAME)
    correct(by=who.viewer, post_id=post.pk, sent=text("<p>Mended.</p>"))
    post.refresh_from_db()
    assert post.latest_version.speaker_name == "Rosa Lima"
    assert post.name_withheld == "name"


def test_staff_take_it_back_at_the_wish_of_whom_it_came_from() -> None:
    space = factories.space()
    who = people.moderator(space)
    post = enter(who, space)
    assert withdraw(by=who.viewer, post_id=post.pk).state == "withdrawn"
    assert withdraw(by=who.viewer, post_id=post.pk).state == "withdrawn"
    assert [act for act, _address, _language in letters()] == [
        "outside-receipt",
        "outside-withdrawal",
    ]
    record = Record.objects.get(act="withdraw")
    assert (record.actor_id, record.detail) == (who.user.pk, {"for_person": post.author_id})
    with pytest.raises(NotPossibleNow):
        correct(by=who.viewer, post_id=post.pk, sent=text("<p>Mended.</p>"))


def acts(post: Post) -> list[Callable[[Viewer], object]]:
    return [
        lambda by: correct(by=by, post_id=post.pk, sent=text("<p>Mended.</p>")),
        lambda by: withdraw(by=by, post_id=post.pk),
    ]


def test_nobody_but_staff_of_the_space_acts_for_an_entity() -> None:
    space = factories.space()
    post = enter(people.moderator(space), space)
    viewers = others(space)
    for act in acts(post):
        for viewer in viewers:
            with pytest.raises(NotYours):
                act(viewer)
        with pytest.raises(SignInFirst):
            act(VISITOR)


@pytest.mark.parametrize("author", ["stakeholder", "imported"])
def test_staff_mend_and_take_back_nothing_that_a_stakeholder_sent(author: str) -> None:
    space = factories.space()
    person = people.stakeholder().person if author == "stakeholder" else None
    post = factories.post(space, person)
    if author == "imported":
        Post.objects.filter(pk=post.pk).update(
            outside_kind="mail", outside_received_on=date(2026, 1, 1)
        )
    for who in (people.moderator(space), people.secretariat()):
        for act in acts(post):
            with pytest.raises(NotYours):
                act(who.viewer)


def test_who_entered_it_and_moderates_no_more_acts_for_nobody() -> None:
    space = factories.space()
    who = people.moderator(space)
    post = enter(who, space)
    who.user.space_roles.all().delete()
    for act in acts(post):
        with pytest.raises(NotYours):
            act(who.viewer)


def test_a_text_of_a_form_that_was_refused_leaves_no_gap_in_the_references() -> None:
    space = factories.space()
    who = people.moderator(space)
    with pytest.raises(DatesNotPossible):
        enter(who, space, source=by_mail((database_now() + timedelta(days=3)).date()))
    assert enter(who, space).reference == "RT-0001"
