"""The letter to whoever got a role or lost one, in the portal or in a space."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice, User
from discussions.models import Space, SpaceRole
from hub.kit.bilingual import text_in
from moderation.mailers.role_words import MEANING, role_name


def role_letter(notice: Notice) -> Letter | None:
    """The letter, in the active language; None where it is not so any more."""
    account, role, is_given = notice.receiver, notice.facts["role"], notice.facts["given"]
    space = Space.objects.filter(pk=notice.facts.get("space")).first()
    if account is None or _holds(account, role, space) != is_given:
        return None
    action = reverse("my-roles" if is_given else "space-index")
    return write_letter(
        "mails/role",
        subject=_subject(space, role_name(role), is_given=is_given),
        context={
            "meaning": MEANING[role] if is_given else "",
            "action_url": f"{settings.SITE_URL}{action}",
            "action_label": _("See your roles") if is_given else _("Go to the spaces"),
        },
    )


def _holds(account: User, role: str, space: Space | None) -> bool:
    if space is not None:
        return SpaceRole.objects.filter(space=space, user=account, role=role).exists()
    return bool(getattr(account, f"is_{role}"))


def _subject(space: Space | None, role: str, *, is_given: bool) -> str:
    if space is None:
        words = (
            _("Your role in the portal: %(role)s")
            if is_given
            else _("Your role in the portal has ended: %(role)s")
        )
        return words % {"role": role}
    title = text_in(space, "title", get_language() or settings.LANGUAGE_CODE)
    words = (
        _("Your role in “%(space)s”: %(role)s")
        if is_given
        else _("Your role in “%(space)s” has ended: %(role)s")
    )
    return words % {"space": title.value or space.slug, "role": role}
