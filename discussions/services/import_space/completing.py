"""An archive with everything written out that it left out: just what an export of the imported space says of it.

Where the schema allows null, what is not known is null; a list left out is empty; a default is the schema's own;
numbers, references, standings, reviews, hashes and speakers are assigned. What cannot be null stays left out.
Takes archives without faults alone.
"""

from typing import Any

from discussions.models import Window
from discussions.services.import_space.completing_posts import complete_posts, window_of
from discussions.services.import_space.files import KeptFiles, complete_file
from discussions.services.import_space.reading import instants
from hub.kit.sanitise import sanitise

Object = dict[str, Any]


def complete(document: Object, *, prefix: str, files: KeptFiles) -> Object:
    """The whole archive but for the facts of its own export (instant, generator, variant)."""
    space = _space(document["space"], prefix, files)
    people = [_person(person) for person in document["people"]]
    prompts = [_prompt(prompt, place) for place, prompt in enumerate(document["prompts"], 1)]
    windows = {window["id"]: window_of(window) for window in space["windows"]}
    main = next(iter(windows.values()), None)
    windows_of_prompts: dict[str | None, Window | None] = {None: main}
    for prompt in prompts:
        windows_of_prompts[prompt["id"]] = windows.get(prompt["window"], main)
    return {
        "format": document["format"],
        "version": int(document["version"]),
        "space": space,
        "people": people,
        "prompts": prompts,
        "posts": complete_posts(
            document["posts"],
            prefix=prefix,
            people={person["id"]: person for person in people},
            windows=windows_of_prompts,
            files=files,
        ),
    }


def _space(space: Object, prefix: str, files: KeptFiles) -> Object:
    mandate = {"mandate": _cleaned(space["mandate"])} if "mandate" in space else {}
    limit = space.get("length_limit")
    return {
        "slug": space["slug"],
        "reference_prefix": prefix,
        "title": space["title"],
        **mandate,
        "objectives": [int(number) for number in space.get("objectives", [])],
        "moderators": space.get("moderators", []),
        "review": space.get("review", "after-publishing"),
        "length_limit": None if limit is None else int(limit),
        "windows": [_window(window) for window in space.get("windows", [])],
        "documents": [
            _document(document, f"/space/documents/{number}/files", files)
            for number, document in enumerate(space.get("documents", []))
        ],
    }


def _window(window: Object) -> Object:
    return {
        "id": window["id"],
        **instants(window, "opens_at", "closes_at"),
        "time_zone": window.get("time_zone", "UTC"),
        "grace_minutes": int(window.get("grace_minutes", 15)),
        "late_policy": window.get("late_policy", "refuse"),
        "changes": [
            {
                "by": change.get("by"),
                **instants(change, "at", "opens_at", "closes_at"),
                **_given(change, "reason"),
            }
            for change in window.get("changes", [])
        ],
    }


def _document(document: Object, pointer: str, files: KeptFiles) -> Object:
    return {
        "id": document["id"],
        "title": document["title"],
        **_given(document, "label"),
        **instants(document, "issued_at"),
        "files": [
            {
                "language": file["language"],
                "file": complete_file(
                    file["file"],
                    f"{pointer}/{number}/file",
                    language=file["language"],
                    files=files,
                ),
            }
            for number, file in enumerate(document.get("files", []))
        ],
    }


def _person(person: Object) -> Object:
    return {
        "id": person["id"],
        "name": person["name"],
        "organisation": person.get("organisation"),
        "stakeholder_group": person.get("stakeholder_group"),
        "country": person.get("country"),
        "email": person.get("email"),
    }


def _prompt(prompt: Object, place: int) -> Object:
    return {
        "id": prompt["id"],
        "number": int(prompt.get("number", place)),
        "text": _cleaned(prompt["text"]),
        "asked_by": prompt.get("asked_by"),
        **instants(prompt, "asked_at"),
        "window": prompt.get("window"),
        "document": prompt.get("document"),
        **instants({"closed_at": None, **prompt}, "closed_at"),
        "earlier_texts": [
            {"text": _cleaned(earlier["text"]), **instants(earlier, "until")}
            for earlier in prompt.get("earlier_texts", [])
        ],
    }


def _cleaned(by_language: dict[str, str]) -> dict[str, str]:
    return {language: sanitise(text) for language, text in by_language.items()}


def _given(value: Object, key: str) -> Object:
    return {key: value[key]} if key in value else {}
