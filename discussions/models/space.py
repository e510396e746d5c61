"""One consultation."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from discussions.enums import Review, SpaceRoleName
from discussions.models.identifiers import ArchiveIdField
from hub.kit.constraints import known_words

PREFIX_PATTERN = r"^[A-Z][A-Z0-9]{1,7}$"
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Space(models.Model):
    """A consultation: title, mandate, objectives, windows, prompts; 404 for readers until `published_at`.

    `last_number` counts the references issued and is raised only by the transaction that issues one; `revision` is
    raised by every act that changes what the public sees, in the act's own transaction: cached pages follow it.
    """

    slug = models.CharField(
        _("address"), max_length=80, unique=True, validators=[RegexValidator(SLUG_PATTERN)]
    )
    reference_prefix = models.CharField(
        _("reference prefix"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(PREFIX_PATTERN)],
    )
    title = models.TextField(_("title"), default="", blank=True)
    mandate = models.TextField(_("mandate"), default="", blank=True)
    other_languages = models.JSONField(default=dict, blank=True, editable=False)
    objectives = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("objectives")
    )
    review = models.CharField(
        _("review"), max_length=40, choices=Review.choices, default=Review.AFTER
    )
    length_limit = models.PositiveIntegerField(
        _("length limit in visible characters"), null=True, blank=True
    )
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    last_number = models.PositiveBigIntegerField(default=0, editable=False)
    absent_numbers = models.PositiveBigIntegerField(
        default=0,
        editable=False,
        help_text="References below last_number that the imported archive did not hold.",
    )
    revision = models.PositiveBigIntegerField(default=1, editable=False)
    archive_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    created_at = models.DateTimeField(_("created on"), db_default=Now())

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints: ClassVar = [
            *known_words("space", review=Review),
            models.CheckConstraint(
                name="space_slug_form", condition=models.Q(slug__regex=SLUG_PATTERN)
            ),
            models.CheckConstraint(
                name="space_prefix_form",
                condition=models.Q(reference_prefix__regex=PREFIX_PATTERN),
            ),
            models.CheckConstraint(
                name="space_objectives_of_the_compact",
                condition=models.Q(objectives__contained_by=list(range(1, 24))),
            ),
            models.CheckConstraint(
                name="space_length_limit_positive",
                condition=models.Q(length_limit__isnull=True) | models.Q(length_limit__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def reference_of(self, number: int) -> str:
        """The reference of a number: prefix, hyphen, four digits or more."""
        return f"{self.reference_prefix}-{number:04d}"


class SpaceRole(models.Model):
    """A right in one space, given by someone at some time."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="space_roles"
    )
    role = models.CharField(_("role"), max_length=20, choices=SpaceRoleName.choices)
    given_at = models.DateTimeField(_("given on"), db_default=Now())
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )

    class Meta:
        verbose_name = _("role in a space")
        verbose_name_plural = _("roles in spaces")
        constraints: ClassVar = [
            *known_words("space_role", role=SpaceRoleName),
            models.UniqueConstraint(fields=["space", "user", "role"], name="space_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.space_id}"


class ArchivePerson(models.Model):
    """The id and place of a person in the archive that its space came from."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="archive_people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    archive_id = ArchiveIdField()
    position = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "archive_id"], name="archive_person_id"),
            models.UniqueConstraint(fields=["space", "person"], name="archive_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.archive_id} in {self.space_id}"


class DisplayedModerator(models.Model):
    """A moderator as readers see it; gives no right."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="displayed_moderators")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "person"], name="displayed_moderator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.space_id}"
