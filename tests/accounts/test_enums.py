"""The stakeholder groups are those of the Compact and the other kinds of contributor."""

from accounts.enums import StakeholderGroup


def test_there_are_17_stakeholder_groups_from_states_to_individuals() -> None:
    codes = StakeholderGroup.values
    assert len(codes) == len(set(map(str, StakeholderGroup.labels))) == 17
    assert codes[:3] == ["member-state", "un-entity", "intergovernmental"]
    assert codes[-2:] == ["other", "individual"]
