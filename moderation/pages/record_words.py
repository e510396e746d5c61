"""Every act of the record in plain words.

An act that the code writes and that has no words here fails a test (tests/moderation/pages/test_record_words.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moderation.enums import DecisionAct


@dataclass(frozen=True)
class ActWords:
    """What was done, and under which heading it stands in the list of acts to choose from."""

    group: Promise
    label: str | Promise


_TEXTS = _("Texts and their authors")
_DECISIONS = _("Decisions of moderators")
_SUPPORT = _("Endorsements and joint texts")
_SPACES = _("Spaces, windows, questions, documents")
_EXPORTS = _("Exports")
_RIGHTS = _("Accounts, roles, organisations")
_PORTAL = _("The portal")

WORDS: Final[Mapping[str, ActWords]] = {
    "submit": ActWords(_TEXTS, _("Submission sent")),
    "reply": ActWords(_TEXTS, _("Reply sent")),
    "correct": ActWords(_TEXTS, _("Corrected version sent")),
    "withdraw": ActWords(_TEXTS, _("Text withdrawn")),
    "withhold-name": ActWords(_TEXTS, _("Changed what readers see of the name")),
    "outside-input": ActWords(_TEXTS, _("Input from outside the portal entered")),
    "file-checked": ActWords(_TEXTS, _("File that had waited for the virus scanner found clean")),
    "virus-found": ActWords(_TEXTS, _("Virus found in a file")),
    "appeal": ActWords(_TEXTS, _("Another look asked for by the author")),
    "report": ActWords(_TEXTS, _("Text reported by a reader")),
    "reports-dismiss": ActWords(_DECISIONS, _("Reports looked at, and nothing was to be done")),
    "look-behind": ActWords(_DECISIONS, _("Looked behind the masks")),
    DecisionAct.PUBLISH: ActWords(_DECISIONS, pgettext_lazy("in the record", "Text published")),
    DecisionAct.RETURN: ActWords(_DECISIONS, _("Text returned to its author")),
    DecisionAct.REJECT: ActWords(_DECISIONS, _("Text rejected")),
    DecisionAct.RECONSIDER: ActWords(_DECISIONS, _("Rejected text taken up again")),
    DecisionAct.UPHOLD: ActWords(_DECISIONS, _("Decision looked at once more, and upheld")),
    DecisionAct.HIDE: ActWords(_DECISIONS, _("Text hidden")),
    DecisionAct.UNHIDE: ActWords(_DECISIONS, _("Hidden text shown again")),
    DecisionAct.MERGE: ActWords(_DECISIONS, _("Text merged with another")),
    DecisionAct.UNMERGE: ActWords(_DECISIONS, _("Merged texts separated again")),
    DecisionAct.MOVE: ActWords(_DECISIONS, _("Text moved")),
    "move-out": ActWords(_DECISIONS, _("Text moved to another space")),
    DecisionAct.REDACT: ActWords(_DECISIONS, _("Words or a file withheld from readers")),
    DecisionAct.UNREDACT: ActWords(_DECISIONS, _("Withheld words or file shown again")),
    "carry-redactions": ActWords(
        _DECISIONS, _("Words or a file withheld from readers of a new version as well")
    ),
    "endorse": ActWords(_SUPPORT, _("Text endorsed")),
    "endorsement-confirm": ActWords(_SUPPORT, _("Endorsement confirmed for a new version")),
    "endorsement-withdraw": ActWords(_SUPPORT, _("Endorsement taken back")),
    "joint-name": ActWords(_SUPPORT, _("Changed who is asked to sign a joint text")),
    "joint-answer": ActWords(_SUPPORT, _("Answer to a joint text")),
    "space-added": ActWords(_SPACES, _("Space made")),
    "space-changed": ActWords(_SPACES, _("Settings of the space changed")),
    "space-published": ActWords(_SPACES, _("Space shown to readers")),
    "space-unpublished": ActWords(_SPACES, _("Space no longer shown to readers")),
    "shown-moderator-added": ActWords(_SPACES, _("Moderator shown to readers")),
    "shown-moderator-removed": ActWords(_SPACES, _("Moderator no longer shown to readers")),
    "window-schedule": ActWords(_SPACES, _("Dates of a window set")),
    "window-open": ActWords(_SPACES, _("Window opened")),
    "window-close": ActWords(_SPACES, _("Window closed")),
    "window-extend": ActWords(_SPACES, _("Window extended")),
    "window-reopen": ActWords(_SPACES, _("Window opened again")),
    "window-late-rules": ActWords(_SPACES, _("Rules of a window for late texts changed")),
    "window-questions": ActWords(_SPACES, _("Changed which questions follow a window")),
    "prompt-changed": ActWords(_SPACES, _("Question changed")),
    "prompt-reword": ActWords(_SPACES, _("Question worded anew")),
    "prompt-put": ActWords(_SPACES, _("Question put")),
    "prompt-closed": ActWords(_SPACES, _("Question closed")),
    "prompt-reopened": ActWords(_SPACES, _("Question opened again")),
    "prompt-delete": ActWords(_SPACES, _("Question without texts removed")),
    "prompts-ordered": ActWords(_SPACES, _("Order of the questions changed")),
    "document-added": ActWords(_SPACES, _("Document added")),
    "document-changed": ActWords(_SPACES, _("Document changed")),
    "documents-ordered": ActWords(_SPACES, _("Order of the documents changed")),
    "document-file-added": ActWords(_SPACES, _("File added to a document")),
    "space-followed": ActWords(_SPACES, _("Space followed by a reader")),
    "space-unfollowed": ActWords(_SPACES, _("Space followed no longer by a reader")),
    "import_space": ActWords(_SPACES, _("Space taken in from an archive")),
    "export-requested": ActWords(_EXPORTS, _("Export asked for")),
    "export-finished": ActWords(_EXPORTS, _("Export made")),
    "export-failed": ActWords(_EXPORTS, _("Export not made")),
    "export-begun-again": ActWords(_EXPORTS, _("Export begun once more after it broke off")),
    "export-cancelled": ActWords(_EXPORTS, _("Export cancelled")),
    "export-fetched": ActWords(_EXPORTS, _("Export fetched")),
    "export-given-to-observers": ActWords(_EXPORTS, _("Export given to the observers")),
    "export-kept-from-observers": ActWords(_EXPORTS, _("Export no longer given to the observers")),
    "export-link-made": ActWords(_EXPORTS, _("Link to an export made")),
    "export-link-revoked": ActWords(_EXPORTS, _("Link to an export taken back")),
    "export-link-opened": ActWords(_EXPORTS, _("Page of an export opened by a link")),
    "export-link-fetched": ActWords(_EXPORTS, _("Export fetched by a link")),
    "export_space": ActWords(_EXPORTS, _("Archive of the space written from the shell")),
    "sign-up": ActWords(_RIGHTS, _("Account made")),
    "rights-changed": ActWords(_RIGHTS, _("Rights in the whole portal changed")),
    "role-given": ActWords(_RIGHTS, _("Right in a space given")),
    "role-taken": ActWords(_RIGHTS, _("Right in a space taken away")),
    # As these were called before; the record keeps what it was told.
    "role-added": ActWords(_RIGHTS, _("Right in a space given")),
    "role-removed": ActWords(_RIGHTS, _("Right in a space taken away")),
    "claim_person": ActWords(_RIGHTS, _("Person of an archive connected with an account")),
    "user-added": ActWords(_RIGHTS, _("Account added")),
    "user-changed": ActWords(_RIGHTS, _("Account changed")),
    "person-added": ActWords(_RIGHTS, _("Person added")),
    "person-changed": ActWords(_RIGHTS, _("Person changed")),
    "organisation-added": ActWords(_RIGHTS, _("Organisation added")),
    "organisation-changed": ActWords(_RIGHTS, _("Organisation changed")),
    "organisation-verified": ActWords(_RIGHTS, _("Organisation marked as verified")),
    "organisation-unverified": ActWords(
        _RIGHTS, _("Mark “verified” of an organisation taken back")
    ),
    "membership-added": ActWords(_RIGHTS, _("Membership in an organisation added")),
    "membership-changed": ActWords(_RIGHTS, _("Membership in an organisation changed")),
    "membership-confirmed": ActWords(_RIGHTS, _("Membership in an organisation confirmed")),
    "membership-unconfirmed": ActWords(
        _RIGHTS, _("Confirmation of a membership in an organisation taken back")
    ),
    "reason-changed": ActWords(_PORTAL, _("Words for a reason changed")),
    "frame-text-added": ActWords(_PORTAL, _("Words around every page added")),
    "frame-text-changed": ActWords(_PORTAL, _("Words around every page changed")),
    "load_demonstration": ActWords(_PORTAL, _("Demonstration loaded")),
}


def act_label(act: str) -> str:
    """What was done, in the active language; an act that an older release wrote and nobody knows stands by its code."""
    words = WORDS.get(act)
    return str(words.label) if words is not None else act


def acts_called(act: str) -> list[str]:
    """The act with those that bear the same words; nothing for an act that is not known."""
    words = WORDS.get(act)
    return [one for one, other in WORDS.items() if words is not None and other == words]


def act_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The acts to choose from, by heading; those of the same words once."""
    groups: dict[str, dict[str, str]] = {}
    for act, words in WORDS.items():
        groups.setdefault(str(words.group), {}).setdefault(str(words.label), act)
    return [
        (group, [(act, label) for label, act in labels.items()])
        for group, labels in groups.items()
    ]
