"""Sending: what is written down with a text, once, and who is told."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings

from accounts.models import Membership, Notice, Organisation
from accounts.services.verify import confirm_membership, verify_organisation
from discussions.errors import (
    FileGone,
    KeyReused,
    NotYourOrganisation,
    TooManyPosts,
    WindowClosed,
)
from discussions.models import Attachment, Post, RefusedAttempt, Space, Version
from discussions.services.submit import SubmissionPlace, submit
from discussions.validators.sent import SentFile
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.sanitise import canonical_sha256
from hub.kit.storage import opened
from tests import factories, people
from tests.discussions.writing import PDF, speaking_for, text, upload

pytestmark = pytest.mark.django_db


def test_a_post_keeps_its_place_its_instant_and_its_canonical_text() -> None:
    space, author = factories.space(), people.stakeholder()
    prompt, before = factories.prompt(space), space.revision
    sent = text("<p>One</p>\n<p>Two</p>", language="sw")
    receipt = submit(by=author.viewer, to=SubmissionPlace(space, prompt), sent=sent)
    post = Post.objects.select_related("space", "latest_version").get()
    space.refresh_from_db()
    assert receipt.reference == "RT-0001" == post.reference
    assert space.last_number == 1
    assert space.revision == before + 1
    assert (post.number, post.sequence, post.root_sequence, post.depth) == (1, 1, 1, 0)
    assert post.path == Post.step(1)
    assert (post.prompt, post.author, post.key) == (prompt, author.person, sent.key)
    assert post.state_since == post.received_at == post.latest_version.received_at
    version = Version.objects.values().get()
    assert version["body"] == "<p>One</p>\n<p>Two</p>"
    assert version["sha256"] == canonical_sha256("<p>One</p>\n<p>Two</p>")
    assert (version["number"], version["language"], version["key"]) == (1, "sw", sent.key)


def test_replies_stand_below_what_they_answer_to_any_depth() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.post(space)
    for _ in range(4):
        parent = Post.objects.order_by("-number").first()
        submit(by=author.viewer, to=SubmissionPlace(space, parent=parent), sent=text())
    posts = list(Post.objects.in_thread_order())
    assert [post.depth for post in posts] == [0, 1, 2, 3, 4]
    assert {post.root_sequence for post in posts} == {1}
    assert posts[-1].path == "".join(Post.step(number) for number in range(1, 6))


def test_the_speaker_for_an_organisation_is_kept_as_on_that_day() -> None:
    space, author = factories.space(), people.stakeholder()
    assert author.organisation is not None
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(speaker=speaking_for(author)))
    Organisation.objects.update(name_en="Another Name", stakeholder_group="media")
    speaker = Version.objects.values().get()
    assert speaker["speaker_name"] == "Amina Otieno"
    assert speaker["speaker_organisation"] == "Coastal Crossings"
    assert speaker["speaker_group"] == "civil-society"
    assert speaker["speaker_country"] == "KE"
    assert speaker["speaker_capacity"] == "organisation"
    assert speaker["speaker_verified"] is False


def test_a_speaker_is_verified_when_organisation_and_membership_both_are() -> None:
    space, author, staff = factories.space(), people.stakeholder(), people.secretariat().user.pk
    sent: dict[str, Any] = {"by": author.viewer, "to": SubmissionPlace(space)}
    membership = Membership.objects.get()
    verify_organisation(organisation_id=membership.organisation_id, by=staff)
    submit(**sent, sent=text("<p>One.</p>", speaker=speaking_for(author)))
    confirm_membership(membership_id=membership.pk, by=staff)
    submit(**sent, sent=text("<p>Two.</p>", speaker=speaking_for(author)))
    kept = Version.objects.order_by("post__number").values_list("speaker_verified", flat=True)
    assert list(kept) == [False, True]


def test_in_a_personal_capacity_one_is_an_individual_without_organisation() -> None:
    space, author = factories.space(), people.stakeholder()
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    speaker = Version.objects.values().get()
    assert speaker["speaker_organisation"] is None
    assert speaker["speaker_group"] == "individual"
    assert speaker["speaker_capacity"] == "personal"


def test_nobody_speaks_for_an_organisation_that_is_not_or_no_longer_theirs() -> None:
    space, author, other = factories.space(), people.stakeholder(), people.stranger()
    for actor in (other, author):
        Membership.objects.filter(person=author.person).update(ended_at=database_now())
        with pytest.raises(NotYourOrganisation):
            submit(
                by=author.viewer,
                to=SubmissionPlace(space),
                sent=text(speaker=speaking_for(actor)),
            )
    assert not Post.objects.exists()


def test_the_record_holds_ids_codes_and_hashes_alone() -> None:
    space, author = factories.space(), people.stakeholder()
    kept = upload(author, "Amina's note.pdf")
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(files=(kept.pk,)))
    record, post = Record.objects.get(), Post.objects.get()
    assert (record.act, record.actor_id, record.space_id) == ("submit", author.user.pk, space.pk)
    assert (record.subject_type, record.subject_id) == ("post", str(post.pk))
    assert record.detail == {
        "version": str(post.latest_version_id),
        "number": 1,
        "post_number": 1,
        "sha256": canonical_sha256("<p>We agree.</p>"),
        "files": [kept.sha256],
        "standing": "on-time",
        "state": "published",
        "name_withheld": "no",
    }


def test_files_come_along_in_their_order_byte_for_byte() -> None:
    space, author = factories.space(), people.stakeholder()
    first, second = upload(author, "b.pdf"), upload(author, "a.pdf", PDF + b"more")
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(files=(first.pk, second.pk)))
    files = list(Attachment.objects.order_by("position"))
    assert [(file.position, file.name, file.size) for file in files] == [
        (0, "b.pdf", len(PDF)),
        (1, "a.pdf", len(PDF) + 4),
    ]
    with opened(files[1].stored_as) as stored:
        assert stored.read() == PDF + b"more"


def test_a_file_of_someone_else_or_none_is_refused_and_nothing_is_written() -> None:
    space, author = factories.space(), people.stakeholder()
    foreign = upload(people.stranger())
    for identifier in (foreign.pk, uuid4()):
        with pytest.raises(FileGone):
            submit(by=author.viewer, to=SubmissionPlace(space), sent=text(files=(identifier,)))
    assert not Post.objects.exists()
    assert Space.objects.values_list("last_number", flat=True).get() == 0


# ---------------------------------------------------------------- once


def test_the_same_form_with_the_same_content_has_the_same_receipt() -> None:
    space, author = factories.space(), people.stakeholder()
    window = factories.window(space)
    kept = upload(author)
    sent = text(files=(kept.pk,))
    first = submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
    type(window).objects.update(closes_at=database_now(), grace_minutes=0)
    assert submit(by=author.viewer, to=SubmissionPlace(space), sent=sent) == first
    again = replace(sent, files=(SentFile(upload(author).pk),))
    assert submit(by=author.viewer, to=SubmissionPlace(space), sent=again) == first
    assert Post.objects.count() == Version.objects.count() == Attachment.objects.count() == 1
    assert Record.objects.count() == 1
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("change", ["body", "language", "speaker", "files", "place"])
def test_the_same_form_with_another_content_is_told_so(change: str) -> None:
    space, author = factories.space(), people.stakeholder()
    sent = text()
    submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
    place = SubmissionPlace(space, factories.prompt(space) if change == "place" else None)
    changes: dict[str, Any] = {
        "body": {"body": "<p>We disagree.</p>"},
        "language": {"language": "fr"},
        "speaker": {"speaker": speaking_for(author)},
        "files": {"files": (SentFile(upload(author).pk),)},
        "place": {},
    }
    with pytest.raises(KeyReused) as refusal:
        submit(by=author.viewer, to=place, sent=replace(sent, **changes[change]))
    assert refusal.value.reference == "RT-0001"
    assert Post.objects.count() == 1


def test_another_person_may_have_the_same_key() -> None:
    space, author = factories.space(), people.stakeholder()
    sent = text()
    submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
    submit(by=people.stranger().viewer, to=SubmissionPlace(space), sent=sent)
    assert Post.objects.count() == 2


# ---------------------------------------------------------------- notices


def test_the_author_gets_a_receipt_and_the_answered_author_a_notice() -> None:
    space, author, other = factories.space(), people.stakeholder(), people.stranger()
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    root = Post.objects.get()
    submit(by=other.viewer, to=SubmissionPlace(space, parent=root), sent=text())
    reply = Post.objects.get(parent=root)
    told = Notice.objects.filter(channel="mail").order_by("pk")
    assert [(notice.kind, notice.receiver_id, notice.facts) for notice in told] == [
        ("receipt", author.user.pk, {"version": str(root.latest_version_id)}),
        ("receipt", other.user.pk, {"version": str(reply.latest_version_id)}),
        ("reply", author.user.pk, {"post": str(reply.pk)}),
    ]


def test_nobody_is_told_of_a_reply_that_waits() -> None:
    space, author = factories.space(review="before-publishing"), people.stakeholder()
    root = factories.post(space, author.person)
    submit(by=people.stranger().viewer, to=SubmissionPlace(space, parent=root), sent=text())
    assert not Notice.objects.filter(kind="reply").exists()


def test_nobody_is_told_of_their_own_reply_nor_anyone_without_an_account() -> None:
    space, author = factories.space(), people.stakeholder()
    for root in (factories.post(space, author.person), factories.post(space)):
        submit(by=author.viewer, to=SubmissionPlace(space, parent=root), sent=text())
    assert not Notice.objects.filter(kind="reply").exists()


# ---------------------------------------------------------------- refused attempts and the rate


def test_attempts_that_a_window_refuses_are_counted_without_their_text() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, "closed")
    for _ in range(2):
        with pytest.raises(WindowClosed):
            submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    counted = RefusedAttempt.objects.get()
    assert (counted.space, counted.code, counted.attempts) == (space, "window-closed", 2)
    assert counted.day == database_now().date()
    assert not Post.objects.exists()
    assert not Record.objects.exists()


@override_settings(POSTS_PER_HOUR=3)
def test_over_the_rate_one_is_told_when_to_try_again() -> None:
    space, author = factories.space(), people.stakeholder()
    for number in range(3):
        submit(by=author.viewer, to=SubmissionPlace(space), sent=text(f"<p>{number}</p>"))
    with pytest.raises(TooManyPosts) as refusal:
        submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    assert 3590 <= (refusal.value.retry_after or 0) <= 3600
    submit(by=people.stranger().viewer, to=SubmissionPlace(space), sent=text())
    assert not RefusedAttempt.objects.exists()


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize("files", [1, 3])
def test_a_reply_costs_the_same_whatever_the_number_of_files(
    files: int, django_assert_num_queries: Any
) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space)
    root = factories.post(space, people.stranger().person, prompt=factories.prompt(space))
    sent = text(
        speaker=speaking_for(author),
        files=tuple(upload(author, f"{number}.pdf").pk for number in range(files)),
    )
    viewer, place = author.viewer, SubmissionPlace(space, parent=root)
    with django_assert_num_queries(35):
        submit(by=viewer, to=place, sent=sent)
