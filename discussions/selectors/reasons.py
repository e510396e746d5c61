"""What readers are told for the codes of reasons."""

from discussions.enums import ReasonCode
from discussions.models import Reason
from hub.kit.bilingual import text_in


def reason_texts(language: str) -> dict[str, str]:
    """The words for every code in a language; the plain name of the code where none were written."""
    written = {row.code: text_in(row, "text", language).value for row in Reason.objects.all()}
    return {code.value: written.get(code) or str(code.label) for code in ReasonCode}
