"""Who has spoken in a space, and who has not: counted, never named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Count, Min, Q

from accounts.enums import WITHOUT_COUNTRY
from discussions.access.counting import Spoken, all_posts, public_posts, spoken_in
from discussions.enums import EndorserKind, NameWithheld
from discussions.models import Endorsement, Post, Space
from hub.kit.instants import in_zone
from hub.kit.languages import base_language
from hub.kit.regions import region_of

#: In the place of a region: organisations that no single country is the home of; no country; one that is withheld.
GLOBAL, NO_COUNTRY, WITHHELD = "global", "not-known", "not-shown"


Code = TypeVar("Code", str, int)


@dataclass(frozen=True)
class Voices:
    """Of some posts, how many by each code; `prompts` by the number of the question, 0: to the space as a whole.

    A language is counted with its kinds: ``zh`` holds ``zh-hans``.
    """

    groups: Counter[str]
    regions: Counter[str]
    countries: Counter[str]
    languages: Counter[str]
    prompts: Counter[int]


@dataclass(frozen=True)
class Participation:
    """The numbers of submissions, and apart those of replies: who only replied has spoken as well.

    `organisations` are those of both, `organisations_only_replied` those of them without a submission. `days` are by
    the calendar of the zone asked for, each with at least one. `endorsing` are endorsements by organisations, by
    their group.
    """

    of_submissions: Voices
    of_replies: Voices
    submissions: int
    replies: int
    organisations: int
    organisations_only_replied: int
    first_time: int
    standings: Counter[str]
    days: Counter[date]
    endorsing: Counter[str]


def participation_in(space: Space, zone: str, *, public_only: bool) -> Participation:
    """Count what every reader sees, or all that was received; three statements."""
    spoken = spoken_in(space, public_only=public_only)
    submissions = [one for one in spoken if not one.is_reply]
    replies = [one for one in spoken if one.is_reply]
    submitting = {one.organisation for one in submissions} - {None}
    replying = {one.organisation for one in replies} - {None}
    return Participation(
        of_submissions=_voices(submissions),
        of_replies=_voices(replies),
        submissions=len(submissions),
        replies=len(replies),
        organisations=len(submitting | replying),
        organisations_only_replied=len(replying - submitting),
        first_time=first_time_authors(space, public_only=public_only),
        standings=Counter(one.standing for one in submissions),
        days=Counter(in_zone(one.received_at, zone).date() for one in submissions),
        endorsing=_endorsing(space, public_only=public_only),
    )


def only_replied(submitted: Counter[Code], replied: Counter[Code]) -> set[Code]:
    """The codes of replies that no submission has; "" is none."""
    return {code for code in replied if not submitted[code] and code != ""}


def _voices(posts: Sequence[Spoken]) -> Voices:
    return Voices(
        groups=Counter(one.group for one in posts),
        regions=Counter(map(region_code, posts)),
        countries=Counter(one.country for one in posts if one.country),
        languages=Counter(base_language(one.language) for one in posts),
        prompts=Counter(one.prompt or 0 for one in posts),
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
    """How many people whose first text that readers of the portal saw, or see, is a submission here; one statement.

    `public_only` knows of texts alone that say who speaks: else the number would tell of whoever withholds a name
    whether they spoke before, or of somebody with a name that they spoke without one.
    """
    mine = public_posts(space) if public_only else all_posts(space)
    mine = mine.filter(parent__isnull=True, author__isnull=False)
    elsewhere = ~Q(space=space) & Q(public_version__isnull=False)
    if public_only:
        mine = mine.filter(name_withheld=NameWithheld.NO)
        elsewhere &= Q(name_withheld=NameWithheld.NO)
    here = Q(pk__in=mine.values("pk"))
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
