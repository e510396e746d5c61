"""Everything that somebody wrote, on one page of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from discussions.access.viewer import check_signed_in, viewer_of
from discussions.pages.own_posts import own_posts_page
from discussions.validators.own_posts import own_query
from discussions.views.writing_refusals import signed_out
from hub.kit.clock import database_now


@never_cache
@require_safe
def my_submissions(request: HttpRequest) -> HttpResponse:
    """Drafts, posts of one's own and of one's organisation. Raises SignInFirst for an account that speaks for nobody."""
    viewer = viewer_of(request.user)
    if not viewer.is_signed_in:
        return signed_out(request)
    check_signed_in(viewer)
    language = get_language() or "en"
    page = own_posts_page(viewer, own_query(request.GET), database_now(), language)
    return render(request, "discussions/my_submissions.html", {"page": page})
