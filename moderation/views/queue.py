"""The review queue."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access.viewer import Viewer, viewer_of
from hub.kit.clock import database_now
from moderation.access.decisions import check_queue
from moderation.enums import DecisionAct
from moderation.forms.decision import DecisionForm
from moderation.pages.checks import beside_of
from moderation.pages.panel import Panel, panel_of
from moderation.pages.queue import list_queue, queue_page
from moderation.validators.queue import QueueQuery, queue_query
from moderation.views.deciding import Answer, answer_to
from moderation.views.staff import staff_page
from moderation.views.subject import subject_of


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
    answer = answer_to(DecisionForm(request.POST), post, viewer)
    if answer.decision is None:
        return _page(request, viewer, asked, answer)
    done = _("%(reference)s: %(act)s") % {
        "reference": post.reference,
        "act": DecisionAct(answer.decision.act).label,
    }
    messages.success(request, done)
    stays = answer.decision.act in {DecisionAct.HIDE, DecisionAct.UNHIDE}
    following = post.reference if stays else asked.then
    return redirect(reverse("review-queue") + asked.query(post=following, then=""))


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
        "form": answer.form if answer else _form(panel),
        "conflict": answer.conflict if answer else None,
        "letter": answer.letter if answer else None,
        "beside": beside_of(shown, viewer) if shown is not None else None,
    }
    status = answer.status if answer else 200
    return render(request, "moderation/queue.html", context, status=status)


def _form(panel: Panel | None) -> DecisionForm | None:
    if panel is None:
        return None
    return DecisionForm(initial={"version": panel.version_id, "decision": panel.decision_id})
