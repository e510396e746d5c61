"""Whether a reference and a SHA-256 belong together, for anyone who asks (PRODUCT, section 5).

The answer is yes or no, and beside it what the register tells everyone. Who asks has the fingerprint, so "yes" tells
them which version it is of and when that was received; "no" tells nothing. Of what is not whole for every reader only
its author, staff and whoever holds its receipt are told: the same answer meets all others, whatever they ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import may_check
from discussions.mailers.receipt_words import instant_text
from discussions.models import Post
from discussions.pages.addresses import register_url
from discussions.pages.card_shapes import Link
from discussions.pages.register import RegisterLine, line_of
from discussions.pages.space_facts import setting_of
from discussions.selectors.hashes import HashMatch, public_version_of
from discussions.selectors.references import parse_reference
from discussions.selectors.register import register_of
from discussions.selectors.spaces import FoundPost
from discussions.validators.receipt_proof import proves


@dataclass(frozen=True)
class CheckAnswer:
    """`kind` is that of components/note.html; `line` is what the register says, where the reference was issued."""

    kind: str
    verdict: str
    words: str
    received_at: datetime | None = None
    received: str = ""
    standing: str = ""
    moved: str = ""
    line: RegisterLine | None = None
    register: Link | None = None


@dataclass(frozen=True)
class Asked:
    """A reference as it was written, and the proof that came with it from a receipt; "" without one."""

    reference: str
    proof: str = ""


def unknown_answer(reference: str) -> CheckAnswer:
    """For a reference that no reader knows of."""
    words = _(
        "No reference %(reference)s was issued here. Look at the letters and the number again."
    )
    return CheckAnswer("bad", _("No"), words % {"reference": reference})


def check_answer(
    asked: Asked, given: FoundPost, matches: Sequence[HashMatch], viewer: Viewer, language: str
) -> CheckAnswer:
    """For a reference that was issued. The one that was asked for may be a former one of the post."""
    post = given.post
    told = [match for match in matches if _may_tell(match, post, viewer, asked.proof)]
    answer = _yes(post, told[0]) if told else _no(post, viewer)
    rows, _more = register_of(post.space, 1, post.number - 1)
    before = urlencode({"after": post.space.reference_of(post.number - 1)})
    return replace(
        answer,
        moved=_moved(asked.reference, post.reference),
        line=line_of(rows[0], setting_of(given.found, VISITOR, language)),
        register=Link(
            _("Its line in the register"),
            f"{register_url(post.space)}?{before}#line-{post.reference}",
        ),
    )


def _yes(post: Post, match: HashMatch) -> CheckAnswer:
    version = match.version
    words = (
        _("This is the fingerprint of the text of %(reference)s, version %(number)d.")
        if match.file is None
        else _(
            "This is the fingerprint of a file that came with %(reference)s, version %(number)d."
        )
    )
    return CheckAnswer(
        "good",
        _("Yes"),
        words % {"reference": post.reference, "number": version.number},
        received_at=version.received_at,
        received=instant_text(version.received_at),
        standing=version.get_standing_display(),
    )


def _may_tell(match: HashMatch, post: Post, viewer: Viewer, proof: str) -> bool:
    return proves(proof, match.version.pk) or may_check(match.version, post, viewer, match.file)


def _no(post: Post, viewer: Viewer) -> CheckAnswer:
    """The same for every fingerprint, true or not: else it would tell what is masked."""
    if viewer.is_author(post.author_id) or viewer.is_staff_of(post.space_id):
        words = _("%(reference)s was issued, but no text and no file of it has this fingerprint.")
        return CheckAnswer("bad", _("No"), words % {"reference": post.reference})
    if _is_open(post):
        words = _(
            "%(reference)s was issued, but no public text or file of it has this fingerprint."
        )
        return CheckAnswer("bad", _("No"), words % {"reference": post.reference})
    words = _(
        "%(reference)s was issued, but it is not public or parts of it are masked. Follow the link in its receipt to check it, or sign in if it is yours."
    )
    return CheckAnswer(
        "wait", _("This cannot be told here"), words % {"reference": post.reference}
    )


def _is_open(post: Post) -> bool:
    """Whether the text of a post and all its files are whole for every reader."""
    version = public_version_of(post)
    if version is None or not may_check(version, post, VISITOR):
        return False
    return all(may_check(version, post, VISITOR, file) for file in version.attachments.all())


def _moved(asked: str, reference: str) -> str:
    """Said where the reference that was asked for is a former one."""
    if parse_reference(asked) == parse_reference(reference):
        return ""
    words = _("%(former)s was moved to another space and is %(reference)s now.")
    return words % {"former": asked, "reference": reference}
