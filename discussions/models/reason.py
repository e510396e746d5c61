"""Words for the reason codes, editable in each language."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from discussions.enums import ReasonCode
from hub.kit.constraints import known_words


class Reason(models.Model):
    """What readers and authors are told for a code.

    `text` says why; it stands in public. `advice` says to authors whose text is returned how to mend it, where the
    moderator writes no words of their own.
    """

    code = models.CharField(_("code"), max_length=20, choices=ReasonCode.choices, unique=True)
    text = models.TextField(_("text"), default="", blank=True)
    advice = models.TextField(_("advice"), default="", blank=True)

    class Meta:
        constraints: ClassVar = known_words("reason", code=ReasonCode)
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code
