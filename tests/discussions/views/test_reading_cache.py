"""Kept renderings: shared, true, and never older than an act that was answered (PRODUCT, section 6, "Caching")."""

import copy
import gzip
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import close_old_connections, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from discussions.models import Post, Space, Window
from hub.kit.clock import database_now
from hub.kit.models import FrameText
from tests import factories, people

pytestmark = pytest.mark.django_db

SECRET = "Words that are hidden soon."
SPACE = "/en/spaces/roundtable/"
PAGES = [
    SPACE,
    "/en/spaces/roundtable/general/",
    "/en/spaces/roundtable/register/",
    "/en/posts/RT-0001/",
    "/fr/posts/RT-0001/",
]


def stage() -> Post:
    """A space with one post whose words will be hidden."""
    return factories.post(factories.space(), body=f"<p>{SECRET}</p>")


def hide(post_id: UUID) -> None:
    """What a moderator's act does in one transaction."""
    with transaction.atomic():
        Post.objects.filter(pk=post_id).update(state="hidden", reason="spam")
        Space.objects.update(revision=F("revision") + 1)


def read(client: Client, address: str, **headers: Any) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture
def no_redis(settings: Any) -> Callable[[], None]:
    """Point the cache at a port where nobody answers."""

    def take_away() -> None:
        caches = copy.deepcopy(settings.CACHES)
        caches["default"]["LOCATION"] = "redis://127.0.0.1:1/1"
        settings.CACHES = caches

    return take_away


