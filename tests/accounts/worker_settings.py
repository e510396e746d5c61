"""The portal's settings for a worker of a test, which knows the letters of the tests."""

from hub.settings import *  # noqa: F403 - all settings but one
from tests.accounts.letters import MAILERS

NOTICE_MAILERS = MAILERS
