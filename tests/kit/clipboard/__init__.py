"""What word processors put on the clipboard for texts of our own."""

import re
from pathlib import Path
from typing import Final

_BLOCKS: Final = "p|ul|ol|li|table|thead|tbody|tr|td|th|h3|h4"
PROCESSORS: Final = ("google_docs", "libreoffice", "word")


def clipboard(processor: str) -> str:
    """The HTML that a word processor puts on the clipboard."""
    return (Path(__file__).parent / f"{processor}.html").read_text("utf-8")


def in_one_line(html: str) -> str:
    """A text without the white space that no reader sees, and paragraphs within items and cells as their text alone."""
    html = re.sub(r"\s+", " ", html.replace("&nbsp;", " "))
    html = re.sub(rf" ?(</?(?:{_BLOCKS})\b[^>]*>) ?", r"\1", html)
    return re.sub(r"(<(?:li|td|th)[^>]*>)<p>(.*?)</p>", r"\1\2", html).strip()


def word_item(mark: str, text: str, level: int = 1) -> str:
    """An item of a list as Word writes it."""
    return (
        f'<p class="MsoListParagraph" style="text-indent:-18pt;mso-list:l0 level{level} lfo1">'
        f'<!--[if !supportLists]--><span><span style="mso-list:Ignore">{mark}'
        f'<span style="font:7pt Times">&nbsp; </span></span></span><!--[endif]-->'
        f"{text}<o:p></o:p></p>\n"
    )
