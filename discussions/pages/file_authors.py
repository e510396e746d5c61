"""Whom the properties of a kept file name: what somebody who withholds a name is warned of."""

from functools import lru_cache

from django.utils.translation import gettext as _

from discussions.models import Upload
from discussions.models.document import StoredFile
from discussions.pages.texts import listed
from hub.kit.file_metadata import authors_in
from hub.kit.storage import opened


def authors_of(file: Upload | StoredFile) -> str:
    """The names in one line; "" where there are none, or the kind of the file is not read."""
    return _read(file.stored_as, file.media_type)


def authors_note(names: str) -> str:
    """What is said beside a file of which the properties name somebody; "" where they name nobody."""
    if not names:
        return ""
    return _(
        "Its properties name %(names)s. Readers who fetch the file see that: take it out first if you withhold"
        " your name."
    ) % {"names": names}


@lru_cache(maxsize=1024)  # stored bytes never change
def _read(stored_as: str, media_type: str) -> str:
    try:
        with opened(stored_as) as content:
            return listed(authors_in(content, media_type))
    except FileNotFoundError:
        return ""
