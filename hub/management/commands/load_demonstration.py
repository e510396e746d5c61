"""`manage.py load_demonstration`: three spaces and six accounts, in an empty portal alone."""

import tempfile
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from accounts.models import Person, User
from discussions.models import Space
from discussions.services.import_space import import_archive
from hub.kit.bilingual import set_texts
from hub.kit.clock import transaction_now
from hub.kit.models import FrameText
from hub.kit.record import write_record
from hub.management.demonstration.people import (
    give_roles,
    join,
    make_accounts,
    make_organisations,
)
from hub.management.demonstration.spaces import SPACES, read, space_document, write_space

#: Names the lock that a second loader waits for (any number that nobody else uses).
_LOCK = 7_301_448


class Command(BaseCommand):
    """All of it or nothing; where there is a space or an account, nothing."""

    help = "Fills an empty portal with three consultations of fictional people, and accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, in one transaction; run again, it changes nothing."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            if Space.objects.exists() or User.objects.exists():
                self.stdout.write("The portal is not empty: no demonstration is loaded.")
                return
            _load()
        self.stdout.write("The demonstration is loaded.")


def _load() -> None:
    now = transaction_now()
    documents = [space_document(slug, now.date()) for slug in SPACES]
    accounts = read("accounts")
    people = make_accounts(accounts)
    secretariat = User.objects.get(is_secretariat=True)
    organisations = make_organisations(documents, verified_by=secretariat, at=now)
    join(accounts, people, organisations, by=secretariat)
    for document in documents:
        _import(document, people)
    give_roles(accounts, people, by=secretariat)
    for key, texts in read("frame").items():
        frame = FrameText.objects.filter(key=key).first() or FrameText(key=key)
        set_texts(frame, "text", texts)
        frame.save()
    write_record("load_demonstration", ("portal", ""), by=None)


def _import(document: dict[str, Any], people: Mapping[str, Person]) -> None:
    with tempfile.TemporaryFile() as archive:
        write_space(document, archive)
        import_archive(archive, known=people)
