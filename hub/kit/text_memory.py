"""What was made of a text, kept in this process: pages show the same texts again and again, and a text never changes."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

#: Characters. Of longer texts only a few are kept, so that all together they cannot fill the memory.
LONGEST: Final = 64 * 1024
_MANY: Final = 1024
_FEW: Final = 16

Rest = ParamSpec("Rest")
Made = TypeVar("Made")


def remembering(
    make: Callable[Concatenate[str, Rest], Made], /
) -> Callable[Concatenate[str, Rest], Made]:
    """Keep what `make` makes of its first argument, a text, and the others: 1024 results, 16 of long texts."""
    usual, long = lru_cache(_MANY)(make), lru_cache(_FEW)(make)

    @wraps(make)
    def made(text: str, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Made:
        kept = usual if len(text) <= LONGEST else long
        return kept(text, *args, **kwargs)  # type: ignore[arg-type]  # all of them are hashable

    return made
