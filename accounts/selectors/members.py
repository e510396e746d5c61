"""Who speaks for which organisation: memberships that last, and those of them that staff have confirmed."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import Membership


def memberships_of(person_id: int) -> list[Membership]:
    """The memberships of a person that last, each with its organisation, the oldest first; one statement."""
    rows = _lasting().filter(person_id=person_id).select_related("organisation")
    return list(rows.order_by("since", "pk"))


def membership_in(person_id: int, organisation_id: int) -> Membership | None:
    """The membership of a person in an organisation, if it lasts, with the organisation."""
    rows = _lasting().filter(person_id=person_id, organisation_id=organisation_id)
    return rows.select_related("organisation").first()


def organisations_with_members(organisation_ids: Iterable[int]) -> frozenset[int]:
    """Those of the organisations that somebody with an account speaks for, as staff have confirmed; one statement."""
    rows = _confirmed().filter(organisation_id__in=list(organisation_ids))
    return frozenset(rows.values_list("organisation_id", flat=True))


def accounts_that_speak_for(organisation_ids: Iterable[int]) -> dict[int, list[int]]:
    """By organisation the ids of the accounts that speak for it, as staff have confirmed; one statement."""
    found: dict[int, list[int]] = {}
    rows = _confirmed().filter(organisation_id__in=list(organisation_ids))
    for organisation_id, user_id in rows.order_by("pk").values_list(
        "organisation_id", "person__user_id"
    ):
        if user_id is not None:
            found.setdefault(organisation_id, []).append(user_id)
    return found


def _lasting() -> QuerySet[Membership]:
    return Membership.objects.filter(ended_at__isnull=True)


def _confirmed() -> QuerySet[Membership]:
    return _lasting().filter(confirmed_at__isnull=False, person__user__is_active=True)
