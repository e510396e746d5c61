"""The words in the frame of every page, as administrators edit them."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hub.kit.constraints import known_words


class FramePart(models.TextChoices):
    """The parts, in the order in which a page shows them."""

    ABOUT = "about-the-hub", _("About the Hub")
    DISPLAYS = "what-the-hub-displays", _("What the Hub displays")
    ROSTER = "peer-review-roster", _("Peer Review Roster")
    CONTACT = "contact", _("Contact")
    DISCLAIMER = "disclaimer", _("Disclaimer")
    KOSOVO = "kosovo-footnote", _("Footnote on Kosovo")


class FrameText(models.Model):
    """One part of the frame, HTML per language: about the Hub, contact, disclaimer … (PRODUCT, section 6)."""

    key = models.CharField(_("part"), max_length=30, choices=FramePart.choices, unique=True)
    text = models.TextField(_("text"), default="", blank=True)
    changed_at = models.DateTimeField(_("changed on"), db_default=Now())

    class Meta:
        constraints: ClassVar = known_words("frame_text", key=FramePart)
        verbose_name = _("text of the frame")
        verbose_name_plural = _("texts of the frame")

    def __str__(self) -> str:
        return self.key
