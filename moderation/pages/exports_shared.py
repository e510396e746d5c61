"""What a reader without an account sees of an export by a link: what it is, the file, and its texts as they are public now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.spaces import can_see_space
from discussions.access.viewer import VISITOR
from discussions.models import Post, Prompt, Space, Version
from discussions.pages.card_shapes import Setting
from discussions.pages.cards import card_of
from discussions.pages.sections import place_name
from discussions.pages.space_facts import setting_of
from discussions.pages.texts import LanguageText, all_languages
from discussions.pages.threads import Branch, Pager, Thread
from discussions.selectors.references import parse_reference
from discussions.selectors.spaces import Found
from discussions.selectors.threads import whole_posts
from hub.kit.bilingual import Text, text_in
from moderation.errors import NoLongerShown, NotInList
from moderation.exports.held import kept_back_of
from moderation.exports.reading import (
    Chapter,
    Public,
    chapters_of,
    narrowed,
    piece_of,
    place_after,
)
from moderation.exports.wanted import GENERAL, ExportFilter
from moderation.models import ExportLink
from moderation.pages.past_exports import ExportView, export_view, instant_words
from moderation.selectors.exports import versions_by_id, windows_of

_PAGE: Final = 25


@dataclass(frozen=True)
class SharedPage:
    """The page of a link. `read_url` is "" where the space is not shown to readers now.

    `download_url` is "" where something in the file is not, and `kept_back` says so.
    """

    title: Text
    label: str
    export: ExportView
    until: str
    download_url: str
    kept_back: str
    read_url: str


@dataclass(frozen=True)
class ReadChapter:
    """A question with the inputs of this page. `is_continued`: it began on an earlier one."""

    key: str
    title: str
    texts: Sequence[LanguageText]
    is_continued: bool
    threads: Sequence[Thread]


@dataclass(frozen=True)
class ReadingPage:
    """A page of the texts. `every` are those that the export lets through and that are public now."""

    title: Text
    label: str
    back_url: str
    every: int
    found: int
    read_at: str
    chapters: Sequence[ReadChapter]
    pager: Pager


@dataclass(frozen=True)
class Asked:
    """What a reader asks for: a filter within that of the export, and the same as it stands in addresses.

    The page begins after the reference `after`, "" for the first.
    """

    chosen: ExportFilter
    query: Mapping[str, str]
    after: str


@dataclass(frozen=True)
class Readable:
    """What there is to read: the space with its questions, and the inputs that the export lets through."""

    found: Found
    prompts: Sequence[Prompt]
    inputs: Sequence[Public]


def shared_page(link: ExportLink, token: str, at: datetime) -> SharedPage:
    """At an instant (UTC); 7 statements at most."""
    export = link.export
    kept_back = kept_back_of(export, at)
    is_shown = can_see_space(export.space, VISITOR, at)
    return SharedPage(
        title=text_in(export.space, "title", _language()),
        label=link.label,
        export=export_view(export.space, export, windows_of(export.space)),
        until=instant_words(link.expires_at),
        download_url="" if kept_back else reverse("shared-download", args=[token]),
        kept_back=str(NoLongerShown()) if kept_back else "",
        read_url=reverse("shared-reading", args=[token]) if is_shown else "",
    )


def reading_page(link: ExportLink, token: str, readable: Readable, asked: Asked) -> ReadingPage:
    """The texts of one page; a fixed number of statements. Raises NotInList where it begins after what is not there."""
    found, space = readable.found, readable.found.space
    taken = narrowed(readable.inputs, asked.chosen)
    chapters = chapters_of(readable.prompts, taken)
    first = _begin(chapters, space, asked.after)
    piece = piece_of(chapters, first, _PAGE)
    drawn = _Drawing.of(found, piece)
    prompts = {prompt.number: prompt for prompt in readable.prompts}
    return ReadingPage(
        title=text_in(space, "title", _language()),
        label=link.label,
        back_url=reverse("shared", args=[token]),
        every=len(readable.inputs),
        found=len(taken),
        read_at=instant_words(found.at),
        chapters=[
            drawn.chapter(part, prompts.get(part.prompt), _begins(chapters, part))
            for part in piece
        ],
        pager=_pager(_Addresses(space, token, asked.query, chapters), first, len(taken)),
    )


def _begin(chapters: Sequence[Chapter], space: Space, after: str) -> int:
    if not after:
        return 0
    prefix, number = parse_reference(after) or ("", 0)
    place = place_after(chapters, number) if prefix == space.reference_prefix else None
    if place is None:
        raise NotInList
    return place


def _begins(chapters: Sequence[Chapter], part: Chapter) -> bool:
    """Whether a part of a chapter holds its first input."""
    return any(chapter.inputs[0] == part.inputs[0] for chapter in chapters)


@dataclass(frozen=True)
class _Addresses:
    """The addresses of pages of a list that a reader has narrowed."""

    space: Space
    token: str
    query: Mapping[str, str]
    chapters: Sequence[Chapter]

    def beginning_at(self, place: int) -> str:
        """The page that begins at a place of the list, from 0."""
        flat = [one for chapter in self.chapters for one in chapter.inputs]
        before = flat[place - 1] if place > 0 else None
        said = dict(self.query)
        if before is not None:
            said["after"] = self.space.reference_of(before.place[1])
        url = reverse("shared-reading", args=[self.token])
        return f"{url}?{urlencode(said)}" if said else url


def _pager(addresses: _Addresses, first: int, total: int) -> Pager:
    return Pager(
        first_url=addresses.beginning_at(0) if first > 0 else "",
        next_url=addresses.beginning_at(first + _PAGE) if first + _PAGE < total else "",
        shown=min(_PAGE, total - first),
        total=total,
        previous_url=addresses.beginning_at(first - _PAGE) if first > 0 else "",
    )


@dataclass(frozen=True)
class _Drawing:
    """The posts of a page by id, and what their cards share."""

    setting: Setting
    posts: Mapping[UUID, Post]
    versions: Mapping[UUID, Version]

    @classmethod
    def of(cls, found: Found, piece: Sequence[Chapter]) -> "_Drawing":
        """With the posts of a page, those that they answer, and the versions by which they count."""
        ids = {id_ for part in piece for one in part.inputs for id_ in (one.id, one.parent_id)}
        posts = whole_posts([id_ for id_ in ids if id_ is not None], found.space)
        counting = versions_by_id(one.version_id for part in piece for one in part.inputs)
        return cls(setting_of(found, VISITOR, _language()), posts, counting)

    def chapter(self, part: Chapter, prompt: Prompt | None, begins: bool) -> ReadChapter:
        name = place_name(prompt)
        late = _("%(place)s: late inputs") % {"place": name}
        texts = all_languages(prompt, "text", _language()) if prompt and begins else []
        return ReadChapter(
            key=f"{part.prompt or GENERAL}{'-late' if part.is_late else ''}",
            title=late if part.is_late else name,
            texts=texts,
            is_continued=not begins,
            threads=self._threads(part.inputs),
        )

    def _threads(self, inputs: Sequence[Public]) -> list[Thread]:
        """Each input with what answers it; what answers an answer stands flat below that."""
        threads: list[Thread] = []
        depths: dict[UUID, int] = {}
        for one in inputs:
            post = self.posts.get(one.id)
            if post is None:  # gone since the list was read
                continue
            depth = depths[one.parent_id] + 1 if one.parent_id in depths else 0
            depths[one.id] = depth
            parent = self.posts.get(one.parent_id) if one.parent_id else None
            version = self.versions[one.version_id]
            card = card_of(post, version, self.setting, parent=parent, level=3)
            if depth == 0:
                threads.append(Thread(card))
            elif depth == 1:
                threads[-1].branches.append(Branch(card))
            else:
                threads[-1].branches[-1].replies.append(card)
        return threads


def _language() -> str:
    return get_language() or "en"
