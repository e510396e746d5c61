"""The ways to the acts that have pages of their own, because they need more than a reason."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import Post
from discussions.pages.card_shapes import Link
from moderation.enums import DecisionAct

#: Act → what the way to it is called, and the name of its address. Both ways of redacting are on one page.
_PAGES: Final[Mapping[DecisionAct, tuple[Promise, str]]] = {
    DecisionAct.MOVE: (gettext_lazy("Move it elsewhere"), "move"),
    DecisionAct.MERGE: (gettext_lazy("Merge it into another text"), "merge"),
    DecisionAct.REDACT: (gettext_lazy("Withhold words or a file"), "redact"),
}


def links_of(acts: Iterable[DecisionAct], post: Post) -> list[Link]:
    """Of those acts that are possible on the post the ones with pages of their own; needs its space at hand."""
    possible = frozenset(acts)
    return [
        Link(str(label), url)
        for act, (label, name) in _PAGES.items()
        if act in possible and (url := _address(name, post))
    ]


def record_link(post: Post) -> Link:
    """The way to all that was ever done on the post; needs its space at hand."""
    return Link(_("Record"), f"{reverse('record')}?post={post.reference}")


def _address(name: str, post: Post) -> str:
    """Where the page is; "" for one that this portal has not got."""
    try:
        return reverse(name, args=[post.reference])
    except NoReverseMatch:
        return ""
