"""The page on which words and files of a post are kept from readers, and shown again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.withheld import AROUND, Withheld, mask_words, withheld_in
from discussions.access.words import ShownFile, files_for, text_for
from discussions.enums import PostState, RedactionTarget
from discussions.errors import OwnText
from discussions.models import Post, Version
from discussions.pages.addresses import post_url
from discussions.pages.sections import Crumb
from discussions.pages.texts import Prose, direction_of, listed, prose_of
from discussions.selectors.reasons import reason_texts
from discussions.validators.withholding import Withholding
from hub.kit.dates import moment_in
from hub.kit.files import file_size_text
from hub.kit.languages import language_of_words_beside
from hub.kit.sanitise import visible_text
from hub.kit.sanitise.marked import Place, places_of, with_marks
from moderation.access.decisions import possible_acts
from moderation.enums import DecisionAct
from moderation.pages.look import Look, look_of


@dataclass(frozen=True)
class ReadVersion:
    """A version as staff read it, in a preview with marks."""

    number: int
    received: str
    text: Prose
    is_open: bool


@dataclass(frozen=True)
class WithheldLine:
    """Something that readers do not see. `value` is what the form sends to show it again.

    `before`, `mask` and `after` are words of the text, "" for a file; `fetch_url`: where the file is had on record.
    """

    value: str
    title: str
    reason: str
    since: str
    before: str
    mask: str
    after: str
    language: str
    direction: str
    fetch_url: str


@dataclass(frozen=True)
class Preview:
    """What will be withheld, before it is: sentences, and the mask that readers will see."""

    lines: list[str]
    mask: str
    mask_language: str


@dataclass(frozen=True)
class RedactPage:
    """All that moderation/redact.html shows. `versions`: the latest first. `note`: why nothing can be withheld."""

    crumbs: list[Crumb]
    title: str
    reference: str
    url: str
    versions: list[ReadVersion]
    withheld: list[WithheldLine]
    look: Look | None
    can_withhold: bool
    note: str
    version_id: UUID
    decision_id: int


def redact_page(post: Post, viewer: Viewer, what: Withholding | None = None) -> RedactPage:
    """The page of a post from `post_for_review`, in the active language; `what` is marked in its texts."""
    language = get_language() or "en"
    versions = list(reversed(post.versions.all()))
    reasons = reason_texts(language)
    can_withhold = DecisionAct.REDACT in possible_acts(viewer, post)
    return RedactPage(
        crumbs=[
            Crumb(_("Review queue"), reverse("review-queue")),
            Crumb(post.reference, f"{reverse('review-queue')}?post={post.reference}"),
            Crumb(_("Withhold")),
        ],
        title=_("Withhold words or a file of %(reference)s") % {"reference": post.reference},
        reference=post.reference,
        url=post_url(post),
        versions=[_read(version, post, viewer, reasons, what) for version in versions],
        withheld=[_line(one, post, viewer, reasons) for one in withheld_in(versions)],
        look=look_of(versions, post, viewer),
        can_withhold=can_withhold,
        note="" if can_withhold else _note(post, viewer),
        version_id=post.latest_version_id,
        decision_id=max((decision.pk for decision in post.decisions.all()), default=0),
    )


def file_choices(post: Post, viewer: Viewer) -> list[tuple[str, str]]:
    """The files that readers may have, by SHA-256 and each once, with name, size and the versions they came with."""
    found: dict[str, tuple[ShownFile, list[int]]] = {}
    for version in post.versions.all():
        for file in files_for(version, post, viewer):
            if file.mask_reason is None:
                _file, numbers = found.setdefault(file.attachment.sha256, (file, []))
                numbers.append(version.number)
    return [(sha256, _file_words(file, numbers)) for sha256, (file, numbers) in found.items()]


def shown_choices(page: RedactPage) -> list[tuple[str, str]]:
    """What can be shown again, for the form."""
    return [(line.value, line.title) for line in page.withheld]


def preview_of(
    post: Post,
    what: Withholding,
    reason: str,
    places: Mapping[UUID, Sequence[Place]],
    files: Sequence[tuple[str, str]],
) -> Preview:
    """What will be done, in words. `places`: of the passages, by the version; `files`: those that can be chosen."""
    lines = [
        ngettext(
            "Version %(version)d: %(number)d place",
            "Version %(version)d: %(number)d places",
            number,
        )
        % {"version": version.number, "number": number}
        for version in post.versions.all()
        if (number := len(places.get(version.pk, [])))
    ]
    lines += [
        _("File: %(file)s") % {"file": label} for sha256, label in files if sha256 in what.files
    ]
    language = post.latest_version.language
    mask = mask_words(reason, language) if what.passages else ""
    return Preview(lines, mask, language_of_words_beside(language))


def _read(
    version: Version,
    post: Post,
    viewer: Viewer,
    reasons: Mapping[str, str],
    what: Withholding | None,
) -> ReadVersion:
    text = text_for(version, post, viewer)
    assert text is not None  # staff of a space see every version in it
    reason = reasons.get(text.mask_reason or "", "")
    prose, is_marked = prose_of(text, get_language() or "en", reason, folds=False), False
    if what is not None and text.mask_reason is None:
        visible = visible_text(text.html)
        places = [place for one in what.passages for place in places_of(visible, one)]
        is_marked = bool(places)
        prose = replace(prose, opening=mark_safe(with_marks(text.html, places)))
    return ReadVersion(
        version.number,
        _("%(moment)s UTC") % {"moment": moment_in(version.received_at)},
        prose,
        is_open=is_marked or version.pk == post.latest_version_id,
    )


def _line(one: Withheld, post: Post, viewer: Viewer, reasons: Mapping[str, str]) -> WithheldLine:
    is_words = one.target == RedactionTarget.TEXT and one.file is None
    has_place = is_words and bool(one.before or one.after)
    return WithheldLine(
        value="-".join(map(str, one.ids)),
        title=_title(one, post, viewer),
        reason=reasons[one.reason],
        since=_since(one, post),
        before=one.before if len(one.before) < AROUND else f"…{one.before}",
        mask=mask_words(one.reason, one.language) if has_place else "",
        after=one.after if len(one.after) < AROUND else f"{one.after}…",
        language=one.language,
        direction=direction_of(one.language),
        fetch_url=reverse("look-file", args=[post.reference, one.file.pk]) if one.file else "",
    )


def _title(one: Withheld, post: Post, viewer: Viewer) -> str:
    versions = _versions(one.versions)
    if one.file is not None:
        return _("File %(file)s") % {"file": _file_words(_shown(one, post, viewer), one.versions)}
    if one.is_left_out:
        return _("A file that is not here, %(versions)s") % {"versions": versions}
    if one.target == RedactionTarget.FILE:
        return _("All files, %(versions)s") % {"versions": versions}
    if one.is_whole_text:
        return _("The whole text, %(versions)s") % {"versions": versions}
    return _("Words, %(versions)s") % {"versions": versions}


def _shown(one: Withheld, post: Post, viewer: Viewer) -> ShownFile:
    assert one.file is not None
    for version in post.versions.all():
        for file in files_for(version, post, viewer):
            if file.attachment.pk == one.file.pk:
                return file
    raise AssertionError("staff of a space see every file in it")


def _file_words(file: ShownFile, versions: Sequence[int]) -> str:
    words = _("%(name)s, %(size)s, %(versions)s")
    size = file_size_text(file.attachment.size)
    return words % {"name": file.name, "size": size, "versions": _versions(versions)}


def _versions(numbers: Sequence[int]) -> str:
    return ngettext("version %(numbers)s", "versions %(numbers)s", len(numbers)) % {
        "numbers": listed(map(str, numbers))
    }


def _since(one: Withheld, post: Post) -> str:
    """When, and by whom where a decision here says so."""
    at = moment_in(one.at)
    for decision in post.decisions.all():
        person = getattr(decision.by, "person", None)
        if person is not None and person.pk == one.by_person_id:
            return _("since %(at)s UTC, by %(name)s") % {"at": at, "name": person.name}
    return _("since %(at)s UTC") % {"at": at}


def _note(post: Post, viewer: Viewer) -> str:
    if viewer.is_author(post.author_id):
        return str(OwnText.message)
    if post.state == PostState.WITHDRAWN:
        return _("Its author has withdrawn it. Readers see nothing of it.")
    if post.state == PostState.REJECTED:
        return _("It was rejected. Readers see nothing of it.")
    return _("In its present state nothing of it can be withheld.")
