"""What a moderator writes to put a question or to change one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from discussions.models import Document, Window
from discussions.pages.sections import document_words
from discussions.validators.set_up import PromptSetting, stamp_of
from moderation.forms.set_up import SetUpForm, offered


class QuestionForm(SetUpForm):
    """A question in each language, side by side, with its window and the document that it asks about.

    `present` is what stands there; None for a new question. A space with one window, or without documents, offers none.
    """

    window = forms.TypedChoiceField(
        label=gettext_lazy("Window"),
        help_text=gettext_lazy("When answers to this question are taken."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for another window"),
        help_text=gettext_lazy(
            "Needed where one of the two windows has opened. It stands in their history, and in the letter to those who"
            " follow the space."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "short", "rows": 2}),
    )
    document = forms.TypedChoiceField(
        label=gettext_lazy("Document it asks about"),
        help_text=gettext_lazy("Readers find it beside the question."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        present: PromptSetting | None,
        windows: Sequence[tuple[Window, str]],
        documents: Sequence[Document],
    ) -> None:
        self.present = present or PromptSetting({})
        super().__init__(data)
        self.add_editors("text", _("The question (%(language)s)"))
        self._offer_windows(windows)
        self._offer_documents(documents)
        self.build_on(stamp_of(present) if present is not None else "", self._values(self.present))

    def merge_with(self, setting: PromptSetting) -> None:
        """Keep what was written, for another try on what stands there now."""
        self.merge(stamp_of(setting), self._values(setting))

    def _values(self, setting: PromptSetting) -> dict[str, Any]:
        chosen = {"window": setting.window_id, "document": setting.document_id}
        return {**self.by_column("text", setting.texts), **chosen}

    def _offer_windows(self, windows: Sequence[tuple[Window, str]]) -> None:
        """The main one is the empty choice, unless the question points to it by name."""
        named = [
            (window.pk, words)
            for window, words in windows
            if window.position or window.pk == self.present.window_id
        ]
        if named:
            self.fields["window"].choices = offered(named, _("The main window of the space"))  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["window"], self.fields["reason"]

    def _offer_documents(self, documents: Sequence[Document]) -> None:
        language = get_language() or "en"
        named = [(document.pk, document_words(document, language)) for document in documents]
        if named:
            self.fields["document"].choices = offered(named, _("No document"))  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["document"]

    def clean(self) -> dict[str, Any]:
        """Something is asked, in one language at least."""
        self.keep_untouched("text", self.present.texts)
        fields = self.fields_of("text")
        if not any(self.cleaned_data.get(field.name) or field.errors for field in fields):
            self.add_error(fields[0].name, _("Write the question."))
        return self.cleaned_data

    @property
    def questions(self) -> list[forms.BoundField]:
        """The editors, one for each content language."""
        return self.fields_of("text")

    @property
    def setting(self) -> PromptSetting:
        """What was written; needs a valid form."""
        return PromptSetting(
            self.texts("text"),
            self._chosen("window", self.present.window_id),
            self._chosen("document", self.present.document_id),
        )

    @property
    def why(self) -> str:
        """Why the question follows another window."""
        return str(self.cleaned_data.get("reason", ""))

    def ask_for_reason(self) -> None:
        """Say that the change of the window is told with its reason."""
        self.add_error("reason", _("Give a reason: one of these windows has opened."))

    def _chosen(self, name: str, present: int | None) -> int | None:
        """What was chosen; what the form did not offer when it was shown stays."""
        was_offered = name in self.fields and name in self.data
        return self.cleaned_data[name] if was_offered else present
