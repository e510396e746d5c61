"""A submission or a reply."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from discussions.enums import NameWithheld, OutsideKind, PostState, ReasonCode, Standing
from discussions.models.identifiers import ArchiveIdField
from discussions.models.prompt import Prompt
from discussions.models.space import Space
from hub.kit.constraints import known_words

if TYPE_CHECKING:
    from discussions.models.version import Version

#: States in which readers see the text.
PUBLIC_STATES = (PostState.PUBLISHED,)
#: States in which readers see a stub in the thread; a withdrawn post has one only if it was ever public.
STUB_STATES = (PostState.HIDDEN, PostState.MERGED, PostState.WITHDRAWN)


class PostQuerySet(models.QuerySet["Post"]):
    """Questions about posts."""

    def published(self) -> "PostQuerySet":
        """Posts whose text readers see."""
        return self.filter(state__in=PUBLIC_STATES)

    def in_threads(self) -> "PostQuerySet":
        """Posts that stand in a thread for every reader: published ones, and stubs of what was once public."""
        return self.filter(
            models.Q(state__in=PUBLIC_STATES)
            | models.Q(state__in=STUB_STATES, public_version__isnull=False)
        )

    def in_thread_order(self) -> "PostQuerySet":
        """Oldest thread first; within it each post ahead of its replies, replies in the order of arrival."""
        return self.order_by("root_sequence", "path")


def reaches() -> models.Func:
    """SQL: the latest arrival on the way from the root of a thread to a post.

    In the order of this, then of the path, posts stand as they arrived, but none ahead of the one that it answers: a
    moderator may move a post under one that came later.
    """
    return models.Func(
        models.F("path"),
        template="(SELECT max(step[1] COLLATE \"C\") FROM regexp_matches(%(expressions)s, '.{10}', 'g') AS step)",
        output_field=models.TextField(db_collation="C"),
    )


class Post(models.Model):
    """A submission (answers a prompt, or the space as a whole) or a reply (answers a post; its prompt is its parent's).

    `number` is gapless in its space and shown as the reference. `sequence` is the order of arrival (an archive's own
    order for imported posts); `path` is the chain of sequences from the root, in the collation "C", so that sorting by
    it is sorting by thread. `received_at` and `standing` are those of the first version.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="posts")
    archive_id = ArchiveIdField()
    number = models.PositiveBigIntegerField(editable=False)
    sequence = models.PositiveBigIntegerField(editable=False)
    prompt = models.ForeignKey(
        Prompt, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    root_sequence = models.PositiveBigIntegerField(editable=False)
    path = models.TextField(editable=False, db_collation="C")
    depth = models.PositiveIntegerField(default=0, editable=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="posts")
    name_withheld = models.CharField(
        _("name withheld"), max_length=25, choices=NameWithheld.choices, default=NameWithheld.NO
    )
    key = models.UUIDField(null=True, editable=False, help_text="Of the form it was sent with.")
    key_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    received_at = models.DateTimeField(_("received"), editable=False)
    standing = models.CharField(max_length=10, choices=Standing.choices, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=PostState.choices)
    state_since = models.DateTimeField(_("since"))
    reason = models.CharField(
        _("reason"), max_length=20, choices=ReasonCode.choices, null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    public_version: "models.ForeignKey[Version | None, Version | None]" = models.ForeignKey(
        "discussions.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    latest_version: "models.ForeignKey[Version, Version]" = models.ForeignKey(
        "discussions.Version", on_delete=models.PROTECT, related_name="+"
    )
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The same text of the same author under the prompt of an earlier revision.",
    )
    outside_kind = models.CharField(
        max_length=10, choices=OutsideKind.choices, null=True, blank=True
    )
    outside_received_on = models.DateField(null=True, blank=True)
    outside_entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints: ClassVar = [
            *known_words(
                "post",
                name_withheld=NameWithheld,
                standing=Standing,
                state=PostState,
                reason=ReasonCode,
                outside_kind=OutsideKind,
            ),
            models.UniqueConstraint(fields=["space", "number"], name="post_number"),
            models.UniqueConstraint(fields=["space", "sequence"], name="post_sequence"),
            models.UniqueConstraint(fields=["space", "archive_id"], name="post_archive_id"),
            models.UniqueConstraint(fields=["author", "key"], name="post_sent_once"),
            models.UniqueConstraint(
                fields=["outside_entered_by", "key"], name="post_entered_once"
            ),
            models.CheckConstraint(
                name="post_answers_another", condition=~models.Q(parent=models.F("id"))
            ),
            models.CheckConstraint(
                name="post_reply_below",
                condition=models.Q(depth=0, parent__isnull=True)
                | models.Q(depth__gte=1, parent__isnull=False),
            ),
            models.CheckConstraint(
                name="post_merged_with_target",
                condition=~models.Q(state=PostState.MERGED) | models.Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="post_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")),
            ),
            models.CheckConstraint(
                name="post_published_with_version",
                condition=~models.Q(state__in=["published", "hidden", "merged"])
                | models.Q(public_version__isnull=False),
            ),
            models.CheckConstraint(
                name="post_unpublished_without_version",
                condition=~models.Q(state__in=["pending", "returned", "rejected"])
                | models.Q(public_version__isnull=True),
            ),
            models.CheckConstraint(
                name="post_outside_source_whole",
                condition=models.Q(outside_kind__isnull=True, outside_received_on__isnull=True)
                | models.Q(outside_kind__isnull=False, outside_received_on__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["space", "prompt", "root_sequence"], name="post_threads"),
            models.Index(fields=["parent"], name="post_parent"),
            models.Index(fields=["space", "state", "received_at"], name="post_review"),
            models.Index(fields=["author", "-received_at"], name="post_of_author"),
        ]

    def __str__(self) -> str:
        return f"post {self.number} of {self.space_id}"

    @property
    def reference(self) -> str:
        """`RT2-0047`; needs `space` at hand."""
        return self.space.reference_of(self.number)

    @property
    def survivor(self) -> "Post | None":
        """Where readers of a merged post are led; None where the link would tell who withholds a name."""
        other = self.merged_into if self.state == PostState.MERGED else None
        return other if other is not None and other.name_withheld == self.name_withheld else None

    @property
    def is_reply(self) -> bool:
        """Whether it answers a post."""
        return self.parent_id is not None

    @property
    def has_been_public(self) -> bool:
        """Whether readers ever saw its text."""
        return self.public_version_id is not None

    @staticmethod
    def step(sequence: int) -> str:
        """One step of a path."""
        return f"{sequence:010d}"
