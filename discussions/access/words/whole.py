"""Whether a viewer has all of a version, so that hashes and masks tell nothing."""

from discussions.access.viewer import Viewer
from discussions.access.withheld import file_reason
from discussions.access.words.files import files_for
from discussions.access.words.seeing import can_see_version, is_insider
from discussions.access.words.speakers import speaker_for
from discussions.access.words.texts import text_for
from discussions.models import Attachment, Post, Version


def may_check(
    version: Version, post: Post, viewer: Viewer, file: Attachment | None = None
) -> bool:
    """Whether a viewer may be told that a hash is that of the text of a version, or of one of its files.

    Whoever is told can try what stands behind a mask, word by word: so only its author and staff are where the text
    or the file is not whole for every reader.
    """
    if is_insider(post, viewer):
        return True
    visitor = Viewer()
    if not can_see_version(version, post, visitor):
        return False
    if file is not None:
        return file_reason(version, file) is None
    text = text_for(version, post, visitor)
    return text is not None and text.is_whole


def is_kept_from(version: Version, post: Post, viewer: Viewer) -> bool:
    """Whether moderators or its author keep something of a version from a viewer who may read it: speaker, text, files."""
    text = text_for(version, post, viewer)
    speaker = speaker_for(version, post, viewer)
    if text is None or speaker is None:
        return False
    files = files_for(version, post, viewer)
    return speaker.is_withheld or not text.is_whole or any(file.mask_reason for file in files)
