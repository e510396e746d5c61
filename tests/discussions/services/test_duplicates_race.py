"""Two colleagues send the same text at the same time: the second is asked."""

import threading

import pytest
from django.db import connections, transaction

from discussions.errors import LooksLikeDuplicate
from discussions.models import Post
from discussions.services.submit import SubmissionPlace, submit
from hub.kit.sanitise import from_plain_text
from tests import factories, people
from tests.discussions.writing import speaking_for, text
from tests.kit.similar_texts import paragraphs

TEXT = from_plain_text(paragraphs("en")[0])


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_at_once_the_second_waits_and_is_asked() -> None:
    space, author = factories.space(), people.stakeholder()
    other = people.colleague(author)
    sent, place = text(TEXT, speaker=speaking_for(other)), SubmissionPlace(space)
    viewer, outcome, done = other.viewer, list[object](), threading.Event()

    def send() -> None:
        try:
            outcome.append(submit(by=viewer, to=place, sent=sent))
        except LooksLikeDuplicate as refusal:
            outcome.append(refusal.reference)
        finally:
            done.set()
            connections.close_all()

    thread = threading.Thread(target=send)
    with transaction.atomic():
        submit(by=author.viewer, to=place, sent=text(TEXT, speaker=speaking_for(author)))
        thread.start()
        assert not done.wait(0.3)  # until the first is committed
    thread.join()
    assert outcome == ["RT-0001"]
    assert Post.objects.count() == 1
