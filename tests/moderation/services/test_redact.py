"""Withholding words and files, and showing them again."""

from collections.abc import Callable

import pytest

from accounts.models import Notice
from discussions.access.viewer import VISITOR
from discussions.access.words import files_for, text_for
from discussions.enums import ReasonCode
from discussions.errors import (
    AlreadyDecided,
    NotFound,
    NothingToShow,
    NothingToWithhold,
    NotModerator,
    NotPossibleNow,
    PassageNotFound,
    ReasonNeeded,
    TooManyPlaces,
    VersionChanged,
)
from discussions.models import Post, Redaction, Space
from discussions.services.correct import correct
from discussions.validators.withholding import Withholding
from hub.kit.models import Record
from hub.kit.refusals import Refusal
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.publish import publish
from moderation.services.redact import redact
from moderation.services.unredact import unredact
from moderation.validators.decisions import DecisionWords
from tests import factories, people
from tests.discussions.writing import text as sent
from tests.discussions.writing import upload
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version

WHY = DecisionWords(ReasonCode.PERSONAL_DATA, "We withheld a name.", "Asked for by phone.")
NAME = Withholding(("Amina Otieno",))
MASK = "[words withheld: personal data]"


def shown(post: Post, number: int = 1) -> str:
    """The text of a version for a visitor."""
    text = text_for(post.versions.get(number=number), Post.objects.get(pk=post.pk), VISITOR)
    assert text is not None
    return text.html


def do(desk: Desk, post: Post, what: Withholding = NAME, words: DecisionWords = WHY) -> Decision:
    return redact(by=desk.moderator.viewer, seen=seen_now(post), what=what, words=words)


