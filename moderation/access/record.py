"""Who reads the record, and whom it names to whom (PRODUCT, sections 1 and 6).

An act on a post by its author would tell who the author is, and the acts of co-signatories with whom they speak: such
names come by the one door (`discussions.access.words`) or not at all. Acts that no list below names tell nobody.
"""

from enum import StrEnum
from typing import Final

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, UUIDField, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from discussions.access.viewer import Viewer
from discussions.access.words import sees_organisations
from discussions.enums import NameWithheld, PostState, WindowAct
from discussions.errors import NotModerator
from discussions.models import Post
from hub.kit.models import Record
from moderation.enums import DecisionAct

#: Acts of staff and of the clock, and of people on what is theirs alone: who did them is no secret of an author.
NAMED_ACTS: Final = frozenset(
    {
        *DecisionAct.values,
        "carry-redactions",
        "claim_person",
        "document-added",
        "document-changed",
        "document-file-added",
        "documents-ordered",
        "export-begun-again",
        "export-cancelled",
        "export-failed",
        "export-fetched",
        "export-finished",
        "export-given-to-observers",
        "export-kept-from-observers",
        "export-link-fetched",
        "export-link-made",
        "export-link-opened",
        "export-link-revoked",
        "export-requested",
        "export_space",
        "file-checked",
        "frame-text-added",
        "frame-text-changed",
        "import_space",
        "load_demonstration",
        "look-behind",
        "membership-added",
        "membership-changed",
        "membership-confirmed",
        "membership-unconfirmed",
        "move-out",
        "organisation-added",
        "organisation-changed",
        "organisation-unverified",
        "organisation-verified",
        "outside-input",
        "person-added",
        "person-changed",
        "prompt-changed",
        "prompt-closed",
        "prompt-delete",
        "prompt-put",
        "prompt-reopened",
        "prompt-reword",
        "prompts-ordered",
        "reason-changed",
        "reports-dismiss",
        "rights-changed",
        "role-added",
        "role-given",
        "role-removed",
        "role-taken",
        "shown-moderator-added",
        "shown-moderator-removed",
        "sign-up",
        "space-added",
        "space-changed",
        "space-published",
        "space-unpublished",
        "user-added",
        "user-changed",
        "virus-found",
        *(f"window-{act}" for act in WindowAct),
    }
)
#: Acts of authors on their own texts; staff do them too where they entered a text for somebody.
AUTHOR_ACTS: Final = frozenset(
    {"appeal", "correct", "joint-name", "reply", "submit", "withdraw", "withhold-name"}
)
#: Acts of readers on the texts of others, which every reader of these sees.
READER_ACTS: Final = frozenset({"endorse", "endorsement-confirm", "endorsement-withdraw"})
#: Acts of those with whom an author speaks.
SIGNATORY_ACTS: Final = frozenset({"joint-answer"})
#: What a reader does for themselves. An author follows the space when a text is sent: that would tell who sent it.
PRIVATE_ACTS: Final = frozenset({"space-followed", "space-unfollowed"})
#: Acts of readers that are for staff alone, and never for the author.
REPORT_ACTS: Final = frozenset({"report"})


class ShownAs(StrEnum):
    """How the record speaks of who did something."""

    NAME = "name"  # by their name
    SPEAKER = "speaker"  # as the speaker of the post, by the one door
    SIGNATORY = "signatory"  # somebody who signs the post
    SOMEBODY = "somebody"


def can_read_record(viewer: Viewer) -> bool:
    """Moderators for their spaces; the secretariat and administrators everywhere, and for the portal."""
    return viewer.is_moderator_anywhere or viewer.is_administrator


def check_read_record(viewer: Viewer) -> None:
    """Raises NotModerator for everyone else, observers too."""
    if not can_read_record(viewer):
        raise NotModerator(
            _("The record is for moderators of a space, the secretariat and administrators.")
        )


def reads_whole_record(viewer: Viewer) -> bool:
    """Also what belongs to no space, and to spaces that they do not moderate."""
    return viewer.is_secretariat or viewer.is_administrator


def reads_record_of(viewer: Viewer, post: Post) -> bool:
    """All that was done on a post: whoever may read the record of the space in which it stands now."""
    return reads_whole_record(viewer) or viewer.is_staff_of(post.space_id)


def visible_records(records: QuerySet[Record], viewer: Viewer) -> QuerySet[Record]:
    """Those of the records that the viewer may read."""
    if reads_whole_record(viewer):
        return records
    return records.filter(space_id__in=viewer.moderates)


def shown_as(act: str, person_id: int | None, post: Post | None, viewer: Viewer) -> ShownAs:
    """How the viewer may know who did an act, given the person who did it; `post` is what it was done on, if a post."""
    if act in NAMED_ACTS or (post is not None and viewer.is_author(person_id)):
        return ShownAs.NAME
    if post is None:
        return ShownAs.SOMEBODY
    if person_id is not None and person_id == post.author_id:
        return ShownAs.SPEAKER
    is_staff = viewer.is_staff_of(post.space_id)
    if act in REPORT_ACTS:
        return _named_if(is_staff and not viewer.is_author(post.author_id))
    if act in SIGNATORY_ACTS and not sees_organisations(post, viewer):
        return ShownAs.SIGNATORY
    is_readable = is_staff or post.state == PostState.PUBLISHED
    return _named_if(is_readable and act in AUTHOR_ACTS | READER_ACTS | SIGNATORY_ACTS)


def _named_if(is_known: bool) -> ShownAs:
    return ShownAs.NAME if is_known else ShownAs.SOMEBODY


def about_posts(records: QuerySet[Record]) -> QuerySet[Record]:
    """The same records, each with the id of the post that it is about, for `is_told`.

    Only the ids of posts are UUIDs: CASE keeps the database from reading others as such.
    """
    post_id = Case(When(subject_type="post", then=Cast("subject_id", UUIDField())))
    return records.alias(post_id=post_id)


def is_told(viewer: Viewer) -> Q:
    """SQL: records of which the viewer may know who did them, so that a search by person tells no more than a page.

    Less than `shown_as` where a name is withheld: then one's own alone. For records of `about_posts`.
    """
    posts = Post.objects.filter(pk=OuterRef("post_id"))
    staffed = posts if viewer.is_secretariat else posts.filter(space_id__in=viewer.moderates)
    readable = staffed | posts.filter(state=PostState.PUBLISHED)
    is_named = Exists(readable.filter(name_withheld=NameWithheld.NO))
    others = staffed.exclude(author_id=viewer.person_id or 0)
    is_reported = Exists(others.exclude(author__user_id=OuterRef("actor_id")))
    return (
        Q(act__in=NAMED_ACTS)
        | Q(act__in=AUTHOR_ACTS | READER_ACTS | SIGNATORY_ACTS) & is_named
        | Q(act__in=REPORT_ACTS) & is_reported
        | Q(actor_id=viewer.user_id)
    )
