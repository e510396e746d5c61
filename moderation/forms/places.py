"""Where a moderator puts a post, into which one it is merged, and why."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from discussions.enums import ReasonCode
from discussions.models import Post, Space
from discussions.selectors.references import parse_reference
from hub.kit.bilingual import text_in
from hub.kit.sanitise import excerpt
from moderation.enums import DecisionAct
from moderation.forms.decision import DecisionForm
from moderation.validators.decisions import DecisionWords, Occasion
from moderation.validators.places import Destination

_QUESTION_WORDS: Final = 70
_LONGEST_REFERENCE: Final = 40


class ReferenceField(forms.CharField):
    """The reference of a post as people write it; its value is the post with its space, or None for nothing."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=_LONGEST_REFERENCE, **more)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for what is no reference of a post."""
        said = super().clean(value)
        parsed = parse_reference(said)
        if not said:
            return None
        found = parsed and Post.objects.select_related("space").filter(
            space__reference_prefix=parsed[0], number=parsed[1]
        )
        post = found.first() if found else None
        if post is None:
            raise forms.ValidationError(_("There is no text with this reference."), code="unknown")
        return post


class DestinationForm(forms.Form):
    """A question or a space, from a list; or another text, by its reference. Needs the spaces with their questions."""

    place = forms.ChoiceField(
        label=gettext_lazy("As an answer to"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "This place is not there any more, or not one of yours. Choose another."
            )
        },
    )
    under = ReferenceField(
        label=gettext_lazy("Or as a reply to the text with the reference"),
        help_text=gettext_lazy("Like RT2-0047. Leave it empty for an answer to a question."),
        required=False,
    )

    def __init__(self, data: Any = None, *, spaces: Sequence[Space]) -> None:
        super().__init__(data)
        self._places: dict[str, Destination] = {}
        self._words: dict[str, str] = {}
        language = get_language() or "en"
        groups = [
            (
                text_in(space, "title", language).value,
                self._choices(space, names_space=len(spaces) > 1),
            )
            for space in spaces
        ]
        self.fields["place"].choices = [("", _("Choose a question or a space")), *groups]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Just one of the two has to be said."""
        if not self.errors and bool(self.cleaned_data["place"]) == (
            self.cleaned_data["under"] is not None
        ):
            self.add_error(
                "place", _("Choose a question or a space, or give the reference of a text.")
            )
        return self.cleaned_data

    @property
    def destination(self) -> Destination:
        """Where it shall stand; needs a valid form."""
        under: Post | None = self.cleaned_data["under"]
        if under is not None:
            return Destination(under.space_id, parent=under.pk)
        return self._places[self.cleaned_data["place"]]

    @property
    def said(self) -> str:
        """The place in words, as it was chosen; "" where none was."""
        if not self.is_bound or not self.is_valid():
            return ""
        under: Post | None = self.cleaned_data["under"]
        if under is not None:
            return _("As a reply to %(reference)s") % {"reference": under.reference}
        return self._words[self.cleaned_data["place"]]

    def _choices(self, space: Space, *, names_space: bool) -> list[tuple[str, str]]:
        """`names_space`: of several, because a closed list shows the choice alone; by its prefix, which is short."""
        choices = []
        for value, label in self._labels(space):
            words = label
            if names_space:
                named = {"prefix": space.reference_prefix, "place": label}
                words = _("%(prefix)s · %(place)s") % named
            choices.append((value, words))
        self._words.update(choices)
        return choices

    def _labels(self, space: Space) -> list[tuple[str, str]]:
        language = get_language() or "en"
        choices = [(space.reference_prefix, _("The space as a whole"))]
        self._places[space.reference_prefix] = Destination(space.pk)
        for prompt in space.prompts.all():
            value = f"{space.reference_prefix}:{prompt.number}"
            self._places[value] = Destination(space.pk, prompt.pk)
            words = excerpt(text_in(prompt, "text", language).value, _QUESTION_WORDS)
            label = _("Question %(number)d: %(words)s") % {"number": prompt.number, "words": words}
            choices.append((value, label))
        return choices


class SurvivorForm(forms.Form):
    """The text that stays, by its reference."""

    survivor = ReferenceField(
        label=gettext_lazy("Reference of the text that stays"),
        help_text=gettext_lazy("Like RT2-0047, in the same space."),
    )


class OwnPageForm(DecisionForm):
    """The words of an act that has a page of its own and needs a reason; which act, the page says."""

    act = None  # type: ignore[assignment]  # takes the field away
    chosen: ClassVar[DecisionAct]

    def __init__(self, *args: Any, reads: str, **kwargs: Any) -> None:
        """`reads`: the language of the author's account, "" without one."""
        occasion = Occasion(frozenset({self.chosen}), reads)
        super().__init__(*args, occasion=occasion, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The reason has to be chosen."""
        self.check_reason(self.chosen)
        return self.cleaned_data

    @property
    def chosen_act(self) -> DecisionAct:
        """The act of the page."""
        return self.chosen

    @property
    def words(self) -> DecisionWords:
        """Why; needs a valid form."""
        self.cleaned_data["act"] = self.chosen
        return super().words


class MoveForm(OwnPageForm):
    """Why a text is moved."""

    chosen = DecisionAct.MOVE


class MergeForm(OwnPageForm):
    """Why a text is merged into another; nearly always because both say the same."""

    chosen = DecisionAct.MERGE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].initial = ReasonCode.DUPLICATE
