"""What stands in a public archive, a visitor meets on the pages of the space: tried without the code that both use."""

import re

import pytest
from django.test import Client

from discussions.exports.archive import Variant
from discussions.models import Post, Space, WindowChange
from tests.discussions.exports.readable import words_in, words_of_archive
from tests.discussions.exports.test_archive import exported
from tests.discussions.exports.test_archive_schema import whole_life

pytestmark = pytest.mark.django_db


def test_a_public_archive_holds_nothing_that_no_page_shows() -> None:
    """But why windows were changed: that stands in the letter to those who follow the space, as anybody may."""
    space = whole_life().space
    changes = WindowChange.objects.filter(window__space=space)
    told = words_in(*(change.reason or "" for change in changes))
    assert len(told) == 1
    archive = words_of_archive(exported(space, Variant.PUBLIC))
    assert archive - _words_on_pages(space) == told


def _words_on_pages(space: Space) -> set[str]:
    """Those on the pages of a space in both languages, and in the files that they link to."""
    waiting = [f"/{language}{path}" for language in ("en", "fr") for path in _paths(space)]
    seen: set[str] = set()
    words: set[str] = set()
    visitor = Client()
    while waiting:
        url = waiting.pop()
        if url not in seen:
            seen.add(url)
            answer = visitor.get(url)
            assert answer.status_code == 200, url
            content = answer.getvalue().decode(errors="replace")
            words |= words_in(content)
            waiting += re.findall(r'href="(/files/[^"?#]+)"', content)
    return words


def _paths(space: Space) -> list[str]:
    home = f"/spaces/{space.slug}/"
    prompts = [f"{home}prompts/{prompt.number}/" for prompt in space.prompts.all()]
    posts = []
    for post in Post.objects.filter(space=space).select_related("space"):
        place = f"/posts/{post.reference}/"
        posts.append(place)
        if post.state == "published":
            public = post.versions.filter(published_at__isnull=False)
            posts += [f"{place}versions/{version.number}/" for version in public]
    return [home, *prompts, f"{home}general/", f"{home}register/", *posts]
