"""Who has spoken in a space so far, and who has not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.access.viewer import Viewer
from discussions.exports.snapshot import one_snapshot
from discussions.models import Prompt, Space, Window
from discussions.pages.sections import Fact
from discussions.pages.texts import listed
from hub.kit.dates import moment_in
from hub.kit.languages import UN_LANGUAGES, language_name
from hub.kit.regions import Region
from moderation.access.numbers import counts_what_is_not_public
from moderation.exports.ledger import place_words
from moderation.pages.desk import Desk, desk_of
from moderation.pages.participation_charts import Chart, charts_of
from moderation.pages.timeline import Timeline, timeline_of
from moderation.selectors.exports import prompts_of, windows_of
from moderation.selectors.participation import Participation, participation_in

#: Charts with a line for each group or question.
_LONG: Final = frozenset({"group", "question"})


@dataclass(frozen=True)
class Silence:
    """Of which kind nobody, or nothing, has come yet: `names` as one list in words."""

    label: str
    names: str


@dataclass(frozen=True)
class Choice:
    """What can be counted instead."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ParticipationPage:
    """All that moderation/participation.html shows; `basis` says what is counted, `choices` are empty for observers.

    `sides`: the charts of each of two columns.
    """

    desk: Desk
    figures_at: str
    basis: str
    choices: list[Choice]
    figures: list[Fact]
    sides: list[list[Chart]]
    timeline: Timeline | None
    silent: list[Silence]
    csv_url: str


def participation_page(
    space: Space, viewer: Viewer, at: datetime, *, of_all: bool
) -> ParticipationPage:
    """The page, in the active language, as of one instant; `of_all`: also of what is not public, for staff alone.

    5 statements.
    """
    of_all = of_all and counts_what_is_not_public(viewer, space.pk)
    counted, windows, prompts = _counted(space, of_all)
    url = reverse("participation", args=[space.slug])
    return ParticipationPage(
        desk=desk_of(space, viewer, "participation"),
        figures_at=_("%(moment)s UTC") % {"moment": moment_in(at)},
        basis=_("All that was received, in every state.")
        if of_all
        else _("What every reader sees."),
        choices=_choices(url, of_all) if counts_what_is_not_public(viewer, space.pk) else [],
        figures=_figures(counted),
        sides=_sides(charts_of(counted, space, prompts)),
        timeline=timeline_of(counted.days, windows, at),
        silent=_silent(counted, prompts),
        csv_url=f"{reverse('participation-csv', args=[space.slug])}{'?of=all' if of_all else ''}",
    )


def _counted(
    space: Space, of_all: bool
) -> tuple[Participation, Sequence[Window], Sequence[Prompt]]:
    with one_snapshot():
        windows = windows_of(space)
        zone = windows[0].time_zone if windows else "UTC"
        counted = participation_in(space, zone, public_only=not of_all)
        return counted, windows, prompts_of(space)


def _choices(url: str, of_all: bool) -> list[Choice]:
    return [
        Choice(_("What every reader sees"), url, not of_all),
        Choice(_("All that was received"), f"{url}?of=all", of_all),
    ]


def _sides(charts: Iterable[Chart]) -> list[list[Chart]]:
    """The long charts beside the short ones; those without a line are left out."""
    sides: list[list[Chart]] = [[], []]
    for chart in charts:
        if chart.bars:
            sides[chart.code not in _LONG].append(chart)
    return sides


def _figures(counted: Participation) -> list[Fact]:
    numbers = [
        (ngettext("submission", "submissions", counted.submissions), counted.submissions),
        (ngettext("reply", "replies", counted.replies), counted.replies),
        (ngettext("organisation", "organisations", counted.organisations), counted.organisations),
        (ngettext("country", "countries", len(counted.countries)), len(counted.countries)),
        (ngettext("language", "languages", len(counted.languages)), len(counted.languages)),
        (
            ngettext("first-time author", "first-time authors", counted.first_time),
            counted.first_time,
        ),
    ]
    return [Fact(label, str(number)) for label, number in numbers]


def _silent(counted: Participation, prompts: Sequence[Prompt]) -> list[Silence]:
    """Who has not spoken, what was not answered; kinds of which each has come are left out."""
    page = get_language() or "en"
    unheard = [group for group in StakeholderGroup if not counted.groups[group]]
    groups = [str(group.label) for group in unheard if not counted.endorsing[group]]
    endorsed = [str(group.label) for group in unheard if counted.endorsing[group]]
    regions = [str(r.label) for r in Region if not counted.regions[r]]
    languages = [language_name(code, page) for code in UN_LANGUAGES if not counted.languages[code]]
    questions = [place_words(p.number) for p in prompts if not counted.prompts[p.number]]
    silent = [
        (_("Groups"), groups),
        (_("Groups that only endorsed"), endorsed),
        (_("Regions"), regions),
        (_("Questions"), questions),
        (_("Official languages of the United Nations"), languages),
    ]
    return [Silence(label, listed(names)) for label, names in silent if names]


#: Names of columns are for programs, the same in every language.
TABLE_HEADER: Final = ("part", "code", "words", "number")
_FIGURES: Final = (
    "submissions",
    "replies",
    "organisations",
    "countries",
    "languages",
    "first-time-authors",
)


def table_rows(space: Space, *, of_all: bool) -> Iterator[tuple[str, str, str, int]]:
    """The figures as rows of a table: part, code, words, number; in the active language. 5 statements."""
    counted, _windows, prompts = _counted(space, of_all)
    for code, fact in zip(_FIGURES, _figures(counted), strict=True):
        yield "figure", code, fact.label, int(fact.value)
    for chart in charts_of(counted, space, prompts):
        for bar in chart.bars:
            yield chart.code, bar.code, bar.label, bar.number
    for day, number in sorted(counted.days.items()):
        yield "day", day.isoformat(), "", number
