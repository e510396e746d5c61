"""The page on which a space is made."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.pages.sections import Crumb


@dataclass(frozen=True)
class NewSpacePage:
    """All that moderation/new_space.html shows beside its forms."""

    crumbs: list[Crumb]
    cancel_url: str


def new_space_page() -> NewSpacePage:
    """In the active language. Without a statement."""
    index = reverse("space-index")
    return NewSpacePage(
        [Crumb(_("Discussion Spaces"), index), Crumb(_("Make a space"))], cancel_url=index
    )
