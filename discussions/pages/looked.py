"""What is kept from readers of a post, shown once to who looked behind it on record."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.access.viewer import Viewer
from discussions.access.withheld import file_reason
from discussions.access.words import ShownFile, ShownSpeaker, files_for, speaker_for, text_for
from discussions.models import Post, Version
from discussions.pages.addresses import post_url
from discussions.pages.texts import Prose, prose_of
from discussions.selectors.threads import with_everything
from hub.kit.countries import country_name
from hub.kit.dates import moment_in


@dataclass(frozen=True)
class LookedFile:
    """A file by its own name. `fetch_url`: where one that is withheld is had, by a look of its own; "" for others.

    `note`: why nobody can have it, where that is so.
    """

    name: str
    fetch_url: str
    note: str


@dataclass(frozen=True)
class LookedVersion:
    """A version as its author sent it."""

    number: int
    received: str
    text: Prose
    files: list[LookedFile]


@dataclass(frozen=True)
class LookedPage:
    """All that `discussions/looked.html` shows. `facts`: the label and the words of each."""

    reference: str
    url: str
    name: str
    facts: list[tuple[str, str]]
    versions: list[LookedVersion]


def looked_page(given: Post, eyes: Viewer, language: str) -> LookedPage:
    """The page for eyes that look behind, the latest version first; for the secretariat with the author's address."""
    post = with_everything(given)
    versions = list(post.versions.all())
    latest = next(row for row in versions if row.pk == post.latest_version_id)
    speaker = speaker_for(latest, post, eyes)
    assert speaker is not None  # staff of a space see every version in it
    facts = _facts(speaker, language)
    if eyes.is_secretariat and post.author is not None and post.author.user is not None:
        facts.append((_("E-mail address"), post.author.user.email))
    return LookedPage(
        reference=post.reference,
        url=post_url(post),
        name=speaker.name,
        facts=facts,
        versions=[_version(row, post, eyes, language) for row in reversed(versions)],
    )


def _facts(speaker: ShownSpeaker, language: str) -> list[tuple[str, str]]:
    facts = [(_("Organisation"), speaker.organisation or _("In a personal capacity"))]
    if speaker.group:
        facts.append((_("Stakeholder group"), str(StakeholderGroup(speaker.group).label)))
    if speaker.country:
        facts.append((_("Country"), country_name(speaker.country, language)))
    return facts


def _version(version: Version, post: Post, eyes: Viewer, language: str) -> LookedVersion:
    text = text_for(version, post, eyes)
    assert text is not None
    return LookedVersion(
        number=version.number,
        received=_("%(moment)s UTC") % {"moment": moment_in(version.received_at)},
        text=prose_of(text, language, "", folds=False),
        files=[_file(file, version, post) for file in files_for(version, post, eyes)],
    )


def _file(file: ShownFile, version: Version, post: Post) -> LookedFile:
    is_withheld = file.scan is None and file_reason(version, file.attachment) is not None
    url = reverse("look-file", args=[post.reference, file.attachment.pk]) if is_withheld else ""
    return LookedFile(file.name, url, str(file.scan.label) if file.scan is not None else "")
