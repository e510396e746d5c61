"""Two colleagues send the same text at the same time: the second is asked."""

import threading
from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import connections, transaction

from discussions.errors import LooksLikeDuplicate
from discussions.models import Post, TextSketch
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


@pytest.mark.django_db(transaction=True)
def test_sketches_are_made_before_anybody_is_kept_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    space, author = factories.space(), people.stakeholder()
    for body in paragraphs("en")[1:3]:
        factories.post(space, author.person, body=from_plain_text(body))
    order: list[str] = []
    for place, name in (
        ("discussions.services.duplicates", "sketch_of"),
        ("discussions.services.duplicates", "compared_by"),
        ("discussions.services.submit", "lock_author"),
        ("discussions.services.submit", "share_window"),
    ):
        spied = getattr(import_module(place), name)
        monkeypatch.setattr(f"{place}.{name}", noting(order, name, spied))
    submit(by=author.viewer, to=SubmissionPlace(space), sent=text(TEXT))
    assert order == ["sketch_of", "compared_by", "compared_by", "lock_author", "share_window"]
    assert TextSketch.objects.count() == 2


def noting(order: list[str], name: str, act: Callable[..., object]) -> Callable[..., object]:
    """The same function, with its name written down at each call."""

    def noted(*args: object, **kwargs: object) -> object:
        order.append(name)
        return act(*args, **kwargs)

    return noted
