"""Moving a post, and merging it into another: pages of their own, because they need more than a reason."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access.posts import refusal_of
from discussions.access.viewer import Viewer, viewer_of
from discussions.models import Post
from hub.kit.refusals import Refusal
from moderation.access.decisions import check_decide
from moderation.forms.places import (
    DestinationForm,
    MergeForm,
    MoveForm,
    OwnPageForm,
    SurvivorForm,
)
from moderation.models import Decision
from moderation.pages.conflicts import Conflict, Tried, conflict_of
from moderation.pages.merge import merge_page
from moderation.pages.move import move_page
from moderation.pages.queue import DONE
from moderation.pages.subject import queue_url
from moderation.selectors.places import find_place, spaces_to_move_to
from moderation.services.merge import merge
from moderation.services.move import move
from moderation.validators.decisions import DecisionWords, SeenPost
from moderation.views.staff import staff_page
from moderation.views.subject import reads_of, subject_now, subject_of

Act = Callable[[SeenPost, DecisionWords], Decision]


@dataclass(frozen=True)
class Aim:
    """Where a text shall go, in words, and the act that puts it there; None while it is not chosen."""

    words: str
    act: Act | None


@dataclass(frozen=True)
class Answer:
    """What became of a form: a decision; else the form, which keeps what was typed, and why. `post`: as it is now."""

    post: Post
    form: OwnPageForm
    status: int = 200
    decision: Decision | None = None
    conflict: Conflict | None = None

    def context(self, viewer: Viewer) -> dict[str, object]:
        """What both pages show of it; `refusal`: why the act cannot be done any more."""
        return {
            "form": self.form,
            "conflict": self.conflict,
            "refusal": refusal_of(check_decide, viewer, self.post, self.form.chosen),
        }


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def move_post(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose where a post shall stand (`?place=` or `?under=`), see what will stand where, and move it."""
    viewer = viewer_of(request.user)
    post = subject_of(reference, viewer)
    chooser = DestinationForm(request.GET or None, spaces=spaces_to_move_to(viewer, post))
    to = chooser.destination if chooser.is_bound and chooser.is_valid() else None

    def act(seen: SeenPost, words: DecisionWords) -> Decision:
        assert to is not None
        return move(by=viewer, seen=seen, to=to, words=words)

    aim = _("Move it: %(place)s") % {"place": chooser.said}
    answer = _answer(MoveForm, request, post, viewer, Aim(aim, act if to is not None else None))
    if answer.decision is not None:
        words = _("%(reference)s was moved: it is %(now)s now, in its new place.")
        if post.reference == answer.post.reference:
            words = _("%(reference)s was moved to its new place.")
        return _done(
            request,
            words % {"reference": post.reference, "now": answer.post.reference},
            answer.post,
        )
    place = find_place(to) if to is not None else None
    context = {"page": move_page(answer.post, viewer, place), "chooser": chooser}
    return render(
        request,
        "moderation/move.html",
        {**context, **answer.context(viewer)},
        status=400 if chooser.errors else answer.status,
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def merge_post(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the text that stays (`?survivor=`), read both side by side, and merge them."""
    viewer = viewer_of(request.user)
    post = subject_of(reference, viewer)
    chooser = SurvivorForm(request.GET or None)
    chosen = chooser.cleaned_data["survivor"] if chooser.is_bound and chooser.is_valid() else None
    survivor = subject_of(chosen.reference, viewer) if chosen is not None else None

    def act(seen: SeenPost, words: DecisionWords) -> Decision:
        assert survivor is not None
        return merge(by=viewer, seen=seen, into=survivor.pk, words=words)

    aim = ""
    if survivor is not None:
        aim = _("Merge it into %(reference)s") % {"reference": survivor.reference}
    answer = _answer(
        MergeForm, request, post, viewer, Aim(aim, act if survivor is not None else None)
    )
    if answer.decision is not None and survivor is not None:
        words = _("%(reference)s was merged into %(survivor)s.")
        named = {"reference": post.reference, "survivor": survivor.reference}
        return _done(request, words % named, answer.post)
    context = {"page": merge_page(answer.post, survivor, viewer), "chooser": chooser}
    return render(
        request,
        "moderation/merge.html",
        {**context, **answer.context(viewer)},
        status=400 if chooser.errors else answer.status,
    )


def _answer(
    kind: type[OwnPageForm], request: HttpRequest, post: Post, viewer: Viewer, aim: Aim
) -> Answer:
    """Do what the form says, where it is chosen where the text shall go."""
    if request.method != "POST":
        check_decide(viewer, post, kind.chosen)
        newest = max((row.pk for row in post.decisions.all()), default=0)
        seen = {"version": post.latest_version_id, "decision": newest}
        return Answer(post, kind(initial=seen, reads=reads_of(post)))
    form = kind(request.POST, reads=reads_of(post))
    if not form.is_valid() or aim.act is None:
        return Answer(post, form, 400)
    seen_post, words = form.seen(post.pk), form.words
    try:
        decision = aim.act(seen_post, words)
        return Answer(
            Post.objects.select_related("space").get(pk=post.pk), form, decision=decision
        )
    except Refusal as refusal:
        now = subject_now(post, viewer)
        tried = Tried(seen_post, kind.chosen, words, aim.words)
        conflict = conflict_of(refusal, tried, now, viewer)
        form.renew(now.latest_version_id, max((row.pk for row in now.decisions.all()), default=0))
        return Answer(now, form, refusal.status, conflict=conflict)


def _done(request: HttpRequest, words: str, post: Post) -> HttpResponse:
    messages.success(request, words)
    return redirect(f"{queue_url(post)}{DONE}")
