"""The record takes new rows and nothing else."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from hub.kit.clock import database_now, now, transaction_now
from hub.kit.models import Record
from hub.kit.record import write_record

pytestmark = pytest.mark.django_db


def test_an_act_is_kept_with_who_what_on_what_and_why() -> None:
    row = write_record("hide", ("post", "abc"), by=7, space_id=3, reason="spam", detail={"v": 2})
    row.refresh_from_db()
    assert (row.act, row.subject_type, row.subject_id) == ("hide", "post", "abc")
    assert (row.actor_id, row.space_id, row.reason, row.detail) == (7, 3, "spam", {"v": 2})
    assert abs(row.at - now()) < timedelta(minutes=1)


def test_it_can_be_neither_changed_nor_erased() -> None:
    row = write_record("hide", ("post", "abc"), by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.filter(pk=row.pk).update(act="show")
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.filter(pk=row.pk).delete()
    assert Record.objects.get(pk=row.pk).act == "hide"


def test_the_transaction_s_instant_stands_still_while_the_clock_goes_on() -> None:
    first, moment = transaction_now(), database_now()
    assert transaction_now() == first
    assert database_now() > moment >= first
