"""What stands beside a text in the panel: automatic checks, reports by readers, what else its author sent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from discussions.access.viewer import Viewer
from discussions.access.words import files_for, masked_for_readers, text_for
from discussions.enums import FileTextState, PostState, ReasonCode, ScanState
from discussions.models import FileText, Post, Report
from discussions.pages.addresses import post_url
from discussions.pages.card_shapes import Link
from discussions.selectors.reasons import reason_texts
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.language_guess import other_language
from hub.kit.languages import UNDETERMINED, language_within
from hub.kit.personal_data import Kind
from hub.kit.sanitise import visible_text
from hub.kit.similarity import FEWEST_WORDS
from moderation.access.decisions import MAY_ANSWER_REPORTS
from moderation.selectors.alike import Alike, is_too_short, posts_alike
from moderation.selectors.history import other_posts_of_author
from moderation.selectors.reports import open_reports

#: Files from which no words are expected.
_PICTURES: Final = frozenset({"image/png", "image/jpeg"})
#: Why the search does not look into a file.
_WITHOUT_TEXT: Final[Mapping[str, Promise]] = {
    FileTextState.WAITING: gettext_lazy(
        "%(file)s: its words are not read yet, so that no search finds them."
    ),
    FileTextState.NOTHING: gettext_lazy(
        "%(file)s: no words in it can be read. It may be a scanned picture."
    ),
    FileTextState.FAILED: gettext_lazy(
        "%(file)s: it could not be read. It may be damaged or locked."
    ),
}
#: Why the virus scanner keeps a file from everybody.
_CLOSED: Final[Mapping[str, Promise]] = {
    ScanState.WAITING: gettext_lazy(
        "%(file)s: not checked for viruses yet, as the scanner was away when it came. Nobody can fetch it until it is."
    ),
    ScanState.INFECTED: gettext_lazy(
        "%(file)s: a virus was found in it. Nobody can fetch it; its author is asked to send the text without it."
    ),
}


@dataclass(frozen=True)
class Check:
    """What a check found, in a sentence, with where to look; `is_found` is false where there is nothing to see to."""

    text: str
    links: list[Link]
    is_found: bool = True


@dataclass(frozen=True)
class ReportLine:
    """A report by a reader, who is not named."""

    at: str
    reason: str
    words: str


@dataclass(frozen=True)
class Reports:
    """The reports that wait. `is_own`: the text is the viewer's, so that others decide, and nothing of them is told.

    `is_acted`: since the first of them the text was moved, or words of it were withheld.
    """

    lines: list[ReportLine]
    number: int
    is_own: bool
    is_acted: bool
    seen: str
    dismiss_url: str


@dataclass(frozen=True)
class SentBefore:
    """Another post of the same author."""

    url: str
    reference: str
    facts: list[str]


@dataclass(frozen=True)
class Beside:
    """All that moderation/beside.html shows."""

    checks: list[Check]
    reports: Reports | None
    history: list[SentBefore]


def beside_of(post: Post, viewer: Viewer) -> Beside:
    """What stands beside a post from `post_for_review`, for staff of its space, in the active language."""
    language = get_language() or "en"
    checks = [
        *_duplicates(posts_alike(post, viewer), is_short=is_too_short(post)),
        _personal_data(post),
        *_language(post, viewer, language),
        *_files(post, viewer),
    ]
    return Beside(
        checks=sorted(checks, key=lambda check: not check.is_found),
        reports=_reports(post, open_reports(post), viewer, language),
        history=[_sent(other, language) for other in other_posts_of_author(post, viewer)],
    )


def _duplicates(alike: Sequence[Alike], *, is_short: bool) -> list[Check]:
    if not alike:
        if is_short:
            words = _(
                "No other text of this author in this space has the same words. A text of fewer than %(number)d words is"
                " not looked for in other words."
            ) % {"number": FEWEST_WORDS}
        else:
            words = _(
                "No other text in this space has the same words, and none of this author or organisation nearly the same."
            )
        return [Check(words, [], is_found=False)]
    exact = [one for one in alike if one.is_exact]
    near = [one for one in alike if not one.is_exact]
    found = []
    if exact:
        found.append(Check(_("The same text stands in the space already:"), _links(exact)))
    if near:
        found.append(Check(_("Nearly the same text stands in the space already:"), _links(near)))
    return found


def _links(alike: Sequence[Alike]) -> list[Link]:
    return [
        Link(
            _("%(reference)s (%(state)s)")
            % {"reference": one.post.reference, "state": PostState(one.post.state).label},
            post_url(one.post),
        )
        for one in alike
    ]


def _personal_data(post: Post) -> Check:
    kinds = Counter(masked_for_readers(post.latest_version))
    found = []
    if emails := kinds[Kind.EMAIL]:
        words = ngettext("%(n)d e-mail address", "%(n)d e-mail addresses", emails)
        found.append(words % {"n": emails})
    if phones := kinds[Kind.PHONE]:
        words = ngettext("%(n)d phone number", "%(n)d phone numbers", phones)
        found.append(words % {"n": phones})
    if not found:
        return Check(_("No e-mail address and no phone number found."), [], is_found=False)
    if len(found) > 1:
        return Check(
            _("Masked for readers: %(addresses)s and %(numbers)s.")
            % {"addresses": found[0], "numbers": found[1]},
            [],
        )
    return Check(_("Masked for readers: %(what)s.") % {"what": found[0]}, [])


def _language(post: Post, viewer: Viewer, language: str) -> list[Check]:
    """Said only where the text surely is in another language than its author named."""
    text = text_for(post.latest_version, post, viewer)
    other = other_language(visible_text(text.html), text.language) if text is not None else ""
    if text is None or not other:
        return []
    named = {"other": language_within(other, language)}
    if text.language == UNDETERMINED:
        return [Check(_("Its language was not named. It reads like: %(other)s.") % named, [])]
    named["said"] = language_within(text.language, language)
    return [Check(_("Sent as %(said)s, but it reads like: %(other)s.") % named, [])]


def _files(post: Post, viewer: Viewer) -> list[Check]:
    files = files_for(post.latest_version, post, viewer)
    if not files:
        return []
    hashes = {file.attachment.sha256 for file in files}
    states = dict(FileText.objects.filter(pk__in=hashes).values_list("sha256", "state"))
    checks = []
    for file in files:
        if file.scan is not None:
            checks.append(Check(str(_CLOSED[file.scan]) % {"file": file.name}, []))
            continue
        if file.attachment.media_type in _PICTURES:
            continue
        words = _WITHOUT_TEXT.get(states.get(file.attachment.sha256, FileTextState.WAITING))
        if words:
            checks.append(Check(str(words) % {"file": file.name}, []))
    if not settings.CLAMAV_URL:
        checks.append(Check(_("Files are not checked for viruses here."), [], is_found=False))
    return checks


def _reports(
    post: Post, waiting: Sequence[Report], viewer: Viewer, language: str
) -> Reports | None:
    if not waiting:
        return None
    is_own = viewer.is_author(post.author_id)
    reasons = {**reason_texts(language), ReasonCode.OTHER: _("Something else")}
    lines = [
        ReportLine(moment_in(row.at), reasons.get(row.reason or "", ""), row.words)
        for row in waiting
    ]
    return Reports(
        lines=[] if is_own else lines,
        number=len(waiting),
        is_own=is_own,
        is_acted=any(
            decision.act in MAY_ANSWER_REPORTS and decision.at >= waiting[0].at
            for decision in post.decisions.all()
        ),
        seen=",".join(str(row.pk) for row in waiting),
        dismiss_url=reverse("dismiss-reports", args=[post.reference]),
    )


def _sent(post: Post, language: str) -> SentBefore:
    return SentBefore(
        url=post_url(post),
        reference=post.reference,
        facts=[
            _("%(moment)s UTC") % {"moment": moment_in(post.received_at)},
            str(PostState(post.state).label),
            text_in(post.space, "title", language).value,
        ],
    )
