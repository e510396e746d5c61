"""An organisation that people speak for."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.enums import StakeholderGroup
from hub.kit.bilingual import column
from hub.kit.constraints import known_words

_NAMES: Final = [column("name", language) for language in settings.MODELTRANSLATION_LANGUAGES]


class Organisation(models.Model):
    """Its official name per language where it has one; names are never translated by the portal."""

    name = models.CharField(_("name"), max_length=300)
    stakeholder_group = models.CharField(
        _("stakeholder group"), max_length=30, choices=StakeholderGroup.choices
    )
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    verified_at = models.DateTimeField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    created_at = models.DateTimeField(_("created on"), db_default=Now())
    changed_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Kept by the database; empty where nothing changed since it was made.",
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints: ClassVar = [
            *known_words("organisation", stakeholder_group=StakeholderGroup),
            models.CheckConstraint(
                name="organisation_verified_at_with_by",
                condition=models.Q(verified_at__isnull=True, verified_by__isnull=True)
                | models.Q(verified_at__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_is_no_individual",
                condition=~models.Q(stakeholder_group=StakeholderGroup.INDIVIDUAL),
            ),
            *(
                models.UniqueConstraint(
                    models.Func(models.F(name), function="portal_fold"),
                    condition=~models.Q(**{name: ""}),
                    name=f"organisation_{name}_once",
                    violation_error_message=_("There is an organisation of this name already."),
                )
                for name in _NAMES
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        """Whether staff have checked that it is what it says."""
        return self.verified_at is not None
