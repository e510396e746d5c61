"""Why an author asks for another look."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST: Final = 3000


class AppealForm(forms.Form):
    """Words for the moderators and the secretariat alone."""

    body = forms.CharField(
        label=_("Why should it be looked at once more?"),
        help_text=_(
            "The moderators of this space and the secretariat read this, and nobody else. It is never published."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "class": "short"}),
        error_messages={"required": _("Say in a sentence or two what was not understood.")},
    )

    @property
    def words(self) -> str:
        """What was written, once the form is valid."""
        return str(self.cleaned_data["body"])
