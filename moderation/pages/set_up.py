"""What the pages that set up a space have in common: lists in an order, and what stands there where two wrote at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.pages.texts import FileLine, LanguageText
from hub.kit.languages import language_within
from moderation.pages.desk import Desk


@dataclass(frozen=True)
class ListedThing:
    """A question or a document as a list shows it.

    `key` names it in the order, `anchor` on the page. `texts` are in every language that it has. `missing` names the
    required languages that it lacks.
    """

    key: int
    anchor: str
    name: str
    language: str
    chip: str
    texts: list[LanguageText]
    facts: list[str]
    files: list[FileLine]
    missing: str
    url: str


@dataclass(frozen=True)
class OrderedLine:
    """A line of the list, and whether it can go up and down."""

    thing: ListedThing
    can_rise: bool
    can_fall: bool


@dataclass(frozen=True)
class OrderedPage:
    """All that moderation/ordered.html shows. `order` is what the list shows, as its form carries it."""

    desk: Desk
    title: str
    heading: str
    lede: str
    empty: str
    new_url: str
    new_text: str
    order: str
    lines: list[OrderedLine]


@dataclass(frozen=True)
class StandsNow:
    """What somebody else saved meanwhile; `facts` are pairs of a label and words."""

    texts: list[LanguageText]
    facts: list[tuple[str, str]]


def in_order(things: Iterable[ListedThing]) -> list[OrderedLine]:
    """The lines of a list."""
    listed = list(things)
    last = len(listed) - 1
    return [
        OrderedLine(thing, can_rise=place > 0, can_fall=place < last)
        for place, thing in enumerate(listed)
    ]


def order_of(lines: Iterable[OrderedLine]) -> str:
    """The order as a form carries it: "3,1,2"."""
    return ",".join(str(line.thing.key) for line in lines)


def titles_now(titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """The titles in the content languages, each with its label."""
    shown_in = get_language() or settings.LANGUAGE_CODE
    return [
        (_("Title (%(language)s)") % {"language": language_within(one, shown_in)}, titles[one])
        for one in settings.CONTENT_LANGUAGES
        if titles.get(one)
    ]
