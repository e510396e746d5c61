"""The life of a space, lived through the services: what is asked for and cannot be is refused, as it would be there."""

from collections.abc import Callable, Sequence
from typing import Final

from hub.kit.refusals import Refusal
from tests.lives import joining, moderating, setting_up, writing
from tests.lives.life import WORD, Life

__all__ = ["ACTS", "WORD", "Act", "Life", "live"]

#: A name in ACTS, then mostly: a post to do something with, what, and how.
Act = tuple[str, int, int, int]

ACTS: Final[dict[str, Callable[[Life, int, int, int], None]]] = {
    act.__name__: act
    for act in (
        writing.send, writing.answer, writing.mend, writing.take_back, writing.keep_name,
        writing.enter, writing.rename, writing.join,
        joining.support, joining.stop_supporting, joining.sign, joining.complain,
        moderating.decide, moderating.put_together, moderating.carry, moderating.mask, moderating.unmask,
        setting_up.issue, setting_up.ask_anew, setting_up.stop_asking, setting_up.give_time,
        setting_up.set_late_policy, setting_up.set_review, setting_up.show,
    )
}  # fmt: skip


def live(life: Life, acts: Sequence[Act]) -> list[str]:
    """One act after the other; what was refused, which changes nothing, with its code."""
    refused = []
    for name, post, what, how in acts:
        try:
            ACTS[name](life, post, what, how)
        except Refusal as refusal:
            refused.append(f"{name}: {refusal.code}")
    return refused
