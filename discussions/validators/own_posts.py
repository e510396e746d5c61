"""Which part of one's own submissions is asked for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from discussions.enums import OwnShow, PostState
from hub.kit.sanitise.characters import clean_characters


@dataclass(frozen=True)
class OwnQuery:
    """The address of a piece of the list; what is unknown in it counts as left out."""

    show: OwnShow = OwnShow.ALL
    state: str = ""
    space: str = ""
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out."""
        return bool(self.state or self.space) or self.show != OwnShow.ALL

    def query(self, after: str = "") -> str:
        """The same address from another place on; "" where nothing is asked for."""
        show = "" if self.show == OwnShow.ALL else str(self.show)
        parts = {"show": show, "state": self.state, "space": self.space, "after": after}
        query = urlencode({name: value for name, value in parts.items() if value})
        return f"?{query}" if query else ""


def own_query(given: QueryDict) -> OwnQuery:
    """What an address asks for."""
    show, state = given.get("show", ""), given.get("state", "")
    return OwnQuery(
        show=OwnShow(show) if show in OwnShow.values else OwnShow.ALL,
        state=state if state in PostState.values else "",
        space=clean_characters(given.get("space", "")[:80]),
        after=clean_characters(given.get("after", "")[:40]),
    )
