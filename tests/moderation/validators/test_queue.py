"""The address of a piece of the queue."""

import pytest
from django.http import QueryDict

from moderation.enums import QueueShow
from moderation.validators.queue import QueueQuery, queue_query


def test_an_address_reads_as_it_was_written() -> None:
    asked = QueueQuery(
        show=QueueShow.REPORTED,
        space="roundtable",
        question="3",
        language="fr",
        group="academia",
        standing="late",
        kind="reply",
        files="yes",
        reported="yes",
        q="voies & l’accès",
        after="RT-0001",
        post="RT-0002",
        then="RT-0003",
    )
    assert queue_query(QueryDict(asked.query()[1:])) == asked
    assert QueueQuery().query() == "?"
    assert asked.query(post="", then="").endswith("after=RT-0001")
    assert sorted(asked.filters) == sorted(
        ["question", "language", "group", "standing", "kind", "files", "reported", "q"]
    )


@pytest.mark.parametrize(
    "given",
    [
        "show=nonsense",
        "group=nobody&standing=soon&kind=x&files=no&reported=1",
        "space=a&question=-1",
        "space=a&question=12345678901",
        "question=1",  # numbers of questions are those of a space
        "q=" + "x" * 201,
        "q=%00",
        "language=",
    ],
)
def test_what_is_unknown_counts_as_left_out(given: str) -> None:
    asked = queue_query(QueryDict(given))
    assert asked.filters == {}
    assert asked.show == QueueShow.WAITING
