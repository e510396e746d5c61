"""The spaces of the demonstration as archives, whose dates count from today.

`+3d 23:59:59` is that time, UTC, three days from today; with ` local` behind, by the clocks of the window's own zone;
`-5d` is a date. Today is the date in UTC, so that windows stand the same at any time of the day.
"""

import json
import re
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from hub.kit.instants import format_instant, resolve_local

FOLDER: Final = Path(__file__).resolve().parents[2] / "demonstration"
#: In the order in which they are made.
SPACES: Final = ("labour-mobility", "progress-declaration", "network-workplan")

_RELATIVE: Final = re.compile(r"([+-][0-9]+)d(?: ([0-9]{2}:[0-9]{2}:[0-9]{2})( local)?)?")


def read(name: str) -> Any:
    """One JSON file of the folder."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def space_document(slug: str, today: date) -> dict[str, Any]:
    """The document of a space with the dates that it has on a day."""
    document: dict[str, Any] = _dated(read(slug), today, "UTC")
    return document


def write_space(document: dict[str, Any], out: BinaryIO) -> None:
    """The archive: the document and every file of its folder; `out` stands at its beginning afterwards."""
    folder = FOLDER / "files" / document["space"]["slug"]
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("space.json", json.dumps(document, ensure_ascii=False))
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"attachments/{path.relative_to(folder).as_posix()}")
    out.seek(0)


def _dated(value: Any, today: date, zone: str) -> Any:
    if isinstance(value, dict):
        zone = value.get("time_zone", zone)
        return {key: _dated(below, today, zone) for key, below in value.items()}
    if isinstance(value, list):
        return [_dated(below, today, zone) for below in value]
    match = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    days, clock, is_local = match.groups()
    day = today + timedelta(days=int(days))
    if clock is None:
        return day.isoformat()
    moment = datetime.combine(day, time.fromisoformat(clock))
    return format_instant(resolve_local(moment, zone) if is_local else moment.replace(tzinfo=UTC))
