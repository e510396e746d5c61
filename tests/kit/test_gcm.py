"""The facts of the Global Compact for Migration are whole."""

from hub.kit.gcm import OBJECTIVES, PRINCIPLES


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
