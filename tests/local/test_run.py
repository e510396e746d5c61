"""What `make run` refuses at its door."""

import socket

import pytest

from hub.local.refusal import Refusal
from hub.local.run import listen, wanted_port


def test_a_taken_port_is_said_in_one_sentence_with_another_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refusal, match=rf"^Port {port} is taken .* PORT={port + 1} make run$"):
            listen(port)


def test_the_portal_is_served_on_this_machine_alone() -> None:
    with listen(0) as opened:
        assert opened.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("written", ["abc", "0", "65536", "-1", "80 80", "٨٠"])
def test_what_is_no_port_is_said_so(written: str) -> None:
    with pytest.raises(Refusal, match="not the number of a port"):
        wanted_port(written)


def test_the_port_is_8000_unless_named() -> None:
    assert wanted_port("") == 8000
    assert wanted_port("8001") == 8001
