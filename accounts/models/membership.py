"""Who may speak for which organisation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.person import Person


class Membership(models.Model):
    """A person that speaks for an organisation, from `since` until `ended_at`.

    Anyone may name an organisation when signing up; `confirmed_at` says that staff have checked it. A speaker counts as
    verified when both the organisation and the membership are.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    since = models.DateTimeField(_("since"), db_default=Now())
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    changed_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Kept by the database; empty where nothing changed since it was made.",
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_once_at_a_time",
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("since")),
            ),
            models.CheckConstraint(
                name="membership_confirmed_at_with_by",
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id}"

    @property
    def speaks_verified(self) -> bool:
        """Whether staff have checked the organisation and that this person speaks for it."""
        return self.confirmed_at is not None and self.organisation.is_verified
