"""The compilation: a large one in bounded time, and another program that opens it."""

import resource
import shutil
import subprocess
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from discussions.models import Space
from moderation.enums import ExportPart
from moderation.exports.gather import gather
from moderation.exports.gathered import Order
from moderation.exports.package import FILES, pack
from moderation.exports.progress import Progress
from moderation.exports.wanted import ExportFilter
from tests import factories, people
from tests.moderation.exports.compilation.documents import compiled_from
from tests.prove.test_export_scale import fill

pytestmark = [pytest.mark.prove, pytest.mark.django_db]

MEBIBYTE = 1 << 20
OFFICE = shutil.which("soffice")
HTML = (
    "<h3>Part</h3><p>Words, <strong>strong</strong> and <a href='https://x.example/a?b=c&amp;d'>a link</a></p>"
    "<ol><li>one<ol><li>inner</li></ol></li><li>two</li></ol><p>x</p><ol start='7'><li>seven</li></ol>"
    "<blockquote><p>Quoted</p></blockquote><table><thead><tr><th>A</th><th colspan='2'>B</th></tr></thead>"
    "<tbody><tr><td rowspan='2'>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr></tbody></table>"
)


def test_a_thousand_inputs_in_word_and_pdf_take_seconds(tmp_path: Path, capsys: Any) -> None:
    space, paulo = factories.space(), people.secretariat()
    fill(space, 1000, 1500)
    parts = (ExportPart.DOCX, ExportPart.PDF)
    order = Order(Space.objects.get(), ExportFilter(), "public", paulo.viewer, parts)
    begun = time.perf_counter()
    pack(gather(order, tmp_path, Progress()), Progress())
    seconds = time.perf_counter() - begun
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    sizes = [(tmp_path / FILES[part]).stat().st_size for part in parts]
    with capsys.disabled():
        print(f"\n1,000 inputs: {seconds:.1f} s, PDF with {child / MEBIBYTE:.0f} MiB, {sizes} B")
    assert seconds < 60
    assert child < 1500 * MEBIBYTE


@pytest.mark.skipif(
    OFFICE is None, reason="needs LibreOffice: apt-get install libreoffice-writer-nogui"
)
def test_libre_office_opens_it_and_reads_all_of_it(tmp_path: Path) -> None:
    assert OFFICE is not None
    space = factories.space()
    root = factories.post(space, None, HTML, prompt=factories.prompt(space, 1))
    factories.post(space, None, "<p>نرحب بهذا النص</p>", answers=root, language="ar")
    factories.post(space, None, "<p>移民问题</p>", language="zh-hans")
    factories.attachment(root.latest_version)
    documents = compiled_from(space, people.secretariat())
    (tmp_path / "made.docx").write_bytes(documents.word)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "made.docx"],
        check=True, timeout=170, capture_output=True,
    )  # fmt: skip
    reader = PdfReader(BytesIO((tmp_path / "made.pdf").read_bytes()))
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Compilation of inputs by question",
        "Contents",
        "7. seven",
        "1. inner",
        "Quoted",
    ):
        assert words in text, words
    assert f"Page 2 of {len(reader.pages)}" in text
