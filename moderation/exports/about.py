"""What a workbook says of itself: it is often sent on without the package in which it came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from discussions.models import Space, Window
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in
from hub.kit.languages import language_name
from hub.kit.text import one_line
from moderation.enums import ExportVariant
from moderation.exports.fields import Field
from moderation.exports.sentences import filter_sentences, variant_sentence
from moderation.exports.wanted import ExportFilter


@dataclass(frozen=True)
class AboutLine:
    """One fact: what it is about, and how it is with this workbook."""

    what: str
    which: str


@dataclass(frozen=True)
class About:
    """Of what a workbook tells. `cut_off` is in UTC; `taken` of `every` input are in; `file_name` is that of the export."""

    space: Space
    wanted: ExportFilter
    variant: str
    windows: Sequence[Window]
    cut_off: datetime
    every: int
    taken: int
    file_name: str


ABOUT: Final[tuple[Field[AboutLine], ...]] = (
    Field(
        "what", gettext_lazy("What"), gettext_lazy("What the line is about"), lambda r: r.what, 30
    ),
    Field(
        "which",
        gettext_lazy("Which"),
        gettext_lazy("How it is with this workbook"),
        lambda r: r.which,
        90,
    ),
)


def about_lines(about: About) -> Iterator[AboutLine]:
    """The lines in their order, in the language that is active."""
    here = get_language() or "en"
    slug = about.space.slug
    if warning := warning_of(about.variant):
        yield AboutLine(_("Attention"), warning)
    title = one_line(text_in(about.space, "title", here).value) or slug
    yield AboutLine(_("Space"), title)
    yield AboutLine(_("Address"), f"{settings.SITE_URL}/{here}/spaces/{slug}/")
    yield AboutLine(_("Portal"), settings.SITE_NAME)
    instant = _("%(instant)s UTC") % {"instant": moment_in(about.cut_off)}
    yield AboutLine(_("Cut-off"), instant)
    yield AboutLine(_("For whom"), variant_sentence(about.variant))
    chosen = filter_sentences(about.wanted, about.windows)
    for what, which in chosen:
        words = _("%(what)s: %(which)s") % {"what": what, "which": which}
        yield AboutLine(_("Filter"), words)
    if not chosen:
        yield AboutLine(_("Filter"), _("None: every input of the space is in."))
    numbers = {"every": about.every, "taken": about.taken, "left": about.every - about.taken}
    words = _("All inputs: %(every)s. In this export: %(taken)s. Left out: %(left)s.") % numbers
    yield AboutLine(_("Inputs"), words)
    language = language_name(about.wanted.language, here)
    yield AboutLine(pgettext("an export", "Headings in"), language)
    yield AboutLine(_("File"), about.file_name)


def warning_of(variant: str) -> str:
    """What every page of a restricted workbook says, in the language that is active; "" for every reader's."""
    if variant == ExportVariant.RESTRICTED:
        return _("Restricted to the secretariat. Do not pass it on.")
    return ""
