"""What is told of exports: to who asked, that it is made, is not made, begins once more; to observers, that one is theirs."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.spaces import can_see_space
from discussions.access.viewer import viewer_of
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now
from hub.kit.files import file_size_text
from hub.kit.text import one_line
from moderation.enums import ExportState
from moderation.errors import NOT_PERMITTED, failure_words, left_out_words
from moderation.models import Export


def export_made_letter(notice: Notice) -> Letter | None:
    """It can be fetched; None where it cannot be any more, or not by who asked."""
    export = _export(notice)
    if export is None or not export.stored_as or not viewer_of(notice.receiver).is_secretariat:
        return None
    return _letter(
        export,
        _("The export that you asked for is made"),
        [
            _("It can be fetched for %(days)s days; each fetch stands on record.")
            % {"days": settings.EXPORT_DAYS_KEPT},
            *left_out_words(export.counts),
        ],
        action=_("To the export"),
        facts=[
            (_("File"), export.file_name),
            (_("Size"), file_size_text(export.size or 0)),
            ("SHA-256", export.sha256),
        ],
    )


def export_not_made_letter(notice: Notice) -> Letter | None:
    """Nothing is handed over, and why; None where there is such an export after all."""
    export = _export(notice)
    if export is None or export.state != ExportState.FAILED:
        return None
    heading = _("The export that you asked for was not made")
    if export.failure == NOT_PERMITTED:
        sentences = [
            _("Before it was made you left the secretariat."),
            _(
                "Nothing was handed over. Exports are for the secretariat: whoever belongs to it now can ask for this"
                " one again."
            ),
        ]
        return _letter(export, heading, sentences)
    why = failure_words(export.failure, export.counts.get("failure", {}))
    return _letter(export, heading, [why], action=_("To the export"))


def export_begun_again_letter(notice: Notice) -> Letter | None:
    """It was interrupted; None where it is over meanwhile, or is no longer theirs."""
    export = _export(notice)
    if export is None or export.state not in {ExportState.WAITING, ExportState.RUNNING}:
        return None
    if not viewer_of(notice.receiver).is_secretariat:
        return None
    sentences = [
        _(
            "While it was being made the work broke off, so it has begun once more from the start. Nothing is lost, and"
            " there will be one file. Another e-mail follows when it is over."
        )
    ]
    heading = _("The export that you asked for has begun once more")
    return _letter(export, heading, sentences, action=_("See how far it is"))


def export_given_letter(notice: Notice) -> Letter | None:
    """To an observer: it was given to them; None where it cannot be fetched any more, or not by them."""
    export = _export(notice)
    if export is None or not export.stored_as or not export.for_observers:
        return None
    viewer = viewer_of(notice.receiver)
    if export.space_id not in viewer.observes:
        return None
    if not can_see_space(export.space, viewer, database_now()):
        return None
    return _letter(
        export,
        _("An export was given to the observers of a space"),
        [
            _(
                "You observe this space. The secretariat gave its observers an export of it; each fetch stands on"
                " record."
            ),
        ],
        action=_("To the exports"),
        facts=[
            (_("File"), export.file_name),
            (_("Size"), file_size_text(export.size or 0)),
            ("SHA-256", export.sha256),
        ],
        is_to_observers=True,
    )


def _export(notice: Notice) -> Export | None:
    exports = Export.objects.select_related("space")
    return exports.filter(pk=notice.facts["export"]).first()


def _letter(
    export: Export,
    heading: str,
    sentences: list[str],
    *,
    action: str = "",
    facts: list[tuple[str, str]] | None = None,
    is_to_observers: bool = False,
) -> Letter:
    title = text_in(export.space, "title", get_language() or settings.LANGUAGE_CODE)
    slug = export.space.slug
    address = reverse("export", args=[slug, export.pk])
    if is_to_observers:
        address = reverse("exports", args=[slug])
    return write_letter(
        "mails/export_given" if is_to_observers else "mails/export_told",
        subject=heading,
        context={
            "space": one_line(title.value),
            "space_language": title.language,
            "sentences": sentences,
            "facts": facts or [],
            "action_url": f"{settings.SITE_URL}{address}" if action else "",
            "action_label": action,
        },
    )
