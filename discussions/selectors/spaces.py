"""Spaces with what stands in them, and the instant and revision that a page is prepared at."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet, Subquery
from django.db.models.functions import Now

from accounts.models import Membership, Person
from discussions.access.spaces import visible_spaces
from discussions.access.viewer import Viewer
from discussions.enums import SpaceRoleName
from discussions.models import (
    DisplayedModerator,
    Document,
    DocumentFile,
    Post,
    Prompt,
    PromptWording,
    Space,
    Window,
)
from discussions.selectors.references import parse_reference
from hub.kit.models import FrameText


@dataclass(frozen=True)
class Found:
    """A space as it was at `at` (the database's clock), with the revision that it had then.

    `frame` names the state of the texts in the frame. Whatever is read afterwards is as new or newer.
    """

    space: Space
    at: datetime
    frame: str


@dataclass(frozen=True)
class FoundPost:
    """A post with its space, found together."""

    found: Found
    post: Post


def find_space(slug: str) -> Found | None:
    """The space of an address, published or not; one statement."""
    space = _stamped(Space.objects.filter(slug=slug)).first()
    return _found(space) if space is not None else None


def find_post(reference: str) -> FoundPost | None:
    """The post of a reference, in any case, published or not; two statements, the space first."""
    parsed = parse_reference(reference)
    if parsed is None:
        return None
    prefix, number = parsed
    space = _stamped(Space.objects.filter(reference_prefix=prefix)).first()
    post = Post.objects.filter(space=space, number=number).first() if space else None
    if space is None or post is None:
        return None
    post.space = space
    return FoundPost(_found(space), post)


def all_spaces(viewer: Viewer, at: datetime) -> list[Space]:
    """The spaces that the viewer may see, each with its windows in order and their questions; three statements."""
    spaces = visible_spaces(Space.objects.all(), viewer, at).order_by("pk")
    return list(spaces.prefetch_related("windows", questions_of_windows()))


def questions_of_windows() -> Prefetch[str, QuerySet[Prompt]]:
    """The questions of spaces as far as windows ask for them: number, window and closing, without the words."""
    questions = Prompt.objects.only("number", "window", "closed_at", "space").order_by("number")
    return Prefetch("prompts", queryset=questions)


def windows_of(space: Space) -> list[Window]:
    """The windows, the main one first."""
    return list(space.windows.order_by("position", "pk"))


def prompts_of(space: Space) -> list[Prompt]:
    """The questions in the order of the page, each with its window and its document."""
    return list(space.prompts.select_related("window", "document").order_by("position", "pk"))


def find_prompt(space: Space, number: int) -> Prompt | None:
    """One question with its window, who asked it, and its earlier wordings, the latest first."""
    wordings = PromptWording.objects.order_by("-until", "-pk")
    return (
        space.prompts.filter(number=number)
        .select_related("window", "asked_by", "document")
        .prefetch_related(Prefetch("earlier_wordings", queryset=wordings))
        .first()
    )


def documents_of(space: Space) -> list[Document]:
    """The documents with their files; two statements."""
    files = DocumentFile.objects.order_by("position")
    documents = space.documents.order_by("position", "pk")
    return list(documents.prefetch_related(Prefetch("files", queryset=files)))


def displayed_moderators_of(space: Space) -> list[Person]:
    """The moderators whom readers see, in order, each with the memberships that last, the oldest first; two statements."""
    current = Membership.objects.filter(ended_at__isnull=True).select_related("organisation")
    shown = DisplayedModerator.objects.filter(space=space).select_related("person")
    memberships = Prefetch("person__memberships", queryset=current.order_by("since", "pk"))
    return [row.person for row in shown.prefetch_related(memberships).order_by("position", "pk")]


def people_who_moderate(space: Space) -> frozenset[int]:
    """The people who speak as moderators in the space: those displayed and those with the right; one statement."""
    displayed = DisplayedModerator.objects.filter(space=space).values("person")
    with_right = Person.objects.filter(
        user__space_roles__space=space, user__space_roles__role=SpaceRoleName.MODERATOR
    ).values("pk")
    return frozenset(displayed.values_list("person", flat=True).union(with_right))


def _stamped(spaces: QuerySet[Space]) -> QuerySet[Space]:
    newest = FrameText.objects.order_by("-changed_at").values("changed_at")[:1]
    return spaces.annotate(read_at=Now(), frame_changed_at=Subquery(newest))


def _found(space: Space) -> Found:
    at: datetime = space.read_at  # type: ignore[attr-defined]  # annotated by the query
    frame: datetime | None = space.frame_changed_at  # type: ignore[attr-defined]  # annotated by the query
    return Found(space, at, frame.isoformat() if frame else "")
