"""Files that are not taken, or not handed out."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hub.kit.refusals import Refusal


class FileGone(Refusal):
    """A file that was kept for the next try is no longer there."""

    code = "file-gone"
    status = 409
    message = _(
        "A file is no longer kept here. Attach it again; the text and the others are kept."
    )


class NotCheckedYet(Refusal):
    """A file that came while the virus scanner was away: nobody has it before the scanner has seen it."""

    code = "not-checked-yet"
    status = 409
    message = _(
        "This file is not checked for viruses yet. It can be fetched as soon as it is: try again later."
    )


class VirusInFile(Refusal):
    """A file in which the scanner has found something since it was taken: nobody has it any more."""

    code = "virus-in-file"
    status = 403
    message = _("A virus was found in this file, so nobody can fetch it.")


class VirusFound(Refusal):
    """Files of a form in which the scanner has found something since they were taken: `names`, in their order."""

    code = "virus-found"
    status = 409

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            ngettext(
                "A virus was found in this file: %(names)s. Take it out, then send again; the text and the others are"
                " kept.",
                "A virus was found in these files: %(names)s. Take them out, then send again; the text and the others"
                " are kept.",
                len(names),
            )
            % {"names": ", ".join(names)}
        )


class NoFile(Refusal):
    """A request that should bring one file and brings none, or several."""

    code = "no-file"
    status = 400
    message = _("No file arrived. Choose it again.")


class TooManyFiles(Refusal):
    """More files than a text may have."""

    code = "too-many-files"
    status = 400
    message = _("There are too many files. Remove one to attach this one.")


class TooMuchWaiting(Refusal):
    """So many bytes of one person wait to be sent, in drafts or not, that no further file is kept."""

    code = "too-much-waiting"
    status = 409
    message = _(
        "Your files that wait here to be sent are very large together. Send or throw away a draft that has files;"
        " files that are in no draft are removed after a day."
    )
