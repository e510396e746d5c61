"""The files of a version, and the words in them, for a viewer."""

import re
from typing import Final

from discussions.access.scans import scan_of
from discussions.access.viewer import Viewer
from discussions.access.withheld import file_reason
from discussions.access.words.seeing import can_see_version, sees_behind
from discussions.access.words.shown import ShownFile
from discussions.enums import NameWithheld
from discussions.models import Attachment, FileText, Post, Version
from hub.kit.files import EXTENSIONS, extension_of

#: Stands in the place of the name of a file, as in exports (PRODUCT, section 7).
_WITHHELD: Final = "name-withheld"
_WITHHELD_FILE: Final = re.compile(rf"{_WITHHELD}_([1-9][0-9]{{0,3}})(?:\.[a-z]+)?", re.ASCII)


def files_for(version: Version, post: Post, viewer: Viewer) -> list[ShownFile]:
    """The files of a version for a viewer, in their order; none where they may not see the version.

    One that the virus scanner has not seen, or has found something in, is masked for its author and staff too. Needs `attachments` and `redactions` prefetched on pages that show many.
    """
    if not can_see_version(version, post, viewer):
        return []
    sees_all = sees_behind(post, viewer)
    hides_names = post.name_withheld != NameWithheld.NO and not sees_all
    return [
        ShownFile(
            attachment,
            _file_name(attachment, hides_names),
            None if sees_all else file_reason(version, attachment),
            scan_of(attachment),
            file_reason(version, attachment) if sees_all else None,
        )
        for attachment in version.attachments.all()
    ]


def file_text_for(
    attachment: Attachment, version: Version, post: Post, viewer: Viewer
) -> str | None:
    """The words that were taken out of a file of a version, for a viewer; None where they may not have the file.

    "" while they are not taken out yet. A file says what it says: where the name of its author is
    withheld, a reader who may fetch it may search it too.
    """
    shown = [
        file for file in files_for(version, post, viewer) if file.attachment.pk == attachment.pk
    ]
    if not shown or shown[0].is_masked:
        return None
    texts = FileText.objects.filter(pk=attachment.sha256).values_list("extracted", flat=True)
    return texts.first() or ""


def withheld_file_name(name: str, position: int) -> str:
    """A withheld name leaves no file name (PRODUCT, section 6): the place, from 0, and the kind alone.

    In every language the same, as it stands in addresses. A file that came so from an archive for every reader keeps its
    number: others are not in that.
    """
    came = _WITHHELD_FILE.fullmatch(name)
    number = f"{_WITHHELD}_{came[1] if came else position + 1}"
    extension = extension_of(name)
    return f"{number}.{extension}" if extension in EXTENSIONS else number


def _file_name(attachment: Attachment, is_hidden: bool) -> str:
    if not is_hidden:
        return attachment.name
    return withheld_file_name(attachment.name, attachment.position)
