"""`manage.py import_space FILE.zip [--prefix X]`: takes in the archive of a space, whole or not at all."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from discussions.services.import_space import BadArchive, PrefixTaken, SlugTaken, import_archive


class Command(BaseCommand):
    """Exit code 0 when the space is there afterwards, 1 when the archive was refused."""

    help = "Takes in the archive of a discussion space. The same content again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and the prefix for an archive that states none."""
        parser.add_argument("file", type=Path, metavar="FILE.zip")
        parser.add_argument(
            "--prefix", help="the reference prefix, for an archive that states none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import. Raises CommandError with every fault, one a line."""
        try:
            with options["file"].open("rb") as source:
                imported = import_archive(source, prefix=options["prefix"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}") from error
        except BadArchive as refused:
            lines = [str(fault) for fault in refused.faults]
            raise CommandError("\n".join([str(refused), *lines])) from refused
        except (SlugTaken, PrefixTaken) as refused:
            raise CommandError(str(refused)) from refused
        done = "imported" if imported.is_new else "unchanged: the same content is there already"
        self.stdout.write(f"{imported.space.slug} ({imported.space.reference_prefix}): {done}")
