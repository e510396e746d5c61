"""The ways to the acts that have pages of their own, because they need more than a reason."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access.viewer import Viewer
from discussions.access.words import is_kept_from
from discussions.models import Post, Version
from discussions.pages.card_shapes import Link
from moderation.access.decisions import ON_OWN_PAGE, possible_acts
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


def ways_to_moderate(post: Post, shown: Version, viewer: Viewer) -> list[Link]:
    """From the page of a text, for staff of its space, to all that they can do with it; no statement.

    `shown` is the version that stands there. Needs the space and the versions of the post at hand.
    """
    post.latest_version = next(
        row for row in post.versions.all() if row.pk == post.latest_version_id
    )
    acts = possible_acts(viewer, post)
    links = [*_in_the_panel(acts, post), *links_of(acts, post)]
    if is_kept_from(shown, post, viewer):
        look = reverse("look-behind", args=[post.reference])
        links.append(Link(_("Look behind the masks"), look))
    return [*links, record_link(post)]


def _in_the_panel(acts: Collection[DecisionAct], post: Post) -> list[Link]:
    """The ways to the panel of the queue, with the act chosen where hiding is meant."""
    queue = f"{reverse('review-queue')}?post={post.reference}"
    if DecisionAct.HIDE not in acts:
        return [Link(_("Decide on it"), f"{queue}#panel")]
    hiding = Link(_("Hide it"), f"{queue}&act={DecisionAct.HIDE}#decide")
    others = frozenset(acts) - ON_OWN_PAGE - {DecisionAct.HIDE}
    return [hiding, Link(_("Decide otherwise"), f"{queue}#panel")] if others else [hiding]


def _address(name: str, post: Post) -> str:
    """Where the page is; "" for one that this portal has not got."""
    try:
        return reverse(name, args=[post.reference])
    except NoReverseMatch:
        return ""
