"""Reporting: once while it waits, so many a day, on record without its words, and nothing of the post changes."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from discussions.access.viewer import VISITOR
from discussions.enums import ReasonCode
from discussions.errors import NotFound, NotPossibleNow, SignInFirst, TooManyReports
from discussions.models import Post, Report
from discussions.services.close_reports import close_reports
from discussions.services.report import GivenReport, report
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people
from tests.people import Actor

SPAM = GivenReport(ReasonCode.SPAM, "It sells shoes.")


def published(**more: Any) -> tuple[Post, Actor]:
    """A post and a reader of it."""
    author = people.stakeholder()
    return factories.post(factories.space(), author.person, **more), people.stranger()


@pytest.mark.django_db
def test_it_is_kept_for_staff_and_the_record_has_no_words() -> None:
    post, reader = published()
    made = report(by=reader.viewer, post_id=post.pk, given=SPAM)
    assert Report.objects.get() == made
    assert (made.kind, made.reason, made.words) == ("report", "spam", "It sells shoes.")
    assert (made.version, made.by_person) == (post.public_version, reader.person)
    record = Record.objects.get()
    assert (record.act, record.subject_id, record.reason) == ("report", str(post.pk), "spam")
    assert (record.actor_id, record.space_id) == (reader.user.pk, post.space_id)
    assert record.detail == {"version": str(post.public_version_id), "report": made.pk}
    revision = post.space.revision
    post.refresh_from_db()
    assert (post.state, post.space.revision) == ("published", revision)


@pytest.mark.django_db
def test_the_same_again_is_the_same_other_words_are_refused_and_after_an_answer_it_is_a_new_one() -> (
    None
):
    post, reader = published()
    first = report(by=reader.viewer, post_id=post.pk, given=SPAM)
    assert report(by=reader.viewer, post_id=post.pk, given=SPAM) == first
    with pytest.raises(NotPossibleNow, match="have not answered yet"):
        report(by=reader.viewer, post_id=post.pk, given=GivenReport(ReasonCode.LEGAL))
    assert Record.objects.count() == 1
    close_reports(post.pk, by=people.moderator(post.space).user.pk, outcome="dismissed")  # type: ignore[arg-type]  # its code
    assert report(by=reader.viewer, post_id=post.pk, given=SPAM) != first


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["pending", "returned", "rejected", "hidden", "withdrawn"])
def test_what_readers_do_not_see_cannot_be_reported(state: str) -> None:
    post, reader = published(state=state)
    was_public = state in {"hidden", "withdrawn"}
    with pytest.raises(NotPossibleNow if was_public else NotFound):
        report(by=reader.viewer, post_id=post.pk, given=SPAM)
    with pytest.raises(NotPossibleNow):
        report(by=people.secretariat().viewer, post_id=post.pk, given=SPAM)


@pytest.mark.django_db
@pytest.mark.parametrize("window", ["scheduled", "open", "grace", "closed"])
def test_everybody_with_an_account_but_the_author_may_whatever_the_window_says(
    window: str,
) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, window)
    post = factories.post(space, author.person)
    readers = [people.stranger(), people.colleague(author), people.moderator(space)]
    readers += [people.observer(space), people.secretariat(), people.administrator()]
    for reader in readers:
        report(by=reader.viewer, post_id=post.pk, given=SPAM)
    assert Report.objects.count() == len(readers)
    with pytest.raises(NotPossibleNow, match="your own text"):
        report(by=author.viewer, post_id=post.pk, given=SPAM)
    with pytest.raises(SignInFirst):
        report(by=VISITOR, post_id=post.pk, given=SPAM)


@pytest.mark.django_db
def test_so_many_a_day_and_the_refusal_says_when_again(settings: Any) -> None:
    settings.REPORTS_PER_DAY = 2
    first, reader = published()
    posts = [first, *(factories.post(first.space) for _ in range(3))]
    for post in posts[:2]:
        report(by=reader.viewer, post_id=post.pk, given=SPAM)
    with pytest.raises(TooManyReports) as refusal:
        report(by=reader.viewer, post_id=posts[2].pk, given=SPAM)
    assert refusal.value.status == 429
    assert 86_000 < (refusal.value.retry_after or 0) <= 86_400
    made = Report.objects.order_by("pk")[0]
    yesterday = database_now() - timedelta(hours=25)
    Report.objects.create(
        post=posts[3],
        version=posts[3].latest_version,
        kind="report",
        by_person=reader.person,
        reason="spam",
        at=yesterday,
    )
    with pytest.raises(TooManyReports):  # the one of yesterday counts no more; two of today do
        report(by=reader.viewer, post_id=posts[2].pk, given=SPAM)
    other = report(by=people.secretariat().viewer, post_id=made.post_id, given=SPAM)
    assert other.post_id == made.post_id


@pytest.mark.django_db(transaction=True)
def test_two_copies_of_one_form_at_once_are_one_report() -> None:
    post, reader = published()
    viewer, made = reader.viewer, []

    def send() -> None:
        made.append(report(by=viewer, post_id=post.pk, given=SPAM).pk)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [Report.objects.get().pk] * 6
    assert Record.objects.filter(act="report").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_for_reports_of_many_posts_at_once(settings: Any) -> None:
    settings.REPORTS_PER_DAY = 1
    first, reader = published()
    posts = [first, *(factories.post(first.space) for _ in range(5))]
    viewer, refused = reader.viewer, []

    def send(post: Post) -> None:
        try:
            report(by=viewer, post_id=post.pk, given=SPAM)
        except TooManyReports as refusal:
            refused.append(refusal)
        connection.close()

    threads = [threading.Thread(target=send, args=[post]) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Report.objects.count(), len(refused)) == (1, 5)
