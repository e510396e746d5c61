"""Text and files as sent at one instant."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import StakeholderGroup
from discussions.enums import Capacity, Standing, VersionReview
from discussions.models.post import Post
from hub.kit.constraints import known_words


class Version(models.Model):
    """What was sent at one instant, unchangeable.

    A trigger refuses every UPDATE but that of `review` and the first `published_at` and `returned_at`, and every DELETE.
    `body` is the canonical text (sanitised HTML, NFC, LF) and `sha256` the hash of its UTF-8 bytes, taken once.
    `standing` is stored when it is sent and never recomputed. The speaker is a snapshot. Nothing reads `body` or the
    speaker's columns but `discussions.access.words` (a lint rule): everyone else asks there, for a viewer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    key = models.UUIDField(null=True, help_text="Of the form it was sent with.")
    key_digest = models.CharField(max_length=64, blank=True, default="")
    received_at = models.DateTimeField(_("received"))
    published_at = models.DateTimeField(
        null=True, help_text="When readers first saw it; empty: never. Set once."
    )
    returned_at = models.DateTimeField(
        null=True,
        help_text="When a moderator returned it; empty: never, or in an archive. Set once.",
    )
    standing = models.CharField(max_length=10, choices=Standing.choices)
    review = models.CharField(max_length=12, choices=VersionReview.choices)
    language = models.CharField(max_length=50)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    speaker_name = models.TextField(null=True)
    speaker_organisation = models.TextField(null=True)
    speaker_group = models.CharField(max_length=30, choices=StakeholderGroup.choices, null=True)
    speaker_country = models.CharField(max_length=2, null=True)
    speaker_capacity = models.CharField(max_length=15, choices=Capacity.choices, null=True)
    speaker_verified = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints: ClassVar = [
            *known_words(
                "version",
                standing=Standing,
                review=VersionReview,
                speaker_group=StakeholderGroup,
                speaker_capacity=Capacity,
            ),
            models.UniqueConstraint(fields=["post", "number"], name="version_number"),
            models.UniqueConstraint(fields=["post", "key"], name="version_sent_once"),
            # Foreign keys of the post name both: it points at versions of its own (a migration lays them).
            models.UniqueConstraint(fields=["post", "id"], name="version_of_post"),
            models.CheckConstraint(
                name="version_number_from_1", condition=models.Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="version_personal_capacity",
                condition=~models.Q(speaker_capacity=Capacity.PERSONAL)
                | models.Q(
                    speaker_organisation__isnull=True,
                    speaker_group=StakeholderGroup.INDIVIDUAL,
                )
                | models.Q(speaker_organisation__isnull=True, speaker_group__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.post_id}"
