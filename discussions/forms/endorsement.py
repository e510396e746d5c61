"""For whom somebody endorses a post, and what the endorsement does not cover."""

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hub.kit.personal_data import finds_in
from hub.kit.sanitise import from_plain_text, to_plain_text

#: Characters of a reservation; what needs more room is a text of its own.
LONGEST_RESERVATION: Final = 500
_MYSELF: Final = "myself"


class SpeakerField(forms.ChoiceField):
    """Offers those who have not endorsed yet, and takes every organisation: the service says what stands already."""

    def valid_value(self, value: Any) -> bool:
        """Whether it is the id of an organisation, or oneself."""
        words = str(value)
        return words == _MYSELF or (words.isascii() and words.isdecimal() and len(words) < 16)


class EndorsementForm(forms.Form):
    """`endorse_as` cleans to the id of an organisation, None for oneself; `version` is the one that was read."""

    endorse_as = SpeakerField(
        label=_("Endorse as"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for whom you endorse it.")},
    )
    reservation = forms.CharField(
        label=_("Reservation"),
        help_text=_(
            "Only if there is something you do not endorse: name the paragraph and say what. It is public."
        ),
        required=False,
        max_length=LONGEST_RESERVATION,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        choices: Sequence[tuple[int | None, str]],
        version: int,
    ) -> None:
        offered = [(_MYSELF if key is None else str(key), name) for key, name in choices]
        first = offered[0][0] if offered else ""
        super().__init__(data, initial={"endorse_as": first, "version": version})
        field = self.fields["endorse_as"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    def clean_endorse_as(self) -> int | None:
        """The id of the organisation, None for oneself."""
        chosen = self.cleaned_data["endorse_as"]
        return None if chosen == _MYSELF else int(chosen)

    def clean_reservation(self) -> str:
        """Plain text without what cannot be shown. Raises ValidationError where it would make an address public."""
        plain = to_plain_text(from_plain_text(self.cleaned_data["reservation"]))
        words = " ".join(unicodedata.normalize("NFC", plain).split())
        if finds_in(words):
            raise ValidationError(
                _("Take out the address or the phone number: a reservation is public."),
                code="personal-data",
            )
        return words
