"""Sets one document and ends: an order comes in as JSON, a PDF goes out. Started by `typeset`, alone and by its path."""

import json
import resource
import sys
from typing import Literal

import typst


def main() -> None:
    """Read the order, write the document."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_DATA, (order["memory"], order["memory"]))
    fonts = typst.Fonts(include_system_fonts=False, font_paths=order["fonts"])
    compiler = typst.Compiler(root=order["root"], font_paths=fonts, ignore_system_fonts=True)

    def made(standard: Literal["ua-1", "1.7"]) -> object:
        return compiler.compile(
            order["template"],
            format="pdf",
            sys_inputs={"facts": order["facts"]},
            pdf_standards=standard,
            timestamp=0,  # what a template does not date itself never carries the clock
        )

    try:
        document = made("ua-1")
    except typst.TypstError:  # a letter that no font has is no fault of who wrote it
        document = None
    if document is None:  # outside: that error quotes what people wrote, and is no line for a log
        document = made("1.7")
    assert isinstance(document, bytes)
    sys.stdout.buffer.write(document)


if __name__ == "__main__":
    main()
