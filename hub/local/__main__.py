"""``python -m hub.local COMMAND``: what the Makefile calls once the dependencies are installed."""

import sys
from collections.abc import Callable, Sequence

from hub.local.background import keep_servers, start_in_background, stop_in_background
from hub.local.place import PROJECT, Place
from hub.local.process import Interrupted
from hub.local.refusal import Refusal
from hub.local.run import run_portal
from hub.local.under import run_benchmarks, run_tests, run_with_servers

_VAR = Place(PROJECT / "var")
_TEST = Place(PROJECT / "var" / "test")
_PROVE = Place(PROJECT / "var" / "prove")
_BENCH = Place(PROJECT / "var" / "bench")

COMMANDS: dict[str, Callable[[Sequence[str]], int | None]] = {
    "run": lambda _: run_portal(_VAR),
    "test": lambda arguments: run_tests(_TEST, arguments, heavy=False),
    "prove": lambda arguments: run_tests(_PROVE, arguments, heavy=True),
    "bench": lambda arguments: run_benchmarks(_BENCH, arguments),
    "with-servers": lambda arguments: run_with_servers(_TEST, arguments),
    "servers": lambda _: start_in_background(_TEST),
    "servers-stop": lambda _: stop_in_background(_TEST),
    "keep-servers": lambda _: keep_servers(_TEST),
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
    except Interrupted:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
