"""What the compilation holds and where, the same in Word and in PDF."""

import re
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Person
from discussions.models import CoSignatory, Endorsement, Post, Redaction, Space
from tests import factories, people
from tests.moderation.exports.compilation.documents import compiled_from
from tests.moderation.exports.test_package import correct
from tests.people import Actor

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

pytestmark = pytest.mark.django_db


@pytest.fixture
def paulo() -> Actor:
    """The secretariat."""
    return people.secretariat()


@pytest.fixture
def space() -> Space:
    return factories.space()


def sent(space: Space, organisation: str, body: str = "<p>Text.</p>", **more: Any) -> Post:
    speaker = {"speaker_organisation": organisation, **more.pop("speaker", {})}
    return factories.post(space, more.pop("author", None), body, speaker=speaker, **more)


def test_entities_stand_in_alphabetical_order_under_their_question(
    space: Space, paulo: Actor
) -> None:
    first, second = factories.prompt(space, 1), factories.prompt(space, 2)
    for name in ("Zonta", "élan", "Ecole", "Eland", "ELAN"):
        sent(space, name, prompt=first)
    sent(space, "Alpha", prompt=second)
    sent(space, "Beta")
    documents = compiled_from(space, paulo)

    expected = [
        (1, "To the space as a whole"), (2, "Beta RT-0007"),
        (1, "Question 1"),
        (2, "Ecole RT-0003"), (2, "élan RT-0002"), (2, "ELAN RT-0005"),
        (2, "Eland RT-0004"), (2, "Zonta RT-0001"),
        (1, "Question 2"), (2, "Alpha RT-0006"),
        (1, "Annex A. Contributors by stakeholder group"), (2, "Civil society: 7 entities"),
        (1, "Annex B. Late inputs"), (1, "Annex C. Attachments"),
        (1, "Annex D. Corrected, withdrawn and not shown"),
    ]  # fmt: skip
    assert documents.word_headings == expected
    assert documents.pdf_headings == expected


def test_who_speaks_for_nobody_stands_under_their_name(space: Space, paulo: Actor) -> None:
    sent(space, "X", speaker={"speaker_organisation": None, "speaker_name": "Mara Adler", "speaker_capacity": "personal", "speaker_group": "individual"})  # fmt: skip
    documents = compiled_from(space, paulo)
    assert documents.headings_of("To the space") == [(2, "Mara Adler RT-0001")]


def test_replies_stand_under_what_they_answer_in_the_order_of_the_conversation(
    space: Space, paulo: Actor
) -> None:
    root = sent(space, "Root")
    zed = sent(space, "Zed", answers=root)
    sent(space, "Beta", answers=root)
    sent(space, "Deep", answers=zed)
    sent(space, "Alpha")
    documents = compiled_from(space, paulo)

    assert documents.headings_of("To the space") == [
        (2, "Alpha RT-0005"),
        (2, "Root RT-0001"),
        (3, "Zed RT-0002"),
        (3, "Deep RT-0004"),
        (3, "Beta RT-0003"),
    ]
    assert documents.pdf_headings[1:6] == documents.headings_of("To the space")
    assert documents.facts_of("RT-0002") == documents.facts_of("RT-0004") == {}
    assert documents.facts_of("RT-0003") == {"In reply to": ["Root · RT-0001"]}


def test_each_input_says_who_whence_when_and_how_it_stands(space: Space, paulo: Actor) -> None:
    at = factories.LONG_AGO
    speaker = {
        "speaker_name": "Zoë Été", "speaker_group": "trade-union", "speaker_country": "CI",
        "speaker_verified": False,
    }  # fmt: skip
    post = sent(
        space, "Dock union", speaker=speaker, received_at=at, standing="grace", language="es"
    )
    documents = compiled_from(space, paulo)
    (entry,) = documents.compilation.parts[0].entries
    assert entry.byline == "Zoë Été · Trade unions · Côte d’Ivoire · not verified"
    assert entry.received == "Received 1 January 2026, 00:00 UTC · In grace"
    assert entry.address.url.endswith(f"/en/posts/{post.reference}/")
    assert documents.facts_of(post.reference) == {"Language": ["Spanish"]}
    for words in (documents.word_text, documents.pdf_text):
        assert "Zoë Été · Trade unions · Côte d’Ivoire · not verified" in words


