"""What of a post is to be kept from readers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Withholding:
    """Passages, as they can be read in a version, and files by the SHA-256 of their bytes."""

    passages: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
