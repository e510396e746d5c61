"""Finding posts by what is said and who speaks: what the database narrows, and what is asked of each then."""

from collections.abc import Sequence

from django.db.models import Case, Exists, F, Func, OuterRef, Q, TextField, Value, When
from django.db.models.functions import NullIf

from accounts.enums import StakeholderGroup
from discussions.access.viewer import Viewer
from discussions.access.words.files import files_for
from discussions.access.words.speakers import speaker_for
from discussions.access.words.texts import text_for
from discussions.enums import NameWithheld
from discussions.models import Attachment, Post, Version
from hub.kit.sanitise import visible_text
from hub.kit.search import begins_each, holds


def named_organisation() -> Case:
    """SQL: the organisation that the public version of a post names to every reader, null where there is none.

    For counting distinct ones; it leaves the database as a number only.
    """
    return Case(
        When(name_withheld=NameWithheld.NAME_AND_ORGANISATION, then=Value(None)),
        default=NullIf(F("public_version__speaker_organisation"), Value("")),
        output_field=TextField(),
    )


def reviewed_first() -> Q:
    """SQL: posts whose latest version speaks, unverified, for a State or a UN entity (PRODUCT, section 2)."""
    return Q(
        latest_version__speaker_verified=False,
        latest_version__speaker_group__in=[
            StakeholderGroup.MEMBER_STATE,
            StakeholderGroup.UN_ENTITY,
        ],
    )


def sent_for(organisation: str) -> Q:
    """SQL: posts that were sent for an organisation, where that is known to all who may read them."""
    return Q(latest_version__speaker_organisation=organisation) & ~Q(
        name_withheld=NameWithheld.NAME_AND_ORGANISATION
    )


def in_group(group: str) -> Q:
    """SQL: posts whose latest version speaks for a stakeholder group, which all who may read them know."""
    return Q(latest_version__speaker_group=group)


def may_say(words: Sequence[str]) -> Q:
    """SQL: posts whose latest version holds all words (`hub.kit.search`), masked or not.

    In its text or its speaker, or all of them in the name of a file. What a viewer learns by it is asked of each with
    `says`.
    """
    named = Attachment.objects.filter(version=OuterRef("latest_version_id")).annotate(
        folded=Func(F("name"), function="portal_fold", output_field=TextField())
    )
    for word in words:
        named = named.filter(folded__contains=word)
    return Q(holds("latest_version__found_by__words", words)) | Q(Exists(named))


def says(version: Version, post: Post, viewer: Viewer, words: Sequence[str]) -> bool:
    """Whether the words stand in what the viewer may know of a version: nobody finds what they may not see.

    Needs `attachments` and `redactions` prefetched on pages that show many.
    """
    text, speaker = text_for(version, post, viewer), speaker_for(version, post, viewer)
    if text is None or speaker is None:
        return False
    known = "" if speaker.is_withheld else speaker.name
    if begins_each(f"{known} {speaker.organisation} {visible_text(text.html)}", words):
        return True
    return any(begins_each(file.name, words) for file in files_for(version, post, viewer))
