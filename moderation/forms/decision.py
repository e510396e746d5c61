"""What a moderator decides on a post."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from discussions.enums import ReasonCode
from discussions.selectors.reasons import reason_texts
from hub.kit.languages import language_within
from moderation.access.decisions import NEEDS_REASON, REASONS_FOR
from moderation.enums import DecisionAct
from moderation.validators.decisions import REFUSE_LATE, DecisionWords, Occasion, SeenPost


def reason_choices(acts: Iterable[DecisionAct]) -> list[tuple[str, str]]:
    """The reasons that any of the acts can have, in the active language."""
    fitting = frozenset[ReasonCode]().union(*(REASONS_FOR.get(act, ()) for act in acts))
    texts = reason_texts(get_language() or "en")
    return [
        ("", _("Choose a reason")),
        *((code, texts[code]) for code in texts if code in fitting),
    ]


def ask_for_message(field: forms.Field, occasion: Occasion) -> None:
    """Say in the field of the message where it goes, and in which language it is read."""
    if occasion.reads == "":
        field.help_text = _("Nobody is written to: the author has no account.")
        return
    field.help_text = _("Goes to the author by e-mail, as you write it.")
    if DecisionAct.RETURN in occasion.acts:
        field.help_text = _(
            "Goes to the author by e-mail, as you write it. If you return a text and leave this empty, the usual advice"
            " for the reason is sent."
        )
    if occasion.reads is not None:
        language = language_within(occasion.reads, get_language() or "en")
        field.label = _("Message to the author, who reads: %(language)s") % {"language": language}


class ReasonField(forms.ChoiceField):
    """Offers the reasons that fit. Any is taken: what a form was sent for may be settled meanwhile, and the service says so."""

    def valid_value(self, value: str) -> bool:
        """Whether it is a code."""
        return value in ReasonCode.values


class DecisionForm(forms.Form):
    """The act, its reason, the words to the author, the note among staff; and what was before the moderator's eyes."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    decision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    act = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=forms.RadioSelect,
        choices=[*DecisionAct.choices, (REFUSE_LATE, gettext_lazy("Refuse as late"))],
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )
    reason = ReasonField(label=gettext_lazy("Reason"), required=False)
    message = forms.CharField(
        label=gettext_lazy("Message to the author"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 4}),
    )
    internal_note = forms.CharField(
        label=gettext_lazy("Internal note"),
        help_text=gettext_lazy("Only moderators and the secretariat see it."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 2}),
    )

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(occasion)

    def offer(self, occasion: Occasion) -> None:
        """Ask for what can be decided on an occasion."""
        self.fields["reason"].choices = reason_choices(occasion.acts)  # type: ignore[attr-defined]  # a choice field
        ask_for_message(self.fields["message"], occasion)

    def renew(self, version_id: uuid.UUID, decision_id: int) -> None:
        """Keep what was typed, for another try on what stands there now.

        Where that is not what was decided on, the decision itself has to be taken anew.
        """
        now = {"version": str(version_id), "decision": str(decision_id)}
        kept = {name: self.data.get(name) for name in self.data}
        if any(kept.get(name) != value for name, value in now.items()):
            kept["act"] = ""
        self.data = {**kept, **now}

    def clean(self) -> dict[str, Any]:
        """Returning, rejecting and hiding need a reason that tells the author something."""
        act = self.cleaned_data.get("act")
        if act in NEEDS_REASON:
            self.check_reason(DecisionAct(act))
        return self.cleaned_data

    def check_reason(self, act: DecisionAct) -> None:
        """A reason is chosen that the act can have, and said in words of one's own where it has none."""
        reason = self.cleaned_data.get("reason")
        if not reason and "reason" not in self.errors:
            self.add_error("reason", _("Choose a reason: the author will read it."))
        if reason and reason not in REASONS_FOR[act]:
            self.add_error("reason", _("This is no reason for what you decide. Choose another."))
        if reason == ReasonCode.OTHER and not self.cleaned_data.get("message", "").strip():
            self.add_error(
                "message", _("Say why: this reason tells the author nothing by itself.")
            )

    def seen(self, post_id: uuid.UUID) -> SeenPost:
        """What was shown; needs a valid form."""
        return SeenPost(post_id, self.cleaned_data["version"], self.cleaned_data["decision"])

    @property
    def chosen_act(self) -> DecisionAct:
        """What was decided; needs a valid form."""
        chosen = self.cleaned_data["act"]
        return DecisionAct.REJECT if chosen == REFUSE_LATE else DecisionAct(chosen)

    @property
    def wants_preview(self) -> bool:
        """Whether the letter is asked for, and nothing to be decided yet."""
        return "preview" in self.data

    @property
    def words(self) -> DecisionWords:
        """Why; a reason is kept only where the act needs one. Needs a valid form."""
        reason = self.cleaned_data["reason"] if self.chosen_act in NEEDS_REASON else ""
        if self.cleaned_data["act"] == REFUSE_LATE:
            reason = ReasonCode.LATE
        return DecisionWords(
            ReasonCode(reason) if reason else None,
            self.cleaned_data["message"],
            self.cleaned_data["internal_note"],
        )
