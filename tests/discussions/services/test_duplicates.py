"""The same text again: asked about, replaced or sent as another, or carried over from an earlier revision."""

import re
from typing import Any

import pytest

from accounts.models import Membership
from accounts.services.verify import confirm_membership, verify_organisation
from discussions.enums import NameWithheld
from discussions.errors import LooksLikeDuplicate
from discussions.models import Document, Post, RefusedAttempt, Space, TextSketch
from discussions.services.correct import correct
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.withdraw import withdraw
from hub.kit.models import Record
from hub.kit.sanitise import from_plain_text
from tests import factories, people
from tests.discussions.writing import speaking_for, text, upload
from tests.kit.similar_texts import COMMENT, paragraphs
from tests.people import Actor

pytestmark = pytest.mark.django_db

FIRST, SECOND = (from_plain_text(paragraphs("en")[number]) for number in (0, 1))
AGAIN = FIRST.upper().replace("P>", "p>").replace(",", " –")
NEARLY = FIRST.replace("six months", "half a year")


def send(by: Actor, to: Space | SubmissionPlace, body: str = FIRST, **more: Any) -> Post:
    """Send a text and give the post that it became."""
    place = to if isinstance(to, SubmissionPlace) else SubmissionPlace(to)
    receipt = submit(by=by.viewer, to=place, sent=text(body, **more))
    return Post.objects.get(number=int(receipt.reference.partition("-")[2]), space=place.space)


def refused(by: Actor, to: Space | SubmissionPlace, body: str = FIRST, **more: Any) -> Any:
    """Send a text that is asked about; the refusal."""
    with pytest.raises(LooksLikeDuplicate) as refusal:
        send(by, to, body, **more)
    return refusal.value


def question(space: Space, number: int, **more: Any) -> SubmissionPlace:
    """The place under a prompt."""
    return SubmissionPlace(space, factories.prompt(space, number, **more))


# ---------------------------------------------------------------- own texts


def test_the_same_text_four_times_in_a_day_is_one_submission_and_three_warnings() -> None:
    space, author = factories.space(), people.stakeholder()
    send(author, space)
    for body in (FIRST, AGAIN, NEARLY):
        refusal = refused(author, space, body)
        assert refusal.references == ("RT-0001",)
        assert refusal.is_exact is (body != NEARLY)
        assert refusal.share == 1 if body != NEARLY else 0.9 < refusal.share < 1
    assert Post.objects.count() == Record.objects.count() == 1
    assert Space.objects.values_list("last_number", flat=True).get() == 1
    assert not RefusedAttempt.objects.exists()


def test_a_text_of_which_its_sender_says_that_it_is_different_is_sent() -> None:
    space, author = factories.space(), people.stakeholder()
    send(author, space)
    send(author, space, NEARLY, differs_from=("rt-0001",))
    assert set(refused(author, space).references) == {"RT-0001", "RT-0002"}
    assert refused(author, space, differs_from=("RT-0001",)).references == ("RT-0002",)
    send(author, space, differs_from=("RT-0001", "RT-0002"))
    assert Post.objects.count() == 3


def test_the_same_form_sent_again_has_its_receipt_and_no_question() -> None:
    space, author = factories.space(), people.stakeholder()
    sent = text(FIRST)
    first = submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
    assert submit(by=author.viewer, to=SubmissionPlace(space), sent=sent) == first


def test_it_is_asked_across_questions_replies_and_capacities_of_one_space_alone() -> None:
    space, author = factories.space(), people.stakeholder()
    send(author, question(space, 1))
    refused(author, question(space, 2))
    refused(author, space, speaker=speaking_for(author))
    refused(author, SubmissionPlace(space, parent=factories.post(space)))
    send(author, factories.space("other", "OT"))
    send(author, space, SECOND)


@pytest.mark.parametrize(
    ("state", "is_asked"),
    [
        ("pending", True),
        ("published", True),
        ("returned", True),
        ("hidden", True),
        ("rejected", False),
        ("withdrawn", False),
    ],
)
def test_what_no_longer_stands_may_be_sent_again(state: str, is_asked: bool) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.post(space, author.person, FIRST, state=state)
    (refused if is_asked else send)(author, space)


