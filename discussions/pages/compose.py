"""The page on which one writes, and those that it turns into: preview, closed window, sent before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.posts import acts_for_author
from discussions.access.scans import scan_note, scan_of
from discussions.access.viewer import Viewer
from discussions.access.words import files_for, speaker_for, text_for
from discussions.enums import Review, ScanState
from discussions.models import Post, Prompt, Space, Upload, Window
from discussions.pages.addresses import place_url, post_url, space_url
from discussions.pages.draft_bar import DraftBar
from discussions.pages.file_authors import authors_note, authors_of
from discussions.pages.file_picker import FilePicker, file_picker
from discussions.pages.same_files import earlier_names, same_file_note
from discussions.pages.texts import LanguageText, all_languages, direction_of
from discussions.pages.windows import ExactTimes, Status, closing_note, exact_times, status_of
from discussions.validators.sent import SentFile
from hub.kit.bilingual import text_in
from hub.kit.files import extension_of, file_size_text, renamed
from hub.kit.sanitise import excerpt

_QUOTED = 320  # characters of the text that is answered


@dataclass(frozen=True)
class Subject:
    """What is written about: the question or the space, the post that is answered or corrected, and when."""

    space: Space
    at: datetime
    viewer: Viewer
    window: Window | None
    prompt: Prompt | None = None
    parent: Post | None = None
    corrected: Post | None = None

    @property
    def is_for_another(self) -> bool:
        """Staff mend what they entered for somebody without an account."""
        return self.corrected is not None and not self.viewer.is_author(self.corrected.author_id)

    @property
    def eyes(self) -> Viewer:
        """Through whose eyes the post that is corrected is read: its author's, where staff mend what they entered.

        Else the masks that staff see would be sent as the text. The look is on record (views/writing.py).
        """
        post = self.corrected
        if post is None or not acts_for_author(self.viewer, post):
            return self.viewer
        return replace(self.viewer, person_id=post.author_id)


@dataclass(frozen=True)
class Crumb:
    """See components/breadcrumbs.html."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Quote:
    """The text that is answered: its speaker and its first words."""

    reference: str
    url: str
    name: str
    words: str
    language: str
    direction: str


@dataclass(frozen=True)
class KeptFile:
    """A file that need not be chosen again: from an earlier try, or of the version before.

    `name` is the one that it shall have; `language` is "" where none is said. `authors`: whom the
    properties of the file name, "" where nobody. `same_as`: the name of the first file before it that has
    the same bytes, "" where none has. `scan`: why the virus scanner keeps it from everybody; one with a virus in it
    is kept in no text that is begun now.
    """

    id: UUID
    name: str
    kind: str
    size: str
    is_kept: bool = True
    language: str = ""
    authors: str = ""
    sha256: str = ""
    same_as: str = ""
    scan: ScanState | None = None

    @property
    def scan_note(self) -> str:
        """What is said of one that the virus scanner keeps from everybody."""
        return scan_note(self.scan)

    @property
    def authors_note(self) -> str:
        """What is said of that beside the file."""
        return authors_note(self.authors)

    @property
    def same_note(self) -> str:
        """What is said of a file that stands there twice."""
        return same_file_note(self.same_as)

    @property
    def notes(self) -> list[str]:
        """The same as components/files.html lists it."""
        return [note for note in (self.scan_note, self.same_note) if note]


@dataclass(frozen=True)
class ComposePage:
    """All that compose.html and its like show beside the form."""

    heading: str
    crumbs: list[Crumb]
    status: Status
    times: ExactTimes | None
    question: list[LanguageText]
    question_number: int | None
    space_title: str
    space_language: str
    quote: Quote | None
    reference: str
    closing_note: str
    review_note: str
    kept: list[KeptFile]
    picker: FilePicker
    back_url: str
    draft: DraftBar | None
    is_for_another: bool


def compose_page(
    subject: Subject, kept: Sequence[KeptFile] = (), draft: DraftBar | None = None
) -> ComposePage:
    """The page for a subject, in the active language."""
    language = get_language() or "en"
    title = text_in(subject.space, "title", language)
    quote = _quote(subject)
    heading = _heading(subject, quote)
    prompt = subject.prompt
    return ComposePage(
        heading=heading,
        crumbs=[*_crumbs(subject, title.value), Crumb(heading)],
        status=status_of(subject.window, subject.at),
        times=exact_times(subject.window, subject.at),
        question=all_languages(prompt, "text", language) if prompt else [],
        question_number=prompt.number if prompt else None,
        space_title=title.value,
        space_language=title.language,
        quote=quote,
        reference=subject.corrected.reference if subject.corrected else "",
        closing_note=closing_note(subject.window, subject.at),
        review_note=_review_note(subject),
        kept=list(kept),
        picker=file_picker(),
        back_url=_back_url(subject),
        draft=draft,
        is_for_another=subject.is_for_another,
    )