@pytest.mark.parametrize("page", [*PAGES, "/en/spaces/"])
def test_a_page_that_was_made_once_costs_one_or_two_statements(
    page: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    stage()
    first = read(client, page)
    with django_assert_max_num_queries(2 if "/posts/" in page else 1):
        assert read(Client(), page) == first


@pytest.mark.parametrize("page", PAGES)
def test_after_a_hide_was_answered_nobody_meets_the_text(page: str, client: Client) -> None:
    post = stage()
    assert SECRET in read(client, page)
    hide(post.pk)
    assert SECRET not in read(client, page)


@pytest.mark.parametrize("page", PAGES)
def test_also_when_redis_was_away_meanwhile(
    page: str, client: Client, settings: Any, no_redis: Callable[[], None]
) -> None:
    post = stage()
    there = copy.deepcopy(settings.CACHES)
    assert SECRET in read(client, page)
    no_redis()
    hide(post.pk)
    assert SECRET not in read(client, page)
    settings.CACHES = there
    cache.set("there", "again")
    assert cache.get("there") == "again"
    assert SECRET not in read(client, page)


@pytest.mark.parametrize("page", PAGES)
def test_without_redis_pages_come_from_the_database(
    page: str, client: Client, no_redis: Callable[[], None]
) -> None:
    stage()
    no_redis()
    assert SECRET in read(client, page)
    assert SECRET in read(client, page)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("moment", ["discussions_space", "discussions_version", "kit_frametext"])
def test_a_rendering_that_a_hide_overtook_is_never_met_by_a_later_request(
    page: str, moment: str, client: Client
) -> None:
    """The hide commits on a connection of its own while the page is made: before, amid and after its texts are read."""
    post = stage()
    done: list[bool] = []

    def act() -> None:
        hide(post.pk)
        connection.close()

    def overtake(execute: Any, sql: str, *given: Any) -> Any:
        result = execute(sql, *given)
        if sql.startswith(f'SELECT "{moment}"') and not done:
            done.append(True)
            thread = threading.Thread(target=act)
            thread.start()
            thread.join()
        return result

    with connection.execute_wrapper(overtake):
        read(client, page)
    assert done
    close_old_connections()
    assert SECRET not in read(Client(), page)


def test_what_was_changed_is_shown_at_once(client: Client) -> None:
    post = stage()
    read(client, SPACE)
    factories.post(post.space, body="<p>A new voice.</p>")
    assert "A new voice." in read(client, SPACE)


def test_another_space_keeps_its_renderings(
    client: Client, django_assert_num_queries: Any
) -> None:
    stage()
    other = factories.space("other", "OT")
    read(client, "/en/spaces/other/")
    hide(Post.objects.get().pk)
    Space.objects.filter(pk=other.pk).update(revision=F("revision") - 1)
    with django_assert_num_queries(1):
        read(client, "/en/spaces/other/")


def test_a_change_of_the_frame_is_shown_at_once(client: Client) -> None:
    stage()
    read(client, SPACE)
    FrameText.objects.update_or_create(
        key="contact",
        defaults={"text_en": "<p>Write to us.</p>", "changed_at": database_now()},
    )
    assert "Write to us." in read(client, SPACE)


def test_a_rendering_is_not_used_beyond_the_edge_of_a_window(client: Client) -> None:
    """Redis would still have it: the database's clock says that it is over."""
    space = factories.space()
    window = factories.window(space)
    assert "Open. Closes in 8 days" in read(client, SPACE)
    # The window as it would be nine days later, with nothing but time gone by.
    Window.objects.filter(pk=window.pk).update(
        opens_at=F("opens_at") - timedelta(days=9), closes_at=F("closes_at") - timedelta(days=9)
    )
    assert "Open. Closes in 8 days" in read(client, SPACE)
    Space.objects.update(revision=F("revision") + 1)
    assert "in grace" in read(client, SPACE)


@pytest.mark.django_db(transaction=True)
def test_at_the_instant_of_closing_the_page_says_so(client: Client) -> None:
    space = factories.space()
    closes = database_now() + timedelta(milliseconds=700)
    factories.window(space, closes_at=closes)
    assert "Open. Closes within 24 hours" in read(client, SPACE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")
    assert "Closed, in grace" in read(client, SPACE)


@pytest.mark.parametrize("page", [*PAGES, "/en/spaces/"])
def test_signed_in_nothing_is_taken_from_what_is_kept_nor_put_there(
    page: str, client: Client
) -> None:
    stage()
    member = Client()
    member.force_login(people.stakeholder().user)
    assert "/accounts/logout/" in read(member, page)
    assert "/accounts/logout/" not in read(client, page)
    assert "/accounts/logout/" in read(member, page)


def test_two_languages_and_two_pages_are_kept_apart(client: Client, settings: Any) -> None:
    settings.POSTS_PER_PAGE = 1
    post = stage()
    factories.post(post.space, body="<p>Second.</p>")
    whole = "/en/spaces/roundtable/general/"
    assert SECRET in read(client, whole)
    later = read(client, f"{whole}?after=RT-0001")
    assert SECRET not in later.partition("Second.")[2]
    assert "Second." in later
    assert 'lang="fr"' in read(client, "/fr/spaces/roundtable/general/")


def test_a_page_with_somebody_elses_words_in_its_address_is_kept_for_nobody(
    client: Client,
) -> None:
    stage()
    assert "strange" in read(client, f"{SPACE}?utm=strange")
    assert "strange" not in read(client, SPACE)
    assert "other" in read(client, f"{SPACE}?utm=other")
    assert "strange" not in read(client, f"{SPACE}?utm=other")
    odd = "/en/spaces/roundtable/general/?after=x&after=RT-0001"
    read(client, odd)
    assert "after%3Dx" not in read(client, "/en/spaces/roundtable/general/?after=RT-0001")


def test_a_reader_who_has_the_page_is_told_that_it_is_still_right(client: Client) -> None:
    post = stage()
    response = client.get(SPACE)
    etag = response.headers["ETag"]
    again = client.get(SPACE, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "public, no-cache"
    hide(post.pk)
    changed = client.get(SPACE, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert SECRET not in changed.content.decode()


def test_a_reader_who_signs_in_is_never_told_that_the_page_from_before_is_right(
    client: Client,
) -> None:
    stage()
    etag = client.get(SPACE).headers["ETag"]
    client.force_login(people.stakeholder().user)
    assert client.get(SPACE, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip, deflate, br", True), ("gzip;q=0.5", True), ("gzip;q=0", False), ("", False)],
)
def test_the_page_comes_packed_to_those_who_can_unpack_it(
    accepted: str, packed: bool, client: Client
) -> None:
    stage()
    response = client.get(SPACE, headers={"accept-encoding": accepted})
    assert ("Content-Encoding" in response.headers) is packed
    assert response.headers["Vary"] == "Accept-Encoding"
    content = gzip.decompress(response.content) if packed else response.content
    assert SECRET in content.decode()


def test_a_first_visit_weighs_less_than_sixty_kilobytes(client: Client, settings: Any) -> None:
    """Fifty posts of 1,500 characters, the stylesheet, the font and the scripts, compressed."""
    space = factories.space()
    prompt = factories.prompt(space)
    words = ["migrants", "workers", "borders", "safety", "families", "papers", "wages", "towns"]
    for number in range(50):
        text = " ".join(words[(number * 7 + n * n) % 8] + str(n % 13) for n in range(200))
        half = len(text) // 2
        factories.post(space, prompt=prompt, body=f"<p>{text[:half]}</p><p>{text[half:]}</p>")
    page = client.get(SPACE, headers={"accept-encoding": "gzip"}).content
    root = settings.BASE_DIR / "static"
    parts = [root / "css/hub.css", root / "js/local-time.js", root / "js/copy-link.js"]
    parts += [root / "icons/mark.svg"]
    weight = len(page) + sum(len(gzip.compress(part.read_bytes())) for part in parts)
    weight += (root / "fonts/source-serif-4-latin-400-normal.woff2").stat().st_size
    assert weight < 60_000


def test_another_release_keeps_renderings_of_its_own(
    client: Client, settings: Any, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    stage()
    read(client, SPACE)
    with django_assert_num_queries(1):
        read(client, SPACE)
    settings.BASE_DIR = tmp_path  # other files: its pages may name style sheets that are gone
    with CaptureQueriesContext(connection) as asked:
        read(client, SPACE)
    assert len(asked) > 1
