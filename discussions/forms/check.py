"""The form that checks a receipt: a reference and a fingerprint, however people copy them."""

import re
import unicodedata
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussions.selectors.references import parse_reference

_PARTING: Final = re.compile(r"[\s‐-―−_-]+")
_NAMED: Final = re.compile(r"sha-?2?-?256")
_FILLING: Final = re.compile(r"[^0-9a-z]+")
_LENGTH: Final = 64


def tidy_reference(text: str) -> str:
    """What somebody copied, in the form of a reference: "rt2 – 47" is "RT2-47"."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("#.,;:()[]").strip()
    return _PARTING.sub("-", plain).upper()


def tidy_hash(text: str) -> str:
    """What somebody copied, in small letters without spaces, colons and the word SHA-256."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _FILLING.sub("", _NAMED.sub("", plain, count=1))


class CheckForm(forms.Form):
    """Sent by GET, so that a receipt can lead here with both filled in."""

    reference = forms.CharField(
        label=gettext_lazy("Reference number"),
        help_text=gettext_lazy("For example RT2-0047."),
        max_length=100,
        error_messages={"required": gettext_lazy("Write the reference number of the receipt.")},
    )
    sha256 = forms.CharField(
        label=gettext_lazy("Fingerprint (SHA-256)"),
        help_text=gettext_lazy(
            "Of the text or of a file: 64 figures and letters from a to f. Spaces and capitals do not matter."
        ),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "hash", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Write the fingerprint to be checked.")},
    )

    def __init__(self, data: object = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict
        for field in self.fields.values():
            field.widget.attrs |= {"spellcheck": "false", "autocomplete": "off", "dir": "ltr"}

    def clean_reference(self) -> str:
        """In the form of a reference; whether it was issued is for the register to say."""
        reference = tidy_reference(self.cleaned_data["reference"])
        if parse_reference(reference) is None:
            raise forms.ValidationError(
                _("This is not a reference number. One has letters, a hyphen and a number.")
            )
        return reference

    def clean_sha256(self) -> str:
        """64 hexadecimal digits."""
        digits = tidy_hash(self.cleaned_data["sha256"])
        if re.fullmatch("[0-9a-f]+", digits) is None:
            raise forms.ValidationError(
                _("A fingerprint has figures and the letters a to f, nothing else.")
            )
        if len(digits) != _LENGTH:
            words = ngettext(
                "A fingerprint has 64 figures and letters; this one has %(count)d.",
                "A fingerprint has 64 figures and letters; this one has %(count)d.",
                len(digits),
            )
            raise forms.ValidationError(words % {"count": len(digits)})
        return digits
