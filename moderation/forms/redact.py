"""What a moderator keeps from readers, or shows them again."""

import hashlib
import json
import re
import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.enums import ReasonCode
from discussions.validators.withholding import Withholding
from hub.kit.sanitise import from_plain_text, visible_text
from moderation.access.decisions import REASONS_FOR
from moderation.enums import DecisionAct
from moderation.forms.decision import ReasonField, ask_for_message, reason_choices
from moderation.validators.decisions import DecisionWords, Occasion, SeenPost

_MOST_PASSAGES: Final = 50
_FEWEST_CHARACTERS: Final = 2


class _Chosen(forms.MultipleChoiceField):
    """What was chosen may be withheld, or shown again, by somebody else meanwhile: the service says so, by name."""

    pattern: Final = re.compile("[0-9a-f]{64}|[0-9]{1,18}(-[0-9]{1,18})*")

    def valid_value(self, value: str) -> bool:
        """Whether it has the form of a choice."""
        return self.pattern.fullmatch(value) is not None


class SeenForm(forms.Form):
    """What was before the moderator's eyes, the words to the author, and the note among staff."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    decision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    message = forms.CharField(
        label=gettext_lazy("Message to the author"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 3}),
    )
    internal_note = forms.CharField(
        label=gettext_lazy("Internal note"),
        help_text=gettext_lazy("Only moderators and the secretariat see it."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 2}),
    )

    def __init__(self, *args: Any, reads: str, **kwargs: Any) -> None:
        """`reads`: the language of the author's account, "" without one."""
        super().__init__(*args, **kwargs)
        occasion = Occasion(frozenset({DecisionAct.REDACT}), reads)
        ask_for_message(self.fields["message"], occasion)

    def seen(self, post_id: uuid.UUID) -> SeenPost:
        """What was shown; needs a valid form."""
        return SeenPost(post_id, self.cleaned_data["version"], self.cleaned_data["decision"])

    def renew(self, version_id: uuid.UUID, decision_id: int) -> None:
        """Keep what was typed, for another try on what stands there now."""
        self._set(version=str(version_id), decision=str(decision_id), confirmed="")

    def _set(self, **values: str) -> None:
        assert isinstance(self.data, QueryDict)  # of a request
        data = self.data.copy()
        for name, value in values.items():
            data[self.add_prefix(name)] = value
        self.data = data


class RedactForm(SeenForm):
    """Passages, files and the reason. `confirmed` holds what the last preview told; it is done when that still is so."""

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    passages = forms.CharField(
        label=gettext_lazy("Words to withhold"),
        help_text=gettext_lazy(
            "Exactly as they stand in the text, one passage in each line. Capitals and accents do not matter. Every place"
            " in every version that holds them is masked."
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 4}),
    )
    attached = _Chosen(
        label=gettext_lazy("Files to withhold"),
        help_text=gettext_lazy("Name and size stay, and the reason. Nobody can open the file."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = ReasonField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Readers see it in the place of the words, the author in an e-mail."
        ),
        error_messages={
            "required": gettext_lazy("Choose a reason: readers and the author see it.")
        },
    )
    field_order = ("passages", "attached", "reason", "message", "internal_note")

    def __init__(self, *args: Any, files: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`files`: the SHA-256 and a label of each that may be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reason_choices([DecisionAct.REDACT])  # type: ignore[attr-defined]  # a choice field
        self.fields["attached"].choices = files  # type: ignore[attr-defined]  # the same

    def clean_passages(self) -> tuple[str, ...]:
        """The lines, each once, as they would be read."""
        lines = [
            visible_text(from_plain_text(line))
            for line in self.cleaned_data["passages"].splitlines()
        ]
        passages = tuple(dict.fromkeys(line for line in lines if line))
        if len(passages) > _MOST_PASSAGES:
            raise forms.ValidationError(
                _("Give at most %(number)d passages at a time.") % {"number": _MOST_PASSAGES}
            )
        short = [passage for passage in passages if len(passage) < _FEWEST_CHARACTERS]
        if short:
            words = _("“%(passage)s” is too short: it would be found everywhere.")
            raise forms.ValidationError(words % {"passage": short[0]})
        return passages

    def clean_reason(self) -> str:
        """One for which words are withheld."""
        reason: str = self.cleaned_data["reason"]
        if reason not in REASONS_FOR[DecisionAct.REDACT]:
            raise forms.ValidationError(
                _("This is no reason for what you decide. Choose another.")
            )
        return reason

    def clean(self) -> dict[str, Any]:
        """Something has to be withheld."""
        if not self.errors and not self.cleaned_data["passages"] and not self._files:
            self.add_error("passages", _("Give the words to withhold, or choose a file."))
        return self.cleaned_data

    @property
    def what(self) -> Withholding:
        """Needs a valid form."""
        return Withholding(self.cleaned_data["passages"], frozenset(self._files))

    @property
    def words(self) -> DecisionWords:
        """Needs a valid form."""
        given = self.cleaned_data
        return DecisionWords(ReasonCode(given["reason"]), given["message"], given["internal_note"])

    @property
    def is_confirmed(self) -> bool:
        """Whether these very words and files, for this reason, were previewed; needs a valid form."""
        return bool(self.cleaned_data["confirmed"] == self._effect)

    def await_confirmation(self) -> None:
        """Let the form carry what its preview tells; needs a valid form."""
        self._set(confirmed=self._effect)

    @property
    def _files(self) -> list[str]:
        return list(self.cleaned_data.get("attached", []))

    @property
    def _effect(self) -> str:
        told = [*self.cleaned_data["passages"]], sorted(self._files), self.cleaned_data["reason"]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class ShowAgainForm(SeenForm):
    """Which of what is withheld readers shall see again."""

    which = _Chosen(
        label=gettext_lazy("What readers shall see again"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what readers shall see again.")},
    )

    prefix = "again"

    def __init__(self, *args: Any, which: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`which`: the ids of redactions, joined by "-", and a label of each that may be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = which  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen(self) -> list[str]:
        """What is ticked."""
        return list(self["which"].value() or [])

    @property
    def redactions(self) -> list[int]:
        """Their ids; needs a valid form."""
        return [int(part) for value in self.cleaned_data["which"] for part in value.split("-")]

    @property
    def words(self) -> DecisionWords:
        """Needs a valid form."""
        given = self.cleaned_data
        return DecisionWords(None, given["message"], given["internal_note"])
