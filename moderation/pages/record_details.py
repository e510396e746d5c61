"""What the record says beside the act itself, in words: ids, codes and hashes made readable."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, Person, User
from discussions.access.viewer import Viewer
from discussions.enums import (
    CoSignatoryState,
    LatePolicy,
    LookReason,
    NameWithheld,
    OutsideKind,
    PostState,
    Review,
    SpaceRoleName,
    WindowAct,
)
from discussions.mailers.window_words import minutes_text
from discussions.models import Document, Prompt, Reason, Space
from hub.kit.bilingual import text_in
from hub.kit.dates import moment_in, written_day
from hub.kit.instants import parse_instant
from hub.kit.languages import language_within
from hub.kit.models import FrameText, Record
from hub.kit.zones import zone_city
from moderation.enums import ExportVariant
from moderation.pages.record_texts import Detail, details_of_text
from moderation.selectors.record import Around

#: Why an export was not made, where the record holds the code alone.
_FAILURES: Final[Mapping[str, Promise]] = {
    "counts-differ": gettext_lazy("The counts did not agree"),
    "file-differs": gettext_lazy("A stored file was not what was received"),
    "file-missing": gettext_lazy("A stored file was missing"),
    "not-permitted": gettext_lazy("Who asked for it no longer belonged to the secretariat"),
    "given-up": gettext_lazy("It was begun several times and never came to its end"),
}
_RIGHTS: Final[Mapping[str, Promise]] = {
    "is_active": gettext_lazy("Account open"),
    "is_secretariat": gettext_lazy("Secretariat"),
    "is_administrator": gettext_lazy("Administrator"),
}
#: Codes that are words of an enumeration.
_WORDS: Final[Mapping[str, tuple[Promise, type[TextChoices]]]] = {
    "state": (gettext_lazy("State of the text"), PostState),
    "role": (gettext_lazy("Right"), SpaceRoleName),
    "before": (gettext_lazy("Before"), NameWithheld),
    "after": (gettext_lazy("After"), NameWithheld),
    "answer": (gettext_lazy("Answer"), CoSignatoryState),
    "kind": (gettext_lazy("Came by"), OutsideKind),
    "variant": (gettext_lazy("For whose eyes"), ExportVariant),
}
#: The rules of a space, each with its name and how its code is told.
_RULES: Final[Mapping[str, tuple[Promise, Callable[[Any], str]]]] = {
    "review": (gettext_lazy("Review"), lambda code: _label(Review, code)),
    "objectives": (
        gettext_lazy("Objectives of the Global Compact"),
        lambda numbers: ", ".join(str(number) for number in numbers) or _("No objective"),
    ),
    "length_limit": (
        gettext_lazy("Length limit in visible characters"),
        lambda limit: str(limit) if limit else _("No limit"),
    ),
}
_TEXTS_OF_SPACE: Final[Mapping[str, Promise]] = {
    "titles": gettext_lazy("Title (%(language)s)"),
    "mandates": gettext_lazy("Mandate (%(language)s)"),
}
#: Acts that set a list anew.
_LISTS: Final[Mapping[str, Promise]] = {
    f"window-{WindowAct.QUESTIONS}": gettext_lazy("Questions that follow it"),
    "prompts-ordered": gettext_lazy("Order of the questions"),
    "documents-ordered": gettext_lazy("Order of the documents"),
}
_MODELS: Final[Mapping[str, type[Model]]] = {
    "space": Space,
    "prompt": Prompt,
    "document": Document,
    "reason": Reason,
    "frame-text": FrameText,
    "person": Person,
    "organisation": Organisation,
    "membership": Membership,
    "user": User,
}


def details_of(record: Record, around: Around, viewer: Viewer) -> list[Detail]:
    """What is said of the act, in the active language and in a fixed order; never a person, who has a place of their own.

    The hash of a text is for staff of its space: with it one could try what stands behind a mask.
    """
    detail = record.detail
    found = [
        Detail(str(label), _label(words, detail[key]))
        for key, (label, words) in _WORDS.items()
        if key in detail
    ]
    for tell in (_version, _rights, _fields, _settings, _received, _lists, _dates):
        found += tell(record, around)
    found += details_of_text(record, around, viewer)
    if record.subject_type != "post" or viewer.is_staff_of(record.space_id or 0):
        found += _hash(record)
    return found


def reason_of(record: Record, reasons: Mapping[str, str]) -> str:
    """Why it was done, in words; `reasons` are those of decisions. A code that nobody knows stands as it is."""
    code = record.reason
    if not code:
        return ""
    if record.act == "look-behind" and code in LookReason.values:
        return str(LookReason(code).label)
    return str(_FAILURES.get(code) or reasons.get(code) or code)


def _label(words: type[TextChoices], code: Any) -> str:
    return str(words(code).label) if code in words.values else str(code)


def _version(record: Record, around: Around) -> list[Detail]:
    number = around.versions.get(record.detail.get("version") or "")
    return [Detail(_("Version"), str(number))] if number else []


def _rights(record: Record, _around: Around) -> list[Detail]:
    return [
        Detail(str(label), _("given") if record.detail[name] else _("taken away"))
        for name, label in _RIGHTS.items()
        if name in record.detail
    ]


def _fields(record: Record, _around: Around) -> list[Detail]:
    model, fields = _MODELS.get(record.subject_type), record.detail.get("fields")
    told = _told_setting(record, "was")
    names = [_field_name(model, name) for name in fields or () if name not in told]
    return [Detail(_("Changed"), "; ".join(names))] if names else []


def _field_name(model: type[Model] | None, name: str) -> str:
    try:
        field = model._meta.get_field(name) if model else None  # noqa: SLF001 - Django's own way to the names of fields
    except FieldDoesNotExist:
        return name
    return str(getattr(field, "verbose_name", name))


def _told_setting(record: Record, key: str) -> Mapping[str, Any]:
    """What was set of a space before (`was`) and after (`is`), where the record tells it."""
    setting = record.detail.get(key) if record.act == "space-changed" else None
    return setting if isinstance(setting, dict) else {}


def _settings(record: Record, _around: Around) -> list[Detail]:
    """What was set of a space, before and after: rules in words, texts by their hashes."""
    was, now = _told_setting(record, "was"), _told_setting(record, "is")
    found = [
        _from_to(str(label), tell(was[name]), tell(now[name]))
        for name, (label, tell) in _RULES.items()
        if name in was and name in now
    ]
    for name, label in _TEXTS_OF_SPACE.items():
        before, after = was.get(name) or {}, now.get(name) or {}
        found += [
            _from_to(
                label % {"language": language_within(language, get_language() or "en")},
                _hash_words(before.get(language)),
                _hash_words(after.get(language)),
            )
            for language in sorted({*before, *after})
            if before.get(language) != after.get(language)
        ]
    return found


def _from_to(label: str, before: str, after: str) -> Detail:
    return Detail(label, _("%(before)s → %(after)s") % {"before": before, "after": after})


def _hash_words(sha256: str | None) -> str:
    return f"SHA-256 {sha256[:12]}…" if sha256 else _("no text")


def _received(record: Record, _around: Around) -> list[Detail]:
    day = record.detail.get("received_on")
    if not day:
        return []
    return [Detail(_("Received outside on"), written_day(parse_instant(f"{day}T00:00:00Z")))]


def _lists(record: Record, around: Around) -> list[Detail]:
    """Which questions or documents, before and after: questions by their numbers, documents by their titles."""
    was, now, label = record.detail.get("was"), record.detail.get("is"), _LISTS.get(record.act)
    if label is None or not isinstance(was, list) or not isinstance(now, list):
        return []
    name = _title_in(around) if record.act == "documents-ordered" else str
    before, after = ("; ".join(map(name, ids)) or _("none") for ids in (was, now))
    return [_from_to(str(label), before, after)]


def _title_in(around: Around) -> Callable[[int], str]:
    language = get_language() or "en"

    def title(identifier: int) -> str:
        document = around.documents.get(identifier)
        return text_in(document, "title", language).value if document is not None else "–"

    return title


def _dates(record: Record, _around: Around) -> list[Detail]:
    """To what a window was set."""
    setting = record.detail.get("is")
    if not record.act.startswith("window-") or not isinstance(setting, dict):
        return []
    tellers: dict[str, tuple[str, Callable[[Any], str]]] = {
        "opens_at": (_("Opens"), _instant),
        "closes_at": (_("Closes"), _instant),
        "time_zone": (_("Zone"), zone_city),
        "late_policy": (_("Late texts"), lambda code: _label(LatePolicy, code)),
        "grace_minutes": (_("Grace"), minutes_text),
    }
    was = record.detail.get("was") or {}
    return [
        Detail(label, tell(setting[key]))
        for key, (label, tell) in tellers.items()
        if setting.get(key) is not None and setting[key] != was.get(key)
    ]


def _instant(written: str) -> str:
    return _("%(moment)s UTC") % {"moment": moment_in(parse_instant(written))}


def _hash(record: Record) -> list[Detail]:
    sha256 = record.detail.get("sha256")
    return [Detail("SHA-256", sha256)] if isinstance(sha256, str) and sha256 else []
