"""What replies answer: said, counted and led to wherever it stands."""

import pytest

from discussions.models import Space
from moderation.exports.compilation.content import Fact, Part
from tests import factories, people
from tests.moderation.exports.compilation.documents import Documents, compiled_from
from tests.moderation.exports.compilation.test_whole import sent
from tests.people import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def paulo() -> Actor:
    """The secretariat."""
    return people.secretariat()


@pytest.fixture
def space() -> Space:
    return factories.space()


def answered(documents: Documents, reference: str) -> list[tuple[str, str]]:
    """(words, place to which they lead)."""
    (fact,) = (
        fact
        for part in documents.compilation.parts
        for entry in part.entries
        for fact in entry.before
        if entry.reference == reference and fact.label == "In reply to"
    )
    assert isinstance(fact, Fact)
    return [(line.text, line.key) for line in fact.lines]


def chapter(documents: Documents, place: int = 0) -> Part:
    return documents.compilation.parts[place]


def test_a_reply_to_what_is_not_shown_says_its_state_and_leads_to_the_annex(
    space: Space, paulo: Actor
) -> None:
    hidden = sent(space, "Hidden", state="hidden", reason="off-topic")
    sent(space, "Answering", answers=hidden)
    documents = compiled_from(space, paulo)
    assert documents.headings_of("To the space") == [(2, "Answering RT-0002")]
    said = ("RT-0001 · Hidden by a moderator · Off topic", "annex-D")
    assert answered(documents, "RT-0002") == [said]
    assert documents.word_text.count('w:anchor="at_annex_D"') == 2  # the contents and the reply


def test_a_reply_to_a_merged_input_leads_to_the_text_that_stands_for_it(
    space: Space, paulo: Actor
) -> None:
    kept = sent(space, "Kept")
    merged = sent(space, "Merged", state="merged", reason="duplicate", merged_into=kept)
    sent(space, "Answering", answers=merged)
    documents = compiled_from(space, paulo)
    assert answered(documents, "RT-0003") == [
        ("RT-0002 · Merged with another · Duplicate", "annex-D"),
        ("Kept · RT-0001", "RT-0001"),
    ]
    assert documents.pdf_headings[:3] == [
        (1, "To the space as a whole"),
        (2, "Answering RT-0003"),
        (2, "Kept RT-0001"),
    ]


def test_a_reply_to_what_the_filter_leaves_out_says_that_it_is_not_here(
    space: Space, paulo: Actor
) -> None:
    root = sent(space, "Root")
    sent(space, "Answering", answers=root, speaker={"speaker_group": "academia"})
    documents = compiled_from(space, paulo, groups=("academia",))
    assert answered(documents, "RT-0002") == [("RT-0001 · not in this compilation", "")]


def test_a_chapter_counts_replies_as_replies_wherever_they_stand(
    space: Space, paulo: Actor
) -> None:
    hidden = sent(space, "Hidden", state="hidden", reason="off-topic")
    root = sent(space, "Root")
    assert chapter(compiled_from(space, paulo)).introduction == "1 submission"
    sent(space, "Below", answers=root)
    sent(space, "By itself", answers=hidden)
    assert chapter(compiled_from(space, paulo)).introduction == "1 submission · 2 replies"
    root.state, root.reason = "hidden", "spam"
    root.save()
    assert chapter(compiled_from(space, paulo)).introduction == "2 replies"


def test_questions_without_inputs_take_no_page_of_their_own(space: Space, paulo: Actor) -> None:
    prompts = [factories.prompt(space, number) for number in range(1, 7)]
    sent(space, "A", prompt=prompts[0])
    sent(space, "B", prompt=prompts[4])
    documents = compiled_from(space, paulo)
    begins = [part.begins_page for part in documents.compilation.parts]
    assert begins == [True, False, False, False, True, False, True, True, True, True]
    pages = [page.extract_text() for page in documents.read_pdf.pages]
    (page,) = [page for page in pages if "Question 1?" in page]
    assert all(f"Question {number}?" in page for number in (2, 3, 4))
    assert "Question 5?" not in page
    paragraphs = {one.text: one._p.xml for one in documents.read_word.paragraphs}
    assert 'w:pageBreakBefore w:val="0"' in paragraphs["Question 3"]
    assert "w:pageBreakBefore" not in paragraphs["Question 5"]
