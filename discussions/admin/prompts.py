"""Questions, with their earlier wordings."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max, Model
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.admin.base import SeenForm, SetUpAdmin, actor, columns, texts_from
from discussions.models import Document, Prompt, Space, Window
from discussions.selectors.set_up import prompt_setting
from discussions.services.locks import hold_windows
from discussions.services.prompts import (
    can_be_deleted,
    check_wording,
    delete_prompt,
    put_prompt,
    reword_prompt,
)
from discussions.services.set_up import settle_change
from discussions.services.window_questions import (
    MovedQuestion,
    needs_reason,
    note_assignment,
    windows_touched,
)
from discussions.validators.set_up import PromptSetting
from hub.kit.bilingual import shown_texts, text_in
from hub.kit.dates import moment_in
from hub.kit.refusals import Refusal
from hub.kit.sanitise import body_from_form, visible_text


class SpaceChoice(forms.ModelChoiceField[Space]):
    """Spaces by their titles."""

    def label_from_instance(self, obj: Model) -> str:
        """The title, else the address."""
        assert isinstance(obj, Space)
        return text_in(obj, "title", "en").value or obj.slug


class WindowChoice(forms.ModelChoiceField[Window]):
    """Windows by their place."""

    def label_from_instance(self, obj: Model) -> str:
        """Like "Window 2, opens 3 May 2027, 09:00 UTC"."""
        assert isinstance(obj, Window)
        if obj.opens_at is None:
            return _("Window %(n)d") % {"n": obj.position + 1}
        return _("Window %(n)d, opens %(moment)s UTC") % {
            "n": obj.position + 1,
            "moment": moment_in(obj.opens_at),
        }


class DocumentChoice(forms.ModelChoiceField[Document]):
    """Documents by their titles."""

    def label_from_instance(self, obj: Model) -> str:
        """The title, or the revision."""
        assert isinstance(obj, Document)
        return text_in(obj, "title", "en").value or obj.label or str(obj)


class PromptForm(SeenForm):
    """Window and document are of the question's own space; the texts are checked as the service does."""

    subject = "prompt"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        space_id = self.instance.space_id
        if "space" in self.fields:
            self.fields["space"] = SpaceChoice(
                Space.objects.order_by("slug"), label=gettext_lazy("Space")
            )
        if not self.instance.pk:
            self.fields["position"].required = False
            self.fields["position"].help_text = gettext_lazy("Empty: after the other questions.")
        if "window" in self.fields:
            self.fields["window"] = WindowChoice(
                Window.objects.filter(space_id=space_id),
                label=gettext_lazy("Window"),
                required=False,
                help_text=gettext_lazy("Empty: the main window of the space."),
            )
            self.fields["document"] = DocumentChoice(
                Document.objects.filter(space_id=space_id),
                label=gettext_lazy("Document"),
                required=False,
            )

    def setting_of(self, row: Prompt) -> PromptSetting:
        """Words, window and document."""
        return prompt_setting(row)

    def clean_position(self) -> int:
        """The place after the others where none was given."""
        position: int | None = self.cleaned_data["position"]
        if position is not None:
            return position
        others = Prompt.objects.filter(space=self.cleaned_data.get("space"))
        return int(others.aggregate(highest=Max("position"))["highest"] or 0) + 1

    def clean(self) -> dict[str, Any]:
        """A window that is open or will be takes no incomplete question."""
        checked = super().clean() or self.cleaned_data
        for name in columns("text"):
            checked[name] = body_from_form(checked.get(name) or "")
        self._check_window(checked)
        space = checked.get("space") or (self.instance.space if self.instance.pk else None)
        if space is not None:
            texts = texts_from(checked, "text")
            try:
                check_wording(space, texts)
            except Refusal as refusal:
                self.add_error(columns("text")[0], str(refusal))
        return checked

    def _check_window(self, checked: dict[str, Any]) -> None:
        """A change that followers are told with its reason belongs on the page that asks for one."""
        if "window" not in self.changed_data or not self.instance.pk or "window" not in checked:
            return
        later = checked["window"].pk if checked["window"] is not None else None
        moved = MovedQuestion(self.instance, self.initial.get("window"), later)
        windows = list(Window.objects.filter(space=self.instance.space_id).order_by("position"))
        if needs_reason(windows_touched(moved, windows)):
            self.add_error(
                "window",
                _(
                    "One of these windows has opened, so a reason is needed: change it on the page of the question, outside"
                    " the administration."
                ),
            )


@admin.register(Prompt)
class PromptAdmin(SetUpAdmin):
    """A new wording after answers keeps the earlier one; a question with answers is closed, not deleted."""

    form = PromptForm
    list_display = ("space", "number", "position", "words", "closed_at")
    list_filter = ("space",)
    list_select_related = ("space",)
    ordering = ("space__slug", "position")

    def get_fields(self, request: HttpRequest, obj: Prompt | None = None) -> tuple[str, ...]:
        """Window and document can be chosen once the space is known."""
        if obj is None:
            return ("space", "position", *columns("text"))
        return (
            "space",
            "number",
            "position",
            *columns("text"),
            "window",
            "document",
            "closed_at",
            "asked_at",
            "earlier",
            "seen",
        )

    def get_fieldsets(self, request: HttpRequest, obj: Prompt | None = None) -> Any:
        """Said outright: modeltranslation would put all columns of the table on the page."""
        return [(None, {"fields": self.get_fields(request, obj)})]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Prompt | None = None
    ) -> tuple[str, ...]:
        """The number is permanent."""
        return ("space", "number", "asked_at", "earlier") if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """While nobody has answered."""
        allowed = self.has_change_permission(request, obj)
        return allowed and isinstance(obj, Prompt) and can_be_deleted(obj)

    def save_model(
        self, request: HttpRequest, obj: Prompt, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """The words by their service, the rest as it is."""
        by, texts = actor(request), texts_from(form.cleaned_data, "text")
        if not change:
            put_prompt(by=by, prompt=obj, texts=texts)
            return
        rest = [
            name
            for name in ("position", "window", "document", "closed_at")
            if name in form.changed_data
        ]
        if rest:
            hold_windows(obj.space_id)
            obj.save(update_fields=rest)
            subject = ("prompt", obj.pk)
            settle_change(by, obj.space_id, "prompt-changed", subject, {"fields": rest})
        if "window" in rest:
            moved = MovedQuestion(obj, form.initial.get("window"), obj.window_id)
            note_assignment(by=by, space_id=obj.space_id, moved=[moved])
        reword_prompt(by=by, prompt_id=obj.pk, texts=texts)

    def delete_model(self, request: HttpRequest, obj: Prompt) -> None:
        """By its service, which checks once more."""
        delete_prompt(by=actor(request), prompt_id=obj.pk)

    @admin.display(description=gettext_lazy("text"))
    def words(self, row: Prompt) -> str:
        """The beginning of the question."""
        return visible_text(text_in(row, "text", "en").value)[:80]

    @admin.display(description=gettext_lazy("earlier wordings"))
    def earlier(self, row: Prompt) -> str:
        """Each with the instant until which it stood."""
        lines = [
            (moment_in(wording.until), text.language, visible_text(text.value))
            for wording in row.earlier_wordings.all()
            for text in shown_texts(wording, "text")
        ]
        return format_html_join("\n", "<p>{} UTC, {}: {}</p>", lines) or "–"
