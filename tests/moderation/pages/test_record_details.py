"""What the record says beside the act, on its page and in its table."""

import csv
import io
from itertools import pairwise

import pytest
from django.utils.translation import override

from discussions.enums import NameWithheld, ReasonCode
from discussions.models import Document, Post
from discussions.services.documents import order_documents
from discussions.services.prompt_acts import order_prompts
from discussions.services.window_questions import assign_questions
from discussions.services.withhold_name import withhold_name
from moderation.pages.record import entries_of
from moderation.selectors.record import record_slice
from moderation.services.hide import hide
from moderation.services.merge import merge, unmerge
from moderation.services.unhide import unhide
from moderation.validators.decisions import DecisionWords
from moderation.validators.record import RecordQuery
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.moderation.services.test_dismiss_reports import reported
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db
WHY = DecisionWords(ReasonCode.DUPLICATE)


def said_of(act: str, reader: Actor) -> list[tuple[str, str]]:
    """What is said of the last such act; the same in the table."""
    asked = RecordQuery(acts=[act])
    (record,) = record_slice(reader.viewer, asked, 0, 1).records
    with override("en"):
        (entry,) = entries_of([record], reader.viewer)
    content = b"".join(signed_in(reader).get(f"/en/moderation/record.csv?act={act}"))
    row = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    lines = [f"{detail.label}: {detail.value}" for detail in entry.details]
    assert row["details"].splitlines() == lines
    return [
        (detail.label, detail.value)
        for detail in entry.details
        if detail.label not in {"Version", "SHA-256"}
    ]


def merged(desk: Desk, *posts: Post) -> None:
    """Each into the next."""
    for post, survivor in pairwise(posts):
        merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)


def test_of_a_merge_it_says_with_which_text_and_what_goes_along(desk: Desk) -> None:
    first, second, last = (desk.post(state="published") for _ in range(3))
    merged(desk, first, second, last)
    expected = [("The other text", "RT-0003"), ("Merged into it before", "RT-0001")]
    assert said_of("merge", desk.moderator) == expected
    unmerge(by=desk.moderator.viewer, seen=seen_now(second))
    assert said_of("unmerge", desk.moderator) == expected


def test_who_may_not_know_who_wrote_them_does_not_learn_that_two_texts_belong_together(
    desk: Desk,
) -> None:
    writer = people.actor("ines@test.example", "Inês Carvalho")
    post, survivor = desk.post(state="published"), factories.post(desk.space, writer.person)
    merged(desk, post, survivor)
    administrator = people.administrator()
    assert said_of("merge", administrator) == [("The other text", "RT-0002")]
    withhold_name(by=writer.viewer, post_id=survivor.pk, withheld=NameWithheld.NAME)
    assert said_of("merge", administrator) == []
    assert said_of("merge", desk.moderator) == [("The other text", "RT-0002")]


def test_it_says_which_questions_follow_a_window_and_in_which_order_they_stand(desk: Desk) -> None:
    factories.window(desk.space, "scheduled")
    factories.window(desk.space, "scheduled", position=1)
    for number in (1, 2):
        factories.prompt(desk.space, number)
    by = desk.moderator.viewer
    assign_questions(by=by, space_id=desk.space.pk, seen={2: 0}, wanted={2: 1})
    assert said_of("window-questions", desk.moderator) == [
        ("Questions that follow it", "none → 2")
    ]
    order_prompts(by=by, space_id=desk.space.pk, seen=[1, 2], wanted=[2, 1])
    assert said_of("prompts-ordered", desk.moderator) == [
        ("Order of the questions", "1; 2 → 2; 1")
    ]


def test_it_says_in_which_order_documents_stand(desk: Desk) -> None:
    one, two = (
        Document.objects.create(space=desk.space, position=place, title_en=title, title_fr="D")
        for place, title in enumerate(["Zero draft", "Rev. 1"])
    )
    seen, wanted = [one.pk, two.pk], [two.pk, one.pk]
    order_documents(by=desk.moderator.viewer, space_id=desk.space.pk, seen=seen, wanted=wanted)
    assert said_of("documents-ordered", desk.moderator) == [
        ("Order of the documents", "Zero draft; Rev. 1 → Rev. 1; Zero draft")
    ]


def test_it_says_how_many_reports_were_closed_and_wait_again(desk: Desk) -> None:
    post = desk.post(state="published")
    for _reader in range(2):
        reported(post)
    hide(by=desk.moderator.viewer, seen=seen_now(post), words=WHY)
    assert said_of("hide", desk.moderator) == [("Reports closed", "2")]
    unhide(by=desk.moderator.viewer, seen=seen_now(post))
    assert said_of("unhide", desk.moderator) == [("Reports that wait again", "2")]
