"""Links to exports: a secret that the database does not know, an end, a way back, and a trail of each use."""

import hashlib
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from discussions.access.viewer import VISITOR
from discussions.errors import NotFound, NotSecretariat
from discussions.models import Space
from hub.kit.clock import database_now
from hub.kit.models import Record
from moderation.errors import LinkMadeAlready, LinkOver, NothingToShare, TooManyFetches
from moderation.models import Export, ExportLink
from moderation.services.export import give_to_observers, retire_exports
from moderation.services.links import (
    FETCHED,
    OPENED,
    WantedLink,
    fetch_by_link,
    make_link,
    revoke_link,
    use_link,
)
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.people import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def wanted(days: int = 14) -> WantedLink:
    return WantedLink(uuid4(), "For the zero draft", "Office of the co-facilitator", days)


def made(space: Space, paulo: Actor, **more: Any) -> tuple[ExportLink, str]:
    return make_link(by=paulo.viewer, export=finished(space, paulo, **more), wanted=wanted())


def test_the_token_is_256_random_bits_of_which_the_database_keeps_the_hash(
    space: Space, paulo: Actor
) -> None:
    link, token = made(space, paulo)
    other, other_token = made(space, paulo)
    assert len(token) >= 43  # 256 bits in base 64
    assert token != other_token
    row = repr(ExportLink.objects.filter(pk=link.pk).values().get())
    assert token not in row
    assert hashlib.sha256(token.encode()).hexdigest() in row
    assert use_link(token, act=OPENED) == link
    assert use_link(other_token, act=OPENED) == other


def test_it_ends_after_its_days_by_the_clock_of_the_database(space: Space, paulo: Actor) -> None:
    link, token = made(space, paulo)
    assert abs(link.expires_at - database_now() - timedelta(days=14)) < timedelta(minutes=1)
    ExportLink.objects.update(
        created_at=database_now() - timedelta(days=15),
        expires_at=database_now() - timedelta(seconds=1),
    )
    with pytest.raises(LinkOver):
        use_link(token, act=FETCHED)
    assert not Record.objects.filter(act=FETCHED).exists()


def test_taken_back_it_opens_nothing_and_the_record_says_who_did_what(
    space: Space, paulo: Actor
) -> None:
    link, token = made(space, paulo)
    use_link(token, act=OPENED)
    use_link(token, act=FETCHED)
    revoke_link(by=paulo.viewer, link=link)
    revoke_link(by=paulo.viewer, link=link)
    with pytest.raises(LinkOver):
        use_link(token, act=FETCHED)
    records = Record.objects.filter(subject_type="export-link").order_by("pk")
    assert [(record.act, record.actor_id) for record in records] == [
        ("export-link-made", paulo.user.pk),
        ("export-link-opened", None),
        ("export-link-fetched", None),
        ("export-link-revoked", paulo.user.pk),
    ]
    assert {record.subject_id for record in records} == {str(link.pk)}
    assert {record.space_id for record in records} == {space.pk}
    told = repr(list(records.values()))
    assert token not in told
    assert "co-facilitator" not in told


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "🤷" * 20])
def test_what_was_never_given_opens_nothing(token: str, space: Space, paulo: Actor) -> None:
    made(space, paulo)
    with pytest.raises(NotFound):
        use_link(token, act=OPENED)
    link = ExportLink.objects.get()
    with pytest.raises(NotFound):  # nor does what the database keeps
        use_link(link.token_sha256, act=OPENED)


@pytest.mark.parametrize(
    "state",
    [
        {"variant": "restricted"},
        {"state": "running"},
        {"state": "failed"},
        {"stored_as": ""},
    ],
)
def test_only_a_finished_export_of_what_every_reader_may_see_is_given_away(
    state: dict[str, Any], space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo, **state)
    with pytest.raises(NothingToShare):
        make_link(by=paulo.viewer, export=export, wanted=wanted())
    with pytest.raises(NothingToShare):
        give_to_observers(by=paulo.viewer, export=export, given=True)
    assert not ExportLink.objects.exists()


