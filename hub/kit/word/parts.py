"""The fixed parts of a document, and those that follow from its body."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from hub.kit.word.letters import word_language, xml_text
from hub.kit.word.styles import RULE

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# A4 with margins of 25 mm, in twips.
_PAGE: Final = (11906, 16838)
_MARGIN: Final = 1418
TEXT_WIDTH: Final = _PAGE[0] - 2 * _MARGIN
_HEAD: Final = (TEXT_WIDTH - 4200, 4200)

BODY_START: Final = (
    f'{DECLARATION}<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><w:body>'
)
BODY_END: Final = (
    '<w:sectPr><w:headerReference w:type="default" r:id="head"/>'
    '<w:footerReference w:type="default" r:id="foot"/>'
    f'<w:pgSz w:w="{_PAGE[0]}" w:h="{_PAGE[1]}"/><w:pgMar w:top="1588" w:right="{_MARGIN}" w:bottom="1418"'
    f' w:left="{_MARGIN}" w:header="680" w:footer="680" w:gutter="0"/><w:titlePg/></w:sectPr>'
    "</w:body></w:document>"
)
_PARTS: Final = {
    "styles": ("styles", f"{_WORD}.styles+xml", "styles.xml"),
    "numbering": ("numbering", f"{_WORD}.numbering+xml", "numbering.xml"),
    "settings": ("settings", f"{_WORD}.settings+xml", "settings.xml"),
    "fonts": ("fontTable", f"{_WORD}.fontTable+xml", "fontTable.xml"),
    "head": ("header", f"{_WORD}.header+xml", "header1.xml"),
    "foot": ("footer", f"{_WORD}.footer+xml", "footer1.xml"),
}
CONTENT_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}" ContentType="{media}"/>'
        for _kind, media, name in _PARTS.values()
    )
    + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    "</Types>"
)
RELATIONSHIPS: Final = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="document" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="core" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="application" Type="{_OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)
APPLICATION: Final = (
    f'<Properties xmlns="{_OFFICE}/extended-properties"><DocSecurity>0</DocSecurity></Properties>'
)
FONTS: Final = (
    f'<w:fonts xmlns:w="{_MAIN}">'
    '<w:font w:name="Calibri"><w:altName w:val="Carlito"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    '<w:font w:name="Cambria"><w:altName w:val="Caladea"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    "</w:fonts>"
)


def document_relationships(links: Mapping[str, str]) -> str:
    """`links` are ids by address: the only relationships that leave the document."""
    own = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/relationships/{kind}" Target="{name}"/>'
        for key, (kind, _media, name) in _PARTS.items()
    )
    outward = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/relationships/hyperlink" Target="{xml_text(address)}"'
        ' TargetMode="External"/>'
        for address, key in links.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{own}{outward}</Relationships>'


def core(title: str, author: str, language: str, at: datetime) -> str:
    """Core properties; both dates are `at`."""
    instant = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_text(title)}</dc:title><dc:creator>{xml_text(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{xml_text(author)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{instant}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{instant}</dcterms:modified>'
        f"<dc:language>{xml_text(word_language(language))}</dc:language></cp:coreProperties>"
    )


def settings(language: str) -> str:
    """Of the form of today: Word opens it without "compatibility mode"."""
    return (
        f'<w:settings xmlns:w="{_MAIN}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{xml_text(word_language(language))}"/></w:settings>'
    )


def numbering(lists: Sequence[tuple[int, int]]) -> str:
    """`lists` are (level, first number) of ordered lists: each counts by itself."""
    bullets = "".join(_level(level, "bullet", "•–◦"[level % 3]) for level in range(9))
    numbers = "".join(_level(level, "decimal", f"%{level + 1}.") for level in range(9))
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="{level}">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for number, (level, start) in enumerate(lists, 2)
    )
    return (
        f'<w:numbering xmlns:w="{_MAIN}">'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>{bullets}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="hybridMultilevel"/>{numbers}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>{nums}</w:numbering>'
    )


def _level(level: int, form: str, text: str) -> str:
    indent = 400 * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="400"/></w:pPr></w:lvl>'
    )


def header(left: str, right: str) -> str:
    """The running head: pieces of XML at both ends of the line, each in a column of its own, for either may be long."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="{side}"/></w:pPr>{inner}</w:p></w:tc>'
        for inner, side, width in zip((left, right), ("left", "right"), _HEAD, strict=True)
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in _HEAD)
    return (
        f'<w:hdr xmlns:w="{_MAIN}"><w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        f'<w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
        '<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr></w:p></w:hdr>'
    )


def footer(left: str, page: Sequence[str]) -> str:
    """The foot with the number of the page and of all pages."""
    before, between, after = page
    return (
        f'<w:ftr xmlns:w="{_MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{left}<w:r><w:tab/></w:r>'
        f"{before}{_field(' PAGE ')}{between}{_field(' NUMPAGES ')}{after}</w:p></w:ftr>"
    )


def field_around(code: str) -> tuple[str, str]:
    """What stands before and after the shown result of a field."""
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    return start, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _field(code: str) -> str:
    start, end = field_around(code)
    return f"{start}<w:r><w:t>1</w:t></w:r>{end}"
