"""What narrows the lists of the review queue, and what of it can be chosen."""

from collections.abc import Callable, Mapping
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from discussions.access.words import in_group
from discussions.enums import ReportKind
from discussions.models import Attachment, Post, Prompt, Report, Space, Version
from moderation.enums import PostKind
from moderation.validators.queue import GENERAL, QueueQuery

#: Reports, by readers or by authors, that wait for somebody.
OPEN_REPORTS: Final = Report.objects.filter(post=OuterRef("pk"), closed_at__isnull=True)


def _of_question(number: str) -> Q:
    return Q(prompt__isnull=True) if number == GENERAL else Q(prompt__number=int(number))


def _of_kind(kind: str) -> Q:
    return Q(parent__isnull=kind == PostKind.SUBMISSION)


#: Part of an address → which posts pass it.
_FILTERS: Final[Mapping[str, Callable[[str], Q | Exists]]] = {
    "question": _of_question,
    "language": lambda code: Q(latest_version__language=code),
    "group": in_group,
    "standing": lambda standing: Q(latest_version__standing=standing),
    "kind": _of_kind,
    "files": lambda _yes: Exists(Attachment.objects.filter(version=OuterRef("latest_version_id"))),
    "reported": lambda _yes: Exists(OPEN_REPORTS.filter(kind=ReportKind.REPORT)),
}


def narrowed(posts: QuerySet[Post], asked: QueueQuery) -> QuerySet[Post]:
    """Those of the posts that pass all filters of an address but its words."""
    return posts.filter(
        *(
            condition(asked.filters[name])
            for name, condition in _FILTERS.items()
            if name in asked.filters
        )
    )


def languages_sent_in(spaces: list[Space], chosen: Space | None) -> list[str]:
    """The codes of the languages of all texts in the chosen space, else in all the spaces; one statement."""
    within = [chosen] if chosen is not None else spaces
    codes = Version.objects.filter(post__space__in=within).order_by("language")
    return list(codes.values_list("language", flat=True).distinct())


def questions_of(space: Space | None) -> list[Prompt]:
    """The questions of a space in their order; at most one statement."""
    if space is None:
        return []
    return list(Prompt.objects.filter(space=space).order_by("position", "number"))