def test_the_database_itself_gives_no_restricted_export_to_observers(
    space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo, variant="restricted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(for_observers=True)


@pytest.mark.parametrize("role", ["visitor", "stakeholder", "moderator", "observer", "admin"])
def test_nobody_but_the_secretariat_makes_links_or_takes_them_back(
    role: str, space: Space, paulo: Actor
) -> None:
    viewer = {
        "visitor": lambda: VISITOR,
        "stakeholder": lambda: people.stakeholder().viewer,
        "moderator": lambda: people.moderator(space).viewer,
        "observer": lambda: people.observer(space).viewer,
        "admin": lambda: people.administrator().viewer,
    }[role]()
    link, token = made(space, paulo)
    with pytest.raises(NotSecretariat):
        make_link(by=viewer, export=link.export, wanted=wanted())
    with pytest.raises(NotSecretariat):
        revoke_link(by=viewer, link=link)
    with pytest.raises(NotSecretariat):
        give_to_observers(by=viewer, export=link.export, given=True)
    assert use_link(token, act=OPENED) == link


def test_a_form_that_is_sent_twice_makes_one_link(space: Space, paulo: Actor) -> None:
    export, same = finished(space, paulo), wanted()
    make_link(by=paulo.viewer, export=export, wanted=same)
    with pytest.raises(LinkMadeAlready):
        make_link(by=paulo.viewer, export=export, wanted=same)
    assert ExportLink.objects.count() == 1


def test_files_and_pages_are_limited_by_the_hour_each_link_for_itself(
    space: Space, paulo: Actor, settings: Any
) -> None:
    settings.EXPORT_LINK_FETCHES_PER_HOUR, settings.EXPORT_LINK_PAGES_PER_HOUR = 2, 3
    _link, token = made(space, paulo)
    for _ in range(2):
        use_link(token, act=FETCHED)
    with pytest.raises(TooManyFetches) as refused:
        use_link(token, act=FETCHED)
    assert 3500 < (refused.value.retry_after or 0) <= 3600
    for _ in range(3):
        use_link(token, act=OPENED)
    with pytest.raises(TooManyFetches):
        use_link(token, act=OPENED)
    use_link(made(space, paulo)[1], act=FETCHED)
    assert Record.objects.filter(act=FETCHED).count() == 3


def test_bytes_stay_for_as_long_as_a_link_leads_to_them(
    space: Space, paulo: Actor, settings: Any
) -> None:
    link, token = made(space, paulo)
    long_ago = database_now() - timedelta(days=settings.EXPORT_DAYS_KEPT + 1)
    Export.objects.update(finished_at=long_ago)
    retire_exports()
    assert use_link(token, act=FETCHED).export.stored_as
    revoke_link(by=paulo.viewer, link=link)
    retire_exports()
    assert Export.objects.get().stored_as == ""
    with pytest.raises(LinkOver):
        use_link(token, act=FETCHED)


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_made_while_old_exports_are_removed_leads_to_its_file(
    settings: Any,
) -> None:
    """The list of old ones was read before the link was there; the row is looked at once more."""
    space, paulo = factories.space(), people.secretariat()
    long_ago = database_now() - timedelta(days=settings.EXPORT_DAYS_KEPT + 1)
    export = finished(space, paulo, finished_at=long_ago)

    def remove() -> None:
        retire_exports()
        connection.close()

    with transaction.atomic():
        _link, token = make_link(by=paulo.viewer, export=export, wanted=wanted())
        removing = threading.Thread(target=remove)
        removing.start()
        removing.join(0.3)
    removing.join(20)
    _export, content = fetch_by_link(token)
    assert content.read() == b"PK package"
    content.close()


def test_given_to_observers_and_taken_back_stands_on_record_once_each(
    space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo)
    for given in (True, True, False, False):
        give_to_observers(by=paulo.viewer, export=export, given=given)
    acts = (
        Record.objects.filter(subject_type="export").order_by("pk").values_list("act", flat=True)
    )
    assert list(acts) == ["export-given-to-observers", "export-kept-from-observers"]


@pytest.mark.django_db(transaction=True)
def test_a_fetch_that_waits_for_a_revocation_comes_after_it() -> None:
    """The row of the link is locked: nothing is fetched by a link once it was taken back."""
    space, paulo = factories.space(), people.secretariat()
    link, token = made(space, paulo)
    came: list[object] = []

    def fetch() -> None:
        try:
            came.append(use_link(token, act=FETCHED))
        except LinkOver as over:
            came.append(over)
        finally:
            connection.close()

    with transaction.atomic():
        revoke_link(by=paulo.viewer, link=link)
        fetching = threading.Thread(target=fetch)
        fetching.start()
        fetching.join(0.3)
        assert came == []
    fetching.join(20)
    assert isinstance(came[0], LinkOver)
