"""Who is told of what was posted, in the transaction of the act (PRODUCT, section 8)."""

from collections.abc import Sequence
from uuid import UUID

from accounts.selectors.notices import letter_of
from accounts.services.notices import queue_letter, queue_notice
from discussions.models import Endorsement, Post, Version
from discussions.selectors.letters import outside_act


def notify_reply(post: Post) -> None:
    """Tell the author of the answered post of a reply that has just become public.

    For submission and publication alike, once per reply. Nobody is told who has no account, or
    who answers themselves.
    """
    if post.parent is None or post.parent.author is None:
        return
    author = post.parent.author
    if author.user_id is None or author.pk == post.author_id:
        return
    queue_notice(
        kind="reply",
        act=f"reply:{post.pk}",
        receivers=[author.user_id],
        facts={"post": str(post.pk)},
    )


def notify_receipt(version: Version, receiver: int) -> None:
    """Send the author the receipt of a version; `receiver` is the id of their account."""
    queue_notice(
        kind="receipt",
        act=f"receipt:{version.pk}",
        receivers=[receiver],
        facts={"version": str(version.pk)},
    )


def notify_withdrawal(post: Post, receiver: int) -> None:
    """Send the author the receipt of a withdrawal; `receiver` is the id of their account."""
    queue_notice(
        kind="receipt",
        act=f"withdrawal:{post.pk}",
        receivers=[receiver],
        facts={"version": str(post.latest_version_id), "withdrawn": True},
    )


def notify_outside_input(version: Version, address: str, language: str) -> None:
    """Send the receipt of what staff entered from outside the portal to an address of whom it came from."""
    queue_letter(
        kind="outside-receipt",
        act=outside_act(version.post_id, version.number),
        address=address,
        language=language,
        facts={"version": str(version.pk)},
    )


def notify_outside_receipt(version: Version) -> None:
    """Tell the same address that staff mended the text; nobody where none was given."""
    first = letter_of(outside_act(version.post_id))
    if first is not None:
        notify_outside_input(version, first.address, first.language)


def notify_outside_withdrawal(post: Post) -> None:
    """Tell the same address that staff took the text back; nobody where none was given."""
    first = letter_of(outside_act(post.pk))
    if first is not None:
        queue_letter(
            kind="outside-receipt",
            act=f"outside-withdrawal:{post.pk}",
            address=first.address,
            language=first.language,
            facts={"version": str(post.latest_version_id), "withdrawn": True},
        )


def notify_endorsers(version: Version) -> None:
    """Ask those who endorsed an earlier version whether that holds for the one that has just become public.

    For correction and publication alike. For an organisation the person who endorsed for it is asked.
    """
    endorsements = Endorsement.objects.filter(
        post=version.post_id, withdrawn_at__isnull=True, by_person__user__isnull=False
    ).exclude(version=version)
    receivers = endorsements.values_list("by_person__user_id", flat=True)
    queue_notice(
        kind="reconfirm-endorsement",
        act=f"reconfirm:{version.pk}",
        receivers=receivers,
        facts={"version": str(version.pk)},
    )


def notify_endorsers_of_merge(
    post_id: UUID, survivor_id: UUID, decision: int, along: Sequence[UUID] = ()
) -> None:
    """Ask those who endorsed a merged post whether they endorse the survivor; nothing is moved without them.

    Once for each decision, by its id. For an organisation the person who endorsed for it is asked. `along` are posts that
    were merged into the post before and lead to the survivor now: who endorsed one of them is asked too. Whoever
    endorsed several of these is asked once, about all.
    """
    merged = [post_id, *along]
    standing = Endorsement.objects.filter(
        post__in=merged, withdrawn_at__isnull=True, by_person__user__isnull=False
    )
    rows = standing.values_list("organisation", "person", "post", "by_person__user_id")
    asked: set[tuple[int | None, int | None]] = set()
    texts: dict[int, list[str]] = {}
    for organisation, person, post, user in sorted(rows, key=lambda row: merged.index(row[2])):
        if (organisation, person) not in asked:
            asked.add((organisation, person))
            texts.setdefault(user, []).append(str(post))
    for user, (first, *others) in texts.items():
        queue_notice(
            kind="endorse-survivor",
            act=f"endorse-survivor:{decision}:{first}",
            receivers=[user],
            facts={"post": first, "survivor": str(survivor_id), "also": others},
        )
