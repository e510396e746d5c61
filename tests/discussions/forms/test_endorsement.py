"""For whom one endorses, and a reservation that may be shown to everybody."""

import pytest

from discussions.forms.endorsement import EndorsementForm

CHOICES = ((7, "Harbour Workers' Union"), (None, "Myself"))


def form(**more: str) -> EndorsementForm:
    data = {"endorse_as": "7", "version": "1", "reservation": "", **more}
    return EndorsementForm(data, choices=CHOICES, version=1)


def test_it_says_for_whom() -> None:
    assert form().is_valid()
    made = form(endorse_as="myself")
    assert made.is_valid()
    assert made.cleaned_data["endorse_as"] is None
    assert not form(endorse_as="").is_valid()
    assert not form(endorse_as="7; --").is_valid()


def test_what_is_taken_already_is_for_the_service_to_say() -> None:
    made = form(endorse_as="8")
    assert made.is_valid()
    assert made.cleaned_data["endorse_as"] == 8


def test_a_reservation_is_one_line_of_plain_text() -> None:
    made = form(reservation="  not <b>3</b>\r\n\r\nnor\u202e 4 & 5 ")
    assert made.is_valid()
    assert made.cleaned_data["reservation"] == "not <b>3</b> nor 4 & 5"


@pytest.mark.parametrize("words", ["ask amina@ships.example", "call +41 22 917 12 34"])
def test_a_reservation_makes_no_address_public(words: str) -> None:
    assert "reservation" in form(reservation=words).errors


def test_a_reservation_is_short() -> None:
    assert "reservation" in form(reservation="x" * 501).errors
