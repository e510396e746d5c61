"""What a made export shows of each post, and when it is handed out no longer but to the secretariat."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from discussions.models import FileScan, Post, Redaction, Space
from hub.kit.clock import database_now
from moderation.exports.gather import gather
from moderation.exports.held import (
    Held,
    KeptBack,
    Less,
    Lost,
    kept_back,
    kept_back_of,
    posts_held,
)
from moderation.exports.progress import Progress
from moderation.models import Export, ExportIndex
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.moderation.exports.packages import ordered
from tests.moderation.exports.varied import corrected
from tests.people import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def exported(space: Space, by: Actor, **chosen: Any) -> Export:
    """An export of which is known what it shows now; its bytes are none of it."""
    with TemporaryDirectory() as folder:
        held = gather(ordered(space, by, **chosen), Path(folder), Progress()).held
    export = finished(space, by)
    kept = {reference: one.to_json() for reference, one in held.items()}
    ExportIndex.objects.filter(pk=export.pk).update(held=kept)
    return export


def why(export: Export) -> KeptBack | None:
    return kept_back_of(Export.objects.get(pk=export.pk), database_now())


def change(post: Post, **to: Any) -> None:
    Post.objects.filter(pk=post.pk).update(state_since=database_now(), **to)


def mask(post: Post, **more: Any) -> Redaction:
    version = post.versions.order_by("number")[0]
    facts = {"target": "text", "reason": "legal", "at": database_now(), **more}
    return Redaction.objects.create(version=version, **facts)


def mask_file(post: Post) -> None:
    mask(post, target="file", attachment=post.versions.get().attachments.get())


def infect(post: Post) -> None:
    sha256 = post.versions.get().attachments.get().sha256
    FileScan.objects.create(sha256=sha256, state="infected", finished_at=database_now())


def correct_and_mask_the_first(post: Post) -> None:
    corrected(post)
    mask(post)


def reject_what_was_public_and_publish_another(post: Post) -> None:
    post.versions.update(review="rejected")
    corrected(post)


def merge_into_one_that_is_hidden(post: Post) -> None:
    hidden = factories.post(post.space, state="hidden", reason="spam")
    change(post, state="merged", merged_into=hidden)


def move_where_readers_do_not_go(post: Post) -> None:
    other = factories.space("other", "OT")
    Space.objects.filter(pk=other.pk).update(published_at=None)
    change(post, space=other, number=77, sequence=77)


LESS: dict[str, tuple[Callable[[Post], Any], str]] = {
    "hidden": (lambda post: change(post, state="hidden", reason="legal"), "hidden"),
    "rejected": (
        lambda post: change(post, state="rejected", reason="legal", public_version=None),
        "rejected",
    ),
    "name withheld": (lambda post: change(post, name_withheld="name"), "name"),
    "words masked": (mask, "words"),
    "file masked": (mask_file, "file"),
    "virus found": (infect, "file"),
    "earlier version masked": (correct_and_mask_the_first, "words"),
    "earlier version rejected": (reject_what_was_public_and_publish_another, "version"),
    "merged into nothing": (merge_into_one_that_is_hidden, "merged"),
    "moved out of sight": (move_where_readers_do_not_go, "space"),
    "withdrawn": (lambda post: change(post, state="withdrawn"), "withdrawn"),
}


@pytest.mark.parametrize("act", sorted(LESS))
def test_what_is_kept_from_readers_since_is_told_with_what_became_of_it(
    act: str, space: Space, paulo: Actor
) -> None:
    factories.window(space)
    post, _other = factories.post(space), factories.post(space)
    if act != "earlier version rejected":
        factories.attachment(post.latest_version)
    export = exported(space, paulo)
    assert why(export) is None
    change_it, what = LESS[act]
    change_it(post)
    assert why(export) == KeptBack((Lost(post.reference, (Less(what),)),))


def test_all_that_is_kept_of_a_text_is_told(space: Space, paulo: Actor) -> None:
    post = factories.post(space)
    factories.attachment(post.latest_version)
    export = exported(space, paulo)
    change(post, name_withheld="name")
    mask(post)
    mask_file(post)
    assert why(export) == KeptBack((Lost(post.reference, (Less.NAME, Less.WORDS, Less.FILE)),))


def lift(post: Post) -> None:
    Redaction.objects.update(lifted_at=database_now())


NOT_LESS: dict[str, Callable[[Post], Any]] = {
    "corrected": corrected,
    "shown by name again": lambda post: change(post, name_withheld="no"),
    "mask lifted": lift,
    "merged": lambda post: change(post, state="merged", merged_into=factories.post(post.space)),
}


@pytest.mark.parametrize("act", sorted(NOT_LESS))
def test_other_changes_keep_nothing_back(act: str, space: Space, paulo: Actor) -> None:
    factories.window(space, "closed", late_policy="mark")
    post = factories.post(space, name_withheld="name")
    mask(post)
    export = exported(space, paulo)
    NOT_LESS[act](post)
    assert why(export) is None


def test_of_what_stood_there_as_a_line_nothing_can_be_kept_back(
    space: Space, paulo: Actor
) -> None:
    post = factories.post(space, state="pending")
    export = exported(space, paulo)
    change(post, state="rejected", reason="legal", name_withheld="name")
    assert why(export) is None


def test_what_the_filter_left_out_is_not_asked(space: Space, paulo: Actor) -> None:
    factories.prompt(space, 1)
    post = factories.post(space)
    export = exported(space, paulo, prompts=(1,))
    change(post, state="hidden", reason="legal")
    assert why(export) is None
    assert posts_held(export) == set()


def test_earlier_versions_that_are_not_in_are_not_asked(space: Space, paulo: Actor) -> None:
    post = factories.post(space)
    corrected(post)
    export = exported(space, paulo, with_earlier=False)
    mask(post)
    assert why(export) is None


def test_of_a_space_that_readers_do_not_see_nothing_is_handed_out(
    space: Space, paulo: Actor
) -> None:
    export = exported(space, paulo)
    Space.objects.update(published_at=None)
    assert why(export) == KeptBack(is_closed=True)


def test_where_it_is_not_known_what_is_in_it_nothing_is_handed_out(
    space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo)
    ExportIndex.objects.update(held=None)
    assert why(export) == KeptBack()
    ExportIndex.objects.all().delete()
    assert why(export) == KeptBack()


def test_it_is_kept_without_a_word_and_read_back_the_same(space: Space, paulo: Actor) -> None:
    post = factories.post(space, people.stakeholder().person, "<p>Telling words.</p>")
    factories.attachment(post.latest_version, "telling.pdf")
    mask(post)
    with TemporaryDirectory() as folder:
        held = gather(ordered(space, paulo), Path(folder), Progress()).held[post.reference]
    assert Held.from_json(held.to_json()) == held
    for words in ("elling", "Amina"):
        assert words not in repr(held.to_json())


def test_statements_do_not_depend_on_how_many_there_are(
    space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    factories.window(space)
    exports = []
    for posts in (1, 3):
        for _ in range(posts):
            post = factories.post(space)
            factories.attachment(post.latest_version)
            change(post, name_withheld="name", state="withdrawn")
        exports.append(exported(space, paulo))
        at = database_now()
        with django_assert_num_queries(5):
            kept_back(exports, at)
