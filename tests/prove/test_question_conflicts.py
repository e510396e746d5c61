"""A question is deleted while somebody answers it, over real connections: nobody waits in a circle, no text is lost."""

from collections import Counter

import pytest

from discussions.errors import NotFound, NotPossibleNow
from discussions.models import Post, Prompt
from discussions.services.prompts import delete_prompt
from discussions.services.submit import SubmissionPlace, submit
from hub.kit.refusals import Refusal
from tests import factories, people
from tests.discussions.writing import text
from tests.prove.test_window_conflicts import together

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

TURNS = 30


def test_of_a_deletion_and_an_answer_at_once_one_is_refused_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    space = factories.space()
    moderator = people.moderator(space).viewer
    came = Counter[str]()
    for turn in range(1, TURNS + 1):
        prompt = factories.prompt(space, turn)
        author = people.actor(f"author{turn}@test.example", f"Author {turn}").viewer
        deleted, sent = together(
            lambda: delete_prompt(by=moderator, prompt_id=prompt.pk),  # noqa: B023 - run within the turn
            lambda: submit(by=author, to=SubmissionPlace(space, prompt), sent=text()),  # noqa: B023 - run within the turn
        )
        refused = [one for one in (deleted, sent) if isinstance(one, Refusal)]
        assert len(refused) == 1, (deleted, sent)
        is_there = Prompt.objects.filter(pk=prompt.pk).exists()
        assert Post.objects.filter(prompt=prompt.pk).exists() == is_there
        assert isinstance(refused[0], NotPossibleNow if is_there else NotFound), refused
        came["answered" if is_there else "deleted"] += 1
    with capsys.disabled():
        print(f"\n{TURNS} turns, each with one refusal: {dict(sorted(came.items()))}")
