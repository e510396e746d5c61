"""Sets one document and ends: an order comes in as JSON, a PDF goes out. Started by `typeset`, alone and by its path."""

import json
import re
import resource
import sys
import unicodedata
from typing import Final, Literal

import typst

#: Besides ASCII, of which JSON is made: characters that nothing is drawn for have no name in a text.
_MAY_LACK: Final = re.compile("[^\x00-\x7f]")
#: The template and its facts: a fault of ours, not of size.
_DO_NOT_GO_TOGETHER: Final = 3
#: Spaces and marks that are laid out without a letter of a font (Default_Ignorable_Code_Point, White_Space).
_TAKES_NO_LETTER: Final = re.compile(
    "[\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINED: Final = re.compile("(?<=\\])[\u200d\ufe0e\ufe0f]+|[\u200d\ufe0e\ufe0f]+(?=\\[)")


def main() -> None:
    """Read the order, write the document."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_DATA, (order["memory"], order["memory"]))
    fonts = typst.Fonts(include_system_fonts=False, font_paths=order["fonts"])
    compiler = typst.Compiler(root=order["root"], font_paths=fonts, ignore_system_fonts=True)

    def made(standard: Literal["ua-1", "1.7"], facts: str) -> bytes | None:
        try:
            document = compiler.compile(
                order["template"],
                format="pdf",
                sys_inputs={"facts": facts},
                pdf_standards=standard,
                timestamp=0,  # what a template does not date itself never carries the clock
            )
        except typst.TypstError:  # its words quote what people wrote, and are no line for a log
            return None
        assert isinstance(document, bytes)
        return document

    facts = order["facts"]
    document = made("ua-1", facts)
    if document is None:  # a letter that no font has is no fault of who wrote it
        facts = with_names(facts, drawn_by(fonts))
        document = made("ua-1", facts) or made("1.7", facts)
    if document is None:
        sys.exit(_DO_NOT_GO_TOGETHER)
    sys.stdout.buffer.write(document)


def drawn_by(fonts: typst.Fonts) -> set[int]:
    """The characters that the fonts in folders have a letter for."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes its time, and is seldom asked

    drawn: set[int] = set()
    for font in fonts.fonts():
        if font.path:
            with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
                drawn.update(opened.getBestCmap() or ())
    return drawn


def with_names(facts: str, drawn: set[int]) -> str:
    """The facts, JSON as they are, with each character that none of the fonts has as its name in brackets."""

    def named(match: re.Match[str]) -> str:
        character = match[0]
        if ord(character) in drawn or _TAKES_NO_LETTER.match(character):
            return character
        name = unicodedata.name(character, "") or f"U+{ord(character):04X}"
        return f"[{name.lower() if ' ' in name else name}]"

    written = _MAY_LACK.sub(named, facts)
    return written if written == facts else _JOINED.sub("", written)


if __name__ == "__main__":
    main()
