"""What readers are told for the codes of reasons."""

from discussions.enums import ReasonCode
from discussions.models import Reason
from discussions.validators.set_up import ReasonSetting
from hub.kit.bilingual import text_in, texts_of


def reason_texts(language: str) -> dict[str, str]:
    """The words for every code in a language; the plain name of the code where none were written."""
    written = {row.code: text_in(row, "text", language).value for row in Reason.objects.all()}
    return {code.value: written.get(code) or str(code.label) for code in ReasonCode}


def reason_advice(language: str) -> dict[str, str]:
    """How authors are told to mend a text, by code, in a language; a code without such words is not among them."""
    advice = {row.code: text_in(row, "advice", language).value for row in Reason.objects.all()}
    return {code: words for code, words in advice.items() if words}


def reason_setting(reason: Reason) -> ReasonSetting:
    """All the words of a code, in every language that has some."""
    texts, advice = (
        {language: words for language, words in texts_of(reason, field).items() if words}
        for field in ("text", "advice")
    )
    return ReasonSetting(texts, advice)
