"""Who follows a space, and who is to be told of what happened in it."""

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from discussions.enums import SpaceRoleName
from discussions.models import Follower, News, Space, SpaceRole


def follows(space_id: int, user_id: int | None) -> bool:
    """Whether the account follows the space now; one statement, none for a visitor."""
    if user_id is None:
        return False
    return Follower.objects.filter(space_id=space_id, user_id=user_id, stopped_at=None).exists()


def people_told_now(space: Space, at: datetime, but_for: int | None) -> int:
    """How many accounts a change of the space would tell at an instant, without the one that makes it.

    Nobody while the space is not public; at most one statement.
    """
    if space.published_at is None or space.published_at > at:
        return 0
    told = User.objects.filter(_follow(space.pk) | _moderate(space.pk), is_active=True)
    return told.exclude(pk=but_for or 0).count()


def next_to_be_told(news: News, limit: int) -> list[int]:
    """The accounts that come after those told already: who followed when it happened, and who moderates the space."""
    followed = Follower.objects.filter(
        space=news.space_id, stopped_at=None, since__lte=news.created_at
    )
    receivers = User.objects.filter(
        Q(pk__in=followed.values("user")) | _moderate(news.space_id),
        is_active=True,
        pk__gt=news.told_up_to,
    ).exclude(pk=news.by_id or 0)
    return list(receivers.order_by("pk").values_list("pk", flat=True)[:limit])


def due_news(limit: int) -> list[int]:
    """Ids of what is to be told now, the oldest first."""
    due = News.objects.filter(done_at=None, due_at__lte=Now())
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def _follow(space_id: int) -> Q:
    following = Follower.objects.filter(space=space_id, stopped_at=None)
    return Q(pk__in=following.values("user"))


def _moderate(space_id: int) -> Q:
    moderators = SpaceRole.objects.filter(space=space_id, role=SpaceRoleName.MODERATOR)
    return Q(pk__in=moderators.values("user"))
