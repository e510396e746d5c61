"""The review queue over 10,000 posts: every list, filter and search is quick, and the words are found by their index."""

import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from discussions.models import Post, Space, Version
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256
from moderation.enums import QueueShow
from moderation.pages.queue import list_queue
from moderation.selectors.queue import queue_slice
from moderation.validators.queue import QueueQuery
from tests import factories, people

POSTS = 10_000
MOST_SECONDS = (
    2.0  # a page takes 70 to 170 ms on two busy cores, one with a word of nearly all texts 650
)
ROOTS = [
    "migra",
    "droit",
    "travail",
    "enfant",
    "frontière",
    "policy",
    "mécanisme",
    "participación",
    "détention",
    "gender",
]


def fill(space: Space) -> None:
    """Posts of 2 kB in all states; the last 300 wait."""
    now, posts, versions = database_now(), [], []
    for number in range(1, POSTS + 1):
        words = [f"{ROOTS[(number * 7 + n) % 10]}{(number * n) % 89}" for n in range(200)]
        body = f"<p>{' '.join(words)} w{number}</p>"
        waits, at = number > POSTS - 300, now - timedelta(minutes=POSTS - number)
        post = Post(
            space=space, number=number, sequence=number, root_sequence=number,
            path=Post.step(number), received_at=at, standing="on-time",
            state="pending" if waits else "published", state_since=at,
        )  # fmt: skip
        version = Version(
            post=post, number=1, received_at=at, published_at=None if waits else at,
            standing="on-time", review="waiting" if waits else "approved",
            language="en" if number % 3 else "fr", body=body, sha256=canonical_sha256(body),
            speaker_name=f"Person {number}", speaker_capacity="organisation",
            speaker_organisation=f"Organisation {number % 700}", speaker_group="academia",
        )  # fmt: skip
        post.latest_version, post.public_version = version, None if waits else version
        posts.append(post)
        versions.append(version)
    with transaction.atomic():
        Post.objects.bulk_create(posts, 500)
        Version.objects.bulk_create(versions, 500)
        Space.objects.filter(pk=space.pk).update(last_number=POSTS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE discussions_post, discussions_version")


@pytest.mark.prove
@pytest.mark.django_db
def test_ten_thousand_posts_are_listed_filtered_and_searched_at_once() -> None:
    space = factories.space()
    who = people.moderator(space).viewer
    fill(space)
    everything = partial(QueueQuery, show=QueueShow.ALL)
    asked = [
        QueueQuery(),
        *(QueueQuery(show=show) for show in QueueShow),
        QueueQuery(show=QueueShow.PUBLISHED, after="RT-5000", language="fr"),
        everything(q="mecanisme detention"),  # nearly all of them
        everything(q="w4711"),
        everything(q="Person Organisation", group="academia", files="yes"),
        QueueQuery(q="rt-0042"),
    ]
    for query in asked:
        began = time.perf_counter()
        listed = list_queue(who, query, database_now())
        took = time.perf_counter() - began
        print(f"{query.query()}: {len(listed.piece.posts)} rows, {took * 1000:.0f} ms")
        assert took < MOST_SECONDS
    found = queue_slice(who, everything(q="w4711"), None, 30).posts
    assert [post.reference for post in found] == ["RT-4711"]
