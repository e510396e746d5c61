"""How much work a comparison may still cost."""

from typing import Final

#: Comparisons of two words or two blocks: about a second on a slow machine.
MOST: Final = 1_500_000


class Effort:
    """What is left to spend; one for a whole comparison, so that many small parts cost no more than one large part."""

    def __init__(self, left: int = MOST) -> None:
        self.left = left

    def spend(self, steps: int) -> bool:
        """Whether there was enough left; then it is taken."""
        if steps > self.left:
            return False
        self.left -= steps
        return True
