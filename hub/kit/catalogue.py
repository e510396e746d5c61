"""The catalogues of translated messages: compiled without gettext's programs, checked with them.

``python -m hub.kit.catalogue compile`` writes the ``.mo`` files that lack or are older than their
``.po``. ``python -m hub.kit.catalogue check`` compares each ``.po`` with the messages that the code
and the templates hold now.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PROJECT: Final = Path(__file__).resolve().parents[2]
TOOLS: Final = ("xgettext", "msgmerge", "msguniq", "msgattrib")

_READ_SUFFIXES = {"django": (".py", ".html", ".txt"), "djangojs": (".js",)}
_NOT_TRANSLATED = {"tests", "benchmarks", "docs", "var", "locale", "requirements", "deploy"}

MessageKey = tuple[str | None, str]


def catalogue_files(locale: Path) -> list[Path]:
    """Every ``.po`` file below the folder `locale`, in order of name."""
    return sorted(locale.glob("*/LC_MESSAGES/*.po"))


def compile_catalogues(locale: Path) -> list[Path]:
    """Compile what is stale below the folder `locale`; answer the files that were written.

    Fuzzy messages are left out, as gettext does. Each file is replaced in one step.
    """
    written = []
    for source in catalogue_files(locale):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        fresh = target.with_suffix(f".{os.getpid()}.new")
        with fresh.open("wb") as stream:
            write_mo(stream, _read(source))
        fresh.replace(target)
        written.append(target)
    return written


def check_catalogues(project: Path) -> list[str]:
    """What is wrong with the catalogues of `project`, one sentence each; empty when all is well.

    Every message of the code and templates must stand translated in every catalogue, none fuzzy,
    none that the code no longer holds, placeholders alike on both sides.
    """
    missing_tools = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing_tools:
        return [
            "The messages cannot be checked without gettext's programs"
            f" ({', '.join(missing_tools)}): on Debian and Ubuntu, apt-get install gettext."
        ]
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for source in catalogue_files(project / "locale"):
            extracted = _extract(project, Path(folder), domain=source.stem)
            faults += [
                f"{source.relative_to(project)}: {fault}"
                for fault in _faults(_read(source), extracted)
            ]
    return faults


def _read(source: Path) -> Catalog:
    with source.open("rb") as stream:
        return read_po(stream, locale=source.parent.parent.name)


def _extract(project: Path, folder: Path, *, domain: str) -> Catalog:
    """The messages of the code as it is now, read from a copy so that no file is touched."""
    copy = folder / domain
    if not copy.exists():
        _copy_sources(project, copy, suffixes=_READ_SUFFIXES[domain])
        (copy / "locale").mkdir()
        subprocess.run(
            [
                *(sys.executable, "-m", "django", "makemessages"),
                *("--locale", "en", "--domain", domain, "--verbosity", "0"),
            ],
            cwd=copy,
            env={key: os.environ[key] for key in os.environ if key != "DJANGO_SETTINGS_MODULE"},
            check=True,
        )
    found = copy / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    if not found.exists():
        return Catalog()
    with found.open("rb") as stream:
        return read_po(stream)


def _copy_sources(project: Path, copy: Path, *, suffixes: tuple[str, ...]) -> None:
    copy.mkdir()
    for path, folders, files in os.walk(project):
        inside = Path(path).relative_to(project)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and not (inside == Path() and name in _NOT_TRANSLATED)
            and name != "node_modules"
        ]
        for name in files:
            if name.endswith(suffixes):
                (copy / inside).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(Path(path, name), copy / inside / name)


def _faults(catalogue: Catalog, extracted: Catalog) -> Iterator[str]:
    wanted = {_key(message): message for message in extracted if message.id}
    present = {_key(message): message for message in catalogue if message.id}
    for key in wanted.keys() - present.keys():
        yield f"lacks the message {key[1]!r}"
    for key in present.keys() - wanted.keys():
        yield f"holds a message that is nowhere in the code: {key[1]!r}"
    for message in catalogue.obsolete.values():
        yield f"keeps an obsolete message: {_key(message)[1]!r}"
    for key, message in present.items():
        yield from (f"{fault}: {key[1]!r}" for fault in _faults_of(message, catalogue))


def _faults_of(message: Message, catalogue: Catalog) -> Iterator[str]:
    written = message.string
    strings = list(written) if isinstance(written, (list, tuple)) else [str(written or "")]
    if message.fuzzy:
        yield "has a fuzzy translation"
    if not all(strings):
        yield "has an empty translation"
        return
    yield from (str(error) for error in message.check(catalogue))


def _key(message: Message) -> MessageKey:
    singular = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return message.context, str(singular)


def main(arguments: Sequence[str]) -> int:
    """``compile`` or ``check``; the exit code says whether all is well."""
    if list(arguments) == ["compile"]:
        compile_catalogues(PROJECT / "locale")
        return 0
    if list(arguments) == ["check"]:
        faults = check_catalogues(PROJECT)
        print("\n".join(sorted(faults)) or "The catalogues hold every message.")
        return 1 if faults else 0
    print("python -m hub.kit.catalogue compile|check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
