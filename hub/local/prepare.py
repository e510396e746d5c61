"""Brings the database and the static files to where this version of the code needs them.

``python -m hub.local.prepare --role ROLE [--demonstration] --report FILE``, run with DATABASE_URL
naming the owner. One process for all steps: Django is loaded once. Each step does nothing when
there is nothing to do, and may be cut off at any point and run again.
"""

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from hub.kit.catalogue import compile_catalogues
from hub.local.place import PROJECT

DEMONSTRATION_ACCOUNT = "stakeholder@example.org"


def collect_static_files() -> bool:
    """Collect the static files when one was added, changed or removed; answer whether it did."""
    folder = Path(settings.STATIC_ROOT)
    stamp = folder / ".collected"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=folder.exists(), verbosity=0)
    stamp.write_text(wanted)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for line in sorted(_static_sources()):
        digest.update(line.encode())
    return digest.hexdigest()


def _static_sources() -> Iterator[str]:
    yield repr(settings.STORAGES["staticfiles"])
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            yield f"{name} {found.st_size} {found.st_mtime_ns}\n"


def main() -> None:
    """Take every step in turn, and report what the launcher wants to know."""
    parser = argparse.ArgumentParser(description="Prepare the database and the static files.")
    parser.add_argument("--role", help="the role that the web server connects as")
    parser.add_argument("--demonstration", action="store_true", help="load it where it fits")
    parser.add_argument("--report", type=Path, required=True, help="a file to write")
    options = parser.parse_args()

    compile_catalogues(PROJECT / "locale")
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    if options.role:
        call_command("grant_rights", role=options.role)
    if options.demonstration:
        call_command("load_demonstration")
    collect_static_files()
    accounts = get_user_model().objects.filter(email=DEMONSTRATION_ACCOUNT)
    options.report.write_text(json.dumps({"demonstration": accounts.exists()}))


if __name__ == "__main__":
    main()
