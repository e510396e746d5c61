"""The shell's door to the portal: `manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    """Run one management command with the portal's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
