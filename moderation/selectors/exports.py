"""Questions for exports."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Now

from discussions.models import (
    Attachment,
    DocumentFile,
    Post,
    PostMove,
    Prompt,
    RefusedAttempt,
    Space,
    Version,
    Window,
)
from hub.kit.models import Record
from moderation.enums import ExportState, ExportVariant
from moderation.models import Export, ExportLink

#: Posts that are in memory at one time; each such piece costs the same number of statements.
PIECE = 250
#: A run whose heart has not beaten for so long is taken for dead, and one that was not begun for asleep.
STALE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
RUNNING = (ExportState.WAITING, ExportState.RUNNING)
#: Acts on exports themselves: they change nothing of what an export holds.
_OWN_ACTS = "export-"


def last_act_in(space: Space) -> datetime:
    """The instant of the last act on record in the space, or of the last attempt that was refused there (UTC).

    The making of the space if there is none. Two statements.
    """
    acts = Record.objects.filter(space_id=space.pk).exclude(act__startswith=_OWN_ACTS)
    refused = RefusedAttempt.objects.filter(space=space)
    instants = (
        acts.aggregate(last=Max("at"))["last"],
        refused.aggregate(last=Max("last_at"))["last"],
    )
    return max((at for at in instants if at is not None), default=space.created_at)


def posts_for_export(space: Space) -> Iterator[Post]:
    """All posts in thread order, with all that is known of each; 6 statements per `PIECE` posts."""
    versions = Version.objects.order_by("number").prefetch_related("attachments", "redactions")
    posts = (
        Post.objects.filter(space=space)
        .in_thread_order()
        .annotate(parent_number=F("parent__number"))
        .select_related("merged_into")
        .prefetch_related(Prefetch("versions", versions), "co_signatories", "endorsements")
    )
    for post in posts.iterator(chunk_size=PIECE):
        post.space = space
        yield post


def versions_by_id(ids: Iterable[UUID]) -> dict[UUID, Version]:
    """Versions with their files and masks, in 3 statements."""
    versions = Version.objects.prefetch_related("attachments", "redactions")
    return versions.in_bulk(list(ids))


def prompts_of(space: Space) -> list[Prompt]:
    """The prompts in the order of the page."""
    return list(Prompt.objects.filter(space=space))


def windows_of(space: Space) -> list[Window]:
    """The windows, the main one first."""
    return list(Window.objects.filter(space=space))


def counter_of(space: Space) -> tuple[int, int]:
    """(references issued, references that an imported archive did not hold), read apart from the posts."""
    return Space.objects.values_list("last_number", "absent_numbers").get(pk=space.pk)


def states_of(space: Space) -> dict[str, int]:
    """How many posts stand in each state that occurs."""
    found = Post.objects.filter(space=space).values("state").annotate(posts=Count("pk"))
    return {row["state"]: row["posts"] for row in found.order_by("state")}


def files_of(space: Space) -> int:
    """How many files came with all versions and documents."""
    attachments = Attachment.objects.filter(version__post__space=space).count()
    return attachments + DocumentFile.objects.filter(document__space=space).count()


def moved_in(space: Space) -> int:
    """References issued here to posts that came from another space, whether or not they have left since."""
    start = f"{space.reference_prefix}-"
    here = Q(post__space=space) | Q(post__moves__reference__startswith=start)
    moves = PostMove.objects.filter(here, reference__isnull=False).select_related("post__space")
    references: dict[Post, list[str]] = {}
    for move in moves.order_by("post", "position", "pk").distinct():
        references.setdefault(move.post, []).append(move.reference or "")
    return sum(
        before.partition("-")[0] != space.reference_prefix and after.startswith(start)
        for post, former in references.items()
        for before, after in pairwise([*former, post.reference])
    )


def moved_out(space: Space) -> int:
    """References issued here that their posts gave up, going to another space, since this one exists."""
    start = f"{space.reference_prefix}-"
    gone = PostMove.objects.filter(reference__startswith=start, at__gte=space.created_at)
    numbers = {
        int(reference.rpartition("-")[2])
        for reference in gone.values_list("reference", flat=True)
        if reference is not None
    }
    return len(numbers) - Post.objects.filter(space=space, number__in=numbers).count()


def refused_attempts_of(space: Space) -> dict[str, int]:
    """How many attempts were refused, by the code of the refusal."""
    found = RefusedAttempt.objects.filter(space=space).values("code")
    return {
        row["code"]: row["sum"] for row in found.annotate(sum=Sum("attempts")).order_by("code")
    }


def exports_of(space: Space) -> QuerySet[Export]:
    """The exports of a space, the newest first, with it and who asked for each."""
    return Export.objects.filter(space=space).select_related(
        "space", "requested_by__person", "cancelled_by__person"
    )


def running_exports_of(space: Space) -> list[Export]:
    """Those that wait or are being made."""
    return list(exports_of(space).filter(state__in=RUNNING))


def past_exports_of(space: Space) -> QuerySet[Export]:
    """Those that are over, the newest first."""
    return exports_of(space).exclude(state__in=RUNNING).order_by("-requested_at", "-pk")


def given_to_observers(space: Space) -> QuerySet[Export]:
    """Those that observers of a space may fetch: of what every reader may see, finished, and still kept."""
    given = exports_of(space).filter(for_observers=True, variant=ExportVariant.PUBLIC)
    return given.exclude(stored_as="")


def unfinished() -> QuerySet[Export]:
    """Exports that nobody makes although they wait, or that were left in the middle."""
    stale = Now() - STALE
    return Export.objects.filter(
        Q(state=ExportState.WAITING, requested_at__lt=stale)
        | Q(state=ExportState.RUNNING, heartbeat_at__lt=stale)
    )


def next_waiting() -> UUID | None:
    """The export that has waited longest for its turn."""
    waiting = Export.objects.filter(state=ExportState.WAITING).order_by("requested_at")
    return waiting.values_list("pk", flat=True).first()


def outlived() -> QuerySet[Export]:
    """Finished exports whose bytes are kept no longer: after their days, and when no link leads to them any more."""
    limit = Now() - timedelta(days=settings.EXPORT_DAYS_KEPT)
    linked = ExportLink.objects.filter(
        export=OuterRef("pk"), revoked_at__isnull=True, expires_at__gt=Now()
    )
    return Export.objects.filter(~Exists(linked), finished_at__lt=limit).exclude(stored_as="")
