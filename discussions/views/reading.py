"""Doors for readers: the index, a space, its questions, its register, a post and its versions."""

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer
from discussions.errors import NotFound
from discussions.models import Post, Space
from discussions.pages.comparison import comparison_page
from discussions.pages.index import index_page
from discussions.pages.post import post_page
from discussions.pages.prompt import PromptPage, prompt_page
from discussions.pages.register import register_page
from discussions.pages.space import space_page
from discussions.pages.version import version_page
from discussions.selectors.references import moved_post, parse_reference, post_of
from discussions.selectors.spaces import Found, FoundPost, find_post, find_prompt, find_space
from discussions.selectors.stamps import index_stamp
from discussions.views.reading_cache import State, answer, reader_of


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """All spaces."""
    viewer, stamp = reader_of(request), index_stamp()
    state = State(stamp.revision, stamp.frame, stamp.at)
    return answer(
        request, state, "discussions/index.html", lambda: index_page(stamp, viewer, _language())
    )


@require_safe
def space(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One space with about 50 of its posts. Raises NotFound until it is published."""
    found, viewer = _space(request, slug)
    return answer(
        request,
        _state(found),
        "discussions/space.html",
        lambda: space_page(found, viewer, _language()),
    )


@require_safe
def prompt(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """One question with a page of its threads. Raises NotFound for one that the space does not have."""
    found, viewer = _space(request, slug)

    def build() -> PromptPage:
        asked = find_prompt(found.space, number)
        if asked is None:
            raise NotFound
        return prompt_page(found, asked, _after(request, found.space), viewer, _language())

    return answer(request, _state(found), "discussions/prompt.html", build)


@require_safe
def general(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The posts to the space as a whole, a page of them."""
    found, viewer = _space(request, slug)
    return answer(
        request,
        _state(found),
        "discussions/prompt.html",
        lambda: prompt_page(found, None, _after(request, found.space), viewer, _language()),
    )


@require_safe
def register(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every reference that the space issued, a page of them."""
    found, viewer = _space(request, slug)
    after = _number_after(request, found.space)
    return answer(
        request,
        _state(found),
        "discussions/register.html",
        lambda: register_page(found, after, viewer, _language()),
    )


@require_safe
def post(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One post, or its line in the register. Another spelling, and a former reference, lead to the right one (301)."""
    given, viewer = _post(request, reference)
    if given.post.reference != reference:
        return _moved_to(reverse("post", args=[given.post.reference]), request)
    return answer(
        request,
        _state(given.found),
        "discussions/post.html",
        lambda: post_page(given, _after(request, given.found.space), viewer, _language()),
    )


@require_safe
def version(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """One version of a post. Raises NotFound where it is not the viewer's to see."""
    given, viewer = _post(request, reference)
    if given.post.reference != reference:
        return _moved_to(reverse("post-version", args=[given.post.reference, number]), request)
    return answer(
        request,
        _state(given.found),
        "discussions/version.html",
        lambda: version_page(given, number, viewer, _language()),
    )


@require_safe
def compare(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What changed between two versions (`?from=1&to=2`; else the public one and the one before it)."""
    given, viewer = _post(request, reference)
    if given.post.reference != reference:
        return _moved_to(reverse("post-compare", args=[given.post.reference]), request)
    numbers = _version_number(request, "from"), _version_number(request, "to")
    return answer(
        request,
        _state(given.found),
        "discussions/compare.html",
        lambda: comparison_page(given, numbers, viewer, _language()),
    )


def _space(request: HttpRequest, slug: str) -> tuple[Found, Viewer]:
    viewer, found = reader_of(request), find_space(slug)
    if found is None:
        raise NotFound
    check_see_space(found.space, viewer, found.at)
    return found, viewer


def _post(request: HttpRequest, reference: str) -> tuple[FoundPost, Viewer]:
    """The post of a reference; of a former one, the post that it became."""
    viewer, given = reader_of(request), find_post(reference)
    if given is None and (moved := moved_post(reference)) is not None:
        given = find_post(moved.reference)
    if given is None:
        raise NotFound
    check_see_space(given.found.space, viewer, given.found.at)
    return given, viewer


def _after(request: HttpRequest, space: Space) -> Post | None:
    """The post after which the page begins. Raises NotFound for one that the space does not have."""
    if "after" not in request.GET:
        return None
    found = post_of(space, _number_after(request, space))
    if found is None:
        raise NotFound
    return found


def _number_after(request: HttpRequest, space: Space) -> int:
    if "after" not in request.GET:
        return 0
    parsed = parse_reference(request.GET["after"])
    if parsed is None or parsed[0] != space.reference_prefix:
        raise NotFound
    return parsed[1]


def _version_number(request: HttpRequest, name: str) -> int | None:
    """The number of a version in the address. Raises NotFound for what is none."""
    value = request.GET.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal()):
        raise NotFound
    return int(value[:9])


def _moved_to(url: str, request: HttpRequest) -> HttpResponsePermanentRedirect:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)


def _state(found: Found) -> State:
    return State(f"{found.space.pk}:{found.space.revision}", found.frame, found.at)


def _language() -> str:
    return get_language() or "en"
