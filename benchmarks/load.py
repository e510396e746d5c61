"""Requests over several connections, and what they took."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.server_names import STATEMENTS_HEADER

CONNECTIONS = 8
SECONDS = 5.0


@dataclass(frozen=True)
class Request:
    """What is sent."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Figures:
    """What came of it: requests a second, milliseconds, statements and bytes of one answer."""

    per_second: float
    p50: float
    p99: float
    statements: int
    size: int
    failures: int


def measure(
    port: int,
    requests: Callable[[], Iterator[Request]],
    expected: int,
    connections: int = CONNECTIONS,
) -> Figures:
    """Send for five seconds over some connections; each takes requests from an iterator of its own.

    An answer of another status than `expected` counts as a failure.
    """
    started = threading.Barrier(connections + 1)
    runs = [_Connection(port, requests(), expected, started) for _ in range(connections)]
    for run in runs:
        run.start()
    started.wait()
    begun = time.perf_counter()
    for run in runs:
        run.join()
    took = time.perf_counter() - begun
    times = sorted(moment for run in runs for moment in run.times)
    return Figures(
        per_second=len(times) / took,
        p50=_at(times, 0.5),
        p99=_at(times, 0.99),
        statements=runs[0].statements,
        size=runs[0].size,
        failures=sum(run.failures for run in runs),
    )


def _at(times: list[float], share: float) -> float:
    return 1000 * times[min(len(times) - 1, int(share * len(times)))] if times else 0.0


class _Connection(threading.Thread):
    def __init__(
        self, port: int, requests: Iterator[Request], expected: int, started: threading.Barrier
    ) -> None:
        super().__init__()
        self.port, self.requests, self.expected, self.started = port, requests, expected, started
        self.times: list[float] = []
        self.statements = self.size = self.failures = 0

    def run(self) -> None:
        """Send until the time is over."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._send(connection, next(self.requests))  # not measured: the connection, warm caches
        self.times.clear()
        self.started.wait()
        end = time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            self._send(connection, next(self.requests))
        connection.close()

    def _send(self, connection: http.client.HTTPConnection, request: Request) -> None:
        begun = time.perf_counter()
        connection.request(request.method, request.path, request.body, request.headers)
        answer = connection.getresponse()
        body = answer.read()
        self.times.append(time.perf_counter() - begun)
        self.statements = int(answer.headers.get(STATEMENTS_HEADER, "0"))
        self.size = len(body)
        self.failures += answer.status != self.expected