def kept_uploads(uploads: Sequence[Upload]) -> list[KeptFile]:
    """Files of earlier tries, as the form lists them."""
    return [
        KeptFile(
            id=one.pk,
            name=one.name,
            kind=extension_of(one.name).upper(),
            size=file_size_text(one.size),
            authors=authors_of(one),
            sha256=one.sha256,
            scan=scan_of(one),
        )
        for one in uploads
    ]


def kept_attachments(
    post: Post | None, viewer: Viewer, chosen: Sequence[UUID] | None
) -> list[KeptFile]:
    """The files of the version that is being corrected; `chosen` None: all that have no virus are kept."""
    if post is None:
        return []
    return [
        KeptFile(
            id=file.attachment.pk,
            name=file.name,
            kind=extension_of(file.name).upper(),
            size=file_size_text(file.attachment.size),
            is_kept=file.scan != ScanState.INFECTED
            if chosen is None
            else file.attachment.pk in chosen,
            language=file.attachment.language or "",
            authors=authors_of(file.attachment),
            sha256=file.attachment.sha256,
            scan=file.scan,
        )
        for file in files_for(post.latest_version, post, viewer)
    ]


def arranged(kept: Sequence[KeptFile], said: Sequence[SentFile]) -> list[KeptFile]:
    """The files in the order of `said`, as it names them; those that it does not speak of follow as they are."""
    places = {file.id: place for place, file in enumerate(said)}
    wanted = {file.id: file for file in said}
    ordered = sorted(kept, key=lambda file: places.get(file.id, len(places)))
    return with_same_named([_as_said(file, wanted.get(file.id)) for file in ordered])


def with_same_named(files: Sequence[KeptFile]) -> list[KeptFile]:
    """The files, each that stands there twice with the name of the other; those that are left out do not count."""
    names = earlier_names((file.sha256 if file.is_kept else "", file.name) for file in files)
    return [replace(file, same_as=name) for file, name in zip(files, names, strict=True)]


def _as_said(file: KeptFile, said: SentFile | None) -> KeptFile:
    if said is None:
        return file
    return replace(file, name=renamed(file.name, said.name), language=said.language or "")


def speaker_name(subject: Subject) -> str:
    """In whose name staff mend a text; "" for those who write for themselves."""
    post = subject.corrected
    if post is None or not subject.is_for_another:
        return ""
    speaker = speaker_for(post.latest_version, post, subject.viewer)
    return speaker.name if speaker is not None else ""


def _heading(subject: Subject, quote: Quote | None) -> str:
    if subject.corrected is not None:
        return _("Correct %(reference)s") % {"reference": subject.corrected.reference}
    if quote is not None:
        return _("Reply to %(name)s") % {"name": quote.name}
    return _("Post a submission")


def _crumbs(subject: Subject, title: str) -> list[Crumb]:
    crumbs = [
        Crumb(_("Discussion Spaces"), reverse("space-index")),
        Crumb(title, space_url(subject.space)),
    ]
    if subject.prompt is not None:
        number = subject.prompt.number
        crumbs.append(
            Crumb(
                _("Question %(number)d") % {"number": number},
                place_url(subject.space, subject.prompt),
            )
        )
    return crumbs


def _quote(subject: Subject) -> Quote | None:
    parent = subject.parent
    if parent is None or parent.public_version is None:
        return None
    speaker = speaker_for(parent.public_version, parent, subject.viewer)
    text = text_for(parent.public_version, parent, subject.viewer)
    if speaker is None or text is None:
        return None
    return Quote(
        reference=parent.reference,
        url=post_url(parent),
        name=speaker.name,
        words=excerpt(text.html, _QUOTED),
        language=text.language,
        direction=direction_of(text.language),
    )


def _review_note(subject: Subject) -> str:
    if subject.is_for_another:
        return _(
            "You mend errors of typing in the name of whom it came from. It appears at once, and the receipt"
            " goes to the address that was given. A changed text that came later is entered as one of its own."
        )
    if subject.corrected is not None and subject.space.review == Review.AFTER:
        return _("Your text takes the place of the earlier one, which readers can still reach.")
    return {
        Review.BEFORE.value: _("A moderator reads your text before it appears."),
        Review.FIRST_TIME.value: _(
            "The first time you write, a moderator reads your text before it appears."
        ),
        Review.AFTER.value: _("Your text appears as soon as you send it."),
    }[subject.space.review]


def _back_url(subject: Subject) -> str:
    post = subject.corrected or subject.parent
    return post_url(post) if post is not None else place_url(subject.space, subject.prompt)
