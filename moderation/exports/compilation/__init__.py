"""The compilation by question: one content, written as Word and as PDF (PRODUCT, section 7)."""

from moderation.exports.compilation.checking import check_documents
from moderation.exports.compilation.collecting import Collector
from moderation.exports.compilation.content import Compilation
from moderation.exports.compilation.ground import Ground
from moderation.exports.compilation.pdf import write_pdf
from moderation.exports.compilation.whole import compiled
from moderation.exports.compilation.word import write_word
from moderation.exports.failure import DocumentNotMade

__all__ = [
    "Collector",
    "Compilation",
    "DocumentNotMade",
    "Ground",
    "check_documents",
    "compiled",
    "write_pdf",
    "write_word",
]
