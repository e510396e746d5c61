"""The first page of a compilation: what it is, of when, chosen how, and its numbers."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.enums import CoSignatoryState, EndorserKind, Standing
from discussions.models import Window
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.text import one_line
from hub.kit.zones import zone_city
from moderation.enums import ExportVariant
from moderation.exports.compilation.content import Cover, Fact, Words
from moderation.exports.compilation.ground import Ground, entities_in, shown_in
from moderation.exports.sentences import filter_sentences, variant_sentence


def cover_of(ground: Ground) -> Cover:
    """The cover, in the language that is active."""
    title = text_in(ground.space, "title", get_language() or "en")
    is_restricted = ground.variant == ExportVariant.RESTRICTED
    return Cover(
        kicker=settings.SITE_NAME,
        title=one_line(title.value) or ground.space.slug,
        title_language=title.language,
        subtitle=_("Compilation of inputs by question"),
        warning=_("Restricted to the secretariat. Do not pass it on.") if is_restricted else "",
        facts=tuple(_facts(ground)),
        counts_title=_("In numbers"),
        counts=tuple((label, number_format(n, force_grouping=True)) for label, n in _counts(ground)),
    )  # fmt: skip


def _facts(ground: Ground) -> Iterator[Fact]:
    url = f"{settings.SITE_URL}/{get_language()}/spaces/{ground.space.slug}/"
    yield Fact(_("Space"), (Words(url, url=url),))
    for number, window in enumerate(ground.windows, 1):
        label = _("Window") if len(ground.windows) == 1 else _("Window %(number)s")
        yield Fact(label % {"number": number}, tuple(_window(window)))
    yield Fact(_("Cut-off"), (
        Words(_("%(instant)s UTC") % {"instant": moment_in(ground.cut_off)}),
        Words(_("The last act in the space that this compilation knows of.")),
    ))  # fmt: skip
    chosen = filter_sentences(ground.wanted, ground.windows)
    lines = [Words(_("%(what)s: %(which)s") % {"what": a, "which": b}) for a, b in chosen]
    yield Fact(_("Filter"), tuple(lines) or (Words(_("None: every input of the space is in.")),))
    yield Fact(_("What readers see"), (Words(variant_sentence(ground.variant)),))


def _window(window: Window) -> Iterator[Words]:
    """By the clocks of the announced zone, and in UTC where they differ."""
    zones = [(window.time_zone, zone_city(window.time_zone))]
    if window.time_zone not in {"UTC", "Etc/UTC"}:
        zones.append(("UTC", "UTC"))
    for zone, name in zones:
        opens, closes = (
            moment_in(at, zone) if at else "" for at in (window.opens_at, window.closes_at)
        )
        said = {"opens": opens, "closes": closes, "zone": name}
        if opens and closes:
            yield Words(_("%(opens)s to %(closes)s (%(zone)s)") % said)
        elif closes:
            yield Words(_("until %(closes)s (%(zone)s)") % said)
        elif opens:
            yield Words(_("from %(opens)s (%(zone)s), with no end yet") % said)


def _counts(ground: Ground) -> Iterator[tuple[str, int]]:
    tally = ground.tally
    every, taken = tally.read.total(), tally.taken.total()
    yield _("References issued in the space"), ground.books.counter
    yield _("Inputs of the space at the cut-off"), every
    yield _("Inputs in this compilation"), taken
    if every != taken:
        yield _("Left out by the filter"), every - taken
    yield _("Submissions"), tally.rows["submissions"]
    yield _("Replies"), tally.rows["replies"]
    yield _("Of both, late (annex B)"), tally.standings[Standing.LATE]
    yield _("Of both, without their text here (annex D)"), taken - shown_in(tally)
    yield _("Entities that contributed (annex A)"), entities_in(tally)
    yield _("Endorsements by organisations"), tally.endorsements[EndorserKind.ORGANISATION]
    yield _("Co-signatories that agreed"), tally.answers[CoSignatoryState.CONFIRMED]
    yield _("Files (annex C)"), tally.rows["attachments"]
