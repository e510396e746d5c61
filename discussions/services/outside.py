"""Entering what came by mail, letter or at a meeting for an entity that has no account here."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.enums import StakeholderGroup
from accounts.models import Organisation, Person
from discussions.access.posts import (
    Admission,
    check_outside_input,
    check_outside_reply,
    check_received_on,
)
from discussions.access.scans import check_no_virus
from discussions.access.spaces import check_see_space
from discussions.access.viewer import Viewer, check_signed_in, check_staff_of
from discussions.enums import Capacity, NameWithheld
from discussions.errors import KeyReused, NotFound
from discussions.models import Post, Space
from discussions.services.locks import lock_author, share_parent, share_prompt, share_window
from discussions.services.new_post import insert_post, new_post
from discussions.services.notify import notify_outside_input, notify_reply
from discussions.services.speakers import Snapshot
from discussions.services.submit import Receipt, SubmissionPlace
from discussions.services.uploads import claim_files, identities
from discussions.services.versions import facts_of, make_public, new_version
from discussions.validators.outside import OutsideEntity, OutsideSource, place_of
from discussions.validators.sent import SubmittedText
from hub.kit.bilingual import text_in
from hub.kit.clock import transaction_now
from hub.kit.record import write_record

_LONGEST_NAME: Final = (
    200  # of a person; an organisation may have a longer one, which the version keeps
)


def enter_outside_input(
    *,
    by: Viewer,
    to: SubmissionPlace,
    entity: OutsideEntity,
    source: OutsideSource,
    sent: SubmittedText,
) -> Receipt:
    """Take in what came from outside, for the entity; staff of the space, whatever its windows say.

    `received_at` is the instant of entry; the standing is that of the day on which it was received
    (PRODUCT, section 4). It appears at once, since staff have read it. The receipt goes to the
    entity's address, which is kept with that letter alone. `sent.speaker` is not asked. The same form
    with the same content: the same receipt. Raises SignInFirst, NotModerator, NotFound, KeyReused,
    DatesNotPossible for a day that has not come, NotPossibleNow, FileGone, VirusFound.
    """
    with transaction.atomic():
        return _enter(by, to, (entity, source), sent, transaction_now())


def _enter(
    by: Viewer,
    to: SubmissionPlace,
    origin: tuple[OutsideEntity, OutsideSource],
    sent: SubmittedText,
    at: datetime,
) -> Receipt:
    entity, source = origin
    check_see_space(to.space, by, at)
    check_signed_in(by)
    check_staff_of(by, to.space.pk)
    assert by.person_id is not None
    lock_author(by.person_id)
    files = claim_files(by.person_id, sent.files)
    digest = sent.digest(place_of(to.code, source, entity), identities(files))
    repeated = _entered_before(by.person_id, sent, digest)
    if repeated is not None:
        return repeated
    to, admission = _admitted(by, to, source, at)
    check_no_virus(files)
    speaker = _snapshot(entity)
    version = new_version(sent, digest, speaker, admission.standing, at)
    make_public(version, at)
    post = new_post(to.space, to.prompt, to.parent, version)
    post.author = _person(speaker, to.space, sent.name_withheld)
    post.name_withheld = sent.name_withheld
    post.outside_kind, post.outside_received_on = source.kind, source.received_on
    post.outside_entered_by_id = by.person_id
    insert_post(post, version, files)
    write_record(
        "outside-input",
        ("post", post.pk),
        by=by.user_id,
        space_id=post.space_id,
        detail={
            **facts_of(version, files),
            "state": post.state,
            "post_number": post.number,
            "for_person": post.author_id,
            "kind": source.kind,
            "received_on": source.received_on.isoformat(),
        },
    )
    if entity.email:
        notify_outside_input(version, entity.email, entity.language)
    notify_reply(post)
    return Receipt(post.reference, 1)


def _entered_before(person_id: int, sent: SubmittedText, digest: str) -> Receipt | None:
    entered = Post.objects.filter(outside_entered_by_id=person_id, key=sent.key)
    earlier = entered.select_related("space").first()
    if earlier is None:
        return None
    if earlier.key_digest != digest:
        raise KeyReused(earlier.reference)
    return Receipt(earlier.reference, 1)


def _admitted(
    by: Viewer, to: SubmissionPlace, source: OutsideSource, at: datetime
) -> tuple[SubmissionPlace, Admission]:
    """The place as it stands now, under its locks, and how the day of receipt stands to it."""
    prompt_id = to.parent.prompt_id if to.parent else to.prompt and to.prompt.pk
    prompt = share_prompt(to.space.pk, prompt_id) if prompt_id else None
    if prompt_id and prompt is None and to.parent is None:  # deleted meanwhile
        raise NotFound
    window = share_window(to.space.pk, prompt)
    parent = None
    if to.parent is not None:
        parent = share_parent(to.parent.pk)
        if parent.space_id != to.space.pk:
            raise NotFound
        if parent.prompt_id != prompt_id:  # moved since the form was opened
            prompt = parent.prompt
            window = share_window(to.space.pk, prompt)
        check_outside_reply(parent)
        parent.prompt = prompt
    check_received_on(window, source.received_on, at)
    admission = check_outside_input(by, to.space.pk, window, source.received_on)
    return SubmissionPlace(to.space, prompt, parent), admission


def _snapshot(entity: OutsideEntity) -> Snapshot:
    """What the version says of its speaker: verified where staff have verified the organisation.

    An organisation that speaks without a person goes by its own name.
    """
    if entity.capacity == Capacity.PERSONAL:
        return Snapshot(
            name=entity.name,
            organisation=None,
            group=StakeholderGroup.INDIVIDUAL,
            country=entity.country or None,
            capacity=Capacity.PERSONAL,
            verified=True,
        )
    known = _organisation(entity)
    named = entity.organisation_name
    if known is not None:
        named = text_in(known, "name", settings.LANGUAGE_CODE).value
    return Snapshot(
        name=entity.name or named,
        organisation=named,
        group=known.stakeholder_group if known is not None else entity.group,
        country=(known.country if known is not None else entity.country) or None,
        capacity=Capacity.ORGANISATION,
        verified=known is not None and known.is_verified,
    )


def _organisation(entity: OutsideEntity) -> Organisation | None:
    if entity.organisation is None:
        return None
    found = Organisation.objects.filter(pk=entity.organisation).first()
    if found is None:
        raise NotFound
    return found


def _person(speaker: Snapshot, space: Space, withheld: str) -> Person:
    """A person without an account: the one of an earlier input of the same entity to the space, else a new one.

    Nothing ties a withheld name to another input: it gets a person of its own.
    """
    who = {
        "name": (speaker.name or "")[:_LONGEST_NAME],
        "organisation_name": speaker.organisation,
        "stakeholder_group": speaker.group,
        "country": speaker.country,
    }
    earlier = None
    if withheld == NameWithheld.NO:
        entered = Post.objects.filter(
            space=space, name_withheld=NameWithheld.NO, outside_entered_by__isnull=False
        )
        people = Person.objects.filter(user=None, email=None, pk__in=entered.values("author"))
        earlier = people.filter(**who).order_by("pk").first()
    return earlier or Person.objects.create(**who)
