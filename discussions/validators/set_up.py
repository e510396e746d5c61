"""What is set of a question, a document, a space and a reason, and the stamp by which one setting is told from another."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.utils.text import slugify

from discussions.enums import Review
from discussions.validators.sent import IncomingFile
from hub.kit.text import fold


@dataclass(frozen=True)
class PromptSetting:
    """A question as it is put: its words, HTML by language, and the ids of its window and its document.

    `window_id` None: the main window of the space.
    """

    texts: Mapping[str, str]
    window_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True)
class DocumentSetting:
    """A document beside its files: its titles by language, the name of its revision, the day on which it was issued.

    `issued_at` is an instant, UTC.
    """

    titles: Mapping[str, str]
    label: str = ""
    issued_at: datetime | None = None


@dataclass(frozen=True)
class FileInLanguage:
    """A file that comes in, recognised, and the language it is in."""

    file: IncomingFile
    language: str


@dataclass(frozen=True)
class SpaceSetting:
    """A space beside what stands in it: titles and mandates by language, objectives by number, review, limit.

    `length_limit` counts visible characters; None: no limit.
    """

    titles: Mapping[str, str]
    mandates: Mapping[str, str]
    objectives: tuple[int, ...]
    review: Review
    length_limit: int | None = None


@dataclass(frozen=True)
class NewSpace:
    """A space that is to be made: the slug of its address, the prefix of its references, and all that can be changed later."""

    slug: str
    prefix: str
    setting: SpaceSetting


@dataclass(frozen=True)
class ReasonSetting:
    """What is said for the code of a reason, by language: to everybody, and to authors who may mend their text."""

    texts: Mapping[str, str]
    advice: Mapping[str, str]


_LONGEST_SLUG: Final = 60


def slug_of(title: str) -> str:
    """An address made of the words of a title: small letters, digits and single hyphens; "" where it has none of these."""
    slug = slugify(fold(title).replace("_", " "))
    if len(slug) > _LONGEST_SLUG:
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    return slug.strip("-")


Setting = PromptSetting | DocumentSetting | SpaceSetting | ReasonSetting


def stamp_of(setting: Setting) -> str:
    """The same for the same setting alone: a form carries that of what it was built on."""
    written = json.dumps(asdict(setting), sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:32]
