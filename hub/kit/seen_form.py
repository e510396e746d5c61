"""The form of a row in the administration: what one did not change is never set back."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _


class SeenForm(forms.ModelForm[Any]):
    """Each field carries what it showed, so that the form changes what its sender changed and nothing else.

    What another saved meanwhile in a field that the sender left alone stays. Where both changed a field the form is
    refused and keeps what was typed; sent once more, on what stands there now, it is meant. Needs the transaction of the
    page: the row is held until its end. `changed_data` names what the sender changed; save that alone.
    """

    def __getitem__(self, name: str) -> forms.BoundField:
        """The field; that of a row that is there also carries what it showed."""
        if self.instance.pk and name in self.fields:
            self.fields[name].show_hidden_initial = True
        return super().__getitem__(name)

    def locked_row(self) -> Any:
        """The row as it is now, held until the end."""
        rows = type(self.instance)._default_manager.select_for_update(no_key=True)  # noqa: SLF001 - the manager of any model
        return rows.get(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """Put what was changed here on what stands there now."""
        checked = super().clean() or self.cleaned_data
        if not self.instance.pk:
            return checked
        row = self.locked_row()
        self.initial.update(model_to_dict(row, fields=list(self.fields)))
        for name in [one for one in self.fields if one not in self.changed_data]:
            checked[name] = getattr(row, name)
        clashing = [
            name
            for name in self.changed_data
            if name in checked and self._is_stale(name) and checked[name] != getattr(row, name)
        ]
        if clashing:
            self._refuse(clashing)
        return checked

    def _is_stale(self, name: str) -> bool:
        """Whether a field says something else now than it showed."""
        bound, field = self[name], self.fields[name]
        seen = field.hidden_widget().value_from_datadict(
            self.data, self.files, bound.html_initial_name
        )
        return field.has_changed(_plain(self._present(name)), _plain(seen))

    def _present(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _refuse(self, clashing: list[str]) -> None:
        """Say so, and carry what stands there now."""
        taken = [
            name for name in self.fields if name not in self.changed_data and self._is_stale(name)
        ]
        self.data = self.data.copy()  # type: ignore[attr-defined]  # of a request
        for name, field in self.fields.items():
            self._put(self[name].html_initial_name, field.hidden_widget(), self._present(name))
            if name in taken:
                self._put(self[name].html_name, field.widget, self._present(name))
                self[name].help_text = _("Taken over as it was saved: you had not changed it.")
        self.add_error(None, _("This was changed after you opened it. Nothing was overwritten."))
        for name in clashing:
            words = _("Both of you changed this. Yours stands here; what was saved: %(words)s")
            self.add_error(name, words % {"words": self._in_words(name)})

    def _put(self, name: str, widget: forms.Widget, value: Any) -> None:
        """Let the form carry a value as if it had been sent."""
        assert isinstance(self.data, QueryDict)
        if isinstance(widget, forms.MultiWidget):
            for index, part in enumerate(widget.decompress(value) or ()):
                self.data[f"{name}_{index}"] = part
        else:
            self.data[name] = "" if value is None else value

    def _in_words(self, name: str) -> str:
        """What stands there now, as the page would say it."""
        value = self._present(name)
        choices: dict[Any, Any] = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return str(choices.get(value, localize(value, use_l10n=True) if value else "–"))


def _plain(value: Any) -> Any:
    """Without what sending alone changes: the ends of lines, white space around."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
