"""Word documents (Office Open XML, ECMA-376), written piece by piece: memory does not grow with their length.

They have real styles, headings, lists, links and tables, the languages of their texts, and nothing that is loaded from
elsewhere: the one kind of relationship that leaves a document is that of a link somebody may click.
"""

from hub.kit.word.document import Frame, WordDocument
from hub.kit.word.letters import Look
from hub.kit.word.paragraphs import Stand
from hub.kit.word.texts import write_blocks

__all__ = ["Frame", "Look", "Stand", "WordDocument", "write_blocks"]
