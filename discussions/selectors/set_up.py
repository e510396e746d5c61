"""What is set of a question, a document and a space now, and who changed it last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from discussions.enums import Review
from discussions.models import Document, Prompt, Space
from discussions.validators.set_up import DocumentSetting, PromptSetting, SpaceSetting
from hub.kit.bilingual import texts_of
from hub.kit.models import Record


@dataclass(frozen=True)
class LastChange:
    """The latest act on something, by its record. `by` is the name of the actor, "" where there is none; `at` UTC."""

    act: str
    actor_id: int | None
    by: str
    at: datetime


def prompt_setting(prompt: Prompt) -> PromptSetting:
    """All the languages that the question has, switched on or not."""
    return PromptSetting(spoken(texts_of(prompt, "text")), prompt.window_id, prompt.document_id)


def document_setting(document: Document) -> DocumentSetting:
    """All the languages that its title has."""
    titles = spoken(texts_of(document, "title"))
    return DocumentSetting(titles, document.label or "", document.issued_at)


def space_setting(space: Space) -> SpaceSetting:
    """All the languages that its texts have."""
    return SpaceSetting(
        spoken(texts_of(space, "title")),
        spoken(texts_of(space, "mandate")),
        tuple(sorted(space.objectives)),
        Review(space.review),
        space.length_limit,
    )


def spoken(texts: dict[str, str]) -> dict[str, str]:
    """Without the languages in which nothing is said."""
    return {language: text for language, text in texts.items() if text.strip()}


def last_change(kind: str, identifier: object, acts: Sequence[str] = ()) -> LastChange | None:
    """The latest act on record of a thing, of `acts` alone where there are some; None: none. At most two statements."""
    records = Record.objects.filter(subject_type=kind, subject_id=str(identifier))
    if acts:
        records = records.filter(act__in=acts)
    record = records.order_by("-pk").first()
    if record is None:
        return None
    people = Person.objects.filter(user_id=record.actor_id) if record.actor_id else None
    name = people.values_list("name", flat=True).first() if people is not None else None
    return LastChange(record.act, record.actor_id, name or "", record.at)
