"""``python -m hub.local COMMAND``: what the Makefile calls once the dependencies are installed."""

import sys
from collections.abc import Callable, Sequence

from hub.local.place import PROJECT, Place
from hub.local.refusal import Refusal
from hub.local.servers import keep_servers, start_in_background, stop_in_background

_TEST_PLACE = Place(PROJECT / "var" / "test")

COMMANDS: dict[str, Callable[[Sequence[str]], int | None]] = {
    "servers": lambda _: start_in_background(_TEST_PLACE),
    "servers-stop": lambda _: stop_in_background(_TEST_PLACE),
    "keep-servers": lambda _: keep_servers(_TEST_PLACE),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; a refusal becomes one sentence and exit code 1."""
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        print(f"Commands: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return command(arguments[1:]) or 0
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
