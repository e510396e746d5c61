"""References: gapless and unique, also while many people write at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from discussions.access.viewer import Viewer
from discussions.models import Post, Space
from discussions.services.reference import issue_number
from discussions.services.submit import SubmissionPlace, submit
from tests import factories, people
from tests.discussions.writing import text

AUTHORS = 50


@pytest.mark.django_db
def test_each_number_is_issued_once_and_raises_the_revision() -> None:
    space = factories.space()
    before = space.revision
    assert [issue_number(space.pk) for _ in range(3)] == [1, 2, 3]
    space.refresh_from_db()
    assert (space.last_number, space.revision) == (3, before + 3)


@pytest.mark.django_db
def test_what_is_rolled_back_issues_nothing() -> None:
    space = factories.space()
    with transaction.atomic():
        issue_number(space.pk)
        transaction.set_rollback(True)
    assert issue_number(space.pk) == 1


@pytest.mark.django_db
def test_spaces_count_for_themselves_and_past_four_digits() -> None:
    here, there = factories.space(), factories.space("there", "THERE2")
    Space.objects.filter(pk=there.pk).update(last_number=9999)
    author = people.stakeholder()
    for space, reference in ((here, "RT-0001"), (there, "THERE2-10000")):
        receipt = submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
        assert receipt.reference == reference


@pytest.mark.django_db(transaction=True)
def test_50_authors_at_once_leave_no_gap() -> None:
    space = factories.space()
    cast = [people.actor(f"a{n}@test.example", f"Author {n}") for n in range(AUTHORS)]

    def send(viewer: Viewer) -> str:
        try:
            return submit(by=viewer, to=SubmissionPlace(space), sent=text()).reference
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AUTHORS) as pool:
        references = list(pool.map(send, [one.viewer for one in cast]))
    assert sorted(references) == [f"RT-{number:04d}" for number in range(1, AUTHORS + 1)]
    assert Post.objects.count() == AUTHORS