def test_texts_keep_their_formatting_and_language(space: Space, paulo: Actor) -> None:
    html = (
        "<h3>Part</h3><p>Plain <strong>strong</strong></p><ol><li>one</li></ol>"
        "<p>x</p><ol><li>again one</li></ol><table><tbody><tr><td>cell</td></tr></tbody></table>"
    )
    sent(space, "A", html, language="fr")
    documents = compiled_from(space, paulo)
    paragraphs = {paragraph.text: paragraph for paragraph in documents.read_word.paragraphs}
    assert paragraphs["Part"].style.name == "Heading 4"
    assert [run.text for run in paragraphs["Plain strong"].runs if run.bold] == ["strong"]
    assert 'w:val="fr-FR"' in paragraphs["one"]._p.xml
    lists = [paragraphs[text]._p.pPr.numPr.numId.val for text in ("one", "again one")]
    assert lists[0] != lists[1]
    assert "cell" in [table.cell(0, 0).text for table in documents.read_word.tables]
    assert "1. again one" in documents.pdf_text


def test_a_corrected_input_says_so_and_a_late_correction_stands_in_the_annex(
    space: Space, paulo: Actor
) -> None:
    post = sent(space, "A", "<p>First wording.</p>")
    correct(post, "<p>Second wording.</p>", speaker_organisation="A")
    correct(
        post,
        "<p>Third wording.</p>",
        standing="late",
        speaker_organisation="A",
        received_at=post.received_at + timedelta(days=9),
    )
    documents = compiled_from(space, paulo)
    (entry,) = documents.compilation.parts[0].entries
    assert entry.text.html == "<p>Second wording.</p>"
    facts = documents.facts_of("RT-0001")
    assert facts["Corrected"][0].startswith("version 2, received ")
    assert facts["Came late"] == ["version 3, in the annex of late inputs"]
    assert documents.headings_of("Annex B") == [(2, "A RT-0001 v3")]
    assert documents.facts_of("RT-0001.v3")["In the compilation"] == ["RT-0001"]
    assert documents.headings_of("Annex D") == [(2, "Corrected (1)")]
    assert "First wording" not in documents.word_text + documents.pdf_text


def test_late_inputs_stand_in_an_annex_and_say_which_question_they_answer(
    space: Space, paulo: Actor
) -> None:
    prompt = factories.prompt(space, 1)
    sent(space, "In time", prompt=prompt)
    sent(space, "Too late", prompt=prompt, standing="late")
    documents = compiled_from(space, paulo)
    assert documents.headings_of("Question 1") == [(2, "In time RT-0001")]
    assert documents.headings_of("Annex B") == [(2, "Too late RT-0002")]
    assert documents.facts_of("RT-0002") == {"Answers": ["Question 1"]}


def test_co_signatories_stand_in_the_order_of_the_united_nations_with_their_answers(
    space: Space, paulo: Actor
) -> None:
    post = sent(space, "Lead")
    for name, group, state in (
        ("Alpha", "civil-society", "confirmed"),
        ("World Office", "un-entity", "confirmed"),
        ("Zembla", "member-state", "confirmed"),
        ("Borduria", "member-state", "confirmed"),
        ("Union", "trade-union", "declined"),
        ("Silent", "media", "invited"),
    ):
        CoSignatory.objects.create(
            post=post, organisation_name=name, stakeholder_group=group, state=state
        )
    facts = compiled_from(space, paulo).facts_of("RT-0001")
    assert facts == {
        "Jointly with": [
            "Borduria (Member State)",
            "Zembla (Member State)",
            "World Office (UN system entity)",
            "Alpha (Civil society)",
        ],
        "Asked to sign, no answer": ["Silent (The media)"],
        "Declined to sign": ["Union (Trade unions)"],
    }


