"""Pages on which people write: to a question, to the space as a whole, in reply, and to correct."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from discussions.access.posts import (
    acts_for_author,
    check_correct,
    check_reply,
    check_submit,
)
from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, viewer_of
from discussions.access.words import is_kept_from, speaker_for, text_for
from discussions.enums import Capacity, LookReason
from discussions.errors import NotFound, NotYours
from discussions.models import Post
from discussions.pages.addresses import submit_url
from discussions.pages.compose import Subject
from discussions.selectors.spaces import FoundPost, find_prompt, find_space
from discussions.selectors.writing import organisations_of, window_for
from discussions.services.correct import correct
from discussions.services.look_behind import look_behind
from discussions.services.submit import SubmissionPlace, similar_to, submit
from discussions.views.writing_doors import by_reference, writing_door
from discussions.views.writing_form import Task
from discussions.views.writing_steps import write


@writing_door
def prompt_submit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Answer a question."""
    return _submission(request, slug, number)


@writing_door
def space_submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the space as a whole."""
    return _submission(request, slug, None)


def _submission(request: HttpRequest, slug: str, number: int | None) -> HttpResponse:
    viewer, found = viewer_of(request.user), find_space(slug)
    if found is None:
        raise NotFound
    space, at = found.space, found.at
    check_see_space(space, viewer, at)
    prompt = find_prompt(space, number) if number is not None else None
    if number is not None and prompt is None:
        raise NotFound
    window = window_for(space, prompt)
    task = Task(
        subject=Subject(space, at, viewer, window, prompt),
        check=partial(check_submit, viewer, space, prompt, window, at),
        act=lambda sent: submit(by=viewer, to=SubmissionPlace(space, prompt), sent=sent),
        new_url=submit_url(space, prompt),
        compare=lambda sent: similar_to(by=viewer, to=SubmissionPlace(space, prompt), sent=sent),
    )
    return write(request, task)


@writing_door
@by_reference
def post_reply(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Reply to a post."""
    parent, at = found.post, found.found.at
    window = window_for(parent.space, parent.prompt)
    task = Task(
        subject=Subject(parent.space, at, viewer, window, parent.prompt, parent),
        check=partial(check_reply, viewer, parent, window, at),
        act=lambda sent: submit(
            by=viewer, to=SubmissionPlace(parent.space, parent=parent), sent=sent
        ),
        new_url=request.path,
        compare=lambda sent: similar_to(
            by=viewer, to=SubmissionPlace(parent.space, parent=parent), sent=sent
        ),
    )
    return write(request, task)


@writing_door
@by_reference
def post_correct(request: HttpRequest, found: FoundPost, viewer: Viewer) -> HttpResponse:
    """Send a new version of one's own post."""
    post, at = found.post, found.found.at
    window = window_for(post.space, post.prompt)
    parent = post.parent
    subject = Subject(post.space, at, viewer, window, post.prompt, parent, post)
    may = acts_for_author(viewer, post)
    if request.method == "POST" and viewer.is_signed_in and not may:
        raise NotYours
    is_look = may and subject.is_for_another and is_kept_from(post.latest_version, post, viewer)
    task = Task(
        subject=subject,
        check=partial(check_correct, viewer, post, window, at),
        act=lambda sent: correct(by=viewer, post_id=post.pk, sent=sent),
        new_url=reverse("post-reply", args=[parent.reference])
        if parent is not None
        else submit_url(post.space, post.prompt),
        initial=_as_sent(post, subject.eyes) if may else {},
    )
    answer = write(request, task)
    if is_look and not isinstance(answer, HttpResponseRedirect | JsonResponse):
        look_behind(
            by=viewer, post_id=post.pk, reason=LookReason.MENDING
        )  # it is not sent without
    return answer


def _as_sent(post: Post, viewer: Viewer) -> dict[str, Any]:
    """What the form of a correction begins with: the latest version, as its author sent it."""
    version = post.latest_version
    text, speaker = text_for(version, post, viewer), speaker_for(version, post, viewer)
    if text is None or speaker is None:
        return {}
    initial: dict[str, Any] = {"body": text.html, "language": text.language}
    initial["name_withheld"] = post.name_withheld
    initial["capacity"] = Capacity.ORGANISATION if speaker.organisation else Capacity.PERSONAL
    names = organisations_of(viewer.person_id or 0, settings.LANGUAGE_CODE)
    same = [identifier for identifier, name in names if name == speaker.organisation]
    return {**initial, "organisation": same[0] if same else None}
