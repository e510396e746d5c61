"""The one door to text, names and files (PRODUCT, section 6): every channel asks here, for a viewer.

Nothing else reads `Version.body`, the speaker's columns or the names of attachments but `access.withheld`, which works
out the masks of moderators (tests/discussions/access/test_one_door.py keeps it so).
"""

from discussions.access.words.files import (
    file_text_for,
    files_for,
    withheld_file_name,
)
from discussions.access.words.finding import (
    in_group,
    may_say,
    named_organisation,
    reviewed_first,
    says,
    sent_for,
)
from discussions.access.words.seeing import (
    can_see_version,
    exposure_of,
    is_let_through,
    public_exposure_of,
)
from discussions.access.words.shown import (
    Exposure,
    ShownFile,
    ShownSpeaker,
    ShownText,
    Snapshot,
)
from discussions.access.words.speakers import (
    is_verified_lead,
    sees_organisations,
    sees_who_speaks,
    snapshot_for,
    speaker_for,
    withheld_name,
)
from discussions.access.words.texts import (
    compared_by,
    masked_for_readers,
    places_for,
    reservation_for,
    text_for,
    withheld_from_readers,
    words_kept_from_readers,
)
from discussions.access.words.whole import (
    is_kept_from,
    may_check,
)

__all__ = [
    "Exposure",
    "ShownFile",
    "ShownSpeaker",
    "ShownText",
    "Snapshot",
    "can_see_version",
    "compared_by",
    "exposure_of",
    "file_text_for",
    "files_for",
    "in_group",
    "is_kept_from",
    "is_let_through",
    "is_verified_lead",
    "masked_for_readers",
    "may_check",
    "may_say",
    "named_organisation",
    "places_for",
    "public_exposure_of",
    "reservation_for",
    "reviewed_first",
    "says",
    "sees_organisations",
    "sees_who_speaks",
    "sent_for",
    "snapshot_for",
    "speaker_for",
    "text_for",
    "withheld_file_name",
    "withheld_from_readers",
    "withheld_name",
    "words_kept_from_readers",
]
