"""The page on which an author asks for another look at what was decided."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from discussions.enums import PostState
from discussions.models import Post
from discussions.pages.addresses import post_url
from discussions.pages.own_actions import appeal_words
from discussions.selectors.appeals import latest_appeal
from discussions.selectors.reasons import reason_texts
from hub.kit.dates import moment_in


@dataclass(frozen=True)
class AppealPage:
    """All that `discussions/appeal.html` shows. With `asked` there is nothing more to ask: it says since when."""

    reference: str
    back_url: str
    decided: str
    reason: str
    asked: str


def appeal_page(post: Post, language: str) -> AppealPage:
    """For the author of a post that may be appealed; two statements."""
    return AppealPage(
        reference=post.reference,
        back_url=post_url(post),
        decided=_decided(post),
        reason=reason_texts(language).get(post.reason or "", ""),
        asked=appeal_words(latest_appeal(post)),
    )


def _decided(post: Post) -> str:
    if post.state == PostState.PUBLISHED:
        return _("Your correction was not published. Readers go on seeing the version before it.")
    moment = {"moment": moment_in(post.state_since)}
    if post.state == PostState.HIDDEN:
        return _("A moderator has hidden this text on %(moment)s UTC.") % moment
    return _("A moderator decided on %(moment)s UTC not to publish this text.") % moment
