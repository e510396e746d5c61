"""Who speaks in a text, as its moderators need to know: name, group, country, what else was sent."""

from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.access.viewer import Viewer
from discussions.access.words import ShownSpeaker
from discussions.enums import PostState
from discussions.models import Post
from hub.kit.countries import country_name
from moderation.selectors.history import states_of_author


def speaker_line(speaker: ShownSpeaker) -> tuple[str, str]:
    """Name and organisation; the organisation is empty where the name says it already."""
    organisation = speaker.organisation if speaker.organisation != speaker.name else ""
    return speaker.name, organisation


def about_author(post: Post, viewer: Viewer, speaker: ShownSpeaker, language: str) -> list[str]:
    """What is known of the author, in parts; one statement."""
    about = []
    if speaker.group:
        about.append(str(StakeholderGroup(speaker.group).label))
    if speaker.country:
        about.append(country_name(speaker.country, language))
    if not speaker.is_verified:
        about.append(_("not verified"))
    if speaker.is_withheld:
        about.append(_("the author asked not to be named in public"))
    return about + _history(states_of_author(post, viewer))


def _history(states: dict[str, int]) -> list[str]:
    """What else the author has sent, in numbers."""
    if not states:
        return []
    if sum(states.values()) == 1:
        return [_("first text of this author")]
    shown = [
        (PostState.PUBLISHED, _("texts of this author that are published: %(number)d")),
        (PostState.RETURNED, _("returned: %(number)d")),
        (PostState.HIDDEN, _("hidden: %(number)d")),
        (PostState.REJECTED, _("rejected: %(number)d")),
        (PostState.WITHDRAWN, _("withdrawn: %(number)d")),
    ]
    return [
        words % {"number": states.get(state, 0)}
        for state, words in shown
        if states.get(state) or state == PostState.PUBLISHED
    ]