def test_the_latest_version_is_what_a_text_is_compared_with() -> None:
    space, author = factories.space(), people.stakeholder()
    post = send(author, space)
    correct(by=author.viewer, post_id=post.pk, sent=text(SECOND))
    refused(author, space, SECOND)
    send(author, space, FIRST)
    withdraw(by=author.viewer, post_id=post.pk)
    send(author, space, SECOND)


def test_two_short_submissions_are_one_when_their_words_are_the_same() -> None:
    space, author = factories.space(), people.stakeholder()
    send(author, space, "<p>We support paragraph 12.</p>")
    refused(author, space, "<p>We support <em>paragraph 12</em></p>")
    send(author, space, "<p>We support paragraph 13.</p>")


def test_a_few_words_that_point_to_a_file_say_what_the_file_says() -> None:
    space, author = factories.space(), people.stakeholder()
    words, first, second = "<p>See the attachment.</p>", question(space, 1), question(space, 2)
    send(author, first, words, files=(upload(author, "a.pdf").pk,))
    send(author, second, words, files=(upload(author, "b.pdf", b"%PDF-1.4 b").pk,))
    refused(author, first, words, files=(upload(author, "c.pdf", b"%PDF-1.4 c").pk,))


def test_short_replies_are_never_asked_about_and_long_ones_are() -> None:
    space, author = factories.space(), people.stakeholder()
    parents = [factories.post(space) for _ in range(2)]
    for parent in parents:
        send(author, SubmissionPlace(space, parent=parent), "<p>We agree.</p>")
    send(author, space, "<p>We agree.</p>")
    send(author, SubmissionPlace(space, parent=parents[0]))
    refused(author, SubmissionPlace(space, parent=parents[1]))


def test_moderators_may_answer_many_with_the_same_words() -> None:
    space = factories.space()
    staff = people.moderator(space)
    for _ in range(2):
        send(staff, SubmissionPlace(space, parent=factories.post(space)))
    assert Post.objects.filter(author=staff.person).count() == 2


def test_an_answer_that_quotes_what_it_answers_is_another_text() -> None:
    space, author = factories.space(), people.stakeholder()
    root = send(author, space, FIRST + SECOND)
    comment = from_plain_text(COMMENT["en"])
    quoting = f"<blockquote>{FIRST}{SECOND}</blockquote>{comment}"
    refused(author, space, f"{FIRST}{SECOND}{comment}")
    send(author, SubmissionPlace(space, parent=root), quoting)
    other = from_plain_text(COMMENT["fr"])
    send(author, SubmissionPlace(space, parent=root), f"{FIRST}{SECOND}{other}")


# ---------------------------------------------------------------- texts of the organisation


def test_a_text_of_a_colleague_for_the_same_organisation_is_asked_about() -> None:
    space, author = factories.space(), people.stakeholder()
    other = people.colleague(author)
    send(author, space, speaker=speaking_for(author))
    refused(other, space, speaker=speaking_for(other))
    send(other, space)  # for oneself alone it is one's own
    send(people.stranger(), space)


def test_what_a_colleague_wrote_for_themselves_is_not_the_organisation_s() -> None:
    space, author = factories.space(), people.stakeholder()
    send(author, space)
    other = people.colleague(author)
    send(other, space, speaker=speaking_for(other))


@pytest.mark.parametrize("state", ["pending", "returned", "hidden"])
def test_what_readers_do_not_see_is_told_to_checked_members_alone(state: str) -> None:
    space, author = factories.space(), people.stakeholder()
    other, staff = people.colleague(author), people.secretariat().user.pk
    factories.post(
        space,
        author.person,
        FIRST,
        state=state,
        speaker={"speaker_organisation": "Coastal Crossings"},
    )
    post = send(other, space, speaker=speaking_for(other))
    withdraw(by=other.viewer, post_id=post.pk)
    verify_organisation(organisation_id=Membership.objects.all()[0].organisation_id, by=staff)
    for membership in Membership.objects.filter(person=other.person):
        confirm_membership(membership_id=membership.pk, by=staff)
    refused(other, space, speaker=speaking_for(other))


