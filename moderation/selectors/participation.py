"""Who has spoken in a space, and who has not: counted, never named."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q

from accounts.enums import WITHOUT_COUNTRY
from discussions.access.counting import Spoken, all_posts, public_posts, spoken_in
from discussions.enums import EndorserKind
from discussions.models import Endorsement, Post, Space
from hub.kit.instants import in_zone
from hub.kit.regions import region_of

#: In the place of a region: organisations that no single country is the home of; no country; one that is withheld.
GLOBAL, NO_COUNTRY, WITHHELD = "global", "not-known", "not-shown"


@dataclass(frozen=True)
class Participation:
    """The numbers of submissions, by codes; `prompts` by the number of the question, 0: to the space as a whole.

    `days` are by the calendar of the zone asked for, each with at least one. `endorsing` are endorsements by
    organisations, by their group.
    """

    submissions: int
    replies: int
    organisations: int
    first_time: int
    groups: Counter[str]
    regions: Counter[str]
    countries: Counter[str]
    languages: Counter[str]
    prompts: Counter[int]
    standings: Counter[str]
    days: Counter[date]
    endorsing: Counter[str]


def participation_in(space: Space, zone: str, *, public_only: bool) -> Participation:
    """Count what every reader sees, or all that was received; three statements."""
    spoken = spoken_in(space, public_only=public_only)
    submissions = [one for one in spoken if not one.is_reply]
    return Participation(
        submissions=len(submissions),
        replies=len(spoken) - len(submissions),
        organisations=len({one.organisation for one in submissions} - {None}),
        first_time=first_time_authors(space, public_only=public_only),
        groups=Counter(one.group for one in submissions),
        regions=Counter(map(region_code, submissions)),
        countries=Counter(one.country for one in submissions if one.country),
        languages=Counter(one.language for one in submissions),
        prompts=Counter(one.prompt or 0 for one in submissions),
        standings=Counter(one.standing for one in submissions),
        days=Counter(in_zone(one.received_at, zone).date() for one in submissions),
        endorsing=_endorsing(space, public_only=public_only),
    )


def region_code(one: Spoken) -> str:
    """Of which region somebody speaks; UN entities and intergovernmental bodies speak of none alone."""
    if one.is_place_withheld:
        return WITHHELD
    if one.group in WITHOUT_COUNTRY:
        return GLOBAL
    region = region_of(one.country)
    return region.value if region is not None else NO_COUNTRY


def first_time_authors(space: Space, *, public_only: bool) -> int:
    """How many people whose first text that readers of the portal saw, or see, is a submission here; one statement."""
    mine = public_posts(space) if public_only else all_posts(space)
    mine = mine.filter(parent__isnull=True, author__isnull=False)
    here = Q(pk__in=mine.values("pk"))
    elsewhere = ~Q(space=space) & Q(public_version__isnull=False)
    firsts = (
        Post.objects.filter(author__in=mine.values("author"))
        .values_list("author")
        .annotate(
            here=Min("received_at", filter=here), before=Min("received_at", filter=elsewhere)
        )
        .values_list("here", "before")
        .order_by()
    )
    return sum(_is_first(here_at, before) for here_at, before in firsts)


def _is_first(here: datetime, before: datetime | None) -> bool:
    return before is None or here < before


def _endorsing(space: Space, *, public_only: bool) -> Counter[str]:
    posts = public_posts(space) if public_only else all_posts(space)
    rows = (
        Endorsement.objects.filter(
            post__in=posts, kind=EndorserKind.ORGANISATION, withdrawn_at__isnull=True
        )
        .values_list("stakeholder_group")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return Counter({group or "": number for group, number in rows})
