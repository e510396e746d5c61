"""The windows of a space with all that was ever changed on them."""

from django.db.models import Prefetch

from discussions.models import Space, Window, WindowChange
from hub.kit.models import Record


def windows_with_history(space: Space) -> list[Window]:
    """The windows, the main one first, each with its changes, oldest first; two statements."""
    changes = WindowChange.objects.select_related("by_person").order_by("pk")
    return list(
        space.windows.order_by("position", "pk").prefetch_related(
            Prefetch("changes", queryset=changes)
        )
    )


def assigned_numbers(space: Space) -> dict[int, list[int]]:
    """The numbers of the questions that followed a window after each change of that, by the id of the change.

    One statement. They stand in its record: the change itself keeps those of before, as of every setting.
    """
    records = Record.objects.filter(space_id=space.pk, act="window-questions")
    return {detail["change"]: detail["is"] for detail in records.values_list("detail", flat=True)}
