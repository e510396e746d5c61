"""What a mail says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi

_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Letter:
    """The words of one mail: the same in plain text and in HTML, in one language.

    `unsubscribe_url`: the page where its receiver ends such mails, "" where there is none.
    """

    subject: str
    text: str
    html: str
    language: str
    unsubscribe_url: str = ""


def write_letter(
    template: str, *, subject: str, context: Mapping[str, Any], unsubscribe_url: str = ""
) -> Letter:
    """The letter of `<template>.txt` and `<template>.html`, which extend mails/base, in the active language."""
    words = {**frame_of_mails(), "subject": subject, **context}
    text = render_to_string(f"{template}.txt", words)
    return Letter(
        subject=subject,
        text=_GAP.sub("\n\n", text).strip() + "\n",
        html=render_to_string(f"{template}.html", words).strip(),
        language=words["language"],
        unsubscribe_url=unsubscribe_url,
    )


def frame_of_mails() -> dict[str, Any]:
    """What mails/base.html and mails/base.txt need, in the active language."""
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
