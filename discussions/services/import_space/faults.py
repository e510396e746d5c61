"""Why an archive is not taken in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from hub.kit.refusals import Refusal

#: Faults beyond so many are counted, not kept: nobody reads on, and a hostile archive could fill the memory.
MOST_FAULTS = 10_000


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: a JSON pointer into `space.json` ("" for the archive itself), a code, and words."""

    pointer: str
    code: str
    words: str

    def __str__(self) -> str:
        return f"{self.pointer or 'archive'}: {self.words}"


@dataclass
class Faults:
    """What was found so far, each fault once."""

    found: dict[Fault, None] = field(default_factory=dict)

    def add(self, pointer: str, code: str, words: object) -> None:
        """Note one."""
        if len(self.found) < MOST_FAULTS:
            self.found[Fault(pointer, code, str(words))] = None

    def refuse(self) -> None:
        """Raises BadArchive when anything was found."""
        if self.found:
            raise BadArchive(tuple(self.found))


class BadArchive(Refusal):
    """The archive is refused whole; `faults` are all that were found."""

    code = "bad-archive"
    status = 400
    message = _("The archive has faults. Nothing of it was taken in.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__()


class SlugTaken(Refusal):
    """A space of this address is there already, with other content."""

    code = "slug-taken"
    status = 409

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(
            _("There is a space “%(slug)s” already, and its content is another.") % {"slug": slug}
        )


class PrefixTaken(Refusal):
    """Another space has this reference prefix."""

    code = "prefix-taken"
    status = 409

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(
            _("Another space has the reference prefix %(prefix)s already.") % {"prefix": prefix}
        )
