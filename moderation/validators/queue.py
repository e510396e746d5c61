"""What part of the review queue is asked for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from moderation.enums import QueueShow


@dataclass(frozen=True)
class QueueQuery:
    """The address of a piece of the queue; what is unknown in it counts as left out."""

    show: QueueShow = QueueShow.WAITING
    space: str = ""
    after: str = ""
    post: str = ""

    def query(self, **changed: str) -> str:
        """The same address with some parts changed; parts that are empty or usual are left out."""
        parts = {
            "show": "" if self.show == QueueShow.WAITING else str(self.show),
            "space": self.space,
            "after": self.after,
            "post": self.post,
            **changed,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def queue_query(given: QueryDict) -> QueueQuery:
    """What an address asks for."""
    show = given.get("show", "")
    return QueueQuery(
        show=QueueShow(show) if show in QueueShow.values else QueueShow.WAITING,
        space=given.get("space", ""),
        after=given.get("after", ""),
        post=given.get("post", ""),
    )
