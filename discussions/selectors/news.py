"""What a notice to followers speaks of, by the ids that it holds."""

from django.db.models import Prefetch

from accounts.models import Notice
from discussions.enums import WindowAct
from discussions.models import Document, DocumentFile, News, Prompt, WindowChange

#: Acts of which a later one leaves nothing to say of an earlier one.
_DATES = frozenset(WindowAct) - {WindowAct.LATE_RULES, WindowAct.QUESTIONS}


def news_of(notice: Notice) -> News:
    """The news, with its space; one statement."""
    return News.objects.select_related("space").get(pk=notice.facts["news"])


def changes_told(news: News) -> list[WindowChange]:
    """The changes of windows, each with its window, but for those that a later one has made untrue; two statements."""
    changes = WindowChange.objects.select_related("window").filter(pk__in=news.facts["changes"])
    told = list(changes.order_by("window__position", "pk"))
    later = WindowChange.objects.filter(
        window__in=[one.window_id for one in told], pk__gt=min((one.pk for one in told), default=0)
    )
    since = list(later.values_list("window", "pk", "act"))
    return [
        change
        for change in told
        if not any(
            window == change.window_id and pk > change.pk and _is_of(act) == _is_of(change.act)
            for window, pk, act in since
        )
    ]


def questions_told(news: News) -> list[Prompt]:
    """The questions that were added and are still there, each with its window, in the order of the page; one statement."""
    prompts = Prompt.objects.select_related("window").filter(
        space=news.space_id, pk__in=news.facts["added"], closed_at=None
    )
    return list(prompts.order_by("position", "pk"))


def documents_told(news: News) -> list[Document]:
    """The documents that were added, or got files, with all their files; two statements."""
    files = Prefetch("files", queryset=DocumentFile.objects.order_by("position"))
    documents = Document.objects.filter(space=news.space_id, pk__in=news.facts["added"])
    return list(documents.order_by("position", "pk").prefetch_related(files))


def _is_of(act: str) -> str:
    """What an act is about: the dates, or its own matter."""
    return "dates" if act in _DATES else act
