"""Which questions follow which window."""

from collections.abc import Sequence

from discussions.models import Prompt, Window


def governs_posts(window: Window) -> bool:
    """Whether anything is posted under the window: a further one concerns nobody until a question follows it.

    At most one statement.
    """
    return window.position == 0 or Prompt.objects.filter(window=window).exists()


def numbers_by_window(windows: Sequence[Window]) -> dict[int, list[int]]:
    """The numbers of the questions that follow each of the windows of a space, by its id; one statement.

    What points to no window follows the main one, the first; without windows there is nothing to follow.
    """
    if not windows:
        return {}
    main = min(windows, key=lambda window: window.position)
    found: dict[int, list[int]] = {window.pk: [] for window in windows}
    prompts = Prompt.objects.filter(space=main.space_id).order_by("number")
    for number, window in prompts.values_list("number", "window"):
        found[window or main.pk].append(number)
    return found
