"""Lines of logs open nothing, nor do mails about what failed."""

import logging
from typing import Any

import pytest
from django.core import mail
from django.test import RequestFactory

from hub.kit.log_lines import MailsWithoutSecrets, PathsWithoutSecrets, without_secrets


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Gone: /en/shared/Ab_c-9/texts/", "Gone: /en/shared/…/texts/"),
        ("Not Found: /fr/joint/1:x:y?a=b", "Not Found: /fr/joint/…?a=b"),
        ("Not Found: /en/posts/RT-0001/joint/", "Not Found: /en/posts/RT-0001/joint/"),
        ("Not Found: /en/spaces/shared/register/", "Not Found: /en/spaces/shared/…/"),
        ("100% of 3", "100% of 3"),
    ],
)
def test_the_secret_part_of_a_path_is_left_out(line: str, kept: str) -> None:
    assert without_secrets(line) == kept


def test_a_mail_to_the_administrators_holds_no_secret(settings: Any) -> None:
    settings.ADMINS = [("Admin", "admin@test.example")]
    request = RequestFactory().get(
        "/en/shared/Se_cret/download/", headers={"Referer": "/en/shared/Se_cret/"}
    )
    record = logging.makeLogRecord({"msg": "Internal Server Error: %s", "args": (request.path,)})
    record.request = request
    (handler,) = (h for h in logging.getLogger("django").handlers if h.name == "mail_admins")
    assert isinstance(handler, MailsWithoutSecrets)
    assert any(isinstance(one, PathsWithoutSecrets) for one in handler.filters)
    handler.include_html = True
    handler.emit(record)
    handler.include_html = False
    (sent,) = mail.outbox
    said = f"{sent.subject}{sent.body}{getattr(sent, 'alternatives', '')}"
    assert "/en/shared/…/download/" in said
    assert "Se_cret" not in said
