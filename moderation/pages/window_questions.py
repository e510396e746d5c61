"""Which questions follow which window: what stands there now, and what a choice will do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.enums import LatePolicy, WindowState
from discussions.mailers.window_words import dates_of, dates_sentences, policy_sentence
from discussions.models import Prompt, Space, Window
from discussions.pages.sections import opening_words
from discussions.selectors.spaces import prompts_of, windows_of
from moderation.pages.desk import Desk, desk_of
from moderation.pages.window_words import Preview, told_sentence, window_name, window_within


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
        """The windows by place, with when they open and close."""
        return [
            (
                window.position,
                dates_of(window_name(window.position), window.setting, self.at),
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

    def answering(self, number: int, later: Window) -> str:
        """What becomes of answering a question that will follow another window; "" where that stays as it is."""
        prompt = next(one for one in self.prompts if one.number == number)
        if prompt.closed_at is not None and prompt.closed_at <= self.at:
            return ""
        is_open = _is_open(self.at_position(self.present[number]), self.at)
        words = _answering(later, self.at, was_open=is_open)
        return words % {"number": number} if words else ""


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
                "window": window_within(window.position),
                "earlier": window_within(of.present[number]),
            }
        )
        lines += dates_sentences(window.setting, of.at)
        if window.state_at(of.at) != WindowState.CLOSED:
            lines.append(policy_sentence(window.setting))
        lines.append(of.answering(number, window))
    lines += [_("What was sent until now stands as it stood."), told_sentence(told)]
    return Preview(_("This will be announced"), [line for line in lines if line])


def _is_open(window: Window, at: datetime) -> bool:
    return window.state_at(at) in {WindowState.OPEN, WindowState.GRACE}


def _answering(window: Window, at: datetime, *, was_open: bool) -> str:
    """The sentence, with `%(number)d`, for a question whose window was open or not; "" where nothing changes."""
    if window.state_at(at) == WindowState.SCHEDULED:
        if was_open:
            return _(
                "Answers to question %(number)d, and replies to them, stop now; they can be sent again"
                " from that opening."
            )
        return _(
            "Answers to question %(number)d, and replies to them, can be sent from that opening."
        )
    if _is_open(window, at) == was_open:
        return ""
    if not was_open:
        return _("Answers to question %(number)d, and replies to them, can be sent now.")
    return {
        LatePolicy.REFUSE: _("Answers to question %(number)d, and replies to them, stop now."),
        LatePolicy.MARK: _(
            "Answers to question %(number)d, and replies to them, are marked as late from now on."
        ),
        LatePolicy.ASK: _(
            "Answers to question %(number)d, and replies to them, are late from now on and wait for a"
            " moderator."
        ),
    }[LatePolicy(window.late_policy)]
