"""What the tests of the outbox share."""

from typing import Any

import pytest

from tests.accounts.letters import MAILERS


@pytest.fixture
def _letters(settings: Any) -> None:
    """Notices of the kinds of tests/accounts/letters.py."""
    settings.NOTICE_MAILERS = MAILERS
