"""What stands beside the text of an input: who signed it, who endorses it, its files."""

from collections.abc import Iterable, Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.enums import CoSignatoryState, EndorserKind
from discussions.models import CoSignatory, Endorsement
from hub.kit.dates import moment_in
from hub.kit.files import extension_of, file_size_text
from hub.kit.text import one_line, sort_key
from moderation.exports.compilation.content import Fact, File, Words
from moderation.exports.compilation.wording import group_name, joined, left_out_words
from moderation.exports.lines import FileLine, PostLine

#: As the United Nations list them; all others follow, alphabetical (PRODUCT, section 7).
_FIRST = (
    StakeholderGroup.MEMBER_STATE,
    StakeholderGroup.UN_ENTITY,
    StakeholderGroup.INTERGOVERNMENTAL,
)


def joint_facts(line: PostLine) -> Iterator[Fact]:
    """The co-signatories, in the order of the United Nations, by what they answered."""
    labels = {
        CoSignatoryState.CONFIRMED: _("Jointly with"),
        CoSignatoryState.INVITED: _("Asked to sign, no answer"),
        CoSignatoryState.DECLINED: _("Declined to sign"),
    }
    for state, label in labels.items():
        names = tuple(Words(_signatory(c)) for c in line.co_signatories if c.state == state)
        if names:
            yield Fact(label, names)


def beside_text(line: PostLine) -> tuple[Fact, ...]:
    """The endorsements, organisations and persons apart, with their reservations."""
    rows = sorted(line.endorsements, key=_place)
    facts = []
    labels = {
        EndorserKind.ORGANISATION: _("Endorsed by organisations (%(number)s)"),
        EndorserKind.PERSON: _("Endorsed by persons (%(number)s)"),
    }
    for kind, label in labels.items():
        standing = [r for r in rows if r.kind == kind and r.withdrawn_at is None]
        if standing:
            names = tuple(Words(_endorser(row)) for row in standing)
            facts.append(Fact(label % {"number": len(standing)}, names))
    reservations = tuple(Words(words) for words in _reservations(rows))
    if reservations:
        label = _("Reservations (%(number)s)") % {"number": len(reservations)}
        facts.append(Fact(label, reservations))
    back = [row for row in rows if row.withdrawn_at is not None]
    if back:
        facts.append(Fact(_("Endorsements taken back"), tuple(Words(_taken(row)) for row in back)))
    return tuple(facts)


def files_of(files: Iterable[FileLine]) -> tuple[File, ...]:
    """The files of a version."""
    return tuple(File(one_line(file.shown.name), file_facts(file)) for file in files)


def file_facts(file: FileLine) -> str:
    """Kind and size of a file, and where it lies in the package or why it does not."""
    attachment = file.shown.attachment
    kind = extension_of(file.shown.name).upper()
    place = file.path_in_package or _("not in the package: %(reason)s") % {
        "reason": left_out_words(file.left_out)
    }
    return joined([kind, file_size_text(attachment.size), place])


def _signatory(row: CoSignatory) -> str:
    unverified = _("not verified") if not row.is_verified and row.state != "invited" else ""
    return _named(row.organisation_name, row.stakeholder_group, unverified)


def _endorser(row: Endorsement) -> str:
    return _named(
        row.endorser_name,
        row.stakeholder_group if row.kind == EndorserKind.ORGANISATION else None,
        "" if row.is_verified else _("not verified"),
    )


def _named(name: str, group: str | None, note: str) -> str:
    notes = ", ".join(part for part in (group_name(group), note) if part)
    named = one_line(name)
    return f"{named} ({notes})" if notes else named


def _taken(row: Endorsement) -> str:
    assert row.withdrawn_at is not None, "of those that were taken back"
    when = _("%(instant)s UTC") % {"instant": moment_in(row.withdrawn_at)}
    return joined([_endorser(row), when])


def _reservations(rows: Iterable[Endorsement]) -> Iterator[str]:
    """Who has one, and its words."""
    for row in rows:
        if row.reservation and row.withdrawn_at is None:
            said = {"who": one_line(row.endorser_name), "what": one_line(row.reservation)}
            yield _("%(who)s: %(what)s") % said


def _place(row: Endorsement) -> tuple[int, tuple[str, ...]]:
    group = row.stakeholder_group
    rank = next((place for place, code in enumerate(_FIRST) if code == group), len(_FIRST))
    return rank, sort_key(row.endorser_name, get_language() or "en")
