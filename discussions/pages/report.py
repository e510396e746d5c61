"""The page on which a reader reports a post."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from discussions.access.viewer import VISITOR
from discussions.access.words import speaker_for, text_for
from discussions.enums import ReportOutcome
from discussions.models import Post, Report
from discussions.pages.addresses import place_url, post_url
from discussions.pages.sections import Crumb, crumbs_to, place_name
from discussions.pages.texts import direction_of
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt

_OPENING = 300


@dataclass(frozen=True)
class ReportPage:
    """All that `discussions/report.html` shows. `earlier`: what became of the reader's last report, "" without one.

    `waits`: that one is still open, so that there is nothing more to report.
    """

    crumbs: list[Crumb]
    reference: str
    post_url: str
    name: str
    opening: str
    language: str
    direction: str
    earlier: str
    waits: bool


def report_page(post: Post, last: Report | None, language: str) -> ReportPage:
    """The page of a published post, as every reader may know it; `last` is the reader's last report of it."""
    version = post.public_version
    assert version is not None  # a published post has one
    text, speaker = text_for(version, post, VISITOR), speaker_for(version, post, VISITOR)
    assert text is not None
    assert speaker is not None
    return ReportPage(
        crumbs=crumbs_to(
            post.space,
            language,
            Crumb(place_name(post.prompt), place_url(post.space, post.prompt)),
            Crumb(post.reference, post_url(post)),
            Crumb(_("Report")),
        ),
        reference=post.reference,
        post_url=post_url(post),
        name=speaker.name,
        opening=excerpt(text.html, _OPENING),
        language=text.language,
        direction=direction_of(text.language),
        earlier=_earlier(last) if last is not None else "",
        waits=last is not None and last.closed_at is None,
    )


def _earlier(report: Report) -> str:
    moment = {"moment": moment_in(report.at)}
    if report.closed_at is None:
        return (
            _(
                "You reported this text on %(moment)s UTC. The moderators have not dealt with it yet."
            )
            % moment
        )
    if report.outcome == ReportOutcome.ACTED:
        return (
            _("You reported this text on %(moment)s UTC. The moderators have decided on it since.")
            % moment
        )
    return (
        _(
            "You reported this text on %(moment)s UTC. The moderators looked at it and left it as it is."
        )
        % moment
    )
