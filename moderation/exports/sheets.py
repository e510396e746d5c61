"""The tables of a workbook in their order, and the sheet that explains their columns in both languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from moderation.exports.about import ABOUT
from moderation.exports.annexes import (
    ATTACHMENTS,
    CHANGES,
    CO_SIGNATORIES,
    CONTRIBUTORS,
    COUNTS,
    ENDORSEMENTS,
    LATE,
    MANIFEST,
    OTHER_VERSIONS,
)
from moderation.exports.fields import Codes, Field
from moderation.exports.lines import PostLine
from moderation.exports.rows import ALL_POSTS, CHANGE, REPLIES, SUBMISSIONS

#: The languages of the frame of a package, whatever the language of its headings.
LANGUAGES: Final = ("en", "fr")


@dataclass(frozen=True)
class Table:
    """A sheet of the workbook: `key` for programs, `title` for its tab."""

    key: str
    title: str | Promise
    fields: Sequence[Field[Any]]


@dataclass(frozen=True)
class Explained:
    """One column in the data dictionary. `key` heads it in CSV; `sheet` is the table or the name of the file."""

    sheet: str | Promise
    field: Field[Any]


def _in(language: str, words: str | Promise) -> str:
    with override(language):
        return str(words)


def _codes(field: Field[Any], language: str) -> str:
    """The codes that may stand in a column, each with its words, a line each; "" where they are not a closed set."""
    if not isinstance(field.words, Codes):
        return ""
    with override(language):
        return "\n".join(f"{code}: {words}" for code, words in field.words.labels.items())


# The headings stand in both languages: whoever was sent the workbook may read one of them alone.
DICTIONARY: tuple[Field[Explained], ...] = (
    Field("sheet_en", "Sheet or file", _("Where the column stands, in English"), lambda r: _in("en", r.sheet), 24),
    Field("sheet_fr", "Feuille ou fichier", _("Where the column stands, in French"), lambda r: _in("fr", r.sheet), 24),
    Field("key", "Code", _("The same column in every language; it heads it in CSV"), lambda r: r.field.key, 22),
    Field("column_en", "Column", _("The heading in English"), lambda r: _in("en", r.field.title), 24),
    Field("column_fr", "Colonne", _("The heading in French"), lambda r: _in("fr", r.field.title), 24),
    Field("meaning_en", "Meaning", _("What it says, in English"), lambda r: _in("en", r.field.meaning), 50),
    Field("meaning_fr", "Signification", _("What it says, in French"), lambda r: _in("fr", r.field.meaning), 50),
    Field("codes_en", "Codes (English)", _("The codes that may stand in it, with their words in English"), lambda r: _codes(r.field, "en"), 50),
    Field("codes_fr", "Codes (français)", _("The codes that may stand in it, with their words in French"), lambda r: _codes(r.field, "fr"), 50),
)  # fmt: skip

_CHANGES: Final = Table("changes", _("Changes"), CHANGES)
_DICTIONARY: Final = Table("dictionary", _("Data dictionary"), DICTIONARY)


def sheets_of(*, is_difference: bool) -> tuple[Table, ...]:
    """First what the workbook is, then the sheets in the order of PRODUCT, section 7, then those beside it.

    A difference tells what changed.
    """
    change = CHANGE if is_difference else ()
    return (
        Table("about", _("About this workbook"), ABOUT),
        Table("submissions", _("Submissions"), (*SUBMISSIONS, *change)),
        Table("replies", _("Replies"), (*REPLIES, *change)),
        Table("endorsements", _("Endorsements"), ENDORSEMENTS),
        Table("co-signatories", _("Co-signatories"), CO_SIGNATORIES),
        Table("attachments", _("Attachments"), ATTACHMENTS),
        Table("contributors", _("Contributors"), CONTRIBUTORS),
        Table("late", _("Late"), LATE),
        Table("counts", _("Counts"), COUNTS),
        *([_CHANGES] if is_difference else []),
        Table("other-versions", _("Other versions"), OTHER_VERSIONS),
        _DICTIONARY,
    )


def columns_of_posts(*, is_difference: bool) -> tuple[Field[PostLine], ...]:
    """The columns of `submissions.csv`."""
    return (*ALL_POSTS, *(CHANGE if is_difference else ()))


def explained(*, is_difference: bool) -> Iterator[Explained]:
    """The rows of the data dictionary: each column of each sheet and of each CSV file."""
    tables = sheets_of(is_difference=is_difference)
    for table in tables:
        yield from (Explained(table.title, field) for field in table.fields)
    posts = columns_of_posts(is_difference=is_difference)
    files: list[tuple[str, Sequence[Field[Any]]]] = [("submissions.csv", posts)]
    files += [("changes.csv", CHANGES)] if is_difference else []
    for name, fields in (*files, ("manifest.csv", MANIFEST)):
        yield from (Explained(name, field) for field in fields)
