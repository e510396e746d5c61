"""What has two spellings has one of them on all pages and in all mails."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OTHER = re.compile(
    r"\b(?:a|an|another|by|each|the|this|your) email\b|\bemail address", re.IGNORECASE
)


@pytest.mark.parametrize(
    "folder",
    [
        "accounts",
        "discussions",
        "hub",
        "moderation",
        "templates/account",
        "templates/components",
        "templates/discussions",
        "templates/errors",
        "templates/mails",
        "templates/moderation",
    ],
)
def test_e_mail_is_written_with_its_hyphen(folder: str) -> None:
    found = [
        (str(path.relative_to(PROJECT)), words[0])
        for path in sorted((PROJECT / folder).rglob("*"))
        if path.suffix in {".html", ".js", ".py", ".txt"}
        for words in OTHER.finditer(path.read_text())
    ]
    assert found == []
