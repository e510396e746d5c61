"""What tests of windows share."""

from discussions.models import Window
from discussions.validators.windows import SeenWindow


def seen(window: Window) -> SeenWindow:
    """The window as it stands."""
    newest = window.changes.order_by("-pk").values_list("pk", flat=True).first()
    return SeenWindow(window.space_id, window.position, newest or 0)
