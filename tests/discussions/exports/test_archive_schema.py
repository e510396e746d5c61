"""Name by name: what the format of archives knows, an export of a lived space says (PRODUCT, section 7)."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from discussions.exports.archive import Variant
from discussions.services.import_space import import_archive
from discussions.services.import_space.schema import SCHEMA
from tests import archives
from tests.discussions.exports.readable import words_for_readers
from tests.discussions.exports.test_archive import document, exported
from tests.lives import Act, Life, live

pytestmark = pytest.mark.django_db

WINDOWS: Final = (("closed", "mark"), ("open", "refuse"), ("closed", "ask"), ("grace", "refuse"))
#: One of everything; the questions 0 to 3 follow the windows, 4 is about the document, 5 the space as a whole.
ACTS: Final[tuple[Act, ...]] = (
    ("issue", 0, 1, 5),
    ("show", 0, 0, 0),
    ("give_time", 0, 1, 1),
    # A joint submission in two versions, endorsed, parts of it withheld.
    ("send", 0, 1, 1),
    ("mend", 0, 1, 5),
    ("sign", 0, 0, 0),
    ("support", 0, 1, 0),
    ("support", 0, 3, 1),
    ("support", 0, 2, 4),
    ("stop_supporting", 0, 0, 0),
    ("complain", 0, 3, 0),
    ("mask", 0, 2, 3),
    ("ask_anew", 0, 1, 0),
    # Late: marked; asked for and waiting, returned, rejected; replaced while it waited.
    ("send", 2, 0, 4),
    ("send", 2, 2, 0),
    ("send", 3, 2, 0),
    ("decide", 0, 2, 1),
    ("send", 5, 2, 0),
    ("decide", 0, 3, 1),
    ("send", 1, 2, 0),
    ("mend", 0, 2, 0),
    # Public, then not.
    ("send", 2, 1, 0),
    ("decide", 0, 1, 3),
    ("send", 3, 5, 0),
    ("take_back", 0, 0, 0),
    ("send", 0, 4, 0),
    ("send", 2, 4, 0),
    ("put_together", 0, 1, 0),
    # Names withheld, outside input, a text in the grace of a question that is closed then.
    ("send", 3, 1, 3),
    ("send", 2, 1, 2),
    ("enter", 1, 1, 3),
    ("enter", 0, 3, 4),
    ("send", 3, 3, 0),
    ("stop_asking", 0, 3, 0),
    # To the other space and back; a reply that became a submission to another question.
    ("send", 5, 1, 4),
    ("carry", 0, 0, 2),
    ("answer", -1, 1, 4),
    ("carry", -1, 0, 2),
    ("carry", 0, 4, 0),
    ("answer", 0, 1, 4),
)
#: What no space of the portal says, and why.
NEVER: Final[dict[str, str]] = {}
NEVER_IN_PUBLIC: Final = {
    "people/*/email": "addresses are for the secretariat",
    "space/windows/*/changes/*/by": "readers are told what changed, not who did it",
    "posts/*/outside_source/entered_by": "nor who of the staff entered an input",
    "posts/*/versions/*/redactions/*/note": "notes are for staff",
    "posts/*/endorsements/*/withdrawn_at": "an endorsement that was taken back is not shown",
}
#: Words of which a space has but one, or which come with one act each that is tried elsewhere.
ONE_OF_MANY: Final = {
    "variant", "space/review", "posts/*/outside_source/kind", "posts/*/reason",
    "posts/*/versions/*/redactions/*/reason",
}  # fmt: skip


@pytest.mark.parametrize(
    ("variant", "never"), [(Variant.RESTRICTED, NEVER), (Variant.PUBLIC, NEVER_IN_PUBLIC)]
)
def test_every_name_of_the_schema_is_filled_by_a_lived_space(
    variant: Variant, never: dict[str, str]
) -> None:
    schema = json.loads(SCHEMA.read_text())
    said = set(_filled(document(whole_life().space, variant), ()))
    known = set(_names(schema, schema, ()))
    assert known - said == set(never)
    assert {place for place in said - known if not _is_language(place)} == set()


def test_every_state_and_every_other_word_is_met() -> None:
    schema = json.loads(SCHEMA.read_text())
    said = document(whole_life().space)
    for place, words in _enumerated(schema, schema, ()):
        if place not in ONE_OF_MANY and not place.endswith("stakeholder_group"):
            assert set(_values(said, place.split("/"))) >= words, place


def test_that_space_comes_back_as_it_went() -> None:
    with archives.elsewhere():
        space = whole_life().space
        first, readable = exported(space), words_for_readers(space)
    again = import_archive(first).space
    assert exported(again).getvalue() == first.getvalue()
    assert words_for_readers(again) < readable
    assert not import_archive(first).is_new


def whole_life() -> Life:
    """A space in which everything was done that the format can say."""
    life = Life("after-publishing", WINDOWS)
    assert live(life, ACTS) == []
    life.space.refresh_from_db()
    return life


# ---------------------------------------------------------------- names
def _names(schema: Any, node: Any, place: tuple[str, ...]) -> Iterator[str]:
    """`posts/*/versions/*/body` and so on: every property that the schema names."""
    node = _resolved(schema, node)
    for choice in node.get("oneOf", []):
        yield from _names(schema, choice, place)
    if "items" in node:
        yield from _names(schema, node["items"], (*place, "*"))
    for key, below in node.get("properties", {}).items():
        yield "/".join((*place, key))
        yield from _names(schema, below, (*place, key))


def _filled(value: Any, place: tuple[str, ...]) -> Iterator[str]:
    """The places of a document where something is said: not null, not empty."""
    if isinstance(value, list):
        for one in value:
            yield from _filled(one, (*place, "*"))
    elif isinstance(value, dict):
        for key, below in value.items():
            if below not in (None, "", [], {}):
                yield "/".join((*place, key))
            yield from _filled(below, (*place, key))


def _is_language(place: str) -> bool:
    """`title/en`: texts by language have names that the schema does not list."""
    return place.split("/")[-2] in {"title", "mandate", "text"}


def _enumerated(schema: Any, node: Any, place: tuple[str, ...]) -> Iterator[tuple[str, set[str]]]:
    """Where the schema lists the words that may stand."""
    node = _resolved(schema, node)
    if "enum" in node:
        yield "/".join(place), set(node["enum"])
    for choice in node.get("oneOf", []):
        yield from _enumerated(schema, choice, place)
    if "items" in node:
        yield from _enumerated(schema, node["items"], (*place, "*"))
    for key, below in node.get("properties", {}).items():
        yield from _enumerated(schema, below, (*place, key))


def _resolved(schema: Any, node: Any) -> Any:
    return schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def _values(value: Any, place: list[str]) -> Iterator[Any]:
    if not place:
        yield value
    elif place[0] == "*":
        for one in value:
            yield from _values(one, place[1:])
    elif value is not None and place[0] in value:
        yield from _values(value[place[0]], place[1:])
