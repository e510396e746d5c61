"""For whom a text is sent, as it stands on the day: the snapshot that its version keeps."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.enums import StakeholderGroup
from accounts.models import Membership, Person
from discussions.access.viewer import Viewer
from discussions.access.words import snapshot_for
from discussions.enums import Capacity
from discussions.errors import NotYourOrganisation
from discussions.models import Post
from discussions.validators.sent import Speaker
from hub.kit.bilingual import text_in


@dataclass(frozen=True)
class Snapshot:
    """What a version says of its speaker for ever (PRODUCT, section 2)."""

    name: str | None
    organisation: str | None
    group: str | None
    country: str | None
    capacity: str | None
    verified: bool

    def columns(self) -> dict[str, Any]:
        """The same by the names of the version's columns."""
        return {
            "speaker_name": self.name,
            "speaker_organisation": self.organisation,
            "speaker_group": self.group,
            "speaker_country": self.country,
            "speaker_capacity": self.capacity,
            "speaker_verified": self.verified,
        }


def snapshot(person_id: int, speaker: Speaker) -> Snapshot:
    """The speaker as they are now. Raises NotYourOrganisation where the membership is not there.

    Nobody has to verify who speaks in a personal capacity: what is verified is an organisation, and
    that the person speaks for it (anyone may name one when signing up). An
    organisation goes by one name whatever the language of the text, so that it is counted once.
    """
    person = Person.objects.get(pk=person_id)
    if speaker.capacity == Capacity.PERSONAL:
        return Snapshot(
            name=person.name,
            organisation=None,
            group=StakeholderGroup.INDIVIDUAL,
            country=person.country or None,
            capacity=Capacity.PERSONAL,
            verified=True,
        )
    membership = _membership(person_id, speaker.organisation)
    organisation = membership.organisation
    return Snapshot(
        name=person.name,
        organisation=text_in(organisation, "name", settings.LANGUAGE_CODE).value,
        group=organisation.stakeholder_group,
        country=organisation.country or None,
        capacity=Capacity.ORGANISATION,
        verified=membership.speaks_verified,
    )


def same_speaker(post: Post) -> Snapshot:
    """The speaker of the latest version, for a version that somebody else mends in their name."""
    shown = snapshot_for(post.latest_version, post, Viewer(person_id=post.author_id))
    assert shown is not None  # an author sees every version
    return Snapshot(
        name=shown.name,
        organisation=shown.organisation,
        group=shown.group,
        country=shown.country,
        capacity=shown.capacity,
        verified=shown.is_verified,
    )


def _membership(person_id: int, organisation_id: int | None) -> Membership:
    if organisation_id is None:
        raise NotYourOrganisation
    membership = (
        Membership.objects.select_related("organisation")
        .filter(person_id=person_id, organisation_id=organisation_id, ended_at__isnull=True)
        .first()
    )
    if membership is None:
        raise NotYourOrganisation
    return membership