def test_endorsements_stand_with_their_reservations(space: Space, paulo: Actor) -> None:
    post = sent(space, "Lead")
    Endorsement.objects.create(post=post, kind="organisation", endorser_name="Net", stakeholder_group="academia", reservation="Not paragraph 4; call +41 22 717 91 11.")  # fmt: skip
    Endorsement.objects.create(post=post, kind="organisation", endorser_name="Gone", withdrawn_at=post.received_at)  # fmt: skip
    Endorsement.objects.create(
        post=post, kind="person", endorser_name="Ann Other", reservation="Not 5."
    )
    public = compiled_from(space, paulo)
    assert public.facts_of("RT-0001") == {
        "Endorsed by organisations (1)": ["Net (Academia)"],
        "Endorsed by persons (1)": ["Ann Other"],
        "Reservations (2)": ["Ann Other: Not 5.", "Net: Not paragraph 4; call [phone number]."],
    }
    facts = compiled_from(space, paulo, "restricted").facts_of("RT-0001")
    assert facts["Endorsements taken back"][0].startswith("Gone · ")
    assert facts["Reservations (2)"][1] == "Net: Not paragraph 4; call +41 22 717 91 11."


def test_files_are_listed_with_the_input_and_in_an_annex(space: Space, paulo: Actor) -> None:
    post = sent(space, "Some Organisation")
    factories.attachment(post.latest_version, "Our input.pdf", b"%PDF-1.4 one")
    documents = compiled_from(space, paulo)
    (entry,) = documents.compilation.parts[0].entries
    path = "attachments/RT-0001_Some-Organisation_1.pdf"
    assert [(file.name, file.facts) for file in entry.files] == [
        ("Our input.pdf", f"PDF · 12\xa0bytes · {path}")
    ]
    (annex,) = [part for part in documents.compilation.parts if part.key == "annex-C"]
    assert [[cell.text for cell in row] for row in annex.listings[0].rows] == [
        ["RT-0001", "Some Organisation", "Our input.pdf", "PDF · 12\xa0bytes", path]
    ]


def test_annexes_are_looked_up_by_reference(space: Space, paulo: Actor) -> None:
    first = sent(space, "Zonta")
    second = sent(space, "Alpha")
    answer = sent(space, "Beta", answers=first)
    for post in (answer, second, first):
        correct(post, "<p>Other words.</p>")
        factories.attachment(post.latest_version, "note.pdf")
    below = sent(space, "Gamma", answers=answer)
    for post in (below, sent(space, "Delta"), sent(space, "Eta", answers=first)):
        post.state, post.reason = "hidden", "spam"
        post.save()
    annexes = {part.key: part for part in compiled_from(space, paulo).compilation.parts}
    (files,) = annexes["annex-C"].listings
    found = [[row[0].text for row in listing.rows] for listing in annexes["annex-D"].listings]
    assert [row[0].text for row in files.rows] == ["RT-0001", "RT-0002", "RT-0003"]
    assert found == [["RT-0001", "RT-0002", "RT-0003"], ["RT-0004", "RT-0005", "RT-0006"]]


def test_columns_of_numbers_have_the_room_for_their_heads_and_rows_stay_whole(
    space: Space, paulo: Actor
) -> None:
    sent(space, "A", speaker={"speaker_country": "GB"})
    for language in ("en", "fr"):
        documents = compiled_from(space, paulo, language=language)
        assert "Update Field" not in documents.word_text
        (table,) = [table for table in documents.read_word.tables if len(table.columns) == 6]
        for cell in table.rows[0].cells[3:]:
            assert cell.width.twips >= 100 * len(cell.text) + 170
        assert sum(cell.width.twips for cell in table.rows[0].cells) <= 9070
        assert all(
            row._tr.trPr.find(f"{{{NAMESPACE}}}cantSplit") is not None for row in table.rows
        )


