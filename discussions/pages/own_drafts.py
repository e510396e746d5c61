"""Drafts in the list of what somebody wrote."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access.drafts import words_of_draft
from discussions.access.viewer import Viewer
from discussions.models import Draft
from discussions.pages.card_shapes import Link
from discussions.pages.sections import place_name
from discussions.pages.texts import direction_of
from hub.kit.bilingual import Text, text_in
from hub.kit.dates import moment_in
from hub.kit.sanitise import excerpt

_OPENING = 140


@dataclass(frozen=True)
class DraftLine:
    """A draft, one's own or one that a colleague shares. `opening` is one's own only."""

    title: str
    url: str
    space: Text
    saved: str
    facts: list[str]
    opening: str
    language: str
    direction: str
    links: list[Link]


def own_draft_line(draft: Draft, viewer: Viewer, language: str) -> DraftLine:
    """A draft of the viewer's own, with its first words."""
    opening = excerpt(words_of_draft(draft, viewer), _OPENING)
    links = [
        Link(_("Go on writing"), reverse("draft", args=[draft.pk]), is_main=True),
        Link(_("Download"), reverse("draft-text", args=[draft.pk])),
        Link(_("Discard"), reverse("draft-discard", args=[draft.pk])),
    ]
    return _draft_line(draft, language, opening, [], links)


def shared_draft_line(draft: Draft, language: str) -> DraftLine:
    """A draft of a colleague that may be edited: whose it is, and by which organisation."""
    organisation = draft.shared_with
    names = {
        "name": draft.author.name,
        "organisation": text_in(organisation, "name", language).value if organisation else "",
    }
    facts = [_("%(name)s shares it with %(organisation)s") % names]
    links = [Link(_("Edit"), reverse("draft", args=[draft.pk]), is_main=True)]
    return _draft_line(draft, language, "", facts, links)


def _draft_line(
    draft: Draft, language: str, opening: str, facts: list[str], links: list[Link]
) -> DraftLine:
    files: int = draft.files_count  # type: ignore[attr-defined]  # annotated
    if files:
        words = ngettext("%(count)d file", "%(count)d files", files)
        facts = [*facts, words % {"count": files}]
    return DraftLine(
        title=_draft_title(draft),
        url=links[0].url,
        space=text_in(draft.space, "title", language),
        saved=_("Saved on %(moment)s UTC") % {"moment": moment_in(draft.saved_at)},
        facts=facts,
        opening=opening,
        language=draft.language,
        direction=direction_of(draft.language),
        links=links,
    )


def _draft_title(draft: Draft) -> str:
    if draft.corrected is not None:
        return _("Correction of %(reference)s") % {"reference": draft.corrected.reference}
    if draft.parent is not None:
        return _("Reply to %(reference)s") % {"reference": draft.parent.reference}
    return place_name(draft.prompt)
