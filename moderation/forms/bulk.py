"""One decision on many posts."""

import uuid
from typing import Any

from django import forms

from moderation.access.decisions import ON_MANY
from moderation.forms.decision import DecisionForm
from moderation.validators.decisions import Occasion


class BulkForm(DecisionForm):
    """The act, its reason and the words of all. `batch` is of the page that was shown: sent twice, it is one decision."""

    version = None  # type: ignore[assignment]  # each post has its own
    decision = None  # type: ignore[assignment]  # the same
    batch = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, occasion=Occasion(frozenset(ON_MANY)), **kwargs)
        acts = self.fields["act"]
        assert isinstance(acts, forms.ChoiceField)
        acts.choices = [(act.value, act.label) for act in ON_MANY]

    @property
    def chosen_batch(self) -> uuid.UUID:
        """Needs a valid form."""
        return uuid.UUID(str(self.cleaned_data["batch"]))
