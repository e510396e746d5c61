"""The page, and the button, to follow a space."""

from dataclasses import dataclass

from django.urls import reverse

from discussions.access.viewer import Viewer
from discussions.models import Space
from discussions.pages.addresses import sign_in_url, space_url
from discussions.pages.sections import Crumb, crumbs_to
from discussions.selectors.followers import follows
from hub.kit.bilingual import Text, text_in


@dataclass(frozen=True)
class FollowButton:
    """The inputs of components/follow.html; for a visitor `sign_in_url` alone leads on."""

    url: str
    is_following: bool
    sign_in_url: str


@dataclass(frozen=True)
class FollowPage:
    """All that discussions/follow.html shows."""

    crumbs: list[Crumb]
    title: Text
    space_url: str
    button: FollowButton
    is_moderator: bool


def follow_button(space: Space, viewer: Viewer) -> FollowButton:
    """What the viewer does now; one statement, none for a visitor."""
    url = reverse("follow-space", args=[space.slug])
    if not viewer.is_signed_in:
        return FollowButton(url, is_following=False, sign_in_url=sign_in_url(url))
    return FollowButton(url, is_following=follows(space.pk, viewer.user_id), sign_in_url="")


def follow_page(space: Space, viewer: Viewer, language: str, last: str) -> FollowPage:
    """The page for somebody signed in; `last` is what its step is called."""
    return FollowPage(
        crumbs=crumbs_to(space, language, Crumb(last)),
        title=text_in(space, "title", language),
        space_url=space_url(space),
        button=follow_button(space, viewer),
        is_moderator=space.pk in viewer.moderates,
    )
