"""The review queue."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access.viewer import Viewer, check_staff_of, viewer_of
from discussions.errors import NotFound
from discussions.models import Post
from hub.kit.clock import database_now
from hub.kit.refusals import Refusal
from moderation.access.decisions import check_queue
from moderation.enums import DecisionAct
from moderation.forms.decision import DecisionForm
from moderation.models import Decision
from moderation.pages.panel import Panel, panel_of
from moderation.pages.queue import list_queue, queue_page
from moderation.selectors.queue import post_for_review
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.validators.queue import QueueQuery, queue_query
from moderation.views.staff import staff_page

_SERVICES: Final[Mapping[str, Callable[..., Decision]]] = {
    DecisionAct.PUBLISH: publish,
    DecisionAct.RETURN: return_to_author,
    DecisionAct.REJECT: reject,
    DecisionAct.RECONSIDER: reconsider,
    DecisionAct.HIDE: hide,
    DecisionAct.UNHIDE: unhide,
}


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
    post = _post(asked.post, viewer)
    form = DecisionForm(request.POST)
    if not form.is_valid() or form.chosen_act not in _SERVICES:
        return _page(request, viewer, asked, form)
    try:
        decision = _SERVICES[form.chosen_act](by=viewer, seen=form.seen(post.pk), words=form.words)
    except Refusal as refusal:
        return _page(request, viewer, asked, form, refusal)
    done = _("%(reference)s: %(act)s") % {
        "reference": post.reference,
        "act": DecisionAct(decision.act).label,
    }
    messages.success(request, done)
    stays = form.chosen_act in {DecisionAct.HIDE, DecisionAct.UNHIDE}
    return redirect(reverse("review-queue") + asked.query(post=post.reference if stays else ""))


def _page(
    request: HttpRequest,
    viewer: Viewer,
    asked: QueueQuery,
    form: DecisionForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    listed = list_queue(viewer, asked, database_now())
    posts = listed.piece.posts
    reference = asked.post or (posts[0].reference if posts else "")
    panel = panel_of(_post(reference, viewer), viewer) if reference else None
    context = {
        "page": queue_page(viewer, asked, listed, panel),
        "form": _form(panel, form, is_refused=refusal is not None),
        "refusal": refusal,
    }
    status = 400 if form is not None else 200
    return render(
        request,
        "moderation/queue.html",
        context,
        status=refusal.status if refusal is not None else status,
    )


def _form(
    panel: Panel | None, form: DecisionForm | None, *, is_refused: bool
) -> DecisionForm | None:
    if panel is None:
        return None
    if form is None:
        seen = {"version": panel.version_id, "decision": panel.decision_id}
        return DecisionForm(initial=seen)
    if is_refused:
        form.renew(panel.version_id, panel.decision_id)
    return form


def _post(reference: str, viewer: Viewer) -> Post:
    post = post_for_review(reference)
    if post is None:
        raise NotFound
    check_staff_of(viewer, post.space_id)
    return post
