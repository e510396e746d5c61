"""The catalogues of messages: compiled without gettext's programs, checked against the code."""

import gettext
import os
import shutil
from pathlib import Path

import pytest

from hub.kit import catalogue
from hub.kit.catalogue import check_catalogues, compile_catalogues

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fr\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
GOOD = (
    'msgid "Space"\nmsgstr "Espace"\n\n'
    'msgctxt "verb"\nmsgid "Close"\nmsgstr "Fermer"\n\n'
    '#, python-format\nmsgid "%(count)d post"\nmsgid_plural "%(count)d posts"\n'
    'msgstr[0] "%(count)d contribution"\nmsgstr[1] "%(count)d contributions"\n\n'
    'msgid "Welcome"\nmsgstr "Bienvenue"\n'
)
needs_tools = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in catalogue.TOOLS),
    reason="gettext's programs are not installed (apt-get install gettext)",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with one French catalogue, in which all is well."""
    root = tmp_path / "a project"
    (root / "app").mkdir(parents=True)
    (root / "tests").mkdir()
    (root / "templates").mkdir()
    (root / "app" / "words.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        "_('Space')\npgettext('verb', 'Close')\n"
        "ngettext('%(count)d post', '%(count)d posts', 2)\n"
    )
    (root / "tests" / "test_words.py").write_text("_('Never shown')\n")
    (root / "templates" / "page.html").write_text("{% load i18n %}{% translate 'Welcome' %}")
    _write(root, GOOD)
    return root


def _write(root: Path, messages: str) -> Path:
    source = root / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(HEADER + messages)
    return source


def test_a_catalogue_is_compiled_so_that_gettext_reads_it(project: Path) -> None:
    written = compile_catalogues(project / "locale")
    assert [file.name for file in written] == ["django.mo"]
    with written[0].open("rb") as stream:
        french = gettext.GNUTranslations(stream)
    assert french.gettext("Space") == "Espace"
    assert french.pgettext("verb", "Close") == "Fermer"
    assert french.ngettext("%(count)d post", "%(count)d posts", 0) == "%(count)d contribution"


def test_a_catalogue_that_is_up_to_date_is_left_alone_and_a_changed_one_is_not(
    project: Path,
) -> None:
    compile_catalogues(project / "locale")
    assert compile_catalogues(project / "locale") == []
    source = _write(project, GOOD.replace("Espace", "Salle"))
    os.utime(source, (2**31, 2**31))
    assert len(compile_catalogues(project / "locale")) == 1


def test_a_fuzzy_message_is_not_shown(project: Path) -> None:
    _write(project, '#, fuzzy\nmsgid "Space"\nmsgstr "Espadon"\n')
    (written,) = compile_catalogues(project / "locale")
    with written.open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Space") == "Space"


@needs_tools
def test_a_whole_catalogue_has_no_fault_and_checking_touches_no_file(project: Path) -> None:
    before = sorted(str(path) for path in project.rglob("*"))
    assert check_catalogues(project) == []
    assert sorted(str(path) for path in project.rglob("*")) == before


@needs_tools
@pytest.mark.parametrize(
    ("messages", "fault"),
    [
        (GOOD.replace('msgid "Space"\nmsgstr "Espace"\n', ""), "lacks the message 'Space'"),
        (GOOD.replace('msgctxt "verb"\n', ""), "lacks the message 'Close'"),
        (GOOD + '\nmsgid "Gone"\nmsgstr "Parti"\n', "nowhere in the code: 'Gone'"),
        (GOOD + '\n#~ msgid "Gone"\n#~ msgstr "Parti"\n', "obsolete message: 'Gone'"),
        (GOOD.replace('"Espace"', '""'), "empty translation: 'Space'"),
        (GOOD.replace('[1] "%(count)d contributions"', '[1] ""'), "empty translation: '%(count)d"),
        (f"#, fuzzy\n{GOOD}", "fuzzy translation: 'Space'"),
        (GOOD.replace("%(count)d contributions", "%(number)d contributions"), "placeholder"),
    ],
)
def test_every_drift_between_code_and_catalogue_is_a_fault(
    project: Path, messages: str, fault: str
) -> None:
    _write(project, messages)
    faults = check_catalogues(project)
    assert any(fault in found for found in faults), faults


def test_without_the_tools_the_check_fails_and_says_how_to_get_them(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (fault,) = check_catalogues(project)
    assert "apt-get install gettext" in fault
