"""Questions put by moderators."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from discussions.models.document import Document
from discussions.models.identifiers import ArchiveIdField
from discussions.models.space import Space
from discussions.models.window import Window


class Prompt(models.Model):
    """A question or call in each language. `number` is permanent and stands in the address; `position` orders the page.

    A prompt with posts is closed and never deleted.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="prompts")
    archive_id = ArchiveIdField()
    number = models.PositiveIntegerField(_("number"))
    position = models.PositiveIntegerField(_("position"))
    text = models.TextField(_("text"), default="", blank=True)
    other_languages = models.JSONField(default=dict, blank=True, editable=False)
    asked_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked on"), null=True, blank=True)
    window = models.ForeignKey(
        Window,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="prompts",
        verbose_name=_("window"),
        help_text=_("Empty: the main window of the space."),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="prompts",
        verbose_name=_("document"),
    )
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "archive_id"], name="prompt_archive_id"),
            models.UniqueConstraint(fields=["space", "number"], name="prompt_number"),
            models.CheckConstraint(name="prompt_number_from_1", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"prompt {self.number} of {self.space_id}"


class PromptWording(models.Model):
    """An earlier wording of a prompt, valid until an instant; only ever added."""

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="earlier_wordings")
    position = models.PositiveIntegerField(default=0)
    text = models.TextField(default="", blank=True)
    other_languages = models.JSONField(default=dict, blank=True, editable=False)
    until = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"wording {self.pk} of prompt {self.prompt_id}"
