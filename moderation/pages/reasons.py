"""The words for the codes of reasons, and the letters in which authors read them."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from discussions.enums import PostState, ReasonCode
from discussions.errors import NotFound
from discussions.models import Post, Reason, Version
from discussions.pages.sections import Crumb
from discussions.selectors.reasons import reason_setting
from discussions.validators.set_up import ReasonSetting
from hub.kit.bilingual import Text
from hub.kit.clock import database_now
from hub.kit.languages import language_within
from moderation.enums import DecisionAct
from moderation.mailers.decision import Told
from moderation.mailers.next_steps import next_steps
from moderation.pages.letters import ShownLetter, shown_letter

_REFERENCE: Final = "EX-0047"  # of the example


@dataclass(frozen=True)
class ReasonLine:
    """One code with its words in each language."""

    code: str
    label: str
    url: str
    texts: list[Text]
    without_advice: str


@dataclass(frozen=True)
class ReasonPage:
    """All that moderation/reason.html shows; `saved` is what stands there, by language, where it was changed meanwhile."""

    crumbs: list[Crumb]
    title: str
    letters: list[ShownLetter]
    saved: list[Text]


def reasons_page() -> list[ReasonLine]:
    """Every code, in the order of the form of decisions; one statement."""
    rows = {row.code: row for row in Reason.objects.all()}
    return [_line(code, rows[code]) for code in ReasonCode if code in rows]


def reason_page(
    code: ReasonCode, setting: ReasonSetting | None, saved: ReasonSetting | None = None
) -> ReasonPage:
    """The page of one code, with the letters that authors would read after the `setting`; None: it is in no order."""
    return ReasonPage(
        crumbs=[
            Crumb(_("Review queue"), reverse("review-queue")),
            Crumb(_("Reasons"), reverse("reasons")),
            Crumb(str(code.label)),
        ],
        title=str(code.label),
        letters=_letters(setting) if setting is not None else [],
        saved=_saved(saved) if saved is not None else [],
    )


def present_setting(code: str) -> tuple[ReasonCode, ReasonSetting]:
    """What stands there now for the code of an address. Raises NotFound for what is none."""
    row = Reason.objects.filter(code=code).first()
    if row is None:
        raise NotFound
    return ReasonCode(row.code), reason_setting(row)


def _line(code: ReasonCode, row: Reason) -> ReasonLine:
    setting, shown_in = reason_setting(row), get_language() or "en"
    missing = [
        language_within(language, shown_in)
        for language in settings.CONTENT_LANGUAGES
        if not setting.advice.get(language)
    ]
    return ReasonLine(
        code=code.value,
        label=str(code.label),
        url=reverse("reason", args=[code.value]),
        texts=[
            Text(setting.texts.get(language, ""), language)
            for language in settings.CONTENT_LANGUAGES
        ],
        without_advice=", ".join(missing),
    )


def _letters(setting: ReasonSetting) -> list[ShownLetter]:
    return [
        shown_letter(_example(setting, language), language)
        for language in settings.CONTENT_LANGUAGES
    ]


def _example(setting: ReasonSetting, language: str) -> Told:
    """A text of nobody that is returned for the reason."""
    at = database_now()
    post = Post(state=PostState.RETURNED, state_since=at)
    with override(language):
        return Told(
            act=DecisionAct.RETURN,
            on_correction=False,
            reference=_REFERENCE,
            received_at=at,
            space=Text(_("Title of the space"), language),
            number=1,
            reason=setting.texts.get(language, ""),
            message=setting.advice.get(language, ""),
            steps=tuple(next_steps(DecisionAct.RETURN, post, Version(), None, at)),
        )


def _saved(setting: ReasonSetting) -> list[Text]:
    """Text and advice, language by language."""
    return [
        Text(words[language], language)
        for language in settings.CONTENT_LANGUAGES
        for words in (setting.texts, setting.advice)
        if words.get(language)
    ]
