"""A real SMTP server that delivers nothing: each mail becomes one file.

``python -m hub.local.mail_sink --descriptor N --folder FOLDER`` serves the listening socket that it
inherits as descriptor N. A mail is on disk, whole, before the sender hears 250.
"""

import argparse
import asyncio
import contextlib
import errno
import os
import secrets
import signal
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_MAIL: Final = 64 * 1024 * 1024
"""Bytes."""


def store_mail(folder: Path, content: bytes, *, sender: str, receivers: Sequence[str]) -> Path:
    """Write one mail to `folder` and answer its file; it is durable when this returns.

    The file's name begins with the instant (UTC), so that names sort by time. Two lines with the
    sender and receivers of the envelope stand before the mail's own headers. Raises OSError.
    """
    instant = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    file = folder / f"{instant}-{secrets.token_hex(4)}.eml"
    unfinished = file.with_suffix(".unfinished")
    envelope = f"X-Envelope-From: {sender}\r\nX-Envelope-To: {', '.join(receivers)}\r\n"
    try:
        with unfinished.open("xb") as stream:
            stream.write(envelope.encode() + content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(file)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return file


class FolderHandler:
    """What aiosmtpd calls with each mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        """Store the mail and answer as SMTP does: 250, or 452 when there is no room for it."""
        content = envelope.original_content or b""
        try:
            store_mail(
                self._folder,
                content,
                sender=envelope.mail_from or "",
                receivers=[str(address) for address in envelope.rcpt_tos],
            )
        except OSError as error:
            print(f"a mail could not be stored: {error}", flush=True)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return "452 4.3.1 No room to store the mail"
            return "451 4.3.0 The mail could not be stored"
        return "250 2.0.0 Stored"


async def serve(listening: socket.socket, folder: Path) -> None:
    """Take mails from `listening` until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(
            FolderHandler(folder),
            hostname="localhost",
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            loop=loop,
        ),
        sock=listening,
    )
    print(f"taking mail on {listening.getsockname()}", flush=True)
    await stopped.wait()
    server.close()


def main() -> None:
    """Serve the inherited socket."""
    parser = argparse.ArgumentParser(description="A mail server that keeps each mail as a file.")
    parser.add_argument("--descriptor", type=int, required=True, help="the listening socket")
    parser.add_argument("--folder", type=Path, required=True, help="where the mails go")
    options = parser.parse_args()
    asyncio.run(serve(socket.socket(fileno=options.descriptor), options.folder))


if __name__ == "__main__":
    main()
