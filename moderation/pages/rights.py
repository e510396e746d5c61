"""Who may do what, in plain words, made from the table that says so (moderation/access/rights.py)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from discussions.enums import PostState, VersionReview
from moderation.access.rights import AUTHOR, EVERYBODY, RIGHTS, SIGNED_IN, STAFF
from moderation.access.rules import ALL_MOMENTS, ALL_REVIEWS, ALL_STATES, Right, Rule
from moderation.enums import Moment, RightsArea, RightsRole


@dataclass(frozen=True)
class RuleWords:
    """One rule: who, of a text in which state, when, and what else is to be known. What does not matter is empty."""

    who: list[str]
    states: list[str]
    reviews: list[str]
    moments: list[str]
    note: str


@dataclass(frozen=True)
class Line:
    """One act with its rules."""

    act: str
    rules: list[RuleWords]


@dataclass(frozen=True)
class Area:
    """The acts under one heading."""

    code: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class RoleChoice:
    """A role to look at alone."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class RightsPage:
    """All that moderation/rights.html shows; `role` names the one that is looked at, "" for all."""

    roles: list[RoleChoice]
    role: str
    areas: list[Area]


def rights_page(asked: str) -> RightsPage:
    """The page, in the active language, for one role or for all; without a statement. An unknown role counts as none."""
    role = RightsRole(asked) if asked in RightsRole.values else None
    areas = [_area(area, role) for area in RightsArea]
    return RightsPage(
        roles=[RoleChoice(one.value, str(one.label), one == role) for one in RightsRole],
        role=str(role.label) if role is not None else "",
        areas=[area for area in areas if area.lines],
    )


def _area(area: RightsArea, role: RightsRole | None) -> Area:
    rights = [right for right in RIGHTS.values() if right.area == area]
    lines = [_line(right, role) for right in rights]
    return Area(area.value, str(area.label), [line for line in lines if line.rules])


def _line(right: Right, role: RightsRole | None) -> Line:
    rules = [rule for rule in right.rules if role is None or role in rule.roles]
    if role is not None:  # for one role, what a wider rule holds needs no line of its own
        rules = [rule for rule in rules if not any(other.covers(rule) for other in rules)]
    return Line(str(right.label), [_words(rule, right, role) for rule in rules])


def _words(rule: Rule, right: Right, role: RightsRole | None) -> RuleWords:
    return RuleWords(
        who=_who(rule.roles) if role is None else [],
        states=_named(rule.states, PostState, ALL_STATES, _("in every state"))
        if right.of_text
        else [],
        reviews=_named(rule.reviews, VersionReview, ALL_REVIEWS, ""),
        moments=_named(rule.moments, Moment, ALL_MOMENTS, _("at any time"))
        if right.of_window
        else [],
        note=str(rule.note),
    )


def _who(roles: frozenset[RightsRole]) -> list[str]:
    if roles == EVERYBODY:
        return [_("Everybody")]
    if roles == SIGNED_IN:
        return [_("Whoever is signed in")]
    if roles == SIGNED_IN - AUTHOR:
        return [_("Whoever is signed in, but not the author")]
    # Who may both as author and as staff is named with either.
    twice = {RightsRole.STAFF_AUTHOR} if roles >= STAFF or roles >= AUTHOR else set()
    return [str(role.label) for role in RightsRole if role in roles and role not in twice]


def _named(
    chosen: Collection[str], words: type[TextChoices], everything: Collection[str], whole: str
) -> list[str]:
    """The names of those that are chosen, in the order of the words; `whole`, if anything, for all of them."""
    if chosen == everything:
        return [whole] if whole else []
    return [str(word.label) for word in words if word in chosen]