def test_words_are_masked_in_every_version_that_holds_them(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>I, Amina <em>Otieno</em>, saw it.</p>")
    new_version(post, "approved", "<p>AMINA OTIENO saw it; Amina Otieno.</p>")
    new_version(post, "approved", "<p>She saw it.</p>")
    do(desk, post)
    assert shown(post) == f"<p>I, {MASK}, saw it.</p>"
    assert shown(post, 2) == f"<p>{MASK} saw it; {MASK}.</p>"
    assert shown(post, 3) == "<p>She saw it.</p>"
    rows = Redaction.objects.values_list("version__number", "start", "end", "position", "reason")
    assert sorted(rows) == [
        (1, 3, 15, 0, "personal-data"),
        (2, 0, 12, 0, "personal-data"),
        (2, 21, 33, 1, "personal-data"),
    ]
    assert set(Redaction.objects.values_list("note", "by_person")) == {
        ("Asked for by phone.", desk.moderator.person.pk)
    }


def test_a_word_within_others_is_left_alone_where_it_stands_by_itself_somewhere(
    desk: Desk,
) -> None:
    post = desk.post(state="published", body="<p>Ann made it.</p>")
    new_version(post, "approved", "<p>The annual plan.</p>")
    do(desk, post, Withholding(("ann",)))
    assert shown(post) == f"<p>{MASK} made it.</p>"
    assert shown(post, 2) == "<p>The annual plan.</p>"


def test_a_longer_word_that_begins_with_it_is_masked_in_a_version_that_has_no_other(
    desk: Desk,
) -> None:
    post = desk.post(state="published", body="<p>Anna Berg made it.</p>")
    new_version(post, "approved", "<p>The house of Anna Bergs.</p>")
    do(desk, post, Withholding(("Anna Berg",)))
    assert shown(post, 2) == f"<p>The house of {MASK}s.</p>"


def test_a_file_is_masked_wherever_its_bytes_came_and_others_are_not(desk: Desk) -> None:
    post = desk.post(state="published")
    first = factories.attachment(post.latest_version, "list.pdf", b"%PDF-1.4 names")
    other = factories.attachment(post.latest_version, "other.pdf", b"%PDF-1.4 other")
    factories.attachment(new_version(post, "approved"), "renamed.pdf", b"%PDF-1.4 names")
    decision = do(desk, post, Withholding(files=frozenset({first.sha256})))
    found = [
        (file.name, file.mask_reason)
        for version in post.versions.all()
        for file in files_for(version, Post.objects.get(pk=post.pk), VISITOR)
    ]
    assert found == [
        ("list.pdf", "personal-data"),
        (other.name, None),
        ("renamed.pdf", "personal-data"),
    ]
    record = Record.objects.get(act="redact")
    assert record.detail["files"] == [first.sha256]
    assert record.detail["decision"] == decision.pk


def test_it_leaves_a_decision_a_record_without_words_a_notice_and_a_new_revision(
    desk: Desk,
) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno</p>")
    before = Space.objects.get().revision
    decision = do(desk, post)
    assert (decision.act, decision.reason, decision.by) == (
        DecisionAct.REDACT,
        "personal-data",
        desk.moderator.user,
    )
    record = Record.objects.get()
    assert (record.act, record.reason) == ("redact", "personal-data")
    assert record.detail == {
        "version": str(post.latest_version_id),
        "decision": decision.pk,
        "redactions": [Redaction.objects.get().pk],
        "files": [],
    }
    assert Space.objects.get().revision == before + 1
    assert set(Notice.objects.values_list("kind", "receiver")) == {
        ("decision", desk.author.user.pk)
    }


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        (Withholding(("Somebody Else",)), PassageNotFound),
        (Withholding(("Amina Otieno", "Somebody Else")), PassageNotFound),
        (Withholding(("a@b.org",)), PassageNotFound),  # masked: nobody finds out by trying
        (Withholding(("phone number",)), PassageNotFound),
        (Withholding(files=frozenset({"0" * 64})), NotFound),
        (Withholding(("x",)), TooManyPlaces),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_done(
    desk: Desk, what: Withholding, refusal: type[Refusal]
) -> None:
    body = f"<p>Amina Otieno, a@b.org, +254 712 345 678</p><p>{'x ' * 501}</p>"
    post = desk.post(state="published", body=body)
    with pytest.raises(refusal):
        do(desk, post, what)
    assert not Redaction.objects.exists()
    assert not Decision.objects.exists()


def test_words_around_a_mask_are_withheld_with_what_is_behind_it(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Write to Amina, a@b.org, at home.</p>")
    do(desk, post, Withholding(("Amina, [e-mail address], at",)))
    assert shown(post) == f"<p>Write to {MASK} home.</p>"


def test_what_is_withheld_already_is_not_withheld_again(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno and Amina</p>")
    file = factories.attachment(post.latest_version)
    do(desk, post, Withholding(("Amina Otieno",), frozenset({file.sha256})))
    with pytest.raises(NothingToWithhold):
        do(desk, post, Withholding(files=frozenset({file.sha256})))
    do(desk, post, Withholding(("Amina",)))
    assert shown(post) == f"<p>{MASK} and {MASK}</p>"
    assert Redaction.objects.filter(target="text").count() == 2


def test_a_passage_within_another_needs_no_mask_of_its_own(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno</p>")
    do(desk, post, Withholding(("Otieno", "Amina Otieno")))
    assert Redaction.objects.get().end == 12


@pytest.mark.parametrize("reader", ["author", "secretariat", "observer", "administrator"])
def test_staff_of_the_space_alone(desk: Desk, reader: str) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno</p>")
    makers: dict[str, Callable[[], people.Actor]] = {
        "author": lambda: desk.author,
        "secretariat": people.secretariat,
        "observer": lambda: people.observer(desk.space),
        "administrator": people.administrator,
    }
    viewer = makers[reader]().viewer
    if reader == "secretariat":
        redact(by=viewer, seen=seen_now(post), what=NAME, words=WHY)
        return
    with pytest.raises(NotModerator):
        redact(by=viewer, seen=seen_now(post), what=NAME, words=WHY)
    with pytest.raises(NotModerator):
        unredact(by=viewer, seen=seen_now(post), redactions=[1])


@pytest.mark.parametrize("state", ["pending", "published", "returned", "hidden"])
def test_in_every_state_in_which_somebody_reads_it_or_may_again(desk: Desk, state: str) -> None:
    post = desk.post(state=state, body="<p>Amina Otieno</p>")
    do(desk, post)
    post.refresh_from_db()
    assert post.state == state
    text = text_for(post.latest_version, post, desk.second.viewer)
    assert text is not None
    assert text.html == f"<p>{MASK}</p>"


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
def test_not_where_readers_will_never_see_it(desk: Desk, state: str) -> None:
    post = desk.post(state=state, body="<p>Amina Otieno</p>")
    with pytest.raises(NotPossibleNow):
        do(desk, post)


def test_a_reason_is_needed(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno</p>")
    with pytest.raises(ReasonNeeded):
        do(desk, post, words=DecisionWords())


# ---------------------------------------------------------------- twice, and by two
def test_the_same_form_again_gives_the_same_decision(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno</p>")
    seen = seen_now(post)
    first = redact(by=desk.moderator.viewer, seen=seen, what=NAME, words=WHY)
    assert redact(by=desk.moderator.viewer, seen=seen, what=NAME, words=WHY) == first
    assert Redaction.objects.count() == 1


def test_the_same_reason_for_other_words_is_not_lost_in_silence(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno, Nakuru</p>")
    seen = seen_now(post)
    redact(by=desk.moderator.viewer, seen=seen, what=NAME, words=WHY)
    with pytest.raises(AlreadyDecided):
        redact(by=desk.moderator.viewer, seen=seen, what=Withholding(("Nakuru",)), words=WHY)


def test_who_is_second_is_told(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno</p>")
    seen = seen_now(post)
    do(desk, post)
    with pytest.raises(AlreadyDecided, match="Marta Lind decided first"):
        redact(by=desk.second.viewer, seen=seen, what=NAME, words=WHY)


def test_a_version_that_came_meanwhile_is_looked_at_first(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno</p>")
    seen = seen_now(post)
    new_version(post)
    with pytest.raises(VersionChanged):
        redact(by=desk.moderator.viewer, seen=seen, what=NAME, words=WHY)


# ---------------------------------------------------------------- shown again
def test_what_is_shown_again_is_what_was_sent_and_the_rest_stays_withheld(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno, Nakuru</p>")
    do(desk, post, Withholding(("Amina Otieno", "Nakuru")))
    first = Redaction.objects.get(start=0)
    decision = unredact(by=desk.moderator.viewer, seen=seen_now(post), redactions=[first.pk])
    assert shown(post) == f"<p>Amina Otieno, {MASK}</p>"
    assert decision.act == DecisionAct.UNREDACT
    record = Record.objects.get(act="unredact")
    assert record.detail["redactions"] == [first.pk]
    first.refresh_from_db()
    assert first.lifted_at is not None


def test_showing_again_twice_is_once_and_what_does_not_stand_is_told(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno, Nakuru</p>")
    do(desk, post, Withholding(("Amina Otieno", "Nakuru")))
    first, second = Redaction.objects.order_by("start")
    seen, viewer = seen_now(post), desk.moderator.viewer
    once = unredact(by=viewer, seen=seen, redactions=[first.pk])
    assert unredact(by=viewer, seen=seen, redactions=[first.pk]) == once
    with pytest.raises(AlreadyDecided):
        unredact(by=viewer, seen=seen, redactions=[second.pk])
    with pytest.raises(NothingToShow):
        unredact(by=viewer, seen=seen_now(post), redactions=[first.pk])


def test_redactions_of_another_post_are_not_lifted(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Amina Otieno</p>")
    do(desk, post)
    other = desk.post(state="published")
    with pytest.raises(NothingToShow):
        unredact(
            by=desk.moderator.viewer,
            seen=seen_now(other),
            redactions=[Redaction.objects.get().pk],
        )
    assert Redaction.objects.get().lifted_at is None


# ---------------------------------------------------------------- later corrections
def corrected(desk: Desk, post: Post, body: str, **more: object) -> None:
    """The author sends a new version, which is public at once."""
    correct(by=desk.author.viewer, post_id=post.pk, sent=sent(body, **more))


def test_a_correction_that_holds_the_words_or_the_file_again_is_masked_there_too(
    desk: Desk,
) -> None:
    Space.objects.update(review="after-publishing")
    post = desk.post(state="published", body="<p>I am Amina Otieno.</p>")
    file = factories.attachment(post.latest_version)
    do(desk, post, Withholding(("Amina Otieno",), frozenset({file.sha256})))
    body = "<p>My name: <strong>amina</strong> Otieno. Otieno it is.</p>"
    corrected(desk, post, body, files=[file.pk])
    post.refresh_from_db()
    assert post.public_version is not None
    assert (
        post.public_version.number == 1
    )  # it is read first: the words may come back in another form
    publish(by=desk.moderator.viewer, seen=seen_now(post))
    post.refresh_from_db()
    assert post.public_version.number == 2
    assert shown(post, 2) == f"<p>My name: <strong>{MASK}</strong>. Otieno it is.</p>"
    (same,) = files_for(post.public_version, post, VISITOR)
    assert same.attachment != file
    assert same.mask_reason == "personal-data"
    record = Record.objects.get(act="carry-redactions")
    carried = Redaction.objects.filter(version=post.public_version)
    assert record.detail == {
        "version": str(post.public_version_id),
        "redactions": [row.pk for row in carried],
    }
    assert record.actor_id is None
    assert {(row.note, row.by_person) for row in carried} == {
        ("Asked for by phone.", desk.moderator.person)
    }


def test_a_file_that_may_be_a_withheld_one_saved_anew_is_read_first(desk: Desk) -> None:
    Space.objects.update(review="after-publishing")
    post = desk.post(state="published")
    file = factories.attachment(post.latest_version, "names.pdf")
    other = factories.attachment(post.latest_version, "table.pdf", b"%PDF-1.4 A table")
    do(desk, post, Withholding((), frozenset({file.sha256})))
    corrected(desk, post, "<p>Other words.</p>", files=[file.pk, other.pk])
    post.refresh_from_db()
    assert post.public_version == post.latest_version  # nothing in it that was not there before
    again = upload(desk.author, "names.pdf", b"%PDF-1.4 saved anew")
    corrected(desk, post, "<p>Other words.</p>", files=[again.pk])
    post.refresh_from_db()
    assert (post.public_version.number, post.latest_version.review) == (2, "waiting")
    assert files_for(post.latest_version, post, VISITOR) == []
    unredact(
        by=desk.moderator.viewer,
        seen=seen_now(post),
        redactions=list(Redaction.objects.values_list("pk", flat=True)),
    )
    new = upload(desk.author, "new.pdf", b"%PDF-1.4 another")
    corrected(desk, post, "<p>More words.</p>", files=[new.pk])
    post.refresh_from_db()
    assert post.public_version == post.latest_version


def test_words_that_were_shown_again_are_not_masked_in_a_correction(desk: Desk) -> None:
    Space.objects.update(review="after-publishing")
    post = desk.post(state="published", body="<p>I am Amina Otieno.</p>")
    do(desk, post)
    unredact(
        by=desk.moderator.viewer,
        seen=seen_now(post),
        redactions=[Redaction.objects.get().pk],
    )
    corrected(desk, post, "<p>It is me, Amina Otieno.</p>")
    assert shown(post, 2) == "<p>It is me, Amina Otieno.</p>"
    assert not Record.objects.filter(act="carry-redactions").exists()


def test_a_whole_text_that_is_masked_stays_so_in_a_correction(desk: Desk) -> None:
    Space.objects.update(review="after-publishing")
    post = desk.post(state="published", body="<p>I am Amina Otieno.</p>")
    Redaction.objects.create(
        version=post.latest_version, target="text", reason="legal", at=post.received_at
    )
    corrected(desk, post, "<p>Other words.</p>")
    text = text_for(post.versions.get(number=2), Post.objects.get(pk=post.pk), VISITOR)
    assert text is not None
    assert (text.html, text.mask_reason) == ("", "legal")
