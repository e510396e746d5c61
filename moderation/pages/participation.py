"""Who has spoken in a space so far, and who has not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.viewer import Viewer
from discussions.exports.snapshot import one_snapshot
from discussions.models import Prompt, Space, Window
from hub.kit.dates import moment_in
from moderation.access.numbers import counts_what_is_not_public
from moderation.pages.desk import Desk, desk_of
from moderation.pages.participation_charts import Chart, charts_of
from moderation.pages.silences import Silence, heard_apart, unheard
from moderation.pages.timeline import Timeline, timeline_of
from moderation.selectors.exports import prompts_of, windows_of
from moderation.selectors.participation import Participation, only_replied, participation_in

#: Charts with a line for each group or question.
_LONG: Final = frozenset({"group", "question"})


@dataclass(frozen=True)
class Figure:
    """A number with what it counts; `note`: how many of these only replied, "" where that says nothing.

    `code` is for programs; `only_replied` is None where it is not asked.
    """

    code: str
    label: str
    value: int
    note: str = ""
    only_replied: int | None = None


@dataclass(frozen=True)
class Choice:
    """What can be counted instead."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ParticipationPage:
    """All that moderation/participation.html shows; `basis` says what is counted, `choices` are empty for observers.

    `sides`: the charts of each of two columns. `silent`: who was not heard, `apart`: who was, but in no submission.
    """

    desk: Desk
    figures_at: str
    basis: str
    choices: list[Choice]
    figures: list[Figure]
    sides: list[list[Chart]]
    timeline: Timeline | None
    silent: list[Silence]
    apart: list[Silence]
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
        silent=unheard(counted, prompts),
        apart=heard_apart(counted),
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


def _figures(counted: Participation) -> list[Figure]:
    submitted, replied = counted.of_submissions, counted.of_replies
    countries = set(submitted.countries) | set(replied.countries)
    languages = set(submitted.languages) | set(replied.languages)
    number, first = len(countries), counted.first_time
    return [
        Figure(
            "submissions",
            ngettext("submission", "submissions", counted.submissions),
            counted.submissions,
        ),
        Figure("replies", ngettext("reply", "replies", counted.replies), counted.replies),
        _heard(
            "organisations",
            ngettext("organisation", "organisations", counted.organisations),
            counted.organisations,
            counted.organisations_only_replied,
        ),
        _heard(
            "countries",
            ngettext("country", "countries", number),
            number,
            len(only_replied(submitted.countries, replied.countries)),
        ),
        _heard(
            "languages",
            ngettext("language", "languages", len(languages)),
            len(languages),
            len(only_replied(submitted.languages, replied.languages)),
        ),
        Figure(
            "first-time-authors", ngettext("first-time author", "first-time authors", first), first
        ),
    ]


def _heard(code: str, label: str, number: int, only: int) -> Figure:
    """A figure of submissions and replies."""
    words = ngettext("%(number)d of them only replied", "%(number)d of them only replied", only)
    return Figure(code, label, number, words % {"number": only} if only else "", only)


#: Names of columns are for programs, the same in every language.
TABLE_HEADER: Final = ("part", "code", "words", "number")


def table_rows(space: Space, *, of_all: bool) -> Iterator[tuple[str, str, str, int]]:
    """The figures as rows of a table: part, code, words, number; in the active language. 5 statements."""
    counted, _windows, prompts = _counted(space, of_all)
    for figure in _figures(counted):
        yield "figure", figure.code, figure.label, figure.value
        if figure.only_replied is not None:
            yield "only-replied", figure.code, figure.note, figure.only_replied
    for chart in charts_of(counted, space, prompts):
        for bar in chart.bars:
            yield chart.code, bar.code, bar.label, bar.number
    for day, number in sorted(counted.days.items()):
        yield "day", day.isoformat(), "", number
