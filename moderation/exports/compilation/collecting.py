"""Inputs are kept for the compilation while the posts of a space go by, each as its reader may know it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.withheld import whole_text_reason
from discussions.access.words import ShownSpeaker, withheld_from_readers
from discussions.enums import NameWithheld, OutsideKind, PostState, ReasonCode, Standing
from discussions.models import Post
from hub.kit.countries import country_name
from hub.kit.dates import moment_in, written_day
from hub.kit.languages import UNDETERMINED, language_name
from hub.kit.text import one_line, sort_key
from moderation.exports.compilation.beside import beside_text, files_of, joint_facts
from moderation.exports.compilation.content import Entry, Fact, Text, Words
from moderation.exports.compilation.wording import change_words, group_name, joined, key_of
from moderation.exports.lines import FileLine, PostLine, VersionLine


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with what decides on its place: alphabetical by entity, then by number (PRODUCT, section 7)."""

    entry: Entry
    parent: str
    prompt: int
    entity_key: str
    number: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class Corrected:
    """An input of which the reader may know several versions."""

    reference: str
    entity: str
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unshown:
    """An input of which readers meet state and reason alone."""

    reference: str
    prompt: int
    received: str
    standing: str
    state: str
    since: str
    reason: str
    survivor: str


@dataclass
class Collector:
    """Takes the lines of an export in thread order. Call it where the language of the frame is active."""

    entries: list[Kept] = field(default_factory=list)
    late: list[Kept] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    unshown: list[Unshown] = field(default_factory=list)
    files: list[tuple[FileLine, str]] = field(default_factory=list)

    def take(self, line: PostLine) -> None:
        """Keep what the compilation says of a post; late ones, and late versions, stand in an annex."""
        current = line.current
        if current is None:
            self.unshown.append(_unshown(line))
            return
        is_late = line.post.standing == Standing.LATE
        (self.late if is_late else self.entries).append(_kept(line, current))
        if not is_late:
            self.late += [_kept(line, version, is_correction=True) for version in line.later]
        if len(line.versions) > 1:
            self.corrected.append(_corrected(line, current))
        self.files += [(file, entity_of(current.speaker)) for file in line.files]


def entity_of(speaker: ShownSpeaker) -> str:
    """For whom the input speaks: the organisation, else the person."""
    return one_line(speaker.organisation or speaker.name)


def _kept(line: PostLine, version: VersionLine, *, is_correction: bool = False) -> Kept:
    entity = entity_of(version.speaker)
    number = version.number if is_correction else 0
    entry = Entry(
        key=key_of(line.reference, number),
        reference=line.reference,
        mark=f"v{number}" if number else "",
        address=_address(line.reference),
        entity=entity,
        byline=joined(_byline(version.speaker)),
        received=_received(line, version, is_correction=is_correction),
        states=tuple(_states(line, version)),
        before=tuple(_before(line, version, is_correction=is_correction)),
        text=_text(version),
        files=files_of(version.files),
        after=() if is_correction else beside_text(line),
    )
    place = sort_key(version.speaker.organisation or version.speaker.name, get_language() or "en")[
        0
    ]
    return Kept(entry, line.parent, line.prompt, place, line.post.number, number)


def _address(reference: str) -> Words:
    url = f"{settings.SITE_URL}/{get_language()}/posts/{reference}/"
    return Words(_("%(reference)s on the portal") % {"reference": reference}, url=url)


def _byline(speaker: ShownSpeaker) -> Iterator[str]:
    if speaker.organisation and speaker.name != speaker.organisation:
        yield one_line(speaker.name)
    if speaker.is_withheld and not speaker.organisation:
        yield _("The name is withheld at the author’s request")
    yield group_name(speaker.group)
    if speaker.country:
        yield country_name(speaker.country, get_language() or "en")
    if not speaker.is_verified:
        yield _("not verified")


def _received(line: PostLine, version: VersionLine, *, is_correction: bool) -> str:
    at = version.received_at if is_correction else line.post.received_at
    standing = version.standing if is_correction else line.post.standing
    received = _("Received %(instant)s") % {"instant": _moment(at)}
    return joined([received, str(Standing(standing).label)])


def _moment(at: datetime) -> str:
    return _("%(instant)s UTC") % {"instant": moment_in(at)}


def _states(line: PostLine, version: VersionLine) -> Iterator[str]:
    post = line.post
    if post.state != PostState.PUBLISHED:
        reason = str(ReasonCode(post.reason).label) if post.reason else ""
        yield joined([str(PostState(post.state).label), reason])
    if post.name_withheld != NameWithheld.NO and not version.speaker.is_withheld:
        yield _("Readers do not see who speaks")
    if not version.mask_reason and _is_masked_for_readers(post, version.number):
        yield _("Readers do not see all of its words")


def _is_masked_for_readers(post: Post, number: int) -> bool:
    sent = next(version for version in post.versions.all() if version.number == number)
    if not sent.redactions.all():
        return False
    return whole_text_reason(sent) is not None or bool(withheld_from_readers(sent))


def _before(line: PostLine, version: VersionLine, *, is_correction: bool) -> Iterator[Fact]:
    if line.change is not None:
        yield _fact(_("Since the earlier export"), change_words(line.change))
    if is_correction:
        yield _fact(_("In the compilation"), line.reference, key_of(line.reference))
    elif version.number > 1:
        words = _("version %(number)s, received %(instant)s")
        said = {"number": version.number, "instant": _moment(version.received_at)}
        yield _fact(_("Corrected"), words % said)
    if line.later and not is_correction:
        yield Fact(
            _("Came late"),
            tuple(
                Words(
                    _("version %(number)s, in the annex of late inputs") % {"number": v.number},
                    key_of(line.reference, v.number),
                )
                for v in line.later
            ),
        )
    if line.survivor:
        yield _fact(_("Merged with"), line.survivor, key_of(line.survivor))
    if line.post.outside_kind and line.post.outside_received_on:
        came = [
            str(OutsideKind(line.post.outside_kind).label),
            written_day(line.post.outside_received_on),
        ]
        yield _fact(_("Reached the secretariat by"), joined(came))
    if version.language not in {get_language(), UNDETERMINED}:
        yield _fact(_("Language"), language_name(version.language, get_language() or "en"))
    yield from joint_facts(line)


def _fact(label: str, text: str, key: str = "") -> Fact:
    return Fact(label, (Words(text, key),))


def _text(version: VersionLine) -> Text:
    if version.html:
        return Text(version.html, version.language)
    code = version.mask_reason
    reason = str(ReasonCode(code).label) if code in ReasonCode.values else code
    words = _("The text is withheld by moderators: %(reason)s") if reason else _("No text")
    return Text("", get_language() or "en", words % {"reason": reason})


def _corrected(line: PostLine, current: VersionLine) -> Corrected:
    return Corrected(
        line.reference,
        entity_of(current.speaker),
        tuple(
            joined([_("Version %(number)s") % {"number": v.number}, _moment(v.received_at)])
            for v in line.versions
        ),
    )


def _unshown(line: PostLine) -> Unshown:
    post = line.post
    return Unshown(
        reference=line.reference,
        prompt=line.prompt,
        received=_moment(post.received_at),
        standing=str(Standing(post.standing).label),
        state=str(PostState(post.state).label),
        since=_moment(post.state_since),
        reason=str(ReasonCode(post.reason).label) if post.reason else "",
        survivor=line.survivor,
    )
