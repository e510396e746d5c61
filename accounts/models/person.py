"""Who speaks: with an account or without."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import StakeholderGroup
from hub.kit.constraints import known_words


class Person(models.Model):
    """Name, organisation, group and country of someone who speaks.

    Imports make persons and never accounts: such a person has no right, gets no mail, and is linked to no account by
    its address (PRODUCT, section 2). `organisation_name` is what an archive says of it; the organisations of a person
    with an account are its memberships.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=200)
    organisation_name = models.CharField(_("organisation"), max_length=300, null=True, blank=True)
    stakeholder_group = models.CharField(
        _("stakeholder group"),
        max_length=30,
        choices=StakeholderGroup.choices,
        null=True,
        blank=True,
    )
    country = models.CharField(_("country"), max_length=2, null=True, blank=True)
    email = models.TextField(_("e-mail address from an archive"), null=True, blank=True)
    changed_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Kept by the database; empty where nothing changed since it was made.",
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            *known_words("person", stakeholder_group=StakeholderGroup),
            models.CheckConstraint(name="person_has_a_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
