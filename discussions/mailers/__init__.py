"""Letters of the discussions, one function a kind of notice (settings.NOTICE_MAILERS)."""

from discussions.mailers.receipt import receipt_letter
from discussions.mailers.reply import reply_letter

__all__ = ["receipt_letter", "reply_letter"]
