"""On which screens a journey is tried: a phone in the suite, a desk as well in `make prove`.

What a page does is the same on both; how it fits is tried where it is tightest with every commit. What it does without
script is tried with every commit where one sends a text, elsewhere by the pages' own tests, and as a journey in `make prove`.

With every commit: writing, drafts, files, the editor, accounts, the queue, a consultation from its opening to its export. The
journeys through other pages run in `make prove`; what these pages promise is tried by their own tests with every commit.
"""

from typing import Final

import pytest

PHONE: Final = 360
DESK: Final = 1280

WIDTHS = pytest.mark.parametrize("width", [PHONE, pytest.param(DESK, marks=pytest.mark.prove)])
SCREENS = pytest.mark.parametrize(
    ("width", "language"), [(PHONE, "fr"), pytest.param(DESK, "en", marks=pytest.mark.prove)]
)
SCRIPTED = pytest.mark.parametrize(
    ("width", "javascript"),
    [
        (PHONE, True),
        pytest.param(DESK, False, marks=pytest.mark.prove),
        pytest.param(DESK, True, marks=pytest.mark.prove),
        pytest.param(PHONE, False, marks=pytest.mark.prove),
    ],
)
BOTH_WAYS = pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESK, False)])
