"""Which questions follow which window: what stands there now, and what a choice will do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.mailers.window_words import closed_sentence, closes_sentence
from discussions.models import Prompt, Space, Window
from discussions.pages.sections import opening_words
from discussions.selectors.spaces import prompts_of, windows_of
from moderation.pages.desk import Desk, desk_of
from moderation.pages.window_words import Preview, told_sentence, window_name


@dataclass(frozen=True)
class Assignment:
    """The questions and windows of a space as they were at `at`."""

    space: Space
    prompts: Sequence[Prompt]
    windows: Sequence[Window]
    at: datetime

    @property
    def present(self) -> dict[int, int]:
        """The place of the window by the number of the question."""
        return {
            prompt.number: prompt.window.position if prompt.window is not None else 0
            for prompt in self.prompts
        }

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The windows by place, with when they close."""
        return [
            (
                window.position,
                _("%(window)s: %(closing)s")
                % {"window": window_name(window.position), "closing": self.closing(window)},
            )
            for window in self.windows
        ]

    @property
    def questions(self) -> dict[int, str]:
        """The first words of each question, by its number."""
        language = get_language() or "en"
        return {prompt.number: opening_words(prompt, language)[0] for prompt in self.prompts}

    def at_position(self, position: int) -> Window:
        """The window at a place."""
        return next(window for window in self.windows if window.position == position)

    def moved(self, wanted: Mapping[int, int]) -> list[int]:
        """The numbers of the questions that would follow another window."""
        return [
            number for number, place in sorted(wanted.items()) if self.present[number] != place
        ]

    def touched(self, wanted: Mapping[int, int]) -> list[Window]:
        """The windows that would gain or lose a question."""
        places = {
            place
            for number in self.moved(wanted)
            for place in (self.present[number], wanted[number])
        }
        return [window for window in self.windows if window.position in places]

    def closing(self, window: Window) -> str:
        """When a window closes, or closed."""
        has_closed = window.closes_at is not None and window.closes_at <= self.at
        words = closed_sentence if has_closed else closes_sentence
        return words(window.setting)


@dataclass(frozen=True)
class WindowQuestionsPage:
    """All that moderation/window_questions.html shows beside the form."""

    desk: Desk
    windows_url: str


def assignment_of(space: Space, at: datetime) -> Assignment:
    """What the page is about; two statements."""
    return Assignment(space, prompts_of(space), windows_of(space), at)


def window_questions_page(space: Space, viewer: Viewer) -> WindowQuestionsPage:
    """The page, in the active language."""
    return WindowQuestionsPage(
        desk=desk_of(space, viewer, "space-windows"),
        windows_url=reverse("space-windows", args=[space.slug]),
    )


def assignment_preview(of: Assignment, wanted: Mapping[int, int], told: int) -> Preview:
    """What the choice will do."""
    lines = []
    for number in of.moved(wanted):
        window = of.at_position(wanted[number])
        lines.append(
            _("Question %(number)d follows %(window)s instead of %(earlier)s.")
            % {
                "number": number,
                "window": window_name(window.position),
                "earlier": window_name(of.present[number]),
            }
        )
        lines.append(of.closing(window))
    lines += [_("What was sent until now stands as it stood."), told_sentence(told)]
    return Preview(_("This will be announced"), [line for line in lines if line])
