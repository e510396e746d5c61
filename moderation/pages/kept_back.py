"""Why an export is handed out to nobody but the secretariat, in words, and the way to a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussions.models import Space
from moderation.exports.held import KeptBack, Less, Lost
from moderation.models import Export

_WORDS: Final[Mapping[Less, Promise]] = {
    Less.PENDING: gettext_lazy("is not public now"),
    Less.RETURNED: gettext_lazy("is not public now: returned to its author"),
    Less.REJECTED: gettext_lazy("is not public now: rejected"),
    Less.HIDDEN: gettext_lazy("is hidden now"),
    Less.MERGED: gettext_lazy("is merged now with a text that readers do not see"),
    Less.WITHDRAWN: gettext_lazy("was withdrawn by its author"),
    Less.SPACE: gettext_lazy("was moved to a space that readers do not see"),
    Less.NAME: gettext_lazy("the name of its author is withheld now"),
    Less.VERSION: gettext_lazy("one of its versions is no longer shown"),
    Less.WORDS: gettext_lazy("words of it are withheld now"),
    Less.FILE: gettext_lazy("a file of it is no longer handed out"),
}


@dataclass(frozen=True)
class LostLine:
    """A text of which readers are shown less than the package holds, with what became of it."""

    reference: str
    url: str
    what: str


@dataclass(frozen=True)
class KeptBackView:
    """`lines` are the texts that changed, `more` says that there are others, "" where there are none.

    `is_given`: observers or somebody with a link would get it. `again_url`: the form of a new export with the same
    choices.
    """

    is_given: bool
    why: str
    lines: Sequence[LostLine]
    more: str
    again_url: str


def kept_back_view(
    space: Space, export: Export, found: KeptBack, *, is_given: bool, most: int | None = None
) -> KeptBackView:
    """With every text, or the first of them: `most` at most."""
    named = found.lost[:most]
    others = len(found.lost) - len(named)
    more = ngettext("and %(number)s other text", "and %(number)s other texts", others)
    return KeptBackView(
        is_given=is_given,
        why=_why(found),
        lines=[_line(lost) for lost in named],
        more=more % {"number": others} if others else "",
        again_url=f"{reverse('exports', args=[space.slug])}?again={export.pk}",
    )


def _line(lost: Lost) -> LostLine:
    what = ", ".join(str(_WORDS[less]) for less in lost.what)
    return LostLine(lost.reference, reverse("post", args=[lost.reference]), what)


def _why(found: KeptBack) -> str:
    if found.is_closed:
        return _("This space is not shown to readers now.")
    if not found.lost:
        return _("It was made before it was kept what each package shows.")
    return _("It holds what readers are no longer shown:")
