"""Drafts: kept while writing, never over another's words, gone when the text is sent."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.models import Membership
from discussions.access.drafts import words_of_draft
from discussions.access.viewer import VISITOR
from discussions.enums import Capacity, NameWithheld
from discussions.errors import (
    DraftChanged,
    DraftSent,
    NotFound,
    NotYours,
    SignInFirst,
    WindowClosed,
)
from discussions.models import Draft, DraftFile, Post, Upload
from discussions.services.correct import correct
from discussions.services.drafts import (
    check_not_overtaken,
    discard_draft,
    edit_shared_draft,
    save_draft,
)
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.uploads import KEPT_FOR, sweep_upload
from discussions.validators.drafts import DraftPlace
from discussions.validators.sent import NamedCoSignatory, SentFile, Speaker
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.drafting import confirm, content, shared
from tests.discussions.writing import speaking_for, text, upload

pytestmark = pytest.mark.django_db


def test_a_first_save_and_the_next_are_one_draft_whose_revision_rises() -> None:
    author, place = people.stakeholder(), DraftPlace(factories.space().pk)
    first = save_draft(by=author.viewer, place=place, content=content("<p>A</p>"), revision=0)
    next_one = replace(content("<p>A B</p>"), language="fr")
    save_draft(by=author.viewer, place=place, content=next_one, revision=first.draft.revision)
    draft = Draft.objects.get()
    assert (draft.revision, draft.language, draft.saved_by) == (2, "fr", author.person)
    assert words_of_draft(draft, author.viewer) == "<p>A B</p>"
    assert draft.key == first.draft.key  # sent from two devices it is one post
    assert abs(draft.saved_at - database_now()) < timedelta(minutes=1)


def test_all_that_the_form_says_is_kept() -> None:
    author, space = people.stakeholder(), factories.space()
    files = (SentFile(upload(author, "b.pdf").pk, "Annex.pdf", "fr"), SentFile(upload(author).pk))
    written = content(
        speaker=speaking_for(author),
        files=files,
        name_withheld=NameWithheld.NAME,
        co_signatories=(NamedCoSignatory(name="Other Union", email="x@union.example"),),
    )
    save_draft(by=author.viewer, place=DraftPlace(space.pk), content=written, revision=0)
    draft = Draft.objects.get()
    assert (draft.capacity, draft.organisation) == ("organisation", author.organisation)
    assert draft.name_withheld == "name"
    assert draft.co_signatories == [
        {"organisation": None, "name": "Other Union", "email": "x@union.example"}
    ]
    rows = draft.files.values_list("upload", "name", "language")
    assert list(rows) == [(files[0].id, "Annex.pdf", "fr"), (files[1].id, "", None)]


def test_places_are_apart() -> None:
    author, space = people.stakeholder(), factories.space()
    post = factories.post(space, author.person)
    places = [
        DraftPlace(space.pk),
        DraftPlace(space.pk, prompt=factories.prompt(space).pk),
        DraftPlace(space.pk, parent=post.pk),
        DraftPlace(space.pk, corrected=post.pk),
    ]
    for place in places:
        save_draft(by=author.viewer, place=place, content=content(place.code), revision=0)
    assert set(Draft.objects.values_list("body", flat=True)) == {place.code for place in places}


def test_the_same_again_changes_nothing_whatever_its_revision() -> None:
    author, place = people.stakeholder(), DraftPlace(factories.space().pk)
    written = content(files=(SentFile(upload(author).pk),))
    save_draft(by=author.viewer, place=place, content=written, revision=0)
    again = save_draft(by=author.viewer, place=place, content=written, revision=0)
    assert again.draft.revision == 1
    assert DraftFile.objects.count() == 1


def test_a_save_on_top_of_a_newer_one_is_refused_and_says_who_and_when() -> None:
    author, colleague = (confirm(actor) for actor in _pair())
    draft = shared(author, factories.space())
    theirs = edit_shared_draft(
        by=colleague.viewer, draft_id=draft.pk, content=content("<p>Theirs</p>"), revision=1
    ).draft
    place, mine = DraftPlace(draft.space_id), content("<p>Mine</p>", speaker=speaking_for(author))
    with pytest.raises(DraftChanged) as refusal:
        save_draft(by=author.viewer, place=place, content=mine, revision=1)
    said = refusal.value
    assert (said.by, said.at, said.revision) == ("Jonas Weiler", theirs.saved_at, 2)
    assert "Jonas Weiler" in str(said)
    assert Draft.objects.get().body == "<p>Theirs</p>"
    save_draft(by=author.viewer, place=place, content=mine, revision=2)
    assert Draft.objects.get().body == "<p>Mine</p>"


def test_a_save_whose_answer_was_lost_is_told_from_that_of_another_page() -> None:
    author, place = people.stakeholder(), DraftPlace(factories.space().pk)
    page = uuid4()
    save_draft(by=author.viewer, place=place, content=content("<p>A</p>", page=page), revision=0)
    for asking in (page, uuid4(), None):
        with pytest.raises(DraftChanged) as refusal:
            save_draft(
                by=author.viewer, place=place, content=content("<p>B</p>", page=asking), revision=0
            )
        assert (refusal.value.page, refusal.value.by) == (page, "")


def test_the_last_save_of_a_page_goes_over_its_own_and_over_no_others() -> None:
    author, place = people.stakeholder(), DraftPlace(factories.space().pk)
    page = uuid4()
    save_draft(by=author.viewer, place=place, content=content("<p>A</p>", page=page), revision=0)
    last = content("<p>B</p>", page=uuid4(), is_last=True)
    with pytest.raises(DraftChanged):
        save_draft(by=author.viewer, place=place, content=last, revision=0)
    last = content("<p>B</p>", page=page, is_last=True)
    assert save_draft(by=author.viewer, place=place, content=last, revision=0).draft.revision == 2


def test_a_draft_that_was_discarded_elsewhere_begins_anew() -> None:
    author, place = people.stakeholder(), DraftPlace(factories.space().pk)
    draft = save_draft(by=author.viewer, place=place, content=content(), revision=0).draft
    discard_draft(by=author.viewer, draft_id=draft.pk)
    save_draft(by=author.viewer, place=place, content=content("<p>More</p>"), revision=1)
    assert Draft.objects.get().revision == 1


def test_saving_writes_no_record() -> None:
    author = people.stakeholder()
    save_draft(
        by=author.viewer, place=DraftPlace(factories.space().pk), content=content(), revision=0
    )
    assert not Record.objects.exists()


@pytest.mark.parametrize("window", ["none", "scheduled", "open", "grace", "closed"])
def test_a_text_is_kept_whatever_the_window_says(window: str) -> None:
    space, author = factories.space(), people.stakeholder()
    if window != "none":
        factories.window(space, window)
    save_draft(by=author.viewer, place=DraftPlace(space.pk), content=content(), revision=0)
    assert Draft.objects.count() == 1


def test_a_space_that_is_not_theirs_to_see_takes_no_draft() -> None:
    space = factories.space()
    space.published_at = None
    space.save()
    with pytest.raises(NotFound):
        save_draft(
            by=people.stakeholder().viewer,
            place=DraftPlace(space.pk),
            content=content(),
            revision=0,
        )


def test_only_its_author_drafts_a_correction() -> None:
    space = factories.space()
    post = factories.post(space, people.stakeholder().person)
    with pytest.raises(NotYours):
        save_draft(
            by=people.stranger().viewer,
            place=DraftPlace(space.pk, corrected=post.pk),
            content=content(),
            revision=0,
        )


def test_a_visitor_keeps_nothing() -> None:
    with pytest.raises(SignInFirst):
        save_draft(
            by=VISITOR,
            place=DraftPlace(factories.space().pk),
            content=content(),
            revision=0,
        )


def test_the_organisation_is_one_that_its_author_speaks_for() -> None:
    author, other = people.stakeholder(), people.organisation("Other Union")
    written = content(speaker=Speaker(Capacity.ORGANISATION, other.pk), is_shared=True)
    save_draft(
        by=author.viewer, place=DraftPlace(factories.space().pk), content=written, revision=0
    )
    draft = Draft.objects.get()
    assert (draft.capacity, draft.organisation, draft.shared_with) == ("organisation", None, None)


# ---------------------------------------------------------------- sharing


@pytest.mark.parametrize("is_confirmed", [True, False])
@pytest.mark.parametrize("for_organisation", [True, False])
def test_colleagues_are_let_in_where_staff_confirmed_that_the_author_speaks_for_the_organisation(
    is_confirmed: bool, for_organisation: bool
) -> None:
    author = people.stakeholder()
    if is_confirmed:
        confirm(author)
    more: dict[str, Any] = {"speaker": speaking_for(author)} if for_organisation else {}
    written = content(is_shared=True, **more)
    save_draft(
        by=author.viewer, place=DraftPlace(factories.space().pk), content=written, revision=0
    )
    expected = author.organisation if is_confirmed and for_organisation else None
    assert Draft.objects.get().shared_with == expected


def test_a_colleague_changes_text_language_and_files_alone() -> None:
    author, colleague = (confirm(actor) for actor in _pair())
    own = upload(author, "own.pdf")
    draft = shared(
        author,
        factories.space(),
        files=(SentFile(own.pk),),
        name_withheld=NameWithheld.NAME,
        co_signatories=(NamedCoSignatory(name="Other Union", email="x@union.example"),),
    )
    added = upload(colleague, "added.pdf")
    changed = content(
        "<p>Better.</p>", language="fr", files=(SentFile(added.pk), SentFile(own.pk))
    )
    edit_shared_draft(by=colleague.viewer, draft_id=draft.pk, content=changed, revision=1)
    after = Draft.objects.get()
    assert (after.body, after.language, after.saved_by) == (
        "<p>Better.</p>",
        "fr",
        colleague.person,
    )
    for column in ("key", "capacity", "organisation", "name_withheld", "co_signatories"):
        assert getattr(after, column) == getattr(draft, column), column
    assert after.shared_with == author.organisation
    assert list(after.files.values_list("upload", flat=True)) == [added.pk, own.pk]
    assert Upload.objects.get(pk=added.pk).person == author.person  # who alone sends it


def test_a_colleague_adds_no_file_of_somebody_else() -> None:
    author, colleague = (confirm(actor) for actor in _pair())
    draft = shared(author, factories.space())
    alien = upload(people.stranger(), "alien.pdf")
    changed = content(files=(SentFile(alien.pk), SentFile(upload(author).pk)))
    edit_shared_draft(by=colleague.viewer, draft_id=draft.pk, content=changed, revision=1)
    assert not DraftFile.objects.exists()


def test_another_who_saved_a_moment_ago_is_named() -> None:
    author, colleague = (confirm(actor) for actor in _pair())
    draft = shared(author, factories.space())
    saved = edit_shared_draft(
        by=colleague.viewer, draft_id=draft.pk, content=content("<p>B</p>"), revision=1
    )
    assert saved.beside is not None
    assert saved.beside.name == "Amina Otieno"
    Draft.objects.update(saved_at=database_now() - timedelta(minutes=6))
    mine = content("<p>C</p>", speaker=speaking_for(author), is_shared=True)
    place = DraftPlace(draft.space_id)
    assert save_draft(by=author.viewer, place=place, content=mine, revision=2).beside is None


@pytest.mark.parametrize("who", ["unconfirmed", "ended", "stranger", "moderator", "secretariat"])
def test_nobody_else_edits_a_shared_draft(who: str) -> None:
    author, colleague = _pair()
    confirm(author)
    space = factories.space()
    draft = shared(author, space)
    if who == "ended":
        confirm(colleague)
        Membership.objects.filter(person=colleague.person).update(ended_at=database_now())
    viewer = {
        "stranger": lambda: confirm(people.stranger()),
        "moderator": lambda: people.moderator(space),
        "secretariat": people.secretariat,
    }.get(who, lambda: colleague)().viewer
    with pytest.raises(NotFound):
        edit_shared_draft(by=viewer, draft_id=draft.pk, content=content(), revision=1)


# ---------------------------------------------------------------- its end


def test_discarding_twice_is_as_good_as_once() -> None:
    author = people.stakeholder()
    written = content(files=(SentFile(upload(author).pk),))
    place = DraftPlace(factories.space().pk)
    draft = save_draft(by=author.viewer, place=place, content=written, revision=0).draft
    discard_draft(by=author.viewer, draft_id=draft.pk)
    discard_draft(by=author.viewer, draft_id=draft.pk)
    assert not Draft.objects.exists()
    Upload.objects.update(created_at=database_now() - KEPT_FOR - timedelta(hours=1))
    assert sweep_upload()


def test_files_of_a_draft_are_never_swept() -> None:
    author = people.stakeholder()
    written = content(files=(SentFile(upload(author).pk),))
    save_draft(
        by=author.viewer, place=DraftPlace(factories.space().pk), content=written, revision=0
    )
    Upload.objects.update(created_at=database_now() - KEPT_FOR - timedelta(hours=1))
    assert not sweep_upload()


def test_a_colleague_discards_nothing() -> None:
    author, colleague = (confirm(actor) for actor in _pair())
    draft = shared(author, factories.space())
    with pytest.raises(NotFound):
        discard_draft(by=colleague.viewer, draft_id=draft.pk)
    assert Draft.objects.count() == 1


def test_sending_ends_the_draft_of_that_place_alone() -> None:
    author, space = people.stakeholder(), factories.space()
    prompt = factories.prompt(space)
    for place in (DraftPlace(space.pk), DraftPlace(space.pk, prompt=prompt.pk)):
        written = content(files=(SentFile(upload(author).pk),))
        save_draft(by=author.viewer, place=place, content=written, revision=0)
    submit(by=author.viewer, to=SubmissionPlace(space, prompt), sent=text())
    assert Draft.objects.get().prompt is None


def test_replying_and_correcting_end_their_drafts() -> None:
    author, space = people.stakeholder(), factories.space()
    post = factories.post(space, author.person)
    places = (DraftPlace(space.pk, parent=post.pk), DraftPlace(space.pk, corrected=post.pk))
    for place in places:
        save_draft(by=author.viewer, place=place, content=content(), revision=0)
    submit(by=author.viewer, to=SubmissionPlace(space, parent=post), sent=text())
    assert Draft.objects.get().corrected == post
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Mended.</p>"))
    assert not Draft.objects.exists()


def test_a_refused_text_leaves_the_draft() -> None:
    author, space = people.stakeholder(), factories.space()
    factories.window(space, "closed")
    save_draft(by=author.viewer, place=DraftPlace(space.pk), content=content(), revision=0)
    with pytest.raises(WindowClosed):
        submit(by=author.viewer, to=SubmissionPlace(space), sent=text())
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("is_correction", [False, True])
def test_a_save_that_comes_after_its_form_was_sent_brings_nothing_back(
    is_correction: bool,
) -> None:
    author, space = people.stakeholder(), factories.space()
    sent = text()
    if is_correction:
        post = factories.post(space, author.person)
        correct(by=author.viewer, post_id=post.pk, sent=sent)
        place = DraftPlace(space.pk, corrected=post.pk)
    else:
        submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
        place = DraftPlace(space.pk)
    with pytest.raises(DraftSent) as refusal:
        save_draft(by=author.viewer, place=place, content=content(key=sent.key), revision=1)
    assert refusal.value.reference == Post.objects.get().reference
    assert not Draft.objects.exists()


def test_before_sending_one_is_told_of_a_text_that_one_has_not_seen() -> None:
    author, colleague = (confirm(actor) for actor in _pair())
    draft = shared(author, factories.space())
    edit_shared_draft(
        by=colleague.viewer, draft_id=draft.pk, content=content("<p>Theirs</p>"), revision=1
    )
    place = DraftPlace(draft.space_id)

    def check(body: str, revision: int, page: Any = None) -> None:
        sent = content(body, page=page, speaker=speaking_for(author))
        check_not_overtaken(by=author.viewer, place=place, content=sent, revision=revision)

    with pytest.raises(DraftChanged):
        check("<p>Mine</p>", 1)
    check("<p>Theirs</p>", 1)  # it is the very text
    check("<p>Mine</p>", 2)  # seen
    page = uuid4()
    Draft.objects.update(saved_page=page)
    check("<p>Mine</p>", 1, page)  # a save of this very page, whose answer was still on its way


@pytest.mark.parametrize(
    "unseen",
    [
        {"language": "fr"},
        {"name_withheld": NameWithheld.NAME},
        {"co_signatories": (NamedCoSignatory(name="Other Union", email="x@union.example"),)},
    ],
    ids=lambda unseen: next(iter(unseen)),
)
def test_before_sending_one_is_told_of_all_else_that_one_has_not_seen(
    unseen: dict[str, Any],
) -> None:
    author, place = people.stakeholder(), DraftPlace(factories.space().pk)
    save_draft(by=author.viewer, place=place, content=content(**unseen), revision=0)
    with pytest.raises(DraftChanged):
        check_not_overtaken(by=author.viewer, place=place, content=content(), revision=0)
    check_not_overtaken(by=author.viewer, place=place, content=content(**unseen), revision=0)


def test_a_name_or_a_box_that_changes_nothing_of_the_text_stops_nobody() -> None:
    author, _colleague = (confirm(actor) for actor in _pair())
    kept, speaker = upload(author), speaking_for(author)
    files = (SentFile(kept.pk),)
    draft = shared(author, factories.space(), files=files)
    named = content(speaker=speaker, files=(SentFile(kept.pk, kept.name),))  # and not shared
    place = DraftPlace(draft.space_id)
    check_not_overtaken(by=author.viewer, place=place, content=named, revision=0)
    renamed = replace(named, files=(SentFile(kept.pk, "Other.pdf"),))
    with pytest.raises(DraftChanged):
        check_not_overtaken(by=author.viewer, place=place, content=renamed, revision=0)


# ---------------------------------------------------------------- at the same time


@pytest.mark.django_db(transaction=True)
def test_two_first_saves_at_the_same_time_make_one_draft() -> None:
    author, place = people.stakeholder(), DraftPlace(factories.space().pk)
    told = _together(
        lambda number: save_draft(
            by=author.viewer, place=place, content=content(f"<p>{number}</p>"), revision=0
        )
    )
    assert sorted(told) == ["changed", "saved"]
    assert Draft.objects.get().revision == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_on_the_same_revision_one_is_refused() -> None:
    author, colleague = (confirm(actor) for actor in _pair())
    draft = shared(author, factories.space())
    told = _together(
        lambda number: edit_shared_draft(
            by=(author, colleague)[number].viewer,
            draft_id=draft.pk,
            content=content(f"<p>{number}</p>"),
            revision=1,
        )
    )
    assert sorted(told) == ["changed", "saved"]
    assert Draft.objects.get().revision == 2


@pytest.mark.django_db(transaction=True)
def test_a_save_that_waits_for_another_meets_what_that_one_wrote() -> None:
    author, colleague = (confirm(actor) for actor in _pair())
    draft = shared(author, factories.space())
    viewer, theirs = author.viewer, content("<p>Theirs</p>")

    def mine() -> str:
        try:
            edit_shared_draft(
                by=viewer, draft_id=draft.pk, content=content("<p>Mine</p>"), revision=1
            )
        except DraftChanged as refusal:
            return refusal.by
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            edit_shared_draft(by=colleague.viewer, draft_id=draft.pk, content=theirs, revision=1)
            waiting = pool.submit(mine)
            time.sleep(0.3)
            assert not waiting.done()
        assert waiting.result() == "Jonas Weiler"


@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_send_at_the_same_time_leave_no_draft() -> None:
    author, space = people.stakeholder(), factories.space()
    key, place = uuid4(), DraftPlace(space.pk)
    save_draft(by=author.viewer, place=place, content=content(key=key), revision=0)

    def act(number: int) -> None:
        if number:
            submit(by=author.viewer, to=SubmissionPlace(space), sent=text(key=key))
        else:
            more = content("<p>More</p>", key=key)
            save_draft(by=author.viewer, place=place, content=more, revision=1)

    _together(act)
    assert Post.objects.count() == 1
    assert not Draft.objects.exists()


def _together(act: Any) -> list[str]:
    """Two threads do it at once; what became of each."""
    barrier = Barrier(2)

    def one(number: int) -> str:
        barrier.wait()
        try:
            act(number)
        except DraftChanged:
            return "changed"
        except DraftSent:
            return "sent"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def _pair() -> tuple[people.Actor, people.Actor]:
    author = people.stakeholder()
    return author, people.colleague(author)
