"""What the author of a post may do with it, and what became of a wish for another look at what was decided."""

from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.access.appeals import check_appeal
from discussions.access.posts import acts_for_author, check_correct, check_withdraw, refusal_of
from discussions.enums import PostState, ReportOutcome
from discussions.models import Post, Report, Window
from discussions.pages.addresses import act_url
from discussions.pages.card_shapes import Link, Setting
from hub.kit.dates import moment_in


def own_actions(
    post: Post, setting: Setting, window: Window | None, appeal: Report | None
) -> list[Link]:
    """What the author, or staff who entered it for somebody, may do with the post now.

    `appeal`: what the author asked for against what stands decided now, which can be asked once.
    """
    viewer = setting.viewer
    if not acts_for_author(viewer, post):
        return []
    links = []
    if refusal_of(check_correct, viewer, post, window, setting.at) is None:
        mends = post.state == PostState.RETURNED
        words = _("Mend it and send it again") if mends else _("Correct")
        links.append(Link(words, act_url("correct", post), is_main=mends))
    if refusal_of(check_withdraw, viewer, post) is None:
        links.append(Link(_("Withdraw"), act_url("withdraw", post)))
    if appeal is None and refusal_of(check_appeal, viewer, post) is None:
        links.append(Link(_("Ask for another look"), reverse("appeal", args=[post.reference])))
    name = _("Your name") if viewer.is_author(post.author_id) else _("Name")
    links.append(Link(name, reverse("withhold-name", args=[post.reference])))
    return [*links, Link(_("Receipt"), act_url("receipt", post))]


def appeal_words(appeal: Report | None) -> str:
    """What became of the wish, for the author; "" without one."""
    if appeal is None:
        return ""
    moment = {"moment": moment_in(appeal.at)}
    if appeal.closed_at is None:
        words = _(
            "You asked for another look on %(moment)s UTC. You get an e-mail when it was decided."
        )
    elif appeal.outcome == ReportOutcome.DISMISSED:
        words = _(
            "You asked for another look on %(moment)s UTC. The moderators looked at it once more, and what was decided"
            " stands. If you still disagree, write to the secretariat."
        )
    else:
        words = _(
            "You asked for another look on %(moment)s UTC, and were told what was decided. If you still disagree, write to"
            " the secretariat."
        )
    return words % moment
