"""The answer to a text that stands in the space already."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from discussions.errors import LooksLikeDuplicate
from discussions.pages.compose import ComposePage, KeptFile, Subject
from discussions.pages.duplicate import duplicate_page, earlier_post
from discussions.selectors.spaces import find_post
from discussions.selectors.writing import window_for
from discussions.validators.sent import SubmittedText


def looks_like_duplicate(
    request: HttpRequest,
    refusal: LooksLikeDuplicate,
    subject: Subject,
    page: ComposePage,
    sent: SubmittedText,
    kept: Sequence[KeptFile],
) -> HttpResponse:
    """Both texts and the choice (409); nothing is sent, text and files are kept."""
    found = find_post(refusal.reference)
    assert found is not None  # it stands in this space, and no post is ever erased
    post = found.post
    window = window_for(post.space, post.prompt)
    earlier = earlier_post(post, window, subject.viewer, subject.at)
    context = {"page": duplicate_page(page, refusal, earlier, sent, kept)}
    return render(request, "discussions/duplicate.html", context, status=refusal.status)
