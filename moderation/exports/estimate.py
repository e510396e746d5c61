"""How far an export is, and how long it will still take, from how fast it has been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from moderation.enums import ExportPart

#: The steps in their order, with the shares of the time that they usually take, and the part that each is for.
_SHARES: Final[Mapping[str, tuple[float, ExportPart | None]]] = {
    "texts": (40.0, None),
    "archive": (10.0, None),
    "docx": (20.0, ExportPart.DOCX),
    "pdf": (40.0, ExportPart.PDF),
    "files": (5.0, ExportPart.ATTACHMENTS),
    "checking": (10.0, None),
}
#: Those that count what is done.
_COUNTED: Final = frozenset({"texts", "files"})
#: Before that nothing is said: too little is known.
_LEAST_SECONDS: Final = 2.0
#: A bar that is full.
BAR_WHOLE: Final = 1_000


def bar_of(parts: Sequence[ExportPart], code: str, done: int, total: int) -> int:
    """How far the work on some parts is, of `BAR_WHOLE`: the steps before this one, and of it as many as are done.

    A step that counts nothing stands still until it is over; the bar never goes back.
    """
    shares = _shares_of(parts)
    if code not in shares:
        return 0
    codes = list(shares)
    before = sum(shares[earlier] for earlier in codes[: codes.index(code)])
    here = shares[code] * done / total if code in _COUNTED and total else 0.0
    return int(BAR_WHOLE * (before + here) / sum(shares.values()))


@dataclass
class _Step:
    """A step that has begun at an instant (seconds of any steady clock), with what was done before it."""

    code: str
    begun: float
    done_before: int
    units: int


@dataclass
class Estimate:
    """The rest of the step that runs is told from itself where it counts units, later steps from the speed so far."""

    parts: Sequence[ExportPart]
    started: float
    _spent: dict[str, float] = field(default_factory=dict)
    _step: _Step | None = None

    def begin(self, code: str, now: float, done: int, units: int) -> None:
        """A step begins, in which so many units will be done (0: it counts none)."""
        self._end(now)
        self._step = _Step(code, now, done, units)

    def seconds_left(self, now: float, done: int) -> int | None:
        """Whole seconds; None while nothing honest can be said. May be asked from another thread."""
        step, spent = self._step, dict(self._spent)
        if step is None or now - self.started < _LEAST_SECONDS:
            return None
        whole = self._whole_of(step, spent, now, done)
        if whole is None:
            return None
        known = {**spent, step.code: whole}
        after = sum(share for code, share in self._shares().items() if code not in known)
        return ceil(whole - (now - step.begun) + self._speed(known) * after)

    def _whole_of(
        self, step: _Step, spent: Mapping[str, float], now: float, done: int
    ) -> float | None:
        """How long all of the step that runs takes, in seconds; None where that is not known, or it takes longer."""
        here = now - step.begun
        if step.units:
            part = (done - step.done_before) / step.units
            return here / part if 0 < part <= 1 else None
        whole = self._speed(spent) * self._shares().get(step.code, 0.0)
        return whole if here <= whole else None

    def _speed(self, spent: Mapping[str, float]) -> float:
        """Seconds that one share takes on this machine, with this space."""
        shares = self._shares()
        done = sum(shares.get(code, 0.0) for code in spent)
        return sum(spent.values()) / done if done else 0.0

    def _shares(self) -> dict[str, float]:
        return _shares_of(self.parts)

    def _end(self, now: float) -> None:
        if self._step is not None:
            before = self._spent.get(self._step.code, 0.0)
            self._spent[self._step.code] = before + now - self._step.begun


def _shares_of(parts: Sequence[ExportPart]) -> dict[str, float]:
    return {
        code: share for code, (share, part) in _SHARES.items() if part is None or part in parts
    }
