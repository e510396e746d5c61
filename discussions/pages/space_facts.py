"""What several pages of a space share: its numbers, the setting of its cards, until when its words are true."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.models import Prompt, Space, Window
from discussions.pages.card_shapes import Setting
from discussions.pages.sections import Fact
from discussions.pages.texts import listed
from discussions.pages.windows import true_until
from discussions.selectors.numbers import SpaceNumbers
from discussions.selectors.reasons import reason_texts
from discussions.selectors.spaces import Found, people_who_moderate
from hub.kit.bilingual import shown_texts
from hub.kit.gcm import OBJECTIVES
from hub.kit.languages import language_name


def setting_of(found: Found, viewer: Viewer, language: str) -> Setting:
    """What the cards of a page of the space share; two statements."""
    return Setting(
        found.space,
        viewer,
        language,
        found.at,
        people_who_moderate(found.space),
        reason_texts(language),
    )


def moments_of_change(
    windows: Sequence[Window], prompts: Iterable[Prompt], at: datetime
) -> datetime | None:
    """Until when the words about windows and closed questions stay true; None: for ever."""
    closings = [p.closed_at for p in prompts if p.closed_at is not None and p.closed_at > at]
    edges = [*closings, true_until(windows, at)]
    return min((edge for edge in edges if edge is not None), default=None)


def facts_of(space: Space, numbers: SpaceNumbers, language: str) -> list[Fact]:
    """The numbers of a space; late and in grace only where there are any."""
    facts = [
        Fact(_("Submissions"), str(numbers.submissions)),
        Fact(_("Replies"), str(numbers.replies)),
        Fact(_("Organisations"), str(numbers.organisations)),
    ]
    if numbers.in_grace:
        facts.append(Fact(_("In grace"), str(numbers.in_grace)))
    if numbers.late:
        facts.append(Fact(_("Late"), str(numbers.late)))
    return [*facts, *languages_and_objectives(space, language)]


def languages_and_objectives(space: Space, language: str) -> list[Fact]:
    """In which languages the space is, and which objectives it is about."""
    names = [language_name(text.language, language) for text in shown_texts(space, "title")]
    facts = [Fact(_("Languages"), listed(names))] if names else []
    if len(space.objectives) == len(OBJECTIVES):
        facts.append(Fact(_("Objectives"), _("All 23")))
    elif space.objectives:
        facts.append(Fact(_("Objectives"), listed(map(str, sorted(space.objectives)))))
    return facts
