"""Round trips of archives that nobody thought of."""

import io
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.exports.archive import content_digest
from discussions.models import Space
from discussions.services.import_space import import_archive
from hub.kit.sanitise import sanitise
from tests import archives
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
        if draw(st.booleans()):
            version["redactions"] = [{"target": "text", "reason": "legal", "at": draw(_INSTANTS)}]
        made.append(version)
    return made


@st.composite
def _posts(draw: Any, name: str, earlier: list[str]) -> Any:
    states = ["published", "pending", "hidden", "withdrawn", "rejected", "returned"]
    optional = {
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
    return {
        "id": name,
        "state": draw(st.sampled_from(states)),
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
    document = archives.small(*posts)
    document["space"]["mandate"] = {"en": draw(st.text(max_size=40))}
    if draw(st.booleans()):
        document["space"]["windows"] = [
            {"id": "w", "opens_at": None, "closes_at": draw(st.none() | _INSTANTS)}
        ]
    return document


@given(_archives())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_comes_in_goes_out_and_comes_in_again(tried: Any) -> None:
    with transaction.atomic():
        with archives.elsewhere():
            first = exported(import_archive(archives.zipped(tried)).space)
        with archives.elsewhere():
            again = import_archive(io.BytesIO(first.getvalue())).space
            second = exported(again)
            assert again.archive_digest == content_digest(archives.document_in(second))
        assert not Space.objects.exists()
    assert second.getvalue() == first.getvalue()
    expected = dict(tried)
    for post in expected["posts"]:
        for version in post["versions"]:
            version["body"] = sanitise(version["body"])
    expected["space"]["mandate"] = {"en": sanitise(expected["space"]["mandate"]["en"])}
    archives.held(expected, archives.document_in(first))
