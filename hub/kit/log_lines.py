"""Lines of logs: they hold no address by which whoever reads them could open what is for somebody else."""

import logging
import re
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.log import AdminEmailHandler

#: What stands before the secret in the paths of links that need no account.
_SECRET: Final = re.compile(r"(/(?:shared|joint)/)[^/\s?]+")


def without_secrets(line: str) -> str:
    """`line` with "…" in the place of each secret part of a path."""
    return _SECRET.sub(r"\1…", line)


class PathsWithoutSecrets(logging.Filter):
    """Takes the secret out of a record before it is written; the record itself stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through."""
        line = record.getMessage()
        kept = without_secrets(line)
        if kept != line:
            record.msg, record.args = kept, None
        return True


class MailsWithoutSecrets(AdminEmailHandler):
    """Mails to the administrators about what failed, without the secrets of the paths in their subject and words."""

    def send_mail(
        self, subject: str | Promise, message: str | Promise, *args: Any, **kwargs: Any
    ) -> None:
        """Where the path of the request and of the page before it stand as well."""
        if html := kwargs.get("html_message"):
            kwargs["html_message"] = without_secrets(html)
        cut = without_secrets(str(subject)), without_secrets(str(message))
        super().send_mail(*cut, *args, **kwargs)
