"""Letters to those who follow a space: what was changed, in their language, and nothing that is no longer true."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from accounts.mailers.deliver import Outcome, deliver
from accounts.mailers.letter import Letter
from accounts.models import Notice, User
from discussions.enums import LatePolicy
from discussions.mailers import (
    space_documents_letter,
    space_questions_letter,
    space_window_letter,
)
from discussions.models import Document, DocumentFile, News, Prompt, Space, Window
from discussions.services.follow import follow, stop_following
from discussions.services.prompts import delete_prompt, put_prompt
from discussions.services.set_up import settle_change
from discussions.services.window_questions import assign_questions
from discussions.services.windows import (
    change_late_rules,
    close_window,
    extend_window,
    open_window,
    reopen_window,
    schedule_window,
)
from discussions.tasks import tell_followers
from discussions.validators.windows import SeenWindow, WindowSetting
from hub.kit.clock import database_now
from tests import factories, people
from tests.discussions.windows import seen
from tests.mail import Mailbox
from tests.people import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_site")]

CLOSES = datetime(2090, 3, 22, 3, 59, 59, tzinfo=UTC)
FOLLOW = "https://hub.example/en/spaces/roundtable/follow/"


@pytest.fixture
def _site(settings: Any) -> Iterator[None]:
    settings.SITE_URL = "https://hub.example"
    with override("en"):
        yield


@pytest.fixture
def space() -> Space:
    """A space with a question and no window."""
    made = factories.space()
    factories.prompt(made)
    return made


@pytest.fixture
def moderator(space: Space) -> Actor:
    """Who acts."""
    return people.moderator(space)


@pytest.fixture
def reader(space: Space) -> Actor:
    """Who follows."""
    made = people.stakeholder()
    follow(by=made.viewer, space=space)
    return made


def notice(receiver: Actor) -> Notice:
    """The notice of what happened last, as delivery loads it."""
    tell_followers(News.objects.latest("pk").pk)
    kept = Notice.objects.select_related("receiver").filter(channel="mail")
    return kept.filter(receiver=receiver.user).latest("pk")


def written(letter: Letter | None) -> Letter:
    """There is one."""
    assert letter is not None
    return letter


def said(letter: Letter | None, *words: str) -> None:
    """Both halves say it."""
    made = written(letter)
    for half in (made.text, made.html):
        for word in words:
            assert word in half, (word, half)


def window(space: Space, state: str = "open", **more: Any) -> Window:
    """In New York, with an end that is known."""
    ends = {} if state in {"grace", "closed"} else {"closes_at": CLOSES}
    return factories.window(space, state, time_zone="America/New_York", **{**ends, **more})


# ---------------------------------------------------------------- windows
def test_a_scheduled_window_is_told_with_the_weekday_in_both_zones(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    opens = datetime(2090, 3, 1, 14, 0, tzinfo=UTC)
    wanted = WindowSetting(opens, CLOSES, "America/New_York", LatePolicy.REFUSE, 15)
    schedule_window(
        by=moderator.viewer, seen=SeenWindow(space.pk, 0), setting=wanted, reason="Letter of 2 May"
    )
    letter = space_window_letter(notice(reader))
    assert written(letter).subject == "Dates of “Title of roundtable”"
    said(
        letter,
        "It opens Wednesday 1 March 2090, 09:00 in New York, 14:00 UTC on Wednesday.",
        "It closes Tuesday 21 March 2090, 23:59 in New York, 03:59 UTC on Wednesday.",
        "Reason, in the words of a moderator: “",
        "Letter of 2 May",
        "https://hub.example/en/spaces/roundtable/",
        "You receive this because you follow this space.",
        FOLLOW,
    )
    assert written(letter).unsubscribe_url == FOLLOW


def test_it_is_in_the_language_of_who_receives_it(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    open_window(by=moderator.viewer, seen=seen(window(space, "scheduled")))
    told = notice(reader)
    with override("fr"):
        letter = written(space_window_letter(told))
    assert letter.language == "fr"
    assert "Titre de roundtable" in letter.subject
    assert "mardi 21 mars 2090 à 23\xa0h\xa059" in letter.text
    assert "mercredi" in letter.text
    assert "/fr/spaces/roundtable/follow/" in letter.html


ACTS = [
    (
        "open",
        "scheduled",
        lambda by, at: open_window(by=by, seen=at),
        "“Title of roundtable” is open",
        "It closes Tuesday 21 March 2090",
    ),
    (
        "close",
        "open",
        lambda by, at: close_window(by=by, seen=at),
        "“Title of roundtable” has closed",
        "What comes more than 15 minutes after closing is refused.",
    ),
    (
        "extend",
        "open",
        lambda by, at: extend_window(
            by=by, seen=at, closes_at=CLOSES + timedelta(days=3), reason="Asked"
        ),
        "“Title of roundtable” closes later",
        "Before, the closing was Tuesday 21 March 2090, 23:59 in New York.",
    ),
    (
        "reopen",
        "closed",
        lambda by, at: reopen_window(by=by, seen=at, closes_at=CLOSES, reason="Asked"),
        "“Title of roundtable” is open again",
        "It closes Tuesday 21 March 2090",
    ),
    (
        "late-rules",
        "open",
        lambda by, at: change_late_rules(
            by=by, seen=at, late_policy=LatePolicy.MARK, grace_minutes=0, reason="Asked"
        ),
        "Late texts in “Title of roundtable”: what has changed",
        "What was sent until now stands as it stood.",
    ),
]


@pytest.mark.parametrize("case", ACTS, ids=[case[0] for case in ACTS])
def test_each_act_has_words_of_its_own(
    space: Space, moderator: Actor, reader: Actor, case: tuple[str, str, Any, str, str]
) -> None:
    _name, state, act, subject, words = case
    act(moderator.viewer, seen(window(space, state)))
    letter = space_window_letter(notice(reader))
    assert written(letter).subject == subject
    said(letter, words)


def test_what_a_later_act_has_made_untrue_is_not_told_any_more(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    made = window(space)
    extend_window(
        by=moderator.viewer, seen=seen(made), closes_at=CLOSES + timedelta(days=3), reason="x"
    )
    extended = notice(reader)
    change_late_rules(
        by=moderator.viewer,
        seen=seen(made),
        late_policy=LatePolicy.MARK,
        grace_minutes=0,
        reason="x",
    )
    rules = notice(reader)
    assert space_window_letter(extended) is not None  # about another matter
    extend_window(
        by=moderator.viewer, seen=seen(made), closes_at=CLOSES + timedelta(days=9), reason="x"
    )
    assert space_window_letter(extended) is None
    extended = notice(reader)
    close_window(by=moderator.viewer, seen=seen(made))
    assert space_window_letter(extended) is None
    assert space_window_letter(rules) is not None
    assert space_window_letter(notice(reader)) is not None


def test_a_window_that_has_closed_by_the_clock_is_not_said_to_be_open(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    open_window(by=moderator.viewer, seen=seen(window(space, "scheduled")))
    told = notice(reader)
    Window.objects.update(closes_at=database_now())
    assert space_window_letter(told) is None


def test_of_several_windows_it_says_whose_dates_they_are_and_that_the_others_stay(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    window(space)
    second = window(space, "scheduled", position=1, closes_at=CLOSES + timedelta(days=365))
    factories.prompt(space, 2, window=second)
    open_window(by=moderator.viewer, seen=seen(second))
    letter = space_window_letter(notice(reader))
    assert written(letter).subject == "Question 2 in “Title of roundtable”: open"
    said(
        letter,
        "Question 2",
        "It closes Wednesday 21 March 2091",
        "The other dates stay as they are",
        "Question 1, and posts to the space as a whole: It closes Tuesday 21 March 2090",
    )
    close_window(by=moderator.viewer, seen=SeenWindow(space.pk, 0))
    letter = space_window_letter(notice(reader))
    assert written(letter).subject == "Question 1 in “Title of roundtable”: closed"
    said(
        letter,
        "Question 1, and posts to the space as a whole",
        "Question 2: It closes Wednesday 21 March 2091",
    )


def schedule(space: Space, by: Actor, position: int) -> Window:
    """From March 2090 to March 2091."""
    opens = datetime(2090, 3, 25, 14, 0, tzinfo=UTC)
    wanted = WindowSetting(
        opens, CLOSES + timedelta(days=365), "America/New_York", LatePolicy.REFUSE, 15
    )
    return schedule_window(by=by.viewer, seen=SeenWindow(space.pk, position), setting=wanted)


def test_a_second_window_is_told_with_the_questions_that_follow_it_and_not_before(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    window(space)
    schedule(space, moderator, 1)
    assert not News.objects.exists()  # it is nobody's window yet
    assign_questions(
        by=moderator.viewer, space_id=space.pk, seen={1: 0}, wanted={1: 1}, reason="Rev 2"
    )
    letter = space_window_letter(notice(reader))
    assert written(letter).subject == "Other dates for questions of “Title of roundtable”"
    said(
        letter,
        "Question 1",
        "It opens Saturday 25 March 2090, 10:00 in New York, 14:00 UTC on Saturday.",
        "It closes Wednesday 21 March 2091, 23:59 in New York",
        "What comes more than 15 minutes after closing is refused.",
        "Posts to the space as a whole",
        "It closes Tuesday 21 March 2090",
    )


def test_a_window_that_no_question_follows_any_more_is_not_told(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    window(space)
    second = window(space, position=1)
    moved = factories.prompt(space, 2, window=second)
    close_window(by=moderator.viewer, seen=seen(second))
    told = notice(reader)
    Prompt.objects.filter(pk=moved.pk).update(window=None)
    assert space_window_letter(told) is None


def test_the_letter_of_other_dates_holds_what_its_preview_announced(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    schedule(space, moderator, 0)
    said(
        space_window_letter(notice(reader)),
        "It opens Saturday 25 March 2090",
        "What comes more than 15 minutes after closing is refused.",
    )


def test_questions_that_follow_another_window_are_told_in_one_letter(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    window(space)
    window(space, position=1, closes_at=CLOSES + timedelta(days=3))
    assign_questions(
        by=moderator.viewer, space_id=space.pk, seen={1: 0}, wanted={1: 1}, reason="Rev 2"
    )
    letter = space_window_letter(notice(reader))
    assert written(letter).subject == "Other dates for questions of “Title of roundtable”"
    said(letter, "Question 1", "It closes Friday 24 March 2090, 23:59 in New York", "Rev 2")


# ---------------------------------------------------------------- whom
def test_who_stopped_before_it_was_sent_gets_none(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    close_window(by=moderator.viewer, seen=seen(window(space)))
    told = notice(reader)
    stop_following(by=reader.viewer, space=space)
    assert space_window_letter(told) is None


def test_what_is_not_public_any_more_is_not_told(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    close_window(by=moderator.viewer, seen=seen(window(space)))
    told = notice(reader)
    Space.objects.update(published_at=None)
    assert space_window_letter(told) is None


def test_a_moderator_is_told_as_one_and_cannot_stop_by_following(
    space: Space, moderator: Actor
) -> None:
    second = people.moderator(space, "second@test.example", "Tomás Ruiz")
    close_window(by=moderator.viewer, seen=seen(window(space)))
    letter = written(space_window_letter(notice(second)))
    assert "because you moderate this space" in letter.text
    assert ("/follow/" in letter.html + letter.text, letter.unsubscribe_url) == (False, "")


def test_the_mail_names_the_page_where_such_mails_end(
    space: Space, moderator: Actor, reader: Actor, mailbox: Mailbox
) -> None:
    close_window(by=moderator.viewer, seen=seen(window(space)))
    User.objects.filter(pk=reader.user.pk).update(language="fr")
    assert deliver(notice(reader).pk) is Outcome.SENT
    (mail,) = mailbox.messages
    assert mail["List-Unsubscribe"] == f"<{FOLLOW.replace('/en/', '/fr/')}>"
    assert mail["Content-Language"] == "fr"


# ---------------------------------------------------------------- questions and documents
def put(space: Space, by: Actor) -> Prompt:
    """A new question; the time in which more are gathered has passed."""
    texts = {
        "en": "<p>What of <strong>remittances</strong>?</p>",
        "fr": "<p>Et les transferts ?</p>",
    }
    made = put_prompt(by=by.viewer, prompt=Prompt(space=space), texts=texts)
    News.objects.update(due_at=database_now() - timedelta(seconds=1))
    return made


def test_a_new_question_is_told_with_its_words_and_until_when(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    window(space)
    put(space, moderator)
    told = notice(reader)
    letter = space_questions_letter(told)
    assert written(letter).subject == "A new question in “Title of roundtable”"
    said(letter, "Question 2", "What of remittances?", "It closes Tuesday 21 March 2090")
    with override("fr"):
        said(space_questions_letter(told), "Et les transferts ?")


def test_a_new_question_that_cannot_be_answered_yet_says_from_when_it_can(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    window(space, "scheduled", opens_at=datetime(2090, 3, 1, 14, 0, tzinfo=UTC))
    put(space, moderator)
    said(
        space_questions_letter(notice(reader)),
        "It opens Wednesday 1 March 2090, 09:00 in New York, 14:00 UTC on Wednesday.",
        "It closes Tuesday 21 March 2090",
    )


def test_a_question_that_is_gone_again_is_not_told(
    space: Space, moderator: Actor, reader: Actor
) -> None:
    made = put(space, moderator)
    told = notice(reader)
    delete_prompt(by=moderator.viewer, prompt_id=made.pk)
    assert space_questions_letter(told) is None


def test_a_document_is_told_with_its_files(space: Space, moderator: Actor, reader: Actor) -> None:
    document = Document.objects.create(
        space=space, title_en="Draft declaration", title_fr="Projet de déclaration", label="Rev 2"
    )
    settle_change(moderator.viewer, space.pk, "document-added", ("document", document.pk))
    for position, (name, language) in enumerate([("rev-2.pdf", "en"), ("rev-2-x.pdf", None)]):
        DocumentFile.objects.create(
            document=document,
            position=position,
            name=name,
            language=language,
            media_type="application/pdf",
            size=2048,
            sha256="0" * 64,
            stored_as="x",
        )
    News.objects.update(due_at=database_now() - timedelta(seconds=1))
    told = notice(reader)
    letter = space_documents_letter(told)
    assert written(letter).subject == "A new document in “Title of roundtable”"
    said(
        letter, "Draft declaration", "Rev 2", "rev-2.pdf, English, 2\xa0KB", "rev-2-x.pdf, 2\xa0KB"
    )
    with override("fr"):
        said(space_documents_letter(told), "Projet de déclaration")
