"""What moderators took from readers is not read again behind a later version, on any channel."""

from collections.abc import Callable

from django.test import Client

from accounts.models import Notice
from discussions.access.viewer import VISITOR
from discussions.access.words import can_see_version
from discussions.enums import ReasonCode
from discussions.models import Post, Version
from discussions.services.correct import correct
from discussions.services.endorse import GivenEndorsement, endorse
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.discussions.writing import text
from tests.moderation.exports.packages import exported
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.PERSONAL_DATA)
NAMED = "<p>Anna Berg was there.</p>"
MENDED = "<p>Somebody was there.</p>"


def do(desk: Desk, post: Post, *acts: Callable[..., Decision]) -> None:
    """One after the other, by a moderator who sees the post as it stands."""
    for act in acts:
        act(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    post.refresh_from_db()


def reviews(post: Post) -> list[str]:
    return list(post.versions.order_by("number").values_list("review", flat=True))


def readable(post: Post) -> list[int]:
    """The versions that every reader sees, by their numbers."""
    found = Post.objects.get(pk=post.pk)
    return [one.number for one in found.versions.all() if can_see_version(one, found, VISITOR)]


def hidden_with_a_correction(desk: Desk) -> Post:
    """Of two versions that readers saw, and with a third one that waits."""
    post = desk.post(state="published", body=NAMED)
    factories.attachment(post.latest_version, "names.pdf", b"%PDF-1.4 Anna Berg again")
    new_version(post, body=f"{NAMED}<p>More.</p>")
    do(desk, post, publish)
    new_version(post, body=MENDED)
    do(desk, post, hide)
    return post


def test_no_earlier_version_of_a_rejected_text_comes_back_with_a_mended_one(desk: Desk) -> None:
    post = desk.post(state="published", body=NAMED)
    file = factories.attachment(post.latest_version, "names.pdf", b"%PDF-1.4 Anna Berg again")
    new_version(post, body=f"{NAMED}<p>More.</p>")
    do(desk, post, publish, hide, reject)
    assert reviews(post) == ["rejected", "rejected"]
    do(desk, post, reconsider)
    assert reviews(post) == ["rejected", "waiting"]
    do(desk, post, return_to_author)
    correct(by=desk.author.viewer, post_id=post.pk, sent=text(MENDED))
    post.refresh_from_db()
    do(desk, post, publish)
    assert reviews(post) == ["rejected", "returned", "approved"]
    client, address = Client(), f"/en/posts/{post.reference}/"
    page = client.get(address).content.decode()
    assert "Somebody was there." in page
    assert "versions/1/" not in page
    for gone in (
        f"{address}versions/1/",
        f"{address}versions/2/",
        f"{address}compare/?from=1&to=3",
        f"/files/{file.pk}/names.pdf",
    ):
        assert client.get(gone).status_code == 404, gone
    assert "Anna Berg" not in client.get(f"/api/v1/posts/{post.reference}/").content.decode()
    package = exported(desk.space, people.secretariat())
    assert "Somebody was there." in package.all_that_can_be_read
    assert "Anna Berg" not in package.all_that_can_be_read
    assert not [name for name in package.names if "attachments/RT-0001" in name]


def test_the_same_where_a_correction_waited_when_it_was_hidden(desk: Desk) -> None:
    post = hidden_with_a_correction(desk)
    do(desk, post, reject, reconsider, publish)
    assert reviews(post) == ["rejected", "rejected", "approved"]
    assert readable(post) == [3]


def test_the_same_where_its_author_corrects_what_was_taken_up_again(desk: Desk) -> None:
    desk.space.review = "before-publishing"
    desk.space.save()
    post = desk.post(state="published", body=NAMED)
    do(desk, post, hide, reject, reconsider)
    correct(by=desk.author.viewer, post_id=post.pk, sent=text(MENDED))
    post.refresh_from_db()
    do(desk, post, publish)
    assert reviews(post) == ["rejected", "approved"]
    assert readable(post) == [2]


def test_the_same_text_taken_up_again_is_public_again_and_nothing_before_it(desk: Desk) -> None:
    post = desk.post(state="published", body=NAMED)
    new_version(post, body=MENDED)
    do(desk, post, publish, hide, reject, reconsider, publish)
    assert reviews(post) == ["rejected", "approved"]
    assert readable(post) == [2]


def test_what_was_taken_up_again_before_and_is_returned_now_keeps_nothing_to_show(
    desk: Desk,
) -> None:
    post = hidden_with_a_correction(desk)
    do(desk, post, reject, reconsider)
    Version.objects.filter(post=post, number=1).update(review="superseded")  # as it once was left
    do(desk, post, return_to_author)
    assert reviews(post) == ["rejected", "rejected", "returned"]


def test_a_correction_of_a_hidden_text_is_published_without_what_was_hidden(desk: Desk) -> None:
    post = hidden_with_a_correction(desk)
    decision = publish(by=desk.moderator.viewer, seen=seen_now(post))
    post.refresh_from_db()
    assert (post.state, post.reason, post.public_version) == (
        "published",
        None,
        post.latest_version,
    )
    assert reviews(post) == ["rejected", "rejected", "approved"]
    assert readable(post) == [3]
    assert decision.on_correction is False  # readers did not see anything of it
    assert post.versions.get(number=3).published_at == post.state_since


def test_what_is_shown_again_is_as_it_was_and_its_correction_still_waits(desk: Desk) -> None:
    post = hidden_with_a_correction(desk)
    do(desk, post, unhide)
    assert readable(post) == [1, 2]
    assert reviews(post) == ["superseded", "approved", "waiting"]


def test_a_rejected_correction_takes_nothing_of_what_readers_see(desk: Desk) -> None:
    post = desk.post(state="published")
    new_version(post)
    do(desk, post, publish)
    new_version(post)
    do(desk, post, reject)
    assert reviews(post) == ["superseded", "approved", "rejected"]
    assert readable(post) == [1, 2]


def test_who_endorsed_what_was_hidden_is_asked_and_nobody_is_told_of_the_reply_again(
    desk: Desk,
) -> None:
    answered = factories.post(desk.space, people.stranger().person)
    post = desk.post(answers=answered)
    do(desk, post, publish)
    reader = people.actor("reader@test.example", "Tiago Lobo")
    endorse(by=reader.viewer, post_id=post.pk, given=GivenEndorsement(1))
    new_version(post, body=MENDED)
    do(desk, post, hide, publish)
    mails = Notice.objects.filter(channel="mail")
    assert mails.filter(kind="reply").count() == 1
    assert [one.receiver for one in mails.filter(kind="reconfirm-endorsement")] == [reader.user]
