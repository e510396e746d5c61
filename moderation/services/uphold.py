"""Answer an author who asked for another look: what was decided stands."""

from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.errors import NotPossibleNow
from discussions.models import Post
from discussions.selectors.appeals import open_appeal
from moderation.enums import DecisionAct
from moderation.models import Decision
from moderation.services.deciding import decide
from moderation.validators.decisions import NO_WORDS, DecisionWords, SeenPost


def uphold(*, by: Viewer, seen: SeenPost, words: DecisionWords = NO_WORDS) -> Decision:
    """Dismiss the appeal that waits; nothing of the post changes, and its author is told.

    Raises what `decide` raises, and NotPossibleNow where no appeal waits.
    """
    return decide(by=by, seen=seen, act=DecisionAct.UPHOLD, words=words, effect=_keep)


def _keep(post: Post) -> bool:
    if open_appeal(post.pk) is None:
        raise NotPossibleNow(_("The author does not ask for another look any more."))
    return False
