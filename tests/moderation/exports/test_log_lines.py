"""What is logged while an export is made and fetched: no word of what people wrote, no name, no address that opens it."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from hub.kit.log_lines import PathsWithoutSecrets
from hub.kit.sanitise import sanitise
from moderation.exports.make import make
from moderation.models import Export, ExportLink
from moderation.services.links import WantedLink, make_link
from tests import factories, people
from tests.moderation.exports.made import finished

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler of the settings writes, at every level."""
    (handler,) = (
        one
        for one in logging.getLogger().handlers
        if isinstance(one, logging.StreamHandler)
        and any(isinstance(f, PathsWithoutSecrets) for f in one.filters)
    )
    root, lines = logging.getLogger(), io.StringIO()
    level, stream = root.level, handler.setStream(lines)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    handler.setStream(stream)


def test_nothing_is_told_of_what_people_wrote(
    log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not by the process that sets the PDF either, in which a letter that no font has is a fault first."""
    space = factories.space()
    names = {"speaker_name": "Secret Nameholder \U000e0001\uf8ff"}
    post = factories.post(space, body=sanitise("<p>Secretwords \u0870</p>"), speaker=names)
    factories.attachment(post.latest_version, "Secretfile.pdf")
    export = Export.objects.create(space=space, requested_by=people.secretariat().user)
    make(export.pk)
    export.refresh_from_db()
    assert export.state == "finished"
    said = log.getvalue() + "".join(capfd.readouterr())
    for secret in ("Secret", "paulo", "@test.example"):
        assert secret.casefold() not in said.casefold()


@pytest.mark.parametrize("page", ["", "texts/", "download/", "nowhere/"])
def test_an_address_that_opens_an_export_is_in_no_log(page: str, log: io.StringIO) -> None:
    space, paulo = factories.space(), people.secretariat()
    wanted = WantedLink(uuid4(), "For the draft", "Office", 14)
    _link, token = make_link(by=paulo.viewer, export=finished(space, paulo), wanted=wanted)
    ExportLink.objects.update(
        created_at=factories.LONG_AGO, expires_at=factories.LONG_AGO + timedelta(1)
    )
    answer = Client().get(f"/en/shared/{token}/{page}")
    assert answer.status_code == (404 if page == "nowhere/" else 410)
    assert "/en/shared/…/" in log.getvalue()
    assert token not in log.getvalue()
