"""What came from outside the portal, checked: the values that travel from the form of staff to the service."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from accounts.enums import StakeholderGroup
from discussions.enums import Capacity, OutsideKind


@dataclass(frozen=True)
class OutsideSource:
    """How a text came in, and on which day by the calendar of the window's zone."""

    kind: OutsideKind
    received_on: date


@dataclass(frozen=True)
class OutsideEntity:
    """From whom a text came.

    `organisation` is the id of one of the portal, whose own name, group and country stand; any other
    goes by `organisation_name`, `group` and `country`. `name` is the person's, "" where nobody knows
    it. `email` is where the receipt goes, in `language`; "" for nowhere.
    """

    capacity: Capacity
    organisation: int | None = None
    organisation_name: str = ""
    group: StakeholderGroup | None = None
    country: str = ""
    name: str = ""
    email: str = ""
    language: str = "en"


def place_of(place: str, source: OutsideSource, entity: OutsideEntity) -> str:
    """All that the form says beside the text, in a word: part of the digest of what was entered."""
    said = {"place": place, **asdict(source), **asdict(entity)}
    return json.dumps(said, default=str, sort_keys=True)
