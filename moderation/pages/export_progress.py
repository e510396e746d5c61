"""How far an export is, in words and for the bar, while it is made."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussions.models import Space
from moderation.enums import ExportState
from moderation.exports.estimate import BAR_WHOLE, bar_of
from moderation.exports.sentences import parts_sentence
from moderation.models import Export
from moderation.selectors.exports import RUNNING

_STEPS: Final[dict[str, Promise]] = {
    "texts": gettext_lazy("Writing the texts: %(done)s of %(total)s texts and files are done."),
    "archive": gettext_lazy("Writing the data: %(done)s of %(total)s texts and files are done."),
    "docx": gettext_lazy("Setting the compilation in Word."),
    "pdf": gettext_lazy("Setting the compilation in PDF."),
    "files": gettext_lazy("Adding the files: %(done)s of %(total)s texts and files are done."),
    "checking": gettext_lazy("Counting everything once more in the finished package."),
}
_WAITING: Final = gettext_lazy("Waiting for its turn. You can leave this page; an e-mail follows.")
_MINUTE: Final = 60


@dataclass(frozen=True)
class ProgressView:
    """The inputs of components/progress.html; `done` and `total` are those of the bar."""

    key: str
    url: str
    title: str
    done: int
    total: int
    message: str
    note: str
    cancel_url: str
    running: tuple[str, ...] = tuple(state.value for state in RUNNING)


def progress_view(space: Space, export: Export) -> ProgressView:
    """How far it is."""
    return ProgressView(
        key=str(export.pk),
        url=reverse("export-status", args=[space.slug, export.pk]),
        title=_("Export running: %(what)s") % {"what": parts_sentence(export.chosen_parts)},
        done=bar_of(export.chosen_parts, export.step, export.done, export.total),
        total=BAR_WHOLE if export.step else 0,
        message=_message(export),
        note=_begun_again(export),
        cancel_url=reverse("export-cancel", args=[space.slug, export.pk]),
    )


def status(space: Space, export: Export) -> dict[str, Any]:
    """What js/progress.js asks for."""
    progress = progress_view(space, export)
    return {
        "state": export.state,
        "done": progress.done,
        "total": progress.total,
        "message": progress.message,
    }


def left_words(seconds: int) -> str:
    """How long it will still take, about: tens of seconds, then minutes."""
    if seconds <= 5:
        return _("A few seconds left.")
    tens = -(-seconds // 10) * 10
    if tens < _MINUTE:
        return _("About %(seconds)s seconds left.") % {"seconds": tens}
    minutes = max(round(seconds / _MINUTE), 1)
    return ngettext(
        "About %(minutes)s minute left.", "About %(minutes)s minutes left.", minutes
    ) % {"minutes": minutes}


def _message(export: Export) -> str:
    words = str(_STEPS.get(export.step, _WAITING))
    said = [words % {"done": export.done, "total": export.total}]
    if export.state == ExportState.RUNNING and export.seconds_left is not None:
        said.append(left_words(export.seconds_left))
    return " ".join(said)


def _begun_again(export: Export) -> str:
    if export.attempts <= 1:
        return ""
    return _("The work broke off and has begun once more from the start. Nothing is lost.")
