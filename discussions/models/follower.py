"""Who wants to be told what happens in a space."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from discussions.models.space import Space


class Follower(models.Model):
    """An account that is told of new questions, documents and changes of windows; gone when it follows no longer."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="followers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="followed_spaces"
    )
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "user"], name="follower_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.space_id}"
