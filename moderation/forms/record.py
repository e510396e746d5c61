"""What somebody asks of the record."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from discussions.access.roles import can_see_addresses
from discussions.access.viewer import Viewer
from discussions.forms.check import tidy_reference
from discussions.models import Post, Space
from discussions.selectors.references import moved_post
from discussions.selectors.spaces import find_post
from hub.kit.bilingual import text_in
from moderation.access.record import reads_record_of
from moderation.validators.record import RecordQuery

#: The acts to choose from, by heading.
ActChoices = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class RecordForm(forms.Form):
    """Sent by GET: what is empty leaves nothing out. Days are those of UTC."""

    space = forms.ChoiceField(label=gettext_lazy("Space"), required=False)
    post = forms.CharField(
        label=gettext_lazy("Reference of a text"), required=False, max_length=40
    )
    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=200)
    act = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    since = _day(gettext_lazy("From"))
    until = _day(gettext_lazy("Until"))

    def __init__(
        self, data: Any, *, viewer: Viewer, spaces: Sequence[Space], acts: ActChoices
    ) -> None:
        super().__init__(data)
        self._viewer, self._spaces = viewer, spaces
        language = get_language() or "en"
        titles = [(one.slug, text_in(one, "title", language).value or one.slug) for one in spaces]
        self._choose("space", [("", _("all")), *titles])
        self._choose("act", [("", _("everything")), *acts])
        for name in ("post", "person"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["person"].help_text = (
            _("A part of the name, or the whole e-mail address.")
            if can_see_addresses(viewer)
            else _("A part of the name.")
        )
        self.found_post: Post | None = None

    def clean_post(self) -> str:
        """A text whose record is theirs to read, under its present or an earlier reference."""
        if not self.cleaned_data["post"]:
            return ""
        reference = tidy_reference(self.cleaned_data["post"])
        given = find_post(reference)
        post = given.post if given is not None else moved_post(reference)
        if post is None or not reads_record_of(self._viewer, post):
            raise forms.ValidationError(
                _("There is no text of this reference in the spaces that are yours to look after.")
            )
        self.found_post = post
        return post.reference

    def query(self, acts: Sequence[str]) -> RecordQuery:
        """What is asked for; needs a valid form. `acts` are those that the chosen one stands for."""
        given = self.cleaned_data
        space = next((one.pk for one in self._spaces if one.slug == given["space"]), None)
        return RecordQuery(
            space_id=space,
            post_id=self.found_post.pk if self.found_post is not None else None,
            person=given["person"].strip(),
            acts=acts,
            since=_midnight(given["since"]),
            until=_midnight(given["until"], days=1),
        )

    @property
    def address(self) -> dict[str, str]:
        """What was filled in, for links to the same."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


_LAST = datetime.max.replace(tzinfo=UTC)


def _midnight(day: Any, *, days: int = 0) -> datetime | None:
    """The beginning of a day in UTC, or of one some days later; None without a day."""
    if not day:
        return None
    midnight = datetime.combine(day, time(), UTC)
    # The last day of the calendar has no day after it.
    return midnight + timedelta(days=days) if midnight.date() < date.max else _LAST
