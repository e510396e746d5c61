"""One decision on many posts."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from discussions.access.viewer import Viewer, viewer_of
from moderation.access.decisions import check_queue
from moderation.forms.bulk import BulkForm
from moderation.pages.bulk import bulk_page, done_page, over_limit
from moderation.selectors.bulk import posts_of_ids, posts_of_references
from moderation.services.bulk import decide_on_each
from moderation.validators.bulk import MOST, seen_values
from moderation.validators.queue import QueueQuery, queue_query
from moderation.views.staff import staff_page


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_decision(request: HttpRequest) -> HttpResponse:
    """Show the chosen posts (`chosen`, references) and what can be decided on them; then decide on each.

    With `again` a form that was refused on some of them is shown for these, and nothing is decided.
    """
    viewer = viewer_of(request.user)
    check_queue(viewer)
    if request.method != "POST":
        return _choose(request, viewer, request.GET, BulkForm(initial={"batch": uuid4()}))
    if "again" in request.POST:
        return _choose(request, viewer, request.POST, _renewed(request.POST))
    return _decide(request, viewer)


def _choose(
    request: HttpRequest, viewer: Viewer, given: QueryDict, form: BulkForm
) -> HttpResponse:
    chosen = given.getlist("chosen")
    page = bulk_page(posts_of_references(chosen), len(set(chosen)), viewer, _back(given))
    return render(request, "moderation/bulk.html", {"page": page, "form": form})


def _renewed(given: QueryDict) -> BulkForm:
    """What was chosen and written, for another decision: on texts that were refused, as they stand now."""
    data = given.copy()
    data["batch"] = str(uuid4())
    return BulkForm(data)


def _decide(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    seen, form = seen_values(request.POST.getlist("row")), BulkForm(request.POST)
    back = _back(request.POST)
    if not form.is_valid() or not seen:
        posts = posts_of_ids([one.post_id for one in seen])
        shown = [posts[one.post_id] for one in seen if one.post_id in posts]
        context = {"page": bulk_page(shown, len(seen), viewer, back), "form": form}
        return render(request, "moderation/bulk.html", context, status=400)
    act = form.chosen_act
    results = decide_on_each(
        by=viewer, seen=seen[:MOST], act=act, words=form.words, batch=form.chosen_batch
    )
    came = [(one.post_id, str(one.refusal or "")) for one in results]
    came += [(one.post_id, over_limit()) for one in seen[MOST:]]
    page = done_page(came, posts_of_ids([pk for pk, _refusal in came]), (act, form.words), back)
    return render(request, "moderation/bulk_done.html", {"page": page, "form": form})


def _back(given: QueryDict) -> QueueQuery:
    """The piece of the queue that one came from (`back`, its address)."""
    return queue_query(QueryDict(given.get("back", "").removeprefix("?")))
