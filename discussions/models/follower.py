"""Who wants to be told what happens in a space, and what they are to be told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from discussions.enums import NewsKind
from discussions.models.space import Space
from hub.kit.constraints import known_words


class Follower(models.Model):
    """An account that is told of new questions, documents and changes of windows.

    Who stops keeps the row, so that posting again does not begin it again; who presses the button does.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="followers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="followed_spaces"
    )
    since = models.DateTimeField(db_default=Now())
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "user"], name="follower_once"),
            models.CheckConstraint(
                name="follower_stopped_later",
                condition=models.Q(stopped_at__isnull=True)
                | models.Q(stopped_at__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.space_id}"


class News(models.Model):
    """What the followers and moderators of a space are to be told, written in the transaction of the act.

    The notices are written from it afterwards, in batches: `told_up_to` is the last account that has its own, `done_at`
    stands when all have. `facts` holds ids alone. Until `due_at` more of the same may join it.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="news")
    kind = models.CharField(max_length=20, choices=NewsKind.choices)
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who did it, and need not be told.",
    )
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    told_up_to = models.PositiveBigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = known_words("news", kind=NewsKind)
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(done_at__isnull=True), name="news_due"
            ),
        ]

    def __str__(self) -> str:
        return f"news {self.pk} of {self.space_id}"