def test_an_organisation_that_is_withheld_is_not_betrayed_to_colleagues() -> None:
    space, author = factories.space(), people.stakeholder()
    withheld = NameWithheld.NAME_AND_ORGANISATION
    send(author, space, speaker=speaking_for(author), name_withheld=withheld)
    refused(author, space)
    other = people.colleague(author)
    send(other, space, speaker=speaking_for(other))


# ---------------------------------------------------------------- carried over


def revision(
    space: Space, number: int, label: str | None, title: str = "Draft"
) -> SubmissionPlace:
    """A prompt on a document."""
    position = Document.objects.count()
    document = Document.objects.create(space=space, label=label, position=position, title=title)
    return question(space, number, document=document)


def test_under_a_prompt_of_another_document_it_is_carried_over() -> None:
    space, author = factories.space(), people.stakeholder()
    first, second = revision(space, 1, "Rev. 1"), revision(space, 2, "Rev. 2")
    original = send(author, first)
    carried = send(author, second, NEARLY)
    assert (original.carried_from, carried.carried_from) == (None, original)
    assert Record.objects.order_by("-pk").values_list("detail__carried_from", flat=True)[0] == str(
        original.pk
    )
    refused(author, second)


def test_under_a_prompt_of_another_window_it_is_carried_over() -> None:
    space, author = factories.space(), people.stakeholder()
    main = factories.window(space)
    other = factories.window(space, position=1)
    original = send(author, question(space, 1))
    refused(author, question(space, 2, window=main))  # the main window, named
    assert send(author, question(space, 3, window=other)).carried_from == original


def test_two_documents_of_one_revision_are_one_revision() -> None:
    space, author = factories.space(), people.stakeholder()
    send(author, revision(space, 1, "Rev. 1", "Text"))
    refused(author, revision(space, 2, "Rev. 1", "Annex"))
    assert send(author, revision(space, 3, None, "Note")).carried_from is not None
    send(author, revision(space, 4, "Rev. 3"), SECOND)
    assert Post.objects.get(prompt__number=4).carried_from is None


def test_a_text_is_carried_from_the_latest_of_several_and_from_a_colleague_s() -> None:
    space, author = factories.space(), people.stakeholder()
    other = people.colleague(author)
    speaker = speaking_for(author)
    send(author, revision(space, 1, "Zero"), speaker=speaker)
    second = send(other, revision(space, 2, "Rev. 1"), speaker=speaker)
    assert send(author, revision(space, 3, "Rev. 2"), speaker=speaker).carried_from == second


def test_a_reply_in_the_thread_of_another_revision_is_neither_asked_about_nor_carried() -> None:
    space, author = factories.space(), people.stakeholder()
    first, second = revision(space, 1, "Rev. 1"), revision(space, 2, "Rev. 2")
    send(author, first)
    parent = factories.post(space, prompt=second.prompt)
    assert send(author, SubmissionPlace(space, parent=parent)).carried_from is None


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize("posts", [1, 3])
def test_comparing_costs_the_same_whatever_the_number_of_posts(
    posts: int, django_assert_num_queries: Any
) -> None:
    space, author = factories.space(), people.stakeholder()
    for number in range(posts):
        factories.post(space, author.person, from_plain_text(paragraphs("en")[number + 2]))
    send(author, space, SECOND)  # makes the sketches of those before it
    assert TextSketch.objects.count() == posts
    words = [query["sql"] for query in _queries_of(lambda: send(author, space))]
    # to read them before the locks, to keep that of SECOND, to read them under the locks
    assert sum("textsketch" in sql for sql in words) == 3
    assert TextSketch.objects.count() == posts + 1


def _queries_of(act: Any) -> list[dict[str, str]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return list(captured.captured_queries)


def test_no_text_can_be_read_from_a_sketch() -> None:
    space, author = factories.space(), people.stakeholder()
    factories.post(space, author.person, FIRST)
    send(author, space, SECOND)
    kept = TextSketch.objects.get()
    assert bytes(kept.words)
    assert not re.search(rb"[a-z]{5}", bytes(kept.words))
    assert str(kept) == f"sketch of {kept.version_id}"
