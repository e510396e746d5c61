"""Whether a PDF asks for a password before it shows anything (ISO 32000-1, 7.6.3; revision 5: Adobe's supplement).

Many files are encrypted under an empty password and only ask not to be printed or copied: everybody opens them.
"""

import hashlib
import re
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

_MOST_READ: Final = 8192  # of the object that says how the file is encrypted
_REFERENCE: Final = re.compile(rb"/Encrypt\s+(\d{1,10})\s+(\d{1,5})\s+R")
_IDENTIFIER: Final = re.compile(rb"/ID\s*\[\s*(?=[(<])")
_NUMBER: Final = rb"/%s\s+(-?\d{1,10})"
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PADDING: Final = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_REVISION_OF_LONG_KEYS, _REVISION_OF_AES_128, _REVISION_OF_SHA_256 = 3, 4, 5


def asks_for_password(file: BinaryIO, chunk: int = 1 << 20) -> bool:
    """Whether the empty password opens the file not; False too where that cannot be told (revision 6)."""
    reference = _last(file, _REFERENCE, chunk)
    if reference is None:
        return False
    number, generation = reference[1][1], reference[1][2]
    start = re.compile(rb"(?<![0-9])%s\s+%s\s+obj\b" % (number, generation))
    found, identifier = _last(file, start, chunk), _last(file, _IDENTIFIER, chunk)
    if found is None:
        return False
    file.seek(found[0])
    said = file.read(_MOST_READ).partition(b"endobj")[0]
    return _is_locked(said, _string_at(file, identifier[0]) if identifier else b"")


def _is_locked(said: bytes, identifier: bytes) -> bool:
    revision = _number(said, b"R", 0)
    owner, user = _string(said, b"O"), _string(said, b"U")
    if revision == _REVISION_OF_SHA_256:
        return hashlib.sha256(user[32:40]).digest() != user[:32]
    if not 1 < revision <= _REVISION_OF_AES_128 or len(user) < 32:
        return False
    flags = struct.pack("<I", _number(said, b"P", 0) & 0xFFFFFFFF)
    content = _PADDING + owner[:32] + flags + identifier
    if revision == _REVISION_OF_AES_128 and re.search(rb"/EncryptMetadata\s+false", said):
        content += b"\xff" * 4
    key = hashlib.md5(content, usedforsecurity=False).digest()
    if revision < _REVISION_OF_LONG_KEYS:
        return _rc4(key[:5], _PADDING) != user[:32]
    length = _number(said, b"Length", 128 if revision == _REVISION_OF_AES_128 else 40) // 8
    length = 16 if revision == _REVISION_OF_AES_128 else min(max(length, 5), 16)
    for _ in range(50):
        key = hashlib.md5(key[:length], usedforsecurity=False).digest()
    return _user_check(key[:length], identifier) != user[:16]


def _user_check(key: bytes, identifier: bytes) -> bytes:
    """What /U begins with for the key (algorithm 5)."""
    content = hashlib.md5(_PADDING + identifier, usedforsecurity=False).digest()
    for turn in range(20):
        content = _rc4(bytes(byte ^ turn for byte in key), content)
    return content


def _rc4(key: bytes, content: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def _number(said: bytes, name: bytes, default: int) -> int:
    """The last one counts: crypt filters say lengths of their own, ahead of the dictionary's."""
    found = re.findall(_NUMBER % name, said)
    return int(found[-1]) if found else default


def _string(said: bytes, name: bytes) -> bytes:
    found = re.search(rb"/%s\s*(?=[(<][^<])" % name, said)
    return _literal(said[found.end() :]) if found else b""


def _string_at(file: BinaryIO, place: int) -> bytes:
    file.seek(place)
    return _literal(file.read(_MOST_READ).partition(b"[")[2].lstrip())


def _literal(text: bytes) -> bytes:
    """The string that `text` begins with, in either of its two forms."""
    if text.startswith(b"<"):
        digits = re.sub(rb"[^0-9a-fA-F]", b"", text[1:].partition(b">")[0])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return _ESCAPED.sub(_unescaped, _in_brackets(text))


def _in_brackets(text: bytes) -> bytes:
    depth, at = 0, 0
    while at < len(text):
        byte = text[at : at + 1]
        depth += (byte == b"(") - (byte == b")")
        if not depth:
            break
        at += 2 if byte == b"\\" else 1
    return text[1:at]


def _unescaped(found: "re.Match[bytes]") -> bytes:
    what = found[1]
    if what[:1].isdigit() and what[0] < ord("8"):
        return bytes([int(what, 8) & 0xFF])
    return b"" if what in {b"\n", b"\r", b"\r\n"} else _ESCAPES.get(what, what)


def _last(
    file: BinaryIO, wanted: "re.Pattern[bytes]", chunk: int
) -> "tuple[int, re.Match[bytes]] | None":
    """Where it stands last in the file, for later parts of a file overrule the earlier ones."""
    last = None
    for at, piece in _pieces(file, chunk):
        for found in wanted.finditer(piece):
            last = (at + found.start(), found)
    return last


def _pieces(file: BinaryIO, chunk: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while True:
        file.seek(at)
        piece = file.read(chunk + 512)
        if not piece:
            return
        yield at, piece
        at += chunk
