"""Every act that the code writes to the record has plain words, and a rule for whom it names."""

import ast
from collections.abc import Callable

import pytest
from django.utils.translation import override

from moderation.access import record as rules
from moderation.enums import DecisionAct
from moderation.pages.record_words import WORDS, act_choices, act_label, acts_called
from tests.moderation.record_acts import Acts, CannotTell, Module, modules, parents

#: As earlier releases called them: entries in the record keep their codes.
EARLIER = {"role-added", "role-removed"}
WRITTEN = Acts(modules()).all()


def test_every_act_that_the_code_writes_has_plain_words() -> None:
    assert sorted(WRITTEN - WORDS.keys()) == []


def test_no_words_are_kept_for_acts_that_nobody_writes() -> None:
    assert sorted(WORDS.keys() - WRITTEN - EARLIER) == []


def test_for_every_act_it_is_said_whom_it_names() -> None:
    lists = (
        rules.NAMED_ACTS,
        rules.AUTHOR_ACTS,
        rules.READER_ACTS,
        rules.SIGNATORY_ACTS,
        rules.REPORT_ACTS,
        rules.PRIVATE_ACTS,
    )
    assert frozenset().union(*lists) == WORDS.keys()


def test_the_walk_sees_acts_however_they_are_put_together() -> None:
    assert {"submit", "reply"} <= WRITTEN  # of two
    assert {"withhold-name", "look-behind"} <= WRITTEN  # constants
    assert {"window-open", "window-extend"} <= WRITTEN  # with a word of an enumeration in them
    assert set(DecisionAct.values) <= WRITTEN  # words of an enumeration
    assert {"endorse", "endorsement-withdraw", "prompt-reword"} <= WRITTEN  # given by callers
    assert {"organisation-added", "frame-text-changed"} <= WRITTEN  # of classes


@pytest.mark.parametrize(
    ("source", "acts"),
    [
        ("def f():\n    write_record('a', s)", {"a"}),
        ("def f(): write_record(act='a' if x else 'b')", {"a", "b"}),
        ("def _g(act): write_record(act)\n_g('a'); _g(act='b')", {"a", "b"}),
        ("def _g(x, act): write_record(f'{act}-done')\n_g(1, 'a')", {"a-done"}),
        ("def f():\n    x, act = 1, 'a'\n    write_record(act)", {"a"}),
    ],
)
def test_each_way_of_giving_an_act_is_read(source: str, acts: set[str]) -> None:
    assert reading(source)() == acts


@pytest.mark.parametrize(
    "source", ["write_record(row.act)", "write_record(acts[0])", "def _g(act): write_record(act)"]
)
def test_an_act_that_cannot_be_told_is_no_act_that_is_overlooked(source: str) -> None:
    with pytest.raises(CannotTell):
        reading(source)()


def reading(source: str) -> Callable[[], set[str]]:
    """Reads a module of these lines."""
    tree = ast.parse(source)
    return Acts([Module("hub.kit.record", tree, parents(tree))]).all


@pytest.mark.parametrize("language", ["en", "fr"])
def test_acts_are_chosen_by_words_each_once(language: str) -> None:
    with override(language):
        labels = [label for _group, acts in act_choices() for _act, label in acts]
        assert len(labels) == len(set(labels))
        assert {act_label(act) for act in WORDS} == set(labels)


def test_acts_of_the_same_words_are_found_together() -> None:
    assert acts_called("role-given") == ["role-given", "role-added"]
    assert acts_called("publish") == ["publish"]
    assert acts_called("no-such-act") == acts_called("") == []


def test_an_act_of_an_older_release_stands_by_its_code() -> None:
    assert act_label("of-yesterday") == "of-yesterday"
