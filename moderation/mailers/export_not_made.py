"""What somebody is told who asked for an export and lost the right to it before it was made."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from hub.kit.bilingual import text_in
from moderation.enums import ExportState
from moderation.models import Export


def export_not_made_letter(notice: Notice) -> Letter | None:
    """The letter, in the active language; None where there is such an export after all."""
    export = Export.objects.select_related("space").filter(pk=notice.facts["export"]).first()
    if export is None or export.state != ExportState.FAILED:
        return None
    title = text_in(export.space, "title", get_language() or settings.LANGUAGE_CODE)
    return write_letter(
        "mails/export_not_made",
        subject=_("The export that you asked for was not made"),
        context={
            "space": title.value,
            "space_language": title.language,
            "sentence": _("Before it was made you left the secretariat."),
        },
    )
