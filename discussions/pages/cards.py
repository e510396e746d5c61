"""Posts as templates draw them: a card where the text is the viewer's to read, a stub in its place otherwise.

Every text, name and file name comes from `discussions.access.words`.
"""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import (
    Exposure,
    ShownSpeaker,
    can_see_version,
    exposure_of,
    files_for,
    masked_for_readers,
    public_exposure_of,
    speaker_for,
    text_for,
    withheld_from_readers,
    words_kept_from_readers,
)
from discussions.enums import NameWithheld, PostState, Standing
from discussions.models import Post, PostMove, Version
from discussions.pages.addresses import compare_url, post_url, version_url
from discussions.pages.beside import notes_on
from discussions.pages.card_shapes import (
    AncestorLine,
    Answered,
    Byline,
    EarlierVersion,
    Entry,
    Link,
    PostCard,
    Setting,
    Stub,
)
from discussions.pages.signatures import endorsing_groups, joint_with, personal_endorsements
from discussions.pages.texts import (
    FileLine,
    attachment_line,
    initials_of,
    masked_words,
    passages_in_words,
    prose_of,
    withheld_words,
)
from discussions.pages.windows import Status
from hub.kit.countries import country_name
from hub.kit.dates import day_in, moment_in
from hub.kit.languages import language_name
from hub.kit.sanitise import excerpt

_OPENING_WORDS = 120


def entry_of(
    post: Post, setting: Setting, *, parent: Post | None, level: int, parent_url: str = ""
) -> Entry:
    """A post of a list, as every reader meets it: card or stub. `parent_url` leads to what it answers."""
    version = post.public_version
    if public_exposure_of(post) != Exposure.TEXT or version is None:
        return stub_of(post, setting, parent)
    return card_of(
        post, version, setting, parent=parent, level=level, parent_url=parent_url, folds=True
    )


def card_of(  # noqa: PLR0913 - a version in its post, in a setting, in a place of the page
    post: Post,
    version: Version,
    setting: Setting,
    *,
    parent: Post | None,
    level: int,
    parent_url: str = "",
    folds: bool = False,
) -> PostCard:
    """A version that the viewer may read, with all that is known of its post."""
    text, speaker = (
        text_for(version, post, setting.viewer),
        speaker_for(version, post, setting.viewer),
    )
    assert text is not None
    assert speaker is not None
    reason = setting.reason(text.mask_reason)
    is_first = version.number == 1
    return PostCard(
        reference=post.reference,
        parent=parent.reference if parent else "",
        state=post.state,
        level=level,
        url=post_url(post),
        speaker=byline_of(speaker, post, setting),
        text=prose_of(text, setting.language, reason, folds=folds),
        files=files_of(version, post, setting),
        sent_at=post.received_at,
        sent=_("%(moment)s UTC") % {"moment": moment_in(post.received_at)},
        language_name=language_name(text.language, setting.language),
        standing=standing_of(post, version),
        answers=answered(parent, setting, parent_url) if parent else None,
        joint_with=joint_with(post, version, setting.viewer, setting.language),
        version=version.number,
        corrected="" if is_first else day_in(version.received_at),
        versions=_earlier(post, version, setting.viewer),
        endorsements=endorsing_groups(post, setting.language),
        personal_endorsements=personal_endorsements(post, setting.language),
        notes=[*notes_on(post), *_only_you_see(version, post, setting)],
        actions=[],
    )


def with_actions(card: PostCard, actions: list[Link], moderate: list[Link]) -> PostCard:
    """The same card with what this reader may do, and may do as staff."""
    return replace(card, actions=actions, moderate=moderate)


def stub_of(post: Post, setting: Setting, parent: Post | None) -> Stub:
    """What everyone may know of a post that is not public: state, date, reason, and where it went."""
    other = post.survivor
    return Stub(
        reference=post.reference,
        parent=parent.reference if parent else "",
        state=post.state,
        date=day_in(post.state_since),
        reason=setting.reason(post.reason) or _("no reason given"),
        other=other.reference if other else "",
        other_url=post_url(other) if other else "",
        language=setting.language,
        url=post_url(post),
    )


def stub_of_move(move: PostMove, setting: Setting) -> Stub:
    """What stands where a post was that went to another space: its former reference, and where it is."""
    assert move.reference is not None  # whatever goes to another space gets a new one
    return Stub(
        reference=move.reference,
        parent="",
        state="moved",
        date=day_in(move.at),
        reason="",
        other=move.post.reference,
        other_url=post_url(move.post),
        language=setting.language,
        url=reverse("post", args=[move.reference]),
    )


