"""The page of one question, and the page of the posts to the space as a whole."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.models import Post, Prompt
from discussions.pages.addresses import place_url, register_url, sign_in_url, sign_up_url
from discussions.pages.card_shapes import Stub
from discussions.pages.cards import stub_of_move
from discussions.pages.sections import (
    Crumb,
    QuestionSection,
    crumbs_to,
    place_name,
    question_section,
    window_for,
)
from discussions.pages.space import SignInBox
from discussions.pages.space_facts import moments_of_change, setting_of
from discussions.pages.texts import LanguageText, all_languages, content_languages
from discussions.pages.threads import Pager, Place, pager_of, threads_of
from discussions.pages.windows import (
    ExactTimes,
    Status,
    closing_note,
    exact_times,
    status_of,
)
from discussions.selectors.numbers import PromptNumbers, numbers_by_prompt
from discussions.selectors.register import moved_from
from discussions.selectors.spaces import Found, windows_of
from discussions.selectors.threads import page_of, under_prompt
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import day_in, moment_in


@dataclass(frozen=True)
class EarlierWording:
    """How a question read before it was edited."""

    until: str
    texts: list[LanguageText]


@dataclass(frozen=True)
class PromptPage:
    """All that `discussions/prompt.html` shows. `moved`: what went from here to other spaces, on the last page."""

    crumbs: list[Crumb]
    title: str
    space_title: Text
    asked: str
    status: Status
    times: ExactTimes | None
    closing_note: str
    earlier_wordings: list[EarlierWording]
    languages: list[dict[str, str]]
    section: QuestionSection
    pager: Pager
    register_url: str
    sign_in: SignInBox | None
    true_until: datetime | None
    moved: list[Stub]


def prompt_page(
    found: Found, prompt: Prompt | None, after: Post | None, viewer: Viewer, language: str
) -> PromptPage:
    """A page of the threads of a question, or with None of the posts to the space as a whole."""
    space, at = found.space, found.at
    windows = windows_of(space)
    place = Place(prompt, window_for(prompt, windows[0] if windows else None))
    setting = setting_of(found, viewer, language)
    key = prompt.pk if prompt is not None else None
    numbers = numbers_by_prompt(space).get(key, PromptNumbers())
    posts = page_of(under_prompt(space, prompt), space, settings.POSTS_PER_PAGE, after)
    url = place_url(space, prompt)
    section = question_section(
        setting, place, threads_of(posts, setting, place, level=3), numbers, has_own_window=False
    )
    box = SignInBox(sign_in_url(url), sign_up_url(url))
    return PromptPage(
        crumbs=crumbs_to(space, language, Crumb(place_name(prompt))),
        title=place_name(prompt),
        space_title=text_in(space, "title", language),
        asked=_asked(prompt),
        status=status_of(place.window, at),
        times=exact_times(place.window, at),
        closing_note=closing_note(place.window, at),
        earlier_wordings=_wordings(prompt, language),
        languages=content_languages(),
        section=section,
        pager=pager_of(posts, url, total=numbers.in_threads, is_first=after is None),
        register_url=register_url(space),
        sign_in=box if section.write.url and not viewer.is_signed_in else None,
        true_until=moments_of_change(windows, [prompt] if prompt else [], at),
        moved=[]
        if posts.has_more
        else [stub_of_move(move, setting) for move in moved_from(space, prompt)],
    )


def _asked(prompt: Prompt | None) -> str:
    if prompt is None or prompt.asked_by is None or prompt.asked_at is None:
        return ""
    return _("Asked by %(name)s on %(day)s") % {
        "name": prompt.asked_by.name,
        "day": day_in(prompt.asked_at),
    }


def _wordings(prompt: Prompt | None, language: str) -> list[EarlierWording]:
    if prompt is None:
        return []
    return [
        EarlierWording(
            _("Until %(moment)s UTC") % {"moment": moment_in(row.until)},
            all_languages(row, "text", language),
        )
        for row in prompt.earlier_wordings.all()
    ]
