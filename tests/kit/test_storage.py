"""Where the bytes of files lie."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from hub.kit import storage


def test_what_is_kept_comes_back_byte_for_byte_under_a_name_of_our_own() -> None:
    content = bytes(range(256)) * 9000
    kept = storage.keep(io.BytesIO(content))
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    with storage.opened(kept.stored_as) as stream:
        assert stream.read() == content
    assert storage.keep(io.BytesIO(content)).stored_as != kept.stored_as


def test_what_breaks_off_leaves_nothing_behind(settings: Any) -> None:
    class Breaks(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storage.keep(Breaks())
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_no_name_leads_out_of_the_storage() -> None:
    with pytest.raises(ValueError, match="outside"):
        storage.opened("../../etc/passwd")


def test_what_was_forgotten_is_gone_and_forgetting_twice_is_no_error() -> None:
    kept = storage.keep(io.BytesIO(b"x"))
    storage.forget(kept.stored_as)
    storage.forget(kept.stored_as)
    with pytest.raises(FileNotFoundError):
        storage.opened(kept.stored_as)