def byline_of(speaker: ShownSpeaker, post: Post, setting: Setting) -> Byline:
    """The speaker in the page's language; a withheld one has no initials and no badge."""
    organisation = speaker.organisation if speaker.organisation != speaker.name else ""
    named = speaker.is_known and not speaker.is_withheld
    return Byline(
        name=speaker.name,
        organisation=organisation,
        group=str(StakeholderGroup(speaker.group).label) if speaker.group else "",
        country=country_name(speaker.country, setting.language) if speaker.country else "",
        initials=initials_of(speaker.name) if named else "",
        is_moderator=named and post.author_id in setting.moderators,
        is_withheld=speaker.is_withheld,
        is_unverified=bool(speaker.organisation) and not speaker.is_verified,
    )


def standing_of(post: Post, version: Version) -> Status | None:
    """Late and in grace are marked; a correction that came later than its post is marked apart."""
    if post.standing == Standing.LATE:
        return Status("closed", _("Late"))
    if version.standing == Standing.LATE:
        return Status("closed", _("Corrected late"))
    if post.standing == Standing.GRACE:
        return Status("closed", _("In grace"))
    return None


def answered(parent: Post, setting: Setting, url: str = "") -> Answered:
    """What a reply answers, by the name that the viewer may know."""
    return Answered(public_name(parent, setting) or parent.reference, url or post_url(parent))


def ancestor_of(post: Post, setting: Setting) -> AncestorLine:
    """One line for a post above a page; its state in place of a name that is not public."""
    version = post.public_version
    name, opening, language = public_name(post, setting), "", setting.language
    if name and version is not None:
        text = text_for(version, post, setting.viewer)
        if text is not None and text.mask_reason is None:
            opening, language = excerpt(text.html, _OPENING_WORDS), text.language
    return AncestorLine(
        post.reference, post_url(post), name or str(PostState(post.state).label), opening, language
    )


def public_name(post: Post, setting: Setting) -> str:
    """The speaker of a public post as the viewer may know it; "" where the post is not public."""
    version = post.public_version
    if public_exposure_of(post) != Exposure.TEXT or version is None:
        return ""
    speaker = speaker_for(version, post, setting.viewer)
    return speaker.name if speaker is not None else ""


def is_open_to(post: Post, viewer: Viewer) -> bool:
    """Whether the viewer reads the text of the post in its present state."""
    return exposure_of(post, viewer) == Exposure.TEXT


def files_of(version: Version, post: Post, setting: Setting) -> list[FileLine]:
    """The files of a version as the viewer may know them."""
    return [
        attachment_line(file, setting.language, setting.reason(file.mask_reason))
        for file in files_for(version, post, setting.viewer)
    ]


def _earlier(post: Post, shown: Version, viewer: Viewer) -> list[EarlierVersion]:
    return [
        EarlierVersion(
            version.number,
            _("%(moment)s UTC") % {"moment": moment_in(version.received_at)},
            version_url(post, version.number),
            compare_url(post, version.number, shown.number),
        )
        for version in post.versions.all()
        if version.number < shown.number and can_see_version(version, post, viewer)
    ]


def _only_you_see(version: Version, post: Post, setting: Setting) -> list[str]:
    """What an insider sees and readers do not, said beside it."""
    if not (setting.viewer.is_author(post.author_id) or setting.viewer.is_staff_of(post.space_id)):
        return []
    notes = []
    speaker = speaker_for(version, post, setting.viewer)
    if post.name_withheld != NameWithheld.NO and speaker and not speaker.is_withheld:
        notes.append(_("Readers do not see this name: it is withheld."))
    public, own = text_for(version, post, VISITOR), text_for(version, post, setting.viewer)
    if own and own.is_whole:
        withheld = withheld_words(withheld_from_readers(version))
        masked = masked_words(masked_for_readers(version))
        notes += [words for words in (withheld, masked) if words]
        notes += passages_in_words(words_kept_from_readers(version, post, setting.viewer))
    if public and own and public.mask_reason and not own.mask_reason:
        notes.append(
            _("Readers do not see this text: %(reason)s")
            % {"reason": setting.reason(public.mask_reason)}
        )
    return notes
