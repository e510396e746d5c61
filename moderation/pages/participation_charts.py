"""The charts of participation: tables with a bar in each line."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import Standing
from discussions.models import Prompt, Space
from discussions.pages.addresses import place_url
from hub.kit.bilingual import text_in
from hub.kit.languages import language_name
from hub.kit.regions import Region
from hub.kit.sanitise import excerpt
from hub.kit.text import sort_key
from moderation.exports.ledger import place_words
from moderation.selectors.ledger import WHOLE_SPACE
from moderation.selectors.participation import GLOBAL, NO_COUNTRY, WITHHELD, Participation

_QUESTION = 60  # characters of a question beside its number
_REGION_WORDS: Final[Mapping[str, str | Promise]] = {
    **{region.value: region.label for region in Region},
    GLOBAL: gettext_lazy("Global: no single country"),
    NO_COUNTRY: gettext_lazy("Country not known"),
    WITHHELD: gettext_lazy("Country withheld by the author"),
}


@dataclass(frozen=True)
class Bar:
    """A line of a chart: `width` is its length in hundredths of the longest, `share` in hundredths of all.

    `language` is that of `label`, "" for the page's.
    """

    code: str
    label: str
    number: int
    share: int
    width: int
    language: str = ""
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """A table of bars. `head` names what the lines are, `unit` what is counted."""

    code: str
    caption: str
    head: str
    unit: str
    bars: list[Bar]


def charts_of(counted: Participation, space: Space, prompts: Sequence[Prompt]) -> Iterator[Chart]:
    """The charts in their order, in the active language; those without a line are left out."""
    unit, voices = _("Submissions"), counted.of_submissions
    groups = _named(voices.groups, StakeholderGroup)
    yield Chart("group", _("Submissions, by stakeholder group"), _("Group"), unit, _bars(groups))
    regions = [(code, str(_REGION_WORDS[code]), n) for code, n in voices.regions.items()]
    yield Chart(
        "region", _("Submissions, by region"), _("Region"), unit, _bars(_longest_first(regions))
    )
    language = get_language() or "en"
    languages = [(code, language_name(code, language), n) for code, n in voices.languages.items()]
    yield Chart(
        "language",
        _("Submissions, by language"),
        _("Language"),
        unit,
        _bars(_longest_first(languages)),
    )
    yield Chart(
        "standing",
        _("Submissions, on time and late"),
        _("Standing"),
        unit,
        _bars([(s.value, str(s.label), counted.standings[s]) for s in Standing]),
    )
    yield Chart(
        "question",
        _("Submissions, by question"),
        _("Question"),
        unit,
        list(_questions(counted, space, prompts)),
    )
    if counted.replies:
        yield Chart(
            "replying-group",
            _("Replies, by stakeholder group"),
            _("Group"),
            _("Replies"),
            _bars(_named(counted.of_replies.groups, StakeholderGroup)),
        )
    if counted.endorsing:
        endorsing = _named(counted.endorsing, StakeholderGroup)
        yield Chart(
            "endorsing-group",
            _("Endorsements by organisations, by stakeholder group"),
            _("Group"),
            _("Endorsements"),
            _bars(endorsing),
        )


_Line = tuple[str, str, int]


def _named(numbers: Counter[str], words: type[TextChoices]) -> list[_Line]:
    """The lines of codes that occur, the longest first; what is not known last."""
    lines = [(code, str(words(code).label), n) for code, n in numbers.items() if code]
    unknown = [("not-known", _("Group not known"), numbers[""])] if numbers[""] else []
    return [*_longest_first(lines), *unknown]


def _longest_first(lines: Iterable[_Line]) -> list[_Line]:
    language = get_language() or "en"
    return sorted(lines, key=lambda line: (-line[2], sort_key(line[1], language)))


def _bars(lines: Sequence[_Line]) -> list[Bar]:
    longest = max((number for _code, _label, number in lines), default=0)
    everything = sum(number for _code, _label, number in lines)
    return [
        Bar(code, label, number, _share(number, everything), _share(number, longest))
        for code, label, number in lines
    ]


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _questions(counted: Participation, space: Space, prompts: Sequence[Prompt]) -> Iterator[Bar]:
    """Every question in the order of the page, also those that nobody answered."""
    page = get_language() or "en"
    numbers = counted.of_submissions.prompts
    longest = max(numbers.values(), default=0)
    places: list[Prompt | None] = list(prompts)
    if numbers[WHOLE_SPACE] or not prompts:
        places.append(None)
    for prompt in places:
        label, language = place_words(WHOLE_SPACE), ""
        if prompt is not None:
            text = text_in(prompt, "text", page)
            label = f"{prompt.number}. {excerpt(text.value, _QUESTION)}"
            language = text.language
        code = prompt.number if prompt is not None else WHOLE_SPACE
        number = numbers[code]
        yield Bar(
            str(code),
            label,
            number,
            _share(number, counted.submissions),
            _share(number, longest),
            language=language,
            url=place_url(space, prompt),
        )
