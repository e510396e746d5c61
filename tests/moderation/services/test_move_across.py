"""Moving a post with its replies to another space: new references there, and nothing is lost here."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notice
from discussions.access.viewer import Viewer
from discussions.errors import AlreadyDecided, NotModerator, NotPossibleNow
from discussions.exports.archive import Variant, space_document, write_archive
from discussions.models import Draft, Post, PostMove, Report, Space
from discussions.selectors.numbers import moved_out_of
from discussions.selectors.register import register_of
from discussions.services.import_space import import_archive
from hub.kit.clock import database_now
from hub.kit.models import Record
from moderation.exports.counts import books_of
from moderation.models import Decision
from moderation.services.move import move
from moderation.validators.decisions import DecisionWords
from moderation.validators.places import Destination
from tests import archives, factories, people
from tests.moderation.exports.packages import exported
from tests.moderation.moving import WHY, check_trees, shape, thread, to, under
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.people import Actor

SECRETARIAT = Viewer(is_secretariat=True, looks_behind=True)


@pytest.fixture
def paulo(db: None) -> Actor:
    """The secretariat, who moderates everywhere."""
    return people.secretariat()


@pytest.fixture
def other(db: None) -> Space:
    """Another space, in which a post stands already."""
    space = factories.space("declaration", "PD")
    factories.post(space)
    return space


def again(post: Post) -> Post:
    """The post as it is now, with its space."""
    return Post.objects.select_related("space").get(pk=post.pk)


def test_all_get_references_that_follow_each_other_and_the_former_ones_lead_there(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    posts = thread(desk, factories.prompt(desk.space))
    asked = factories.prompt(other, 4)
    move(by=paulo.viewer, seen=seen_now(posts[0]), to=to(other, asked), words=WHY)
    assert shape(other) == [(1, 0, None), (2, 0, 4), (3, 1, 4), (4, 2, 4), (5, 1, 4)]
    assert shape(desk.space) == []
    check_trees()
    assert Space.objects.get(pk=other.pk).last_number == 5
    assert Space.objects.get(pk=desk.space.pk).last_number == 4
    for former, reference in [("RT-0001", "PD-0002"), ("rt-0004", "PD-0005")]:
        response = Client().get(f"/en/posts/{former}/")
        assert (response.status_code, response.headers["Location"]) == (
            301,
            f"/en/posts/{reference}/",
        )
    page = Client().get("/en/posts/PD-0002/").content.decode()
    assert "Moved here from another space on" in page
    assert "where it was RT-0001" in page


def test_the_register_of_the_old_space_tells_where_each_reference_went(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    stays = desk.post(state="published")
    posts = thread(desk, None)
    move(by=paulo.viewer, seen=seen_now(posts[0]), to=to(other), words=WHY)
    rows, _more = register_of(Space.objects.get(pk=desk.space.pk), 50)
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0].post == stays
    assert [row.moved and row.moved.post for row in rows[1:]] == [
        posts[0], posts[1], posts[2], posts[3],
    ]  # fmt: skip
    page = Client().get("/en/spaces/roundtable/register/").content.decode()
    for reference in ("RT-0002", "PD-0002", "RT-0004", "PD-0004"):
        assert reference in page
    assert "Not in the archive" not in page


def test_stubs_stand_where_readers_saw_them(desk: Desk, other: Space, paulo: Actor) -> None:
    posts = thread(desk, factories.prompt(desk.space))
    stays = desk.post(state="published")
    move(by=paulo.viewer, seen=seen_now(posts[0]), to=to(other), words=WHY)
    page = Client().get("/en/spaces/roundtable/prompts/1/").content.decode()
    for former, now in (("RT-0001", "PD-0002"), ("RT-0003", "PD-0004")):
        assert f'id="post-{former}" data-reference="{former}"' in page
        assert f'<a href="/en/posts/{now}/"><bdi>{now}</bdi></a>' in page
    assert page.count('data-state="moved"') == 3
    assert "RT-0004" not in page  # it never was public
    general = Client().get("/en/spaces/roundtable/general/").content.decode()
    assert 'data-state="moved"' not in general
    move(by=paulo.viewer, seen=seen_now(stays), to=to(other), words=WHY)
    general = Client().get("/en/spaces/roundtable/general/").content.decode()
    assert 'id="post-RT-0005" data-reference="RT-0005"' in general
    move(by=paulo.viewer, seen=seen_now(stays), to=to(desk.space), words=WHY)  # back again
    general = Client().get("/en/spaces/roundtable/general/").content.decode()
    assert (
        'id="post-RT-0005" data-reference="RT-0005" data-parent="" data-state="moved"' in general
    )
    assert 'id="post-RT-0006"' in general


def test_the_page_of_each_space_is_new_and_each_has_its_record(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    posts = thread(desk, None)
    before = dict(Space.objects.values_list("pk", "revision"))
    move(by=paulo.viewer, seen=seen_now(posts[0]), to=to(other), words=WHY)
    after = dict(Space.objects.values_list("pk", "revision"))
    assert all(after[space] > before[space] for space in before)
    acts = Record.objects.order_by("pk").values_list("act", "space_id", "subject_id")
    assert sorted(acts) == sorted(
        [
            *(("move", other.pk, str(post.pk)) for post in posts),
            ("move-out", desk.space.pk, str(posts[0].pk)),
        ]
    )
    left = Record.objects.get(act="move-out")
    assert left.detail["from"]["post_number"] == 1
    assert left.detail["to"]["post_number"] == 2
    assert left.detail["replies"] == 3


def test_everybody_whose_reference_changed_is_told_and_the_message_is_for_the_author(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    stranger = people.stranger()
    root = desk.post(state="published")
    reply = factories.post(desk.space, stranger.person, answers=root)
    move(by=paulo.viewer, seen=seen_now(root), to=to(other), words=WHY)
    first, second = Decision.objects.get(post=root), Decision.objects.get(post=reply)
    assert first.batch == second.batch is not None
    assert (first.message, second.message, second.internal_note) == (
        "It speaks of Rev. 3.",
        "",
        "",
    )
    assert second.other_post == root
    told = Notice.objects.filter(kind="decision", channel="mail")
    assert {(one.receiver_id, one.facts["decision"]) for one in told} == {
        (desk.author.user.pk, first.pk),
        (stranger.user.pk, second.pk),
    }


def test_what_readers_reported_is_not_dealt_with_by_moving_it(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    root, reply, *_ = thread(desk, None)
    for post in (root, reply):
        Report.objects.create(
            post=post,
            version=post.latest_version,
            kind="report",
            by_person=people.actor(f"{post.number}@test.example", "Li Wen").person,
            reason="spam",
        )
    move(by=paulo.viewer, seen=seen_now(root), to=to(other), words=WHY)
    assert Report.objects.filter(closed_at=None).count() == 2


def test_it_may_answer_a_post_there(desk: Desk, other: Space, paulo: Actor) -> None:
    answered = Post.objects.get(space=other)
    _root, reply, *_ = thread(desk, factories.prompt(desk.space))
    move(by=paulo.viewer, seen=seen_now(reply), to=under(answered), words=WHY)
    assert shape(other) == [(1, 0, None), (2, 1, None), (3, 2, None)]
    assert shape(desk.space) == [(1, 0, 1), (4, 1, 1)]
    check_trees()


def test_a_post_that_comes_back_has_a_third_reference_and_the_books_agree(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    stays, posts = desk.post(state="published"), thread(desk, None)
    move(by=paulo.viewer, seen=seen_now(posts[0]), to=to(other), words=WHY)
    move(by=paulo.viewer, seen=seen_now(posts[0]), to=to(desk.space), words=WHY)
    assert again(posts[0]).reference == "RT-0006"
    assert shape(other) == [(1, 0, None)]
    for former in ("RT-0002", "PD-0002"):
        response = Client().get(f"/fr/posts/{former}/")
        assert response.headers["Location"] == "/fr/posts/RT-0006/"
    rows, _more = register_of(Space.objects.get(pk=desk.space.pk), 50)
    assert [(row.number, row.post is not None, row.moved is not None) for row in rows] == [
        (1, True, False),
        *((number, False, True) for number in range(2, 6)),
        *((number, True, False) for number in range(6, 10)),
    ]
    assert stays.number == 1
    for space, issued, moved_in, moved_out in ((desk.space, 5, 4, 4), (other, 1, 4, 4)):
        space.refresh_from_db()
        books = books_of(space)
        assert (books.issued, books.moved_in, books.moved_out) == (issued, moved_in, moved_out)
        assert books.issued + books.moved_in == books.there + books.moved_out
        assert moved_out_of(space) == moved_out
        counts = exported(space, paulo).counts
        assert counts["received"] == counts["state.sum"]


def test_both_exports_reconcile_and_each_archive_comes_in_again_the_same(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    one = factories.prompt(desk.space)
    root, reply, below, _pending = thread(desk, one)
    late = desk.post(state="published", prompt=one)
    move(by=paulo.viewer, seen=seen_now(below_reply(desk, reply)), to=under(root), words=WHY)
    move(by=paulo.viewer, seen=seen_now(root), to=under(late), words=WHY)  # it came later
    move(by=paulo.viewer, seen=seen_now(reply), to=to(other), words=WHY)
    check_trees()
    for space in (desk.space, other):
        space.refresh_from_db()
        counts = exported(space, paulo).counts
        assert counts["received"] == counts["state.sum"]
        first = _written(space)
        with archives.elsewhere():
            imported = import_archive(first).space
            check_trees()
            assert archives.document_in(_written(imported)) == archives.document_in(first)
    said = {
        post["id"]: post
        for post in space_document(
            other, viewer=SECRETARIAT, variant=Variant.RESTRICTED, exported_at=database_now()
        )["posts"]
    }
    moved = said[str(again(reply).archive_id)]
    assert moved["reference"] == "PD-0002"
    assert [sorted(entry) for entry in moved["moved_from"]] == [["at", "reference"]]
    assert moved["moved_from"][0]["reference"] == "RT-0002"
    assert said[str(again(below).archive_id)]["in_reply_to"] == moved["id"]


def below_reply(desk: Desk, reply: Post) -> Post:
    """A reply that is moved within its space before it leaves it."""
    return desk.post(state="published", answers=reply)


def _written(space: Space) -> io.BytesIO:
    out = io.BytesIO()
    write_archive(space, out, viewer=SECRETARIAT, exported_at=factories.LONG_AGO)
    out.seek(0)
    return out


def test_an_id_that_another_archive_gave_already_is_given_anew(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    Post.objects.filter(space=other).update(archive_id="c1")
    one, two = desk.post(state="published"), desk.post(state="published")
    Post.objects.filter(pk=one.pk).update(archive_id="c1")
    Post.objects.filter(pk=two.pk).update(archive_id="c2")
    for post in (one, two):
        move(by=paulo.viewer, seen=seen_now(post), to=to(other), words=WHY)
    assert again(one).archive_id not in {"c1", "c2"}
    assert again(two).archive_id == "c2"


def test_what_somebody_writes_as_an_answer_goes_along(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    root, reply, *_ = thread(desk, None)
    draft = Draft.objects.create(
        author=people.stranger().person,
        space=desk.space,
        parent=reply,
        body="<p>I am not so sure.</p>",
        language="en",
        created_at=database_now(),
        saved_at=database_now(),
        saved_by=desk.author.person,
    )
    move(by=paulo.viewer, seen=seen_now(root), to=to(other), words=WHY)
    draft.refresh_from_db()
    assert draft.space == other
    client = Client()
    client.force_login(draft.author.user)  # type: ignore[arg-type]  # made with an account
    former = client.get("/en/posts/RT-0002/reply/")
    assert former.headers["Location"] == "/en/posts/PD-0003/reply/"
    assert "I am not so sure." in client.get("/en/posts/PD-0003/reply/").content.decode()


def test_only_who_moderates_both_spaces_moves_and_only_to_one_that_readers_see(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    post = desk.post(state="published")
    seen = seen_now(post)
    there = people.moderator(other, "there@test.example", "Li Wen")
    for viewer in (desk.moderator.viewer, there.viewer, desk.author.viewer, Viewer()):
        with pytest.raises(NotModerator):
            move(by=viewer, seen=seen, to=to(other), words=WHY)
    Space.objects.filter(pk=other.pk).update(published_at=None)
    with pytest.raises(NotPossibleNow):
        move(by=paulo.viewer, seen=seen, to=to(other), words=WHY)
    assert not PostMove.objects.exists()


@pytest.mark.parametrize("side", ["survivor", "merged"])
def test_what_is_merged_stays_in_one_space_unless_both_go(
    desk: Desk, other: Space, paulo: Actor, side: str
) -> None:
    root = desk.post(state="published")
    survivor = desk.post(state="published", answers=root)
    merged = desk.post(state="merged", merged_into=survivor, reason="duplicate", answers=root)
    leaving: Any = survivor if side == "survivor" else desk.post(state="published")
    if side == "merged":
        Post.objects.filter(pk=merged.pk).update(
            parent=leaving,
            root_sequence=leaving.sequence,
            path=leaving.path + Post.step(merged.sequence),
        )
    with pytest.raises(NotPossibleNow) as refusal:
        move(by=paulo.viewer, seen=seen_now(leaving), to=to(other), words=WHY)
    assert "RT-0003" in str(refusal.value)
    assert not PostMove.objects.exists()
    if side == "survivor":
        move(by=paulo.viewer, seen=seen_now(root), to=to(other), words=WHY)
        assert again(merged).merged_into == survivor
        assert again(survivor).space == other


def test_whoever_saw_a_reply_before_it_went_along_is_told(
    desk: Desk, other: Space, paulo: Actor
) -> None:
    root, reply, *_ = thread(desk, None)
    seen = seen_now(reply)
    move(by=paulo.viewer, seen=seen_now(root), to=to(other), words=WHY)
    with pytest.raises(AlreadyDecided) as refusal:
        move(
            by=paulo.viewer,
            seen=seen,
            to=Destination(desk.space.pk),
            words=DecisionWords(WHY.reason, "Other words."),
        )
    assert refusal.value.by == "Paulo Reyes"


def test_what_is_asked_by_a_former_reference_is_about_the_text_that_was_moved(desk: Desk) -> None:
    other = factories.space("declaration", "PD")
    secretariat = people.secretariat()
    post = desk.post(state="published")
    file = factories.attachment(post.latest_version, "list.pdf")
    move(by=secretariat.viewer, seen=seen_now(post), to=to(other), words=WHY)
    asked = {
        "look-file": (secretariat, [file.pk], {}, 200),
        "report-post": (people.stranger(), [], {"reason": "spam", "body": "Look."}, 303),
    }
    for name, (who, more, form, status) in asked.items():
        client = Client()
        client.force_login(who.user)
        for former in ("RT-0001", "rt-0001", "pd-0001"):
            response = client.post(reverse(name, args=[former, *more]), form)
            assert response.status_code == status, (name, former)
            assert not response.streaming or b"".join(response) == b"%PDF-1.4 x"
    assert Report.objects.get().post == post
    elsewhere = desk.post(state="published")
    client.force_login(secretariat.user)
    wrong = reverse("look-file", args=[elsewhere.reference, file.pk])
    assert client.post(wrong).status_code == 404


def test_an_author_appeals_by_a_former_reference(desk: Desk) -> None:
    other = factories.space("declaration", "PD")
    post = desk.post(state="hidden", reason="spam")
    move(by=people.secretariat().viewer, seen=seen_now(post), to=to(other), words=WHY)
    client = Client()
    client.force_login(desk.author.user)
    assert (
        client.get("/en/posts/rt-0001/appeal/").headers["Location"] == "/en/posts/PD-0001/appeal/"
    )
    assert client.post("/en/posts/RT-0001/appeal/", {"body": "Look again."}).status_code == 303
    assert Report.objects.get().post == post
