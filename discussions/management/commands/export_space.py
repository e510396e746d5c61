"""`manage.py export_space SLUG --output FILE.zip`: the archive of a space, restricted variant."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from discussions.errors import NotFound
from discussions.services.export_space import export_space


class Command(BaseCommand):
    """Writes the file whole or not at all."""

    help = "Writes the archive of a discussion space, with withheld names and addresses in it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The space and the file."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export. Raises CommandError for an unknown space and a file that cannot be written."""
        output: Path = options["output"]
        try:
            export_space(options["slug"], output)
        except NotFound as error:
            raise CommandError(f"There is no space {options['slug']!r}.") from error
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror or error}") from error
        self.stdout.write(f"{options['slug']}: written to {output}")
