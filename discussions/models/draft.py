"""Texts that are being written: kept on the server until they are sent (PRODUCT, section 5)."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from discussions.enums import Capacity, NameWithheld
from discussions.models.attachment import Attachment
from discussions.models.post import Post
from discussions.models.prompt import Prompt
from discussions.models.space import Space
from discussions.models.upload import Upload
from hub.kit.constraints import known_words


class Draft(models.Model):
    """What an author has written so far for one place: a prompt, the space as a whole, a reply or a correction.

    One per author and place. `body` is canonical. `revision` counts the saves: who saves on top of
    another's newer save is told so and overwrites nothing. `key` is that of the form, so that what
    is sent from two devices is sent once. While `shared_with` is set, confirmed members of that
    organisation may edit the draft; its author alone sends it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="drafts")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="drafts")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, null=True, related_name="drafts")
    parent = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="reply_drafts"
    )
    corrected = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="correction_drafts"
    )
    key = models.UUIDField(default=uuid.uuid4)
    body = models.TextField(blank=True, default="")
    language = models.CharField(_("language"), max_length=50)
    capacity = models.CharField(max_length=15, choices=Capacity.choices, default=Capacity.PERSONAL)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name_withheld = models.CharField(
        max_length=25, choices=NameWithheld.choices, default=NameWithheld.NO
    )
    co_signatories = models.JSONField(
        default=list, help_text="Of each organisation named: organisation (id), name, email."
    )
    shared_with = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="shared_drafts"
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_page = models.UUIDField(
        null=True, help_text="The open page that saved it last; empty: without script."
    )

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints: ClassVar = [
            *known_words("draft", capacity=Capacity, name_withheld=NameWithheld),
            models.UniqueConstraint(
                fields=["author", "space", "prompt", "parent", "corrected"],
                nulls_distinct=False,
                name="draft_one_per_author_and_place",
            ),
            models.CheckConstraint(
                name="draft_of_one_place",
                condition=models.Q(parent__isnull=True, corrected__isnull=True)
                | models.Q(prompt__isnull=True, corrected__isnull=True)
                | models.Q(prompt__isnull=True, parent__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["author", "-saved_at"], name="draft_of_author"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftFile(models.Model):
    """A file of a draft in its place: an upload, or an attachment that a correction takes over."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(
        max_length=255, blank=True, default="", help_text="Empty: the name it came with."
    )
    language = models.CharField(max_length=50, null=True)
    upload = models.ForeignKey(
        Upload, on_delete=models.PROTECT, null=True, related_name="in_drafts"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, related_name="in_drafts"
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="draft_file_is_one_file",
                condition=models.Q(upload__isnull=True, attachment__isnull=False)
                | models.Q(upload__isnull=False, attachment__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.pk} of {self.draft_id}"