def test_what_readers_do_not_see_is_in_neither_document(space: Space, paulo: Actor) -> None:
    nadia: Person = people.stakeholder().person
    sent(space, "Secret Org", "<p>Heard.</p>", author=nadia, name_withheld="name-and-organisation")
    for state in ("hidden", "pending", "withdrawn", "rejected", "returned"):
        reason = None if state in {"pending", "withdrawn"} else "off-topic"
        sent(space, f"Speaker-{state}", f"<p>Words-{state}.</p>", state=state, reason=reason)
    masked = sent(space, "Shown", "<p>Unspeakable words here, or write to a@b.example</p>")
    Redaction.objects.create(version=masked.latest_version, target="text", reason="personal-data", start=0, end=11, at=masked.received_at)  # fmt: skip
    public = compiled_from(space, paulo)
    for words in (public.word_text, public.pdf_text):
        for secret in ("Secret Org", nadia.name, "Speaker-", "Words-", "Unspeakable", "a@b"):
            assert secret not in words
        assert "[words withheld: personal data]" in words
        assert "[e-mail address]" in words
    assert public.headings_of("To the space") == [
        (2, "Name withheld RT-0001"),
        (2, "Shown RT-0007"),
    ]
    assert public.headings_of("Annex D") == [(2, "Withdrawn or not shown (5)")]

    restricted = compiled_from(space, paulo, "restricted")
    for words in (restricted.word_text, restricted.pdf_text):
        for secret in ("Secret Org", "Speaker-hidden", "Words-rejected", "Unspeakable", "a@b"):
            assert secret in words
    states = {
        entry.reference: entry.states
        for part in restricted.compilation.parts
        for entry in part.entries
    }
    assert states["RT-0001"] == ("Readers do not see who speaks",)
    assert states["RT-0002"] == ("Hidden by a moderator · Off topic",)
    assert states["RT-0007"] == ("Readers do not see all of its words",)
    assert "Do not pass it on" in restricted.compilation.cover.warning


def test_masks_are_in_the_language_of_the_text_else_in_that_of_the_frame(
    space: Space, paulo: Actor
) -> None:
    for language in ("en", "fr", "ru"):
        masked = sent(space, language, "<p>Unspeakable, or a@b.example</p>", language=language)
        Redaction.objects.create(version=masked.latest_version, target="text", reason="personal-data", start=0, end=11, at=masked.received_at)  # fmt: skip
    english = "<p>[words withheld: personal data], or [e-mail address]</p>"
    french = "<p>[passage occulté\xa0: données personnelles], or [adresse e-mail]</p>"
    for frame, others in (("en", english), ("fr", french)):
        documents = compiled_from(space, paulo, language=frame)
        texts = {e.text.language: e.text.html for e in documents.compilation.parts[0].entries}
        assert texts == {"en": english, "fr": french, "ru": others}


def test_groups_count_entities_and_not_who_speaks_for_them(space: Space, paulo: Actor) -> None:
    for name, person in (("A", "Ann"), ("A", "Ben"), ("B", "Ann")):
        sent(space, name, speaker={"speaker_name": person})
    sent(space, "", speaker={"speaker_organisation": None, "speaker_name": "Cem", "speaker_group": "individual", "speaker_capacity": "personal"})  # fmt: skip
    documents = compiled_from(space, paulo)
    assert documents.headings_of("Annex A") == [
        (2, "Civil society: 2 entities"),
        (2, "Individual, in a personal capacity: 1 entity"),
    ]
    assert dict(documents.compilation.cover.counts)["Entities that contributed (annex A)"] == "3"


def test_a_text_that_is_masked_as_a_whole_says_why(space: Space, paulo: Actor) -> None:
    post = sent(space, "A", "<p>Gone.</p>")
    Redaction.objects.create(version=post.latest_version, target="text", reason="legal", at=post.received_at)  # fmt: skip
    documents = compiled_from(space, paulo)
    for words in (documents.word_text, documents.pdf_text):
        assert "The text is withheld by moderators: Legal reasons" in words
        assert "Gone." not in words


