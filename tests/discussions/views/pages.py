"""What tests of the pages of writing share."""

import re
from html import unescape
from typing import Any

from discussions.models import Space
from tests import factories

SUBMIT = "/en/spaces/roundtable/prompts/1/submit/"
GENERAL = "/en/spaces/roundtable/submit/"
STATES = ["none", "scheduled", "open", "grace", "closed"]


def place(window: str = "open", **more: Any) -> Space:
    """A space with a question and a window."""
    space = factories.space()
    if window != "none":
        factories.window(space, window, **more)
    factories.prompt(space)
    return space


def fields(response: Any, nth: int = 0) -> dict[str, str]:
    """The hidden fields of the nth form of a page that has some."""
    forms = re.findall(r"<form.*?</form>", response.content.decode(), flags=re.DOTALL)
    hidden = [re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', one) for one in forms]
    chosen = [one for one in hidden if len(one) > 1][nth]
    return {name: unescape(value) for name, value in chosen}


def is_private(response: Any) -> bool:
    kept = response["Cache-Control"]
    return "no-store" in kept and "private" in kept
