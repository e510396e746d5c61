"""A text that was sent before, or whose draft has changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from discussions.errors.rights import NotFound
from hub.kit.dates import moment_in
from hub.kit.refusals import SOMEBODY_WAS_FASTER, Refusal


class KeyReused(Refusal):
    """The same form was sent before with another content; `reference` is what that became."""

    code = "key-reused"
    status = 409
    title = SOMEBODY_WAS_FASTER
    message = _("This form was already sent, with another text.")

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__()


class LooksLikeDuplicate(Refusal):
    """The same text, or nearly the same, stands in the space already, by the same author or organisation.

    `reference` is the earlier one that is most alike, `references` are all of them; `share` of the words of both
    texts stands in runs that both hold, 0 to 1. Who says that it is another text sends it with these references.
    """

    code = "looks-like-duplicate"
    status = 409
    title = SOMEBODY_WAS_FASTER

    def __init__(self, references: Sequence[str], *, is_exact: bool, share: float) -> None:
        self.references = tuple(references)
        self.reference = references[0]
        self.is_exact = is_exact
        self.share = share
        words = (
            _("The same text was sent before: %(reference)s.")
            if is_exact
            else _("Nearly the same text was sent before: %(reference)s.")
        )
        super().__init__(words % {"reference": self.reference})


class DraftChanged(Refusal):
    """A draft was saved by somebody else, or on another device, after the page was opened; nothing was overwritten.

    `by` is the name of who saved it, "" for the reader; `at` when, UTC; `revision` the one it has
    now. `page` is the open page that saved it: one whose answer was lost knows itself again.
    """

    code = "draft-changed"
    status = 409
    title = SOMEBODY_WAS_FASTER

    def __init__(self, *, by: str, at: datetime, revision: int, page: UUID | None) -> None:
        self.by = by
        self.at = at
        self.revision = revision
        self.page = page
        words = (
            _("%(by)s saved this draft on %(at)s UTC, after you opened it.")
            if by
            else _("You saved this draft on %(at)s UTC in another window or on another device.")
        )
        super().__init__(words % {"by": by, "at": moment_in(at)})


class DraftSent(Refusal):
    """This draft was sent meanwhile, by its author; `reference` is what it became.

    Its receipt is its author's alone: a colleague is led to the post.
    """

    code = "draft-sent"
    status = 409
    title = SOMEBODY_WAS_FASTER

    def __init__(self, reference: str, *, is_author: bool = True) -> None:
        self.reference = reference
        self.url = reverse("post-receipt" if is_author else "post", args=[reference])
        words = _("See the receipt of %(reference)s") if is_author else _("See %(reference)s")
        self.url_text = words % {"reference": reference}
        super().__init__(
            _("This draft was sent already, as %(reference)s.") % {"reference": reference}
        )


class DraftGone(NotFound):
    """The draft that somebody saves is not (any more) theirs to edit; why is its author's business."""

    code = "draft-gone"
    message = _(
        "This draft can no longer be edited here: its author sent it, threw it away or no longer shares it."
    )
