"""The review queue."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access.viewer import Viewer, viewer_of
from discussions.models import Post
from hub.kit.clock import database_now
from moderation.access.decisions import check_queue
from moderation.enums import DecisionAct
from moderation.forms.decision import DecisionForm
from moderation.pages.checks import beside_of
from moderation.pages.panel import Panel, panel_of
from moderation.pages.queue import DONE, list_queue, queue_page
from moderation.validators.queue import QueueQuery, queue_query
from moderation.views.deciding import Answer, answer_to
from moderation.views.staff import staff_page
from moderation.views.subject import occasion_of, subject_of


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits, one post of it beside, and the form that decides on that."""
    viewer = viewer_of(request.user)
    check_queue(viewer)
    asked = queue_query(request.GET)
    if request.method == "POST":
        return _decide(request, viewer, asked)
    return _page(request, viewer, asked)


def _decide(request: HttpRequest, viewer: Viewer, asked: QueueQuery) -> HttpResponse:
    post = subject_of(asked.post, viewer)
    form = DecisionForm(request.POST, occasion=occasion_of(post, viewer))
    answer = answer_to(form, post, viewer)
    if answer.decision is None:
        return _page(request, viewer, asked, answer)
    done = _("%(reference)s: %(act)s") % {
        "reference": post.reference,
        "act": DecisionAct(answer.decision.act).label,
    }
    messages.success(request, done)
    stays = answer.decision.act in {DecisionAct.HIDE, DecisionAct.UNHIDE}
    following = post.reference if stays else asked.then
    rest = tuple(one for one in asked.chosen if one != post.reference)
    address = asked.query(post=following, then="", last=post.reference, chosen=rest)
    return redirect(reverse("review-queue") + address + DONE)


def _page(
    request: HttpRequest, viewer: Viewer, asked: QueueQuery, answer: Answer | None = None
) -> HttpResponse:
    listed = list_queue(viewer, asked, database_now())
    posts = listed.piece.posts
    reference = asked.post or (posts[0].reference if posts else "")
    shown = answer.post if answer else subject_of(reference, viewer) if reference else None
    panel = panel_of(shown, viewer) if shown is not None else None
    context = {
        "page": queue_page(viewer, asked, listed, panel),
        "form": answer.form if answer else _form(shown, panel, viewer, request.GET.get("act", "")),
        "conflict": answer.conflict if answer else None,
        "letter": answer.letter if answer else None,
        "beside": beside_of(shown, viewer) if shown is not None else None,
    }
    status = answer.status if answer else 200
    return render(request, "moderation/queue.html", context, status=status)


def _form(post: Post | None, panel: Panel | None, viewer: Viewer, act: str) -> DecisionForm | None:
    """An empty form; `act` is chosen in it where it can be decided."""
    if post is None or panel is None:
        return None
    seen = {"version": panel.version_id, "decision": panel.decision_id, "act": act}
    return DecisionForm(initial=seen, occasion=occasion_of(post, viewer))
