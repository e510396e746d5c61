"""The reference prefix of an imported space."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from discussions.models import Space
from discussions.models.space import PREFIX_PATTERN
from discussions.services.import_space.faults import Faults
from discussions.services.import_space.reading import texts

_LONGEST: Final = 8
_SHORTEST: Final = 2


def stated_prefix(document: Any, wanted: str | None, faults: Faults) -> str | None:
    """The prefix that the archive states, or `wanted`, or that of its first reference; None where it needs a new one.

    Notes a fault where `wanted` is no prefix, or another than the archive states.
    """
    if wanted is not None and not re.fullmatch(PREFIX_PATTERN, wanted):
        faults.add("", "prefix-form", _("%(prefix)r is no reference prefix.") % {"prefix": wanted})
    for pointer, stated in texts(document, "space/reference_prefix"):
        if wanted not in {None, stated}:
            faults.add(
                pointer,
                "other-prefix",
                _("The archive states another prefix than the one asked for."),
            )
        return stated
    references = (reference for _pointer, reference in texts(document, "posts/*/reference"))
    return wanted or next((text.partition("-")[0] for text in references), None)


def new_prefix(slug: str) -> str:
    """For an archive without one: that of the space which is there already, or one made from the slug, not taken."""
    own = Space.objects.filter(slug=slug).values_list("reference_prefix", flat=True).first()
    taken = set(Space.objects.values_list("reference_prefix", flat=True))
    return own or next(prefix for prefix in _proposals(slug) if prefix not in taken)


def _proposals(slug: str) -> Iterator[str]:
    """`IR2` for `imrf-roundtable-2`, `LABOUR` for `labour`; then with a number behind."""
    words = slug.upper().split("-")
    letters = (
        words[0]
        if len(words) == 1
        else "".join(word if word.isdigit() else word[0] for word in words)
    )
    base = (letters if letters[0].isalpha() else f"S{letters}")[:_LONGEST]
    if len(base) >= _SHORTEST:
        yield base
    number = 2
    while True:
        ending = str(number)
        yield base[: _LONGEST - len(ending)] + ending
        number += 1