def test_a_filter_leaves_out_other_questions_and_is_told_on_the_cover(
    space: Space, paulo: Actor
) -> None:
    for number in (1, 2, 3):
        sent(space, f"Org {number}", prompt=factories.prompt(space, number))
    documents = compiled_from(space, paulo, prompts=(2, 3), groups=("civil-society",))
    chapters = [words for level, words in documents.word_headings if level == 1]
    assert chapters[:2] == ["Question 2", "Question 3"]
    told = {fact.label: [line.text for line in fact.lines] for fact in documents.compilation.cover.facts}  # fmt: skip
    assert told["Filter"] == ["Questions: 2, 3", "Stakeholder groups: Civil society"]
    counts = dict(documents.compilation.cover.counts)
    assert (counts["Inputs in this compilation"], counts["Left out by the filter"]) == ("2", "1")


def test_a_question_without_inputs_stands_with_its_words(space: Space, paulo: Actor) -> None:
    factories.prompt(space, 1)
    documents = compiled_from(space, paulo)
    chapter = documents.compilation.parts[0]
    assert (chapter.title, chapter.introduction) == ("Question 1", "No input in this compilation.")
    assert [(text.html, text.language) for text in chapter.asked] == [
        ("<p>Question 1?</p>", "en"),
        ("<p>Question 1 ?</p>", "fr"),
    ]


def test_in_french_the_frame_is_french_and_so_is_the_order(space: Space, paulo: Actor) -> None:
    factories.prompt(space, 1)
    for name in ("Zonta", "Œuvre", "Ode"):
        sent(space, name)
    documents = compiled_from(space, paulo, language="fr")
    assert documents.compilation.cover.title == "Titre de roundtable"
    assert [e.entity for e in documents.compilation.parts[0].entries] == ["Ode", "Œuvre", "Zonta"]
    assert documents.compilation.parts[1].asked[0].language == "fr"
    assert "/fr/posts/" in documents.compilation.parts[0].entries[0].address.url
    assert b"/Lang(fr)" in documents.pdf
    assert documents.read_word.core_properties.language == "fr-FR"


def test_numbers_of_the_cover_are_those_of_the_export(space: Space, paulo: Actor) -> None:
    root = sent(space, "A")
    sent(space, "B", answers=root)
    sent(space, "C", standing="late")
    sent(space, "D", state="hidden", reason="spam")
    counts = dict(compiled_from(space, paulo).compilation.cover.counts)
    assert counts == {
        "References issued in the space": "4",
        "Inputs of the space at the cut-off": "4",
        "Inputs in this compilation": "4",
        "Submissions": "3",
        "Replies": "1",
        "Of both, late (annex B)": "1",
        "Of both, without their text here (annex D)": "1",
        "Entities that contributed (annex A)": "3",
        "Endorsements by organisations": "0",
        "Co-signatories that agreed": "0",
        "Files (annex C)": "0",
    }


@pytest.mark.parametrize(
    "name",
    ["\u202eevil", "A\nB", "x" * 300, "=1+1", "<b>&amp;", "[#link]", "الشبكة العربية", "#" * 40],
)
def test_no_name_breaks_a_document(name: str, space: Space, paulo: Actor) -> None:
    post = sent(space, name, speaker={"speaker_name": f"{name}!"})
    factories.attachment(post.latest_version, f"{name[:100]}.pdf")
    documents = compiled_from(space, paulo)
    assert len(documents.headings_of("To the space")) == 1
    assert "\u202e" not in documents.word_text
    assert b"pdfuaid:part" in documents.pdf


def test_where_all_that_was_sent_to_the_space_as_a_whole_came_late_no_link_leads_nowhere(
    space: Space, paulo: Actor
) -> None:
    """The chapter is not there then: the late annex names it all the same, and both documents are made."""
    factories.post(space, prompt=factories.prompt(space, 1))
    factories.post(space, standing="late")
    documents = compiled_from(space, paulo)
    assert documents.pdf.startswith(b"%PDF-")
    anchors = set(re.findall(r'w:anchor="([^"]+)"', documents.word_text))
    marks = set(re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', documents.word_text))
    assert anchors <= marks
