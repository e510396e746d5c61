"""The page of a space."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from discussions.access.spaces import can_set_up
from discussions.access.viewer import Viewer
from discussions.models import Document, Prompt, Space, Window
from discussions.pages.addresses import register_url, sign_in_url, sign_up_url, space_url
from discussions.pages.card_shapes import Link, Setting
from discussions.pages.follow import FollowButton, follow_button
from discussions.pages.sections import (
    Crumb,
    DocumentLine,
    Fact,
    QuestionSection,
    crumbs_to,
    document_lines,
    opening_words,
    question_section,
    window_for,
)
from discussions.pages.space_facts import facts_of, moments_of_change, setting_of
from discussions.pages.space_windows import Part, SpaceWindows, space_windows
from discussions.pages.texts import Prose, content_languages, initials_of, prose_in
from discussions.pages.threads import Place, lighten, threads_of
from discussions.pages.windows import (
    ExactTimes,
    Status,
    Strip,
    closing_note,
    exact_times,
    strip_of,
)
from discussions.selectors.numbers import (
    PromptNumbers,
    numbers_by_prompt,
    numbers_of,
)
from discussions.selectors.spaces import (
    Found,
    displayed_moderators_of,
    documents_of,
    prompts_of,
    windows_of,
)
from discussions.selectors.threads import ThreadSlice, share_of_each, shared_out
from hub.kit.bilingual import Text, text_in
from hub.kit.gcm import OBJECTIVES

#: Characters of HTML that the texts of the page of a space may weigh; compressed, that is some 24 kB.
WEIGHT: Final = 60_000


@dataclass(frozen=True)
class SignInBox:
    """The ways in for readers who want to write (components/signin_box.html)."""

    sign_in_url: str
    sign_up_url: str


@dataclass(frozen=True)
class ModeratorLine:
    """A moderator as readers see one."""

    name: str
    organisation: str
    initials: str


@dataclass(frozen=True)
class ObjectiveLine:
    """An objective of the Compact."""

    number: int
    short_title: str
    title: str


@dataclass(frozen=True)
class Entrance:
    """A line of the contents of the page."""

    anchor: str
    text: str
    language: str
    count: int | None = None


@dataclass(frozen=True)
class SpacePage:
    """All that `discussions/space.html` shows.

    `strip`, `times` and `closing_note` are of the window that rules everything; where there are several, `parts` has them.
    """

    crumbs: list[Crumb]
    title: Text
    status: Status
    times: ExactTimes | None
    strip: Strip | None
    closing_note: str
    parts: list[Part]
    closed_words: str
    is_unpublished: bool
    contents: list[Entrance]
    facts: list[Fact]
    register_url: str
    register_words: str
    staff_links: list[Link]
    follow: FollowButton
    sign_in: SignInBox | None
    mandate: Prose
    documents: list[DocumentLine]
    moderators: list[ModeratorLine]
    objectives: list[ObjectiveLine]
    languages: list[dict[str, str]]
    questions: list[QuestionSection]
    general: QuestionSection
    true_until: datetime | None


def space_page(found: Found, viewer: Viewer, language: str) -> SpacePage:
    """The page for a viewer; the number of statements does not depend on how many posts there are."""
    space, at = found.space, found.at
    windows, prompts = windows_of(space), prompts_of(space)
    main, together = windows[0] if windows else None, space_windows(windows, prompts, at)
    documents, shown_moderators = documents_of(space), displayed_moderators_of(space)
    numbers, by_prompt = numbers_of(space), numbers_by_prompt(space)
    setting = setting_of(found, viewer, language)
    sections = _sections(setting, prompts, main, by_prompt)
    return SpacePage(
        crumbs=crumbs_to(space, language),
        title=text_in(space, "title", language),
        status=together.status,
        times=exact_times(together.only, at),
        strip=strip_of(together.only, documents, at),
        closing_note=closing_note(together.only, at),
        parts=together.parts(documents),
        closed_words=together.closed_words,
        is_unpublished=space.published_at is None or space.published_at > at,
        contents=_contents(prompts, by_prompt, language, documents, shown_moderators),
        facts=facts_of(space, numbers, language),
        register_url=register_url(space),
        register_words=_register_words(space),
        staff_links=_staff_links(space, viewer),
        follow=follow_button(space, viewer),
        sign_in=_sign_in(space, viewer, together),
        mandate=prose_in(space, "mandate", language),
        documents=document_lines(documents, language),
        moderators=[_moderator(person, language) for person in shown_moderators],
        objectives=[_objective(number) for number in sorted(space.objectives)],
        languages=content_languages(),
        questions=sections[:-1],
        general=sections[-1],
        true_until=moments_of_change(windows, prompts, at),
    )


def _sections(
    setting: Setting,
    prompts: list[Prompt],
    main: Window | None,
    by_prompt: dict[int | None, PromptNumbers],
) -> list[QuestionSection]:
    """One for each question, then the one for the space as a whole."""
    places: list[Prompt | None] = [*prompts, None]
    keys = [prompt.pk if prompt is not None else None for prompt in places]
    numbers = {key: by_prompt.get(key, PromptNumbers()) for key in keys}
    counts = {key: numbers[key].in_threads for key in keys}
    slices = share_of_each(setting.space, shared_out(counts, settings.POSTS_PER_PAGE))
    sections, budget = [], WEIGHT
    for key, prompt in zip(keys, places, strict=True):
        place = Place(prompt, window_for(prompt, main))
        found = slices.get(key, ThreadSlice([]))
        threads = threads_of(found, setting, place)
        budget = lighten(threads, budget)
        has_own_window = prompt is not None and prompt.window is not None
        sections.append(
            question_section(
                setting,
                place,
                threads,
                numbers[key],
                has_own_window=has_own_window,
                shown=len(found.posts),
            )
        )
    return sections


def _contents(
    prompts: list[Prompt],
    by_prompt: dict[int | None, PromptNumbers],
    language: str,
    documents: list[Document],
    moderators: list[Person],
) -> list[Entrance]:
    lines = [Entrance("mandate", _("Mandate"), language)]
    if documents:
        lines.append(Entrance("documents", _("Documents"), language))
    if moderators:
        lines.append(Entrance("moderators", _("Moderators"), language))
    for prompt in prompts:
        words, words_language = opening_words(prompt, language)
        count = by_prompt.get(prompt.pk, PromptNumbers()).submissions
        lines.append(Entrance(f"question-{prompt.number}", words, words_language, count))
    count = by_prompt.get(None, PromptNumbers()).submissions
    return [*lines, Entrance("general", _("Posts to the space as a whole"), language, count)]


def _register_words(space: Space) -> str:
    count = space.last_number
    words = ngettext(
        "Register: every reference issued (%(count)d)",
        "Register: every reference issued (%(count)d)",
        count,
    )
    return words % {"count": count}


def _sign_in(space: Space, viewer: Viewer, windows: SpaceWindows) -> SignInBox | None:
    """Only for visitors, and only while texts are taken somewhere in the space."""
    if viewer.is_signed_in or not windows.takes_texts():
        return None
    return SignInBox(sign_in_url(space_url(space)), sign_up_url(space_url(space)))


def _moderator(person: Person, language: str) -> ModeratorLine:
    """With an account they speak for the organisation of their membership; else the archive says for which."""
    membership = next(iter(person.memberships.all()), None)
    organisation = person.organisation_name or ""
    if membership is not None:
        organisation = text_in(membership.organisation, "name", language).value
    return ModeratorLine(person.name, organisation, initials_of(person.name))


def _staff_links(space: Space, viewer: Viewer) -> list[Link]:
    """To what staff do with the space and what observers see of it; the pages are of the rooms above."""
    links = []
    if viewer.is_staff_of(space.pk):
        links.append(Link(_("Windows of this space"), reverse("space-windows", args=[space.slug])))
    elif can_set_up(viewer, space.pk):
        words = _("Settings of this space")
        links.append(Link(words, reverse("space-settings", args=[space.slug])))
    observes = space.pk in viewer.observes
    if viewer.is_secretariat or observes:
        links.append(Link(_("Exports"), reverse("exports", args=[space.slug])))
    if viewer.is_staff_of(space.pk) or observes:
        links += [
            Link(_("Participation"), reverse("participation", args=[space.slug])),
            Link(_("Reconciliation"), reverse("reconciliation", args=[space.slug])),
        ]
    return links


def _objective(number: int) -> ObjectiveLine:
    objective = OBJECTIVES[number]
    return ObjectiveLine(number, str(objective.short_title), str(objective.title))
