"""The windows of a space with all that was ever changed on them."""

from django.db.models import Prefetch

from discussions.models import Prompt, Space, Window, WindowChange


def windows_with_history(space: Space) -> list[Window]:
    """The windows, the main one first, each with its changes, oldest first, and the questions that point to it.

    Three statements.
    """
    changes = WindowChange.objects.select_related("by_person").order_by("pk")
    prompts = Prompt.objects.order_by("position", "pk")
    return list(
        space.windows.order_by("position", "pk").prefetch_related(
            Prefetch("changes", queryset=changes), Prefetch("prompts", queryset=prompts)
        )
    )
