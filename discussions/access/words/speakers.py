"""Who speaks in a version, for a viewer."""

from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.words.seeing import can_see_version, sees_behind
from discussions.access.words.shown import ShownSpeaker, Snapshot
from discussions.enums import Capacity, NameWithheld
from discussions.models import Post, Version


def speaker_for(version: Version, post: Post, viewer: Viewer) -> ShownSpeaker | None:
    """The speaker of a version for a viewer; None where they may not see the version."""
    if not can_see_version(version, post, viewer):
        return None
    if post.name_withheld != NameWithheld.NO and not sees_behind(post, viewer):
        return _withheld(version, post)
    return ShownSpeaker(
        name=version.speaker_name or version.speaker_organisation or _("Author not known"),
        organisation=version.speaker_organisation or "",
        group=version.speaker_group,
        country=version.speaker_country,
        is_verified=version.speaker_verified,
        is_known=bool(version.speaker_name or version.speaker_organisation),
    )


def snapshot_for(version: Version, post: Post, viewer: Viewer) -> Snapshot | None:
    """The speaker of a version as kept, for a viewer; None where they may not see the version."""
    if not can_see_version(version, post, viewer):
        return None
    sees_name = sees_who_speaks(post, viewer)
    sees_organisation = sees_name or post.name_withheld == NameWithheld.NAME
    return Snapshot(
        name=version.speaker_name if sees_name else None,
        organisation=version.speaker_organisation if sees_organisation else None,
        group=version.speaker_group,
        country=version.speaker_country if sees_organisation else None,
        capacity=version.speaker_capacity,
        is_verified=version.speaker_verified,
    )


def sees_who_speaks(post: Post, viewer: Viewer) -> bool:
    """Whether a viewer who may read the text may know the name of its author too."""
    return post.name_withheld == NameWithheld.NO or sees_behind(post, viewer)


def sees_organisations(post: Post, viewer: Viewer) -> bool:
    """Whether a viewer may know for and with whom the author speaks: with whom one speaks tells who one is."""
    withheld = post.name_withheld == NameWithheld.NAME_AND_ORGANISATION
    return not withheld or sees_behind(post, viewer)


def is_verified_lead(version: Version) -> bool:
    """Whether staff know who sends the version: somebody who speaks for an organisation, both verified.

    A person that speaks for themselves counts as verified elsewhere: there is no organisation to verify.
    """
    return version.speaker_verified and version.speaker_capacity == Capacity.ORGANISATION


def withheld_name() -> str:
    """What stands in the place of a name."""
    return _("Name withheld")


def _withheld(version: Version, post: Post) -> ShownSpeaker:
    keeps_organisation = post.name_withheld == NameWithheld.NAME
    return ShownSpeaker(
        name=withheld_name(),
        organisation=(version.speaker_organisation or "") if keeps_organisation else "",
        group=version.speaker_group,
        country=version.speaker_country if keeps_organisation else None,
        is_verified=version.speaker_verified,
        is_withheld=True,
    )
