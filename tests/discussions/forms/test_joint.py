"""The rows of a joint submission: whom a name means, what is wrong with which row, what comes back."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import override_settings

from discussions.forms.submission import SubmissionForm, Writer
from discussions.validators.sent import NamedCoSignatory
from hub.kit.bilingual import set_texts
from tests import people
from tests.discussions.signing import known, member

pytestmark = pytest.mark.django_db


def form(*rows: tuple[str, str], writer: Writer | None = None, **more: str) -> SubmissionForm:
    """A submission with rows of names and addresses."""
    data = QueryDict(mutable=True)
    data.update({"body": "We agree.", "action": "send", **more})
    data.setlist("cosign_name", [name for name, _email in rows])
    data.setlist("cosign_email", [email for _name, email in rows])
    return SubmissionForm(data, writer=writer or Writer())


def named(made: SubmissionForm) -> tuple[NamedCoSignatory, ...]:
    assert made.is_valid(), made.errors
    return made.sent([]).co_signatories


def faults(made: SubmissionForm) -> dict[int, tuple[str, ...]]:
    """By the number of the row."""
    assert not made.is_valid()
    return {row.number: row.errors for row in made.joint_rows if row.errors}


def test_a_name_in_any_language_folded_is_an_organisation_of_the_portal() -> None:
    actor = member("Upland Forum", "a@test.example")
    assert actor.organisation is not None
    set_texts(actor.organisation, "name", {"en": "Upland Forum", "fr": "Forum des Hautes Terres"})
    actor.organisation.save()
    for typed in ("upland  FORUM", "Forum des hautes terres"):
        assert named(form((typed, ""))) == (known(actor),)


def test_members_are_asked_and_not_an_address_of_the_leads_choice() -> None:
    actor = member("Upland Forum", "a@test.example")
    assert named(form(("Upland Forum", "mine@lead.example"))) == (known(actor),)


def test_where_nobody_is_known_to_answer_the_row_needs_an_address() -> None:
    lone = people.organisation("Lone Organisation")
    people.actor("no@test.example", "No One", lone)  # not confirmed
    rows = faults(form(("Lone Organisation", ""), ("Unheard Of", "")))
    assert rows.keys() == {1, 2}
    assert "Nobody is confirmed" in rows[1][0]
    assert "not known here" in rows[2][0]
    given = named(form(("Lone Organisation", "a@lone.example"), ("Unheard Of", "b@un.example")))
    assert given == (
        NamedCoSignatory(lone.pk, "Lone Organisation", "a@lone.example"),
        NamedCoSignatory(None, "Unheard Of", "b@un.example"),
    )


def test_each_faulty_row_says_what_is_wrong_and_the_others_stay() -> None:
    own = people.organisation("Own House")
    made = form(
        ("Own House", "a@own.example"),
        ("", "only@address.example"),
        ("Twice", "one@twice.example"),
        ("TWICE", "two@twice.example"),
        ("Odd", "no address"),
        ("Good", "good@good.example"),
        writer=Writer(organisations=((own.pk, "Own House"),)),
        capacity="organisation",
    )
    rows = faults(made)
    assert rows.keys() == {1, 2, 4, 5}
    assert "your own organisation" in rows[1][0]
    assert "Write the name" in rows[2][0]
    assert "named twice" in rows[4][0]
    assert "not an e-mail address" in rows[5][0]
    assert len(made.errors["co_signatories"]) == 4
    assert [(row.name, row.email) for row in made.joint_rows][5] == ("Good", "good@good.example")


def test_one_who_speaks_personally_may_name_their_organisation() -> None:
    own = member("Own House", "a@test.example")
    assert own.organisation is not None
    writer = Writer(organisations=((own.organisation.pk, "Own House"),))
    made = form(("Own House", ""), writer=writer, capacity="personal")
    assert named(made) == (known(own),)


def test_empty_rows_are_no_rows() -> None:
    assert named(form(("", ""), (" ", " "))) == ()


@override_settings(CO_SIGNATORIES_PER_POST=1)
def test_there_are_not_more_than_the_setting_allows() -> None:
    made = form(("One", "1@one.example"), ("Two", "2@two.example"))
    assert not made.is_valid()
    assert "can name 1 organisation" in str(made.errors["co_signatories"])
    assert [row.name for row in made.joint_rows][:2] == ["One", "Two"]


def test_a_reply_has_no_such_part() -> None:
    made = form(("One", "1@one.example"), writer=Writer(co_signatories=None))
    assert "co_signatories" not in made.fields
    assert named(made) == ()


def test_a_form_without_these_fields_leaves_a_correction_as_it_is() -> None:
    before = (NamedCoSignatory(None, "Far Shore Club", "club@far.example"),)
    made = SubmissionForm(QueryDict("body=Better"), writer=Writer(co_signatories=before))
    assert named(made) == before


def test_whom_the_post_names_already_needs_nothing_new() -> None:
    before = (NamedCoSignatory(None, "From An Archive", ""),)
    made = form(("From An Archive", ""), writer=Writer(co_signatories=before))
    assert named(made) == before
    assert [
        row.name for row in SubmissionForm(writer=Writer(co_signatories=before)).joint_rows
    ] == [
        "From An Archive",
        "",
        "",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_whatever_the_number_of_rows(
    rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        member(f"House {number}", f"{number}@test.example")
    made = form(*((f"House {number}", "") for number in range(rows)))
    with django_assert_num_queries(2):
        assert made.is_valid()


def test_a_draft_brings_its_rows_back() -> None:
    initial = {"co_signatories": [{"organisation": None, "name": "Half", "email": ""}]}
    made = SubmissionForm(writer=Writer(), initial=initial)
    assert [(row.name, row.email) for row in made.joint_rows] == [("Half", ""), ("", ""), ("", "")]


@pytest.mark.parametrize(
    "name",
    [
        "Win at http://evil.example/1",
        "Win at www.evil.example",
        "Win at evil.example/1",
        "Jane Doe jane@private.example",
        "Jane Doe +41 22 717 91 11",
        "Club @ Home",
    ],
)
def test_a_name_that_the_portal_does_not_know_is_a_name_and_nothing_else(name: str) -> None:
    assert faults(form((name, "a@un.example"))).keys() == {1}


def test_names_with_stops_joiners_and_figures_are_names() -> None:
    for name in ("350.org", "St. Mary's Hosp. & Co. / Geneva", "انجمن می\u200cخواهیم", "G77 2026"):
        assert named(form((name, "a@un.example")))[0].name == name


def test_an_address_is_asked_for_one_organisation() -> None:
    rows = faults(form(("First Club", "a@un.example"), ("Second Club", "A@un.example")))
    assert rows.keys() == {2}
    assert "twice" in rows[2][0]
