"""Round trips of archives that nobody thought of."""

import io
import json
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.exports.archive import Variant, content_digest
from discussions.models import Space
from discussions.services.import_space import import_archive
from hub.kit.sanitise import sanitise
from tests import archives
from tests.discussions.exports.readable import check_public_again, words_for_readers
from tests.discussions.exports.test_archive import exported

pytestmark = [pytest.mark.prove, pytest.mark.django_db]

_INSTANTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)).map(
    lambda instant: instant.isoformat() + "Z"
)
_NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda name: bool(name.strip())
)
_IDS = ("a", "b", "c", "d", "e", "f")
_MOVES: list[dict[str, str | None]] = [
    {},
    {"prompt": None},
    {"prompt": "q1"},
    {"reference": None},
]
_GROUPS = st.sampled_from([None, "academia", "individual", "media"])
_REDACTIONS = st.fixed_dictionaries(
    {
        "target": st.sampled_from(["text", "file"]),
        "reason": st.sampled_from(["legal", "personal-data"]),
        "at": _INSTANTS,
    },
    optional={"note": st.text(st.characters(exclude_categories=("Cs", "Cc")))},
)
#: Where files lie, and their bytes: some alike, some of them named more than once.
_LYING = {
    "attachments/input.pdf": archives.PDF,
    "attachments/c/inputs (1).pdf": archives.OTHER_PDF,
    "attachments/SS-0001/v1-1.pdf": archives.PDF,
    "attachments/documents/1-2.pdf": archives.OTHER_PDF,
}
_FILES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a.pdf", "name-withheld_3.pdf", "É n.PDF", "\u202ecod.pdf"]),
        "path": st.sampled_from(sorted(_LYING)),
    },
    optional={"language": st.sampled_from(["fr", "und"])},
)
_SIGNATORIES = st.fixed_dictionaries(
    {"organisation": _NAMES},
    optional={"state": st.sampled_from(["invited", "confirmed", "declined"])},
)
_CHANGES = st.fixed_dictionaries(
    {"at": _INSTANTS},
    optional={
        "by": st.sampled_from([None, "ada"]),
        "opens_at": st.none() | _INSTANTS,
        "closes_at": st.none() | _INSTANTS,
        "reason": st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9),
    },
)
_WINDOWS = st.fixed_dictionaries(
    {"id": st.just("w"), "opens_at": st.none(), "closes_at": st.none() | _INSTANTS},
    optional={
        "late_policy": st.sampled_from(["refuse", "mark", "ask"]),
        "changes": st.lists(_CHANGES, max_size=2),
    },
)
_DOCUMENTS = st.fixed_dictionaries(
    {"title": st.dictionaries(st.sampled_from(["en", "fr", "de"]), _NAMES, min_size=1)},
    optional={
        "label": st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9),
        "issued_at": _INSTANTS,
        "files": st.lists(
            st.fixed_dictionaries({"language": st.sampled_from(["en", "fr"]), "file": _FILES}),
            max_size=2,
        ),
    },
)


@st.composite
def _versions(draw: Any) -> list[Any]:
    count = draw(st.integers(1, 3))
    made = []
    for number in range(1, count + 1):
        version = {
            "number": number,
            "received_at": draw(_INSTANTS),
            "body": draw(st.text(max_size=60)),
        }
        if draw(st.booleans()):
            version["speaker"] = {"name": draw(_NAMES), "organisation": draw(st.none() | _NAMES)}
        if draw(st.booleans()):
            version["standing"] = draw(st.sampled_from(["on-time", "grace", "late"]))
        if draw(st.booleans()) and number < count:
            version["review"] = draw(st.sampled_from(["waiting", "approved", "returned"]))
        version["redactions"] = draw(st.lists(_REDACTIONS, max_size=2))
        version["attachments"] = draw(st.lists(_FILES, max_size=2))
        version["language"] = draw(st.sampled_from(["en", "fr", "ar", "und"]))
        made.append(version)
    return made


@st.composite
def _posts(draw: Any, name: str, earlier: list[str]) -> Any:
    states = ["published", "pending", "hidden", "withdrawn", "rejected", "returned"]
    optional: dict[str, Any] = {
        "name_withheld": st.sampled_from(["no", "name", "name-and-organisation"]),
        "on_behalf_of": st.lists(_SIGNATORIES, max_size=2),
        "outside_source": st.just(
            {"kind": "letter", "received_on": "2024-02-29", "entered_by": "ben"}
        ),
        "author": st.sampled_from(["ada", "ben", None]),
        "moved_from": _INSTANTS.flatmap(
            lambda at: st.sampled_from(_MOVES).map(lambda move: [{"at": at, **move}])
        ),
        "endorsements": st.tuples(_NAMES, _GROUPS).map(
            lambda pair: [{"by": pair[0], "stakeholder_group": pair[1]}]
        ),
    }
    place = {"in_reply_to": st.sampled_from(earlier)} if earlier and draw(st.booleans()) else {}
    place = place or {"prompt": st.sampled_from(["q1", "q2", None])}
    facts = draw(st.fixed_dictionaries(place, optional=optional))
    state = draw(st.sampled_from(states))
    if earlier and draw(st.booleans()):
        state, facts["merged_into"] = "merged", draw(st.sampled_from(earlier))
    return {
        "id": name,
        "state": state,
        "versions": draw(_versions()),
        **facts,
    }


@st.composite
def _archives(draw: Any) -> Any:
    posts: list[Any] = []
    for name in _IDS[: draw(st.integers(0, 6))]:
        posts.append(draw(_posts(name, [post["id"] for post in posts])))
    for post in draw(st.permutations(posts))[: draw(st.integers(0, len(posts)))]:
        post["reference"] = f"SS-{posts.index(post) * 3 + 1:04d}"
    reviews = ("before-publishing", "after-publishing", "before-publishing-first-time")
    document = archives.small(*posts, review=draw(st.sampled_from(reviews)))
    documents = enumerate(draw(st.lists(_DOCUMENTS, max_size=2)))
    document["space"]["documents"] = [{"id": f"d{number}", **one} for number, one in documents]
    document["space"]["moderators"] = draw(st.sampled_from([[], ["ben"]]))
    document["space"]["mandate"] = {"en": draw(st.text(max_size=40))}
    document["space"]["windows"] = draw(st.lists(_WINDOWS, max_size=1))
    return document


@given(_archives())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_comes_in_goes_out_and_comes_in_again(tried: Any) -> None:
    with transaction.atomic():
        with archives.elsewhere():
            space = import_archive(_zipped(tried)).space
            first, public = exported(space), exported(space, Variant.PUBLIC)
            readable = words_for_readers(space)
        with archives.elsewhere():
            again = import_archive(io.BytesIO(first.getvalue())).space
            second = exported(again)
            assert again.archive_digest == content_digest(archives.document_in(second))
            assert words_for_readers(again) == readable
        assert not Space.objects.exists()
        check_public_again(public)
    assert second.getvalue() == first.getvalue()
    expected = dict(tried)
    for post in expected["posts"]:
        for version in post["versions"]:
            version["body"] = sanitise(version["body"])
    expected["space"]["mandate"] = {"en": sanitise(expected["space"]["mandate"]["en"])}
    archives.held(expected, archives.document_in(first))


def _zipped(tried: Any) -> io.BytesIO:
    """With the files that it names."""
    named = json.dumps(tried)
    return archives.zipped(tried, {path: data for path, data in _LYING.items() if path in named})
