"""Changing what readers and authors are told for the code of a reason."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discussions.access.spaces import check_set_up
from discussions.access.viewer import Viewer
from discussions.enums import ReasonCode
from discussions.errors import NotComplete, NotFound
from discussions.models import Reason, Space
from discussions.selectors.reasons import reason_setting
from discussions.services.reference import raise_revision
from discussions.services.set_up import check_seen
from discussions.validators.set_up import ReasonSetting
from hub.kit.bilingual import set_texts
from hub.kit.languages import language_within
from hub.kit.record import write_record

ACT = "reason-changed"


def reword_reason(
    *, by: Viewer, code: ReasonCode, setting: ReasonSetting, seen: str | None = None
) -> Reason:
    """Give a code other words, on the pages of every space and in every mail from now on; the secretariat.

    Languages that are not named stay. `seen` is the stamp of the words that the form was built on; None: it had none.
    What stands there already changes nothing. Raises NotModerator, NotFound, NotComplete where a required language has
    no words for readers, and ChangedMeanwhile.
    """
    check_set_up(by)
    with transaction.atomic():
        reason = Reason.objects.select_for_update().filter(code=code).first()
        if reason is None:
            raise NotFound
        present = reason_setting(reason)
        wanted = ReasonSetting(
            _with(present.texts, setting.texts), _with(present.advice, setting.advice)
        )
        if wanted == present:
            return reason
        check_seen(seen, present, ("reason", code))
        _check_complete(wanted.texts)
        set_texts(reason, "text", wanted.texts)
        set_texts(reason, "advice", wanted.advice)
        reason.save()
        for space_id in Space.objects.order_by("pk").values_list("pk", flat=True):
            raise_revision(space_id)
        write_record(
            ACT,
            ("reason", code),
            by=by.user_id,
            detail={"fields": _changed_fields(present, wanted)},
        )
        return reason


def _with(present: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The words in every language after the change; a language in which nothing is said is not among them."""
    merged = {**present, **{language: words.strip() for language, words in wanted.items()}}
    return {language: words for language, words in merged.items() if words}


def _check_complete(texts: Mapping[str, str]) -> None:
    missing = [language for language in settings.REQUIRED_LANGUAGES if not texts.get(language)]
    if missing:
        shown_in = get_language() or settings.LANGUAGE_CODE
        names = ", ".join(language_within(language, shown_in) for language in missing)
        raise NotComplete(
            _("Readers need the reason in these languages too: %(languages)s.")
            % {"languages": names}
        )


def _changed_fields(before: ReasonSetting, after: ReasonSetting) -> list[str]:
    """Which texts in which languages: names, never words."""
    pairs = (("text", before.texts, after.texts), ("advice", before.advice, after.advice))
    return sorted(
        f"{name}_{language}"
        for name, old, new in pairs
        for language in {*old, *new}
        if old.get(language) != new.get(language)
    )
