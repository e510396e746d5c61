"""The looks of a document. People speak in serif, the portal in sans.

Cambria and Calibri come with Word; Caladea and Carlito, which other programs take in their place, are as wide, so that
a document has the same pages everywhere.
"""

from dataclasses import dataclass
from typing import Final

from hub.kit.word.letters import language_mark

SERIF: Final = "Cambria"
SANS: Final = "Calibri"
_COMPLEX: Final = "Arial"
_EAST_ASIA: Final = "SimSun"
INK: Final = "15232E"
MUTED: Final = "465661"
RULE: Final = "D0DAE1"
WASH: Final = "EEF3F6"
SIGNAL: Final = "009EDB"
LINK: Final = "00548A"
_WARNING: Final = "9B1C1C"


@dataclass(frozen=True, slots=True)
class _Style:
    """A style of paragraphs. Sizes are in half points, spaces in twips; `more` is XML that comes before the spacing."""

    key: str
    name: str
    size: int
    above: int = 0
    below: int = 0
    font: str = SANS
    colour: str = INK
    line: int = 264
    is_bold: bool = False
    is_italic: bool = False
    level: int | None = None
    keeps_next: bool = False
    more: str = ""
    indent: str = ""
    based_on: str = "Normal"


def _border(side: str, size: int, colour: str, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


_UNDER_CHAPTER = f"<w:pageBreakBefore/><w:pBdr>{_border('bottom', 12, SIGNAL, 6)}</w:pBdr>"
_OVER_ENTRY = f"<w:pBdr>{_border('top', 4, RULE, 10)}</w:pBdr>"
_QUOTED = f"<w:pBdr>{_border('left', 18, RULE, 10)}</w:pBdr>"
#: The sides of a border are those of the page, in whatever direction a paragraph goes.
_QUOTED_TURNED = f"<w:pBdr>{_border('right', 18, RULE, 10)}</w:pBdr>"
_BOXED = (
    "<w:pBdr>"
    + "".join(_border(side, 8, _WARNING, 6) for side in ("top", "left", "bottom", "right"))
    + "</w:pBdr>"
)
_RIGHT_TAB = '<w:tabs><w:tab w:val="right" w:pos="9070"/></w:tabs>'
_DOTTED_TAB = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9070"/></w:tabs>'

_PARAGRAPHS: Final = (
    _Style("Title", "Title", 54, 120, 120, SERIF, line=240),
    _Style("Subtitle", "Subtitle", 28, 0, 280, SERIF, MUTED),
    _Style("Kicker", "Kicker", 24, 0, 500, more=f"<w:pBdr>{_border('bottom', 18, SIGNAL, 8)}</w:pBdr>"),
    _Style("Warning", "Warning", 22, 120, 240, colour=_WARNING, is_bold=True, more=_BOXED),
    _Style("Heading1", "heading 1", 44, 0, 200, SERIF, level=0, keeps_next=True, line=240, more=_UNDER_CHAPTER),
    _Style("Heading2", "heading 2", 30, 440, 40, SERIF, level=1, keeps_next=True, line=240, more=_OVER_ENTRY),
    _Style("Heading3", "heading 3", 26, 320, 40, SERIF, level=2, keeps_next=True, line=240),
    _Style("Heading4", "heading 4", 23, 200, 60, SERIF, level=3, keeps_next=True, is_bold=True),
    _Style("Heading5", "heading 5", 22, 160, 60, SERIF, level=4, keeps_next=True, is_bold=True, is_italic=True),
    _Style("FrontHeading", "Front heading", 30, 360, 120, SERIF, keeps_next=True),
    _Style("Asked", "Question", 26, 0, 120, SERIF, line=288),
    _Style("AskedToo", "Question in another language", 22, 0, 100, SERIF, MUTED, line=288),
    _Style("Introduction", "Introduction", 21, 60, 160, colour=MUTED),
    _Style("Byline", "Byline", 20, 0, 0, keeps_next=True),
    _Style("Received", "Received", 19, 0, 140, colour=MUTED, keeps_next=True),
    _Style("Fact", "Fact", 19, 0, 50),
    _Style("LastFact", "Last fact", 19, 0, 160),
    _Style("BodyText", "Body Text", 22, 0, 140, SERIF, line=288),
    _Style("Masked", "Masked text", 22, 0, 140, SERIF, MUTED, is_italic=True),
    _Style("Quote", "Quote", 22, 0, 140, SERIF, line=288, colour=MUTED, more=_QUOTED, indent='<w:ind w:left="400"/>'),
    _Style("QuoteTurned", "Quote from right to left", 22, 0, 140, SERIF, line=288, colour=MUTED, more=_QUOTED_TURNED, indent='<w:ind w:left="400"/>'),
    _Style("ListParagraph", "List Paragraph", 22, 0, 80, SERIF, line=288),
    _Style("TableText", "Table text", 19, 20, 20, line=240),
    _Style("TableNumber", "Table number", 19, 20, 20, line=240, indent='<w:jc w:val="right"/>'),
    _Style("TableHead", "Table head", 18, 20, 20, line=240, is_bold=True, colour=MUTED, keeps_next=True),
    _Style("TableGap", "Table gap", 12, 0, 80, line=240),
    _Style("TOCHeading", "TOC Heading", 44, 0, 200, SERIF, line=240, more=_UNDER_CHAPTER),
    _Style("TOC1", "toc 1", 22, 200, 40, line=240, is_bold=True, more=_DOTTED_TAB),
    _Style("TOC2", "toc 2", 20, 0, 20, line=240, more=_DOTTED_TAB, indent='<w:ind w:left="280" w:right="567"/>'),
    _Style("Header", "header", 17, 0, 0, colour=MUTED, line=240),
    _Style("Footer", "footer", 17, 0, 0, colour=MUTED, line=240, more=_RIGHT_TAB),
)  # fmt: skip

_LETTERS: Final = (
    ("Hyperlink", "Hyperlink", f'<w:color w:val="{LINK}"/><w:u w:val="single"/>'),
    ("Leading", "Leading link", f'<w:color w:val="{LINK}"/>'),
    ("Reference", "Reference", f'<w:rFonts w:ascii="{SANS}" w:hAnsi="{SANS}"/><w:color w:val="{MUTED}"/><w:sz w:val="19"/><w:szCs w:val="19"/>'),
    ("Label", "Label", f'<w:color w:val="{MUTED}"/>'),
    ("State", "State", f'<w:b/><w:bCs/><w:color w:val="{_WARNING}"/>'),
)  # fmt: skip

_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def styles_part(language: str) -> str:
    """`word/styles.xml`; `language` is that of the frame."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(SANS)}<w:color w:val="{INK}"/>'
        f'<w:sz w:val="21"/><w:szCs w:val="21"/>{language_mark(language)}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="264" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
    )
    paragraphs = "".join(map(_paragraph_style, _PARAGRAPHS))
    letters = "".join(
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{look}</w:rPr></w:style>'
        for key, name, look in _LETTERS
    )
    return f'<w:styles xmlns:w="{_NAMESPACE}">{defaults}{normal}{paragraphs}{letters}{_tables()}</w:styles>'


def _paragraph_style(style: _Style) -> str:
    keeps = "<w:keepNext/><w:keepLines/>" if style.keeps_next else ""
    level = "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>'
    spacing = f'<w:spacing w:before="{style.above}" w:after="{style.below}" w:line="{style.line}" w:lineRule="auto"/>'
    weight = "<w:b/><w:bCs/>" if style.is_bold else ""
    slant = "<w:i/><w:iCs/>" if style.is_italic else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.key}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/><w:qFormat/>'
        f"<w:pPr>{keeps}{style.more}{spacing}{style.indent}{level}</w:pPr>"
        f'<w:rPr>{_fonts(style.font)}{weight}{slant}<w:color w:val="{style.colour}"/>'
        f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{_EAST_ASIA}" w:cs="{_COMPLEX}"/>'


def _tables() -> str:
    lines = "".join(_border(side, 4, RULE, 0) for side in ("top", "bottom", "insideH"))
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Lined"><w:name w:val="Lined table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>"
        '<w:top w:w="50" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/></w:tcPr></w:tblStylePr></w:style>'
    )
