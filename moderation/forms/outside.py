"""What staff enter that came from outside the portal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access.posts import check_outside_reply, check_received_on
from discussions.enums import NameWithheld, OutsideKind
from discussions.forms.submission import SubmissionForm, Writer
from discussions.models import Post, Prompt, Space, Window
from discussions.selectors.references import parse_reference, post_of
from discussions.selectors.writing import window_for
from discussions.validators.outside import OutsideSource
from hub.kit.refusals import Refusal
from moderation.forms.local_times import DayInput
from moderation.forms.outside_entity import EntityForm

GENERAL: Final = "general"
REPLY: Final = "reply"
_FIRST_YEAR: Final = 2000  # an earlier one is a slip of the pen


@dataclass(frozen=True)
class Desk:
    """Where staff enter something: the space with its questions at an instant, and the files that wait for them."""

    space: Space
    prompts: Sequence[Prompt]
    at: datetime
    uploads: frozenset[UUID] = frozenset()


class OutsideForm(EntityForm, SubmissionForm):
    """Where it belongs, how and when it came in, from whom, where the receipt goes; then the text and its files.

    Text, language and files are those of every submission; the length limit of the space binds nobody
    here. `window` is that of the place, once the form is valid.
    """

    field_order = (  # type: ignore[assignment]  # another form, another order
        "place", "answers", "kind", "received_on",
        "speaks_as", "entity", "stakeholder_group", "country", "person",
        "name_withheld", "receipt_email", "receipt_language", "body", "language", "keep", "files",
    )  # fmt: skip

    place = forms.ChoiceField(label=gettext_lazy("What it answers"))
    answers = forms.CharField(
        label=gettext_lazy("Reference of the post it replies to"),
        help_text=gettext_lazy("Only for a reply, like RT2-0047."),
        required=False,
        max_length=40,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How it came in"), choices=OutsideKind.choices, widget=forms.RadioSelect
    )
    received_on = forms.DateField(
        label=gettext_lazy("Received on"),
        help_text=gettext_lazy(
            "By the calendar of the announced time zone. This day decides whether it counts as on time."
        ),
        widget=DayInput(),
        input_formats=["%Y-%m-%d"],
    )
    name_withheld = forms.ChoiceField(
        label=gettext_lazy("What readers see of the name"),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None, *, desk: Desk) -> None:
        super().__init__(data, files, writer=Writer(uploads=desk.uploads))
        self.desk = desk
        self.prompt: Prompt | None = None
        self.parent: Post | None = None
        self.window: Window | None = None
        self.offer_groups_and_countries()
        self._say_whose_words()
        self._choose("place", _places(desk.prompts))
        self._choose("name_withheld", NameWithheld.choices)

    def _say_whose_words(self) -> None:
        """The fields of every submission speak to their author; here somebody else reads them."""
        body, language = self.fields["body"], self.fields["language"]
        body.label, language.label = _("Text"), _("Language of the text")
        body.error_messages["required"] = _("Write down what came in.")
        language.help_text = _("The language in which it is written.")

    def clean_received_on(self) -> date:
        """Raises ValidationError for a year that nobody means."""
        day: date = self.cleaned_data["received_on"]
        if day.year < _FIRST_YEAR:
            raise ValidationError(_("Look at the year again."), code="year")
        return day

    def clean(self) -> dict[str, Any]:
        """The place with its window, the day by the calendar of that window, and from whom it came."""
        cleaned = super().clean()
        self._find_place()
        self._check_day()
        self.check_entity()
        return cleaned

    def _find_place(self) -> None:
        place, reference = self.cleaned_data.get("place"), self.cleaned_data.get("answers")
        if place is None or reference is None:
            return
        if place == REPLY:
            self._find_parent(reference.strip())
        elif reference:
            self.add_error(
                "answers", _("Choose “A post, as a reply to it” above, or leave this empty.")
            )
        self.prompt = next((p for p in self.desk.prompts if str(p.number) == place), None)
        if self.parent is not None:
            self.prompt = self.parent.prompt
        self.window = window_for(self.desk.space, self.prompt)

    def _find_parent(self, reference: str) -> None:
        space, parsed = self.desk.space, parse_reference(reference)
        found = (
            post_of(space, parsed[1]) if parsed and parsed[0] == space.reference_prefix else None
        )
        if found is None:
            self.add_error("answers", _("Give the reference of a post of this space."))
            return
        try:
            check_outside_reply(found)
        except Refusal as refusal:
            self.add_error("answers", str(refusal))
            return
        found.space = space
        self.parent = found

    def _check_day(self) -> None:
        day = self.cleaned_data.get("received_on")
        if day is None:
            return
        try:
            check_received_on(self.window, day, self.desk.at)
        except Refusal as refusal:
            self.add_error("received_on", str(refusal))

    @property
    def source(self) -> OutsideSource:
        """How and when it came in; needs a valid form."""
        data = self.cleaned_data
        return OutsideSource(OutsideKind(data["kind"]), data["received_on"])


def _places(prompts: Sequence[Prompt]) -> list[tuple[str, str]]:
    numbers = [str(prompt.number) for prompt in prompts]
    return [
        (GENERAL, _("The space as a whole")),
        *((number, _("Question %(number)s") % {"number": number}) for number in numbers),
        (REPLY, _("A post, as a reply to it")),
    ]
