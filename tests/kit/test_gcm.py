"""The facts of the Global Compact for Migration are whole."""

from hub.kit.gcm import OBJECTIVES, PRINCIPLES, STAKEHOLDER_GROUPS


def test_there_are_17_stakeholder_groups_from_states_to_individuals() -> None:
    assert len(STAKEHOLDER_GROUPS) == 17
    assert list(STAKEHOLDER_GROUPS)[:3] == ["member-state", "un-entity", "intergovernmental"]
    assert list(STAKEHOLDER_GROUPS)[-2:] == ["other", "individual"]
    assert len({str(name) for name in STAKEHOLDER_GROUPS.values()}) == 17


def test_there_are_23_objectives_each_with_a_short_title_and_one_in_full() -> None:
    assert list(OBJECTIVES) == list(range(1, 24))
    assert all(number == objective.number for number, objective in OBJECTIVES.items())
    titles = {str(o.title) for o in OBJECTIVES.values()}
    short_titles = {str(o.short_title) for o in OBJECTIVES.values()}
    assert len(titles) == len(short_titles) == 23
    assert all(title == " ".join(title.split()) for title in titles)
    assert str(OBJECTIVES[8].short_title) == "Save lives"
    assert str(OBJECTIVES[8].title) == (
        "Save lives and establish coordinated international efforts on missing migrants"
    )


def test_there_are_10_guiding_principles() -> None:
    assert list(PRINCIPLES) == list(range(1, 11))
    assert str(PRINCIPLES[4]) == "Rule of law and due process"
