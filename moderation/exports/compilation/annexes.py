"""The annexes: who contributed, what came late, which files, what was corrected or is not shown."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from hub.kit.countries import country_name
from hub.kit.files import extension_of, file_size_text
from hub.kit.text import one_line
from moderation.exports.annexes import Contributor
from moderation.exports.changes import Change, ChangeKind
from moderation.exports.compilation.collecting import Collector
from moderation.exports.compilation.content import Column, Entry, Listing, Part, Words
from moderation.exports.compilation.ground import Ground, entities_in
from moderation.exports.compilation.wording import (
    UNSHOWN,
    change_words,
    joined,
    key_of,
    left_out_words,
    prompt_title,
)
from moderation.exports.lines import FileLine
from moderation.exports.tally import Tally

_NOTHING = Words("–")


def annexes_of(collector: Collector, ground: Ground, late: tuple[Entry, ...]) -> tuple[Part, ...]:
    """The four annexes, in the language that is active; an empty one says so."""
    contributors = tuple(_contributors(ground.tally))
    files = _files(collector)
    return (
        _annex(
            "annex-A",
            _("Annex A. Contributors by stakeholder group"),
            _("Who spoke in this compilation, and how often.") if contributors else "",
            listings=contributors,
        ),
        _annex("annex-B", _("Annex B. Late inputs"), _late_words() if late else "", entries=late),
        _annex(
            "annex-C",
            _("Annex C. Attachments"),
            _files_words(collector) if files else "",
            listings=files,
        ),
        _annex(
            UNSHOWN,
            _("Annex D. Corrected, withdrawn and not shown"),
            _unshown_words(),
            listings=(*_corrected(collector), *_unshown(collector), *_gone(ground.changes)),
        ),
    )


def _annex(
    key: str,
    title: str,
    introduction: str,
    *,
    entries: tuple[Entry, ...] = (),
    listings: tuple[Listing, ...] = (),
) -> Part:
    is_empty = not entries and not listings
    return Part(
        key=key,
        title=title,
        asked=(),
        introduction=_("None in this compilation.") if is_empty else introduction,
        entries=entries,
        listings=listings,
    )


def _late_words() -> str:
    return _(
        "Inputs that were received after the window had closed, and late versions of inputs that were in time. They do not stand under the questions."
    )


def _unshown_words() -> str:
    return _(
        "What was corrected, and the inputs whose text this compilation does not show, with the reason. None of them is lost: each keeps its reference."
    )


def _files_words(collector: Collector) -> str:
    if all(file.is_asked_for for file, _entity in collector.files):
        return _("The files that came with the inputs, and where each lies in the package.")
    return _("The files that came with the inputs. This export was asked for without them.")


def _contributors(tally: Tally) -> Iterator[Listing]:
    rows = tally.contributors_in_order(get_language() or "en")
    columns = (
        Column(_("Organisation"), 38),
        Column(_("Name"), 32),
        Column(_("Country"), 30),
        Column(_("Submissions"), is_number=True),
        Column(_("Replies"), is_number=True),
        Column(_("Late"), is_number=True),
    )
    for group in [*StakeholderGroup, None]:
        of_it = tuple(_contributor(row) for row in rows if row.speaker.group == group)
        if of_it:
            yield Listing(_group_title(group, entities_in(tally, group)), columns, of_it)


def _group_title(group: StakeholderGroup | None, entities: int) -> str:
    words = ngettext("%(group)s: %(number)s entity", "%(group)s: %(number)s entities", entities)
    return words % {"group": group.label if group else _("Group not known"), "number": entities}


def _contributor(row: Contributor) -> tuple[Words, ...]:
    speaker = row.speaker
    country = country_name(speaker.country, get_language() or "en") if speaker.country else ""
    numbers = (row.submissions, row.replies, row.late)
    return (
        Words(one_line(speaker.organisation)) if speaker.organisation else _NOTHING,
        Words(one_line(speaker.name)),
        Words(country) if country else _NOTHING,
        *(Words(str(number)) for number in numbers),
    )


def _files(collector: Collector) -> tuple[Listing, ...]:
    columns = (
        Column(_("Reference"), 14),
        Column(_("Entity"), 21),
        Column(_("Original name"), 26),
        Column(_("Kind and size"), 16),
        Column(_("In the package"), 23),
    )
    files = sorted(collector.files, key=lambda pair: _file_place(pair[0]))
    rows = tuple(_file(file, entity) for file, entity in files)
    return (Listing("", columns, rows),) if rows else ()


def _file_place(file: FileLine) -> tuple[str, int, int, int]:
    return (*_place(file.reference), file.version, file.number)


def _place(reference: str) -> tuple[str, int]:
    """Annexes are for looking up: by reference, its number read as one."""
    prefix, _dash, number = reference.rpartition("-")
    return prefix, int(number)


def _file(file: FileLine, entity: str) -> tuple[Words, ...]:
    attachment, name = file.shown.attachment, file.shown.name
    version = "" if file.is_current else f"v{file.version}"
    place = file.path_in_package or _("no: %(reason)s") % {"reason": left_out_words(file.left_out)}
    return (
        Words(
            " ".join(part for part in (file.reference, version) if part), key_of(file.reference)
        ),
        Words(entity),
        Words(one_line(name)),
        Words(joined([extension_of(name).upper(), file_size_text(attachment.size)])),
        Words(place),
    )


def _corrected(collector: Collector) -> Iterator[Listing]:
    columns = (
        Column(_("Reference"), 16),
        Column(_("Entity"), 34),
        Column(_("Versions"), 50),
    )
    rows = tuple(
        (
            Words(row.reference, key_of(row.reference)),
            Words(row.entity),
            Words("\n".join(row.versions)),
        )
        for row in sorted(collector.corrected, key=lambda row: _place(row.reference))
    )
    if rows:
        yield Listing(_("Corrected (%(number)s)") % {"number": len(rows)}, columns, rows)


def _gone(changes: Sequence[Change]) -> Iterator[Listing]:
    columns = (Column(_("Reference"), 20), Column(_("What became of it"), 80))
    gone = [change for change in changes if change.kind == ChangeKind.GONE]
    gone.sort(key=lambda change: _place(change.reference))
    rows = tuple((Words(change.reference), Words(change_words(change))) for change in gone)
    if rows:
        title = _("Gone since the earlier export (%(number)s)") % {"number": len(rows)}
        yield Listing(title, columns, rows)


def _unshown(collector: Collector) -> Iterator[Listing]:
    columns = (
        Column(_("Reference"), 13),
        Column(_("Question"), 15),
        Column(_("Received"), 24),
        Column(_("State and reason"), 26),
        Column(_("Since"), 22),
    )
    rows = tuple(
        (
            Words(row.reference),
            Words(prompt_title(row.prompt)),
            Words(f"{row.received}\n{row.standing}"),
            Words(joined([row.state, row.reason, row.survivor])),
            Words(row.since),
        )
        for row in sorted(collector.unshown, key=lambda row: _place(row.reference))
    )
    if rows:
        title = _("Withdrawn or not shown (%(number)s)") % {"number": len(rows)}
        yield Listing(title, columns, rows)
