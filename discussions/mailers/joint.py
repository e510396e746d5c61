"""Mails about joint submissions: to the organisations that are asked, and to the lead that is answered.

None quotes the text: it is read on its page, and a mail to an address of somebody's choice is no way
to send words of one's own.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice, Person
from discussions.access.posts import refusal_of
from discussions.access.signatures import (
    asked_reader,
    check_answer_joint,
    joint_answers_end_at,
    version_to_sign,
)
from discussions.access.viewer import VISITOR
from discussions.access.words import speaker_for
from discussions.enums import CoSignatoryState
from discussions.models import CoSignatory
from discussions.selectors.signatures import find_co_signatory
from discussions.selectors.writing import window_for
from discussions.validators.joint_links import JointLink, token_of
from hub.kit.bilingual import text_in
from hub.kit.clock import database_now
from hub.kit.dates import moment_in


def joint_invitation_letter(notice: Notice) -> Letter | None:
    """Asks an organisation to agree or decline, in the active language; None when there is nothing to answer any more.

    The lead is named as readers may know it: a withheld name stays so.
    """
    row = find_co_signatory(notice.facts["co_signatory"])
    if row is None or _is_answered(row, notice):
        return None
    post = row.post
    window = window_for(post.space, post.prompt)
    speaker = speaker_for(version_to_sign(post), post, asked_reader(VISITOR, row))
    if speaker is None or refusal_of(check_answer_joint, row, post, window, database_now()):
        return None
    title = text_in(post.space, "title", get_language() or "en")
    end = joint_answers_end_at(window)
    link = reverse("joint-answer", args=[token_of(JointLink(row.pk, _person(notice)))])
    return write_letter(
        "mails/joint_invitation",
        subject=_subject(row),
        context={
            "organisation": row.organisation_name,
            "lead": speaker.name,
            "lead_organisation": speaker.organisation
            if speaker.organisation != speaker.name
            else "",
            "lead_group": str(StakeholderGroup(speaker.group).label) if speaker.group else "",
            "space_title": title.value,
            "space_language": title.language,
            "question_number": post.prompt.number if post.prompt else None,
            "reference": post.reference,
            "is_again": row.answered_at is not None,
            "is_member": notice.receiver_id is not None,
            "until": moment_in(end) if end is not None else "",
            "action_url": f"{settings.SITE_URL}{link}",
            "action_label": _("Read the text and answer"),
        },
    )


def joint_answer_letter(notice: Notice) -> Letter | None:
    """Tells the lead of an answer, in the active language; None when it has changed since."""
    row = find_co_signatory(notice.facts["co_signatory"])
    if row is None or row.removed_at is not None or row.state != notice.facts["answer"]:
        return None
    post = row.post
    agreed = row.state == CoSignatoryState.CONFIRMED
    words = (
        _("%(organisation)s signs %(reference)s")
        if agreed
        else _("%(organisation)s does not sign %(reference)s")
    )
    title = text_in(post.space, "title", get_language() or "en")
    return write_letter(
        "mails/joint_answer",
        subject=words % {"organisation": row.organisation_name, "reference": post.reference},
        context={
            "organisation": row.organisation_name,
            "agreed": agreed,
            "is_verified": row.is_verified,
            "answered": moment_in(row.answered_at) if row.answered_at is not None else "",
            "version": row.version.number if row.version is not None else None,
            "reference": post.reference,
            "space_title": title.value,
            "space_language": title.language,
            "action_url": f"{settings.SITE_URL}{reverse('post-receipt', args=[post.reference])}",
            "action_label": _("See who has answered"),
        },
    )


def _subject(row: CoSignatory) -> str:
    """With the name alone that the portal knows: a subject is no place for words of the lead's choice."""
    if row.organisation_id is None:
        return _("Does your organisation sign a joint submission?")
    words = _("Does %(organisation)s sign this joint submission?")
    return words % {"organisation": row.organisation_name}


def _is_answered(row: CoSignatory, notice: Notice) -> bool:
    """Whether there is an answer to the text as it stands, or a later letter asks for one."""
    if row.answered_at is None:
        return False
    asked = version_to_sign(row.post).pk
    return row.version_id == asked or notice.facts["version"] != str(asked)


def _person(notice: Notice) -> int | None:
    """Whose account the letter goes to; None for an address that the lead gave."""
    if notice.receiver_id is None:
        return None
    return Person.objects.values_list("pk", flat=True).get(user_id=notice.receiver_id)
