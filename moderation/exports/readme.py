"""The words that explain a package: what is in it, what is not, and what each column means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from discussions.models import Window
from hub.kit.instants import format_instant
from hub.kit.tables import CutCell
from moderation.enums import ExportPart
from moderation.errors import LEFT_OUT
from moderation.exports.annexes import CHANGES, MANIFEST
from moderation.exports.fields import Field
from moderation.exports.sentences import filter_sentences, variant_sentence
from moderation.exports.sheets import columns_of_posts, sheets_of
from moderation.exports.wanted import ExportFilter

_MEMBERS: Final[dict[ExportPart, Promise]] = {
    ExportPart.DOCX: gettext_lazy(
        "compilation-by-prompt.docx: the inputs by question, to read and to draft from, in Word"
    ),
    ExportPart.PDF: gettext_lazy(
        "compilation-by-prompt.pdf: the same compilation as PDF, tagged for screen readers"
    ),
    ExportPart.WORKBOOK: gettext_lazy(
        "submissions.xlsx: the inputs and what belongs to them, one sheet for each table below"
    ),
    ExportPart.CSV: gettext_lazy(
        "submissions.csv: submissions and replies together, one row each, in the order of the threads"
    ),
    ExportPart.JSON: gettext_lazy(
        "space.json: the space as data, with every version that readers of this export may see"
    ),
    ExportPart.ATTACHMENTS: gettext_lazy(
        "attachments/: the files, byte for byte as received (%(files)s files)"
    ),
}


@dataclass(frozen=True)
class Facts:
    """What a README tells. Titles are by language; `cut_off` is in UTC; `files` lie under attachments/."""

    titles: dict[str, str]
    slug: str
    variant: str
    wanted: ExportFilter
    windows: Sequence[Window]
    cut_off: datetime
    every: int
    taken: int
    files: int
    cut_cells: tuple[CutCell, ...]
    parts: tuple[ExportPart, ...] = tuple(ExportPart)
    is_difference: bool = False
    left_out: Mapping[ExportPart, str] = field(default_factory=dict)


def readme(facts: Facts, language: str) -> str:
    """The README in a language, plain text with LF line ends."""
    with override(language):
        parts = [
            _heading(facts, language),
            _members(facts),
            _filter(facts),
            _reading(facts),
            *_dictionary(facts),
        ]
        return "\n\n".join(parts) + "\n"


def _heading(facts: Facts, language: str) -> str:
    lines = [
        facts.titles[language],
        "=" * min(len(facts.titles[language]), 78),
        "",
        _("Inputs received, as exported from the %(site)s.") % {"site": settings.SITE_NAME},
        _("Space: %(address)s")
        % {"address": f"{settings.SITE_URL}/{language}/spaces/{facts.slug}/"},
        _(
            "Cut-off: %(instant)s (UTC), the instant of the last act that this export knows: in the space, or on what it"
            " says of people."
        )
        % {"instant": format_instant(facts.cut_off)},
        _("Variant: %(variant)s") % {"variant": variant_sentence(facts.variant)},
    ]
    return "\n".join(lines)


def _members(facts: Facts) -> str:
    words = [
        str(_MEMBERS[part]) % {"files": facts.files} for part in ExportPart if part in facts.parts
    ]
    if facts.is_difference:
        words.append(_("changes.csv: what is new, changed or gone since the earlier export"))
    if ExportPart.ATTACHMENTS in facts.parts:
        words.append(
            _("manifest.csv: each file with its reference, original name, size and SHA-256")
        )
    words += [str(LEFT_OUT[why]) for why in facts.left_out.values()]
    return _titled(_("What is in this package"), words)


def _filter(facts: Facts) -> str:
    chosen = filter_sentences(facts.wanted, facts.windows)
    lines = [
        _("%(what)s: %(which)s") % {"what": what, "which": which} for what, which in chosen
    ] or [_("None: every input of the space is in.")]
    numbers = {"every": facts.every, "taken": facts.taken, "left": facts.every - facts.taken}
    lines.append(
        _("All inputs: %(every)s. In this export: %(taken)s. Left out: %(left)s.") % numbers
    )
    return _titled(_("Filter"), lines)


def _reading(facts: Facts) -> str:
    lines = [
        _("All instants are in UTC; those of the workbook are cut to the second."),
        _("The sheets show words in the language in which the export was asked for, the CSV file shows codes."),
        _("An apostrophe before = + - @ keeps a spreadsheet from taking a text for a formula."),
        _("Late versions of inputs that were in time stand on the sheet of late inputs; the other sheets hold the last version in time."),
        _("The sheet of other versions holds earlier versions of corrected inputs, unless they are left out: then space.json does not begin with version 1."),
        _("Endorsements and co-signatories are those of the inputs in this export."),
        _("In the variant for every reader space.json holds what stands in the threads; inputs that were never public stand in the tables alone."),
        _("An input that was merged leads to the one that stayed, unless that would tell who withholds a name: then the tables say only that it was merged, and space.json, in which a merged one must lead somewhere, calls it hidden."),
        _("The sheet of counts shows that the numbers agree: what was issued and moved in is what stands in all states and what was moved out."),
    ]  # fmt: skip
    if facts.is_difference:
        lines.append(
            _(
                "The file changes.csv, like the sheet of changes, lists what is new, changed or gone since the earlier"
                " export; inputs that read the same as then are left out."
            )
        )
    lines += [_cut(cell, facts) for cell in facts.cut_cells]
    return _titled(_("How to read it"), lines)


def _cut(cell: CutCell, facts: Facts) -> str:
    """It points to `space.json` alone, for that has every text which the workbook has."""
    words = _(
        "The sheet %(sheet)s, row %(row)s, column %(column)s holds the beginning of its text only (of %(length)s"
        " characters)."
    )
    if ExportPart.JSON in facts.parts:
        words = _(
            "The sheet %(sheet)s, row %(row)s, column %(column)s holds the beginning of its text only; space.json has"
            " the whole (%(length)s characters)."
        )
    return words % {
        "sheet": cell.sheet,
        "row": cell.row,
        "column": cell.column,
        "length": cell.length,
    }


def _dictionary(facts: Facts) -> Iterator[str]:
    """What the columns of the tables mean that are in the package."""
    if ExportPart.WORKBOOK in facts.parts:
        for table in sheets_of(is_difference=facts.is_difference):
            title = _("Columns of the sheet %(sheet)s") % {"sheet": table.title}
            yield _titled(title, [_column(field, str(field.title)) for field in table.fields])
    posts = columns_of_posts(is_difference=facts.is_difference)
    for is_in, name, fields in (
        (ExportPart.CSV in facts.parts, "submissions.csv", posts),
        (facts.is_difference, "changes.csv", CHANGES),
        (ExportPart.ATTACHMENTS in facts.parts, "manifest.csv", MANIFEST),
    ):
        if is_in:
            title = _("Columns of the file %(file)s") % {"file": name}
            yield _titled(title, _keys(fields))


def _keys(fields: Sequence[Field[Any]]) -> list[str]:
    return [_column(field, field.key) for field in fields]


def _column(field: Field[Any], name: str) -> str:
    return _("%(column)s: %(meaning)s") % {"column": name, "meaning": field.meaning}


def _titled(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, "-" * len(title), *(f"- {line}" for line in lines)])
