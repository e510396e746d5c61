"""A large space is exported in bounded time and memory."""

import resource
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from discussions.models import Post, Space, Version
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256
from moderation.exports.gather import gather
from moderation.exports.gathered import Order
from moderation.exports.package import pack
from moderation.exports.progress import Progress
from moderation.exports.wanted import ExportFilter
from tests import factories, people
from tests.moderation.exports.packages import Package

pytestmark = [pytest.mark.prove, pytest.mark.django_db]

SENTENCE = "Las personas migrantes pedimos vías regulares, and a hearing within ten days. "
MEBIBYTE = 1 << 20


def fill(space: Space, posts: int, characters: int) -> None:
    """Threads of ten, each post answering the one before it."""
    body = f"<p>{(SENTENCE * (characters // len(SENTENCE) + 1))[:characters]}</p>"
    at, digest = database_now(), canonical_sha256(body)
    made: list[Post] = []
    versions = []
    for number in range(1, posts + 1):
        parent = made[-1] if (number - 1) % 10 else None
        post = Post(
            space=space,
            number=number,
            sequence=number,
            parent=parent,
            root_sequence=parent.root_sequence if parent else number,
            path=f"{parent.path if parent else ''}{Post.step(number)}",
            depth=parent.depth + 1 if parent else 0,
            received_at=at,
            standing="on-time",
            state="published",
            state_since=at,
        )
        version = Version(
            post=post,
            number=1,
            received_at=at,
            published_at=at,
            standing="on-time",
            review="approved",
            language="es",
            body=body,
            sha256=digest,
            speaker_name=f"Speaker {number % 300}",
            speaker_organisation=f"Organisation {number % 300}",
            speaker_group="civil-society",
            speaker_capacity="organisation",
        )
        post.latest_version = post.public_version = version
        made.append(post)
        versions.append(version)
    Post.objects.bulk_create(made, batch_size=500)
    Version.objects.bulk_create(versions, batch_size=500)
    Space.objects.filter(pk=space.pk).update(last_number=posts)


def peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("posts", [2000])
def test_two_thousand_posts_take_seconds_and_little_memory(
    posts: int, tmp_path: Path, django_assert_max_num_queries: Any, capsys: Any
) -> None:
    space, paulo = factories.space(), people.secretariat()
    fill(space, posts, 1500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE discussions_post; ANALYZE discussions_version")
    order = Order(Space.objects.get(), ExportFilter(), "restricted", paulo.viewer)
    small, begun = peak(), time.perf_counter()
    with django_assert_max_num_queries(150):
        path = pack(gather(order, tmp_path, Progress()), Progress())
    seconds, grown = time.perf_counter() - begun, peak() - small
    with capsys.disabled():
        size = path.stat().st_size
        print(f"\n{posts} posts: {seconds:.1f} s, {grown / MEBIBYTE:.0f} MiB more, ZIP {size:,} B")
    assert len(Package(path.read_bytes()).table()) == posts
    assert seconds < 60
    assert grown < 100 * MEBIBYTE
