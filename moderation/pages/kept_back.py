"""Why an export is handed out no longer but to the secretariat, in words, and the way to a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.models import Space
from moderation.exports.held import KeptBack
from moderation.models import Export

_MOST_NAMED: Final = 10


@dataclass(frozen=True)
class KeptBackView:
    """`references`: each with its address. `again_url`: the form of a new export with the same choices."""

    why: str
    references: Sequence[tuple[str, str]]
    again_url: str


def kept_back_view(space: Space, export: Export, found: KeptBack | None) -> KeptBackView | None:
    """For the page of the export; None where it is handed out."""
    if found is None:
        return None
    return KeptBackView(
        why=_why(found),
        references=[(ref, reverse("post", args=[ref])) for ref in found.references],
        again_url=f"{reverse('exports', args=[space.slug])}?again={export.pk}",
    )


def kept_back_note(found: KeptBack) -> str:
    """For the list of exports, with the first references."""
    if not found.references:
        return " ".join((_("Links and observers no longer get it."), _why(found)))
    named = ", ".join(found.references[:_MOST_NAMED])
    more = len(found.references) - _MOST_NAMED
    if more <= 0:
        return _(
            "Links and observers no longer get it: readers are no longer shown all of %(references)s."
        ) % {"references": named}
    words = ngettext(
        "Links and observers no longer get it: readers are no longer shown all of %(references)s and %(more)s more.",
        "Links and observers no longer get it: readers are no longer shown all of %(references)s and %(more)s more.",
        more,
    )
    return words % {"references": named, "more": more}


def _why(found: KeptBack) -> str:
    if found.is_closed:
        return _("This space is not shown to readers now.")
    if not found.references:
        return _("It was made before it was kept what each package shows.")
    return _("Readers are no longer shown all that is in it. This has changed since it was made:")
