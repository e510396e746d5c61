"""The organisations that sign with a lead: rows of a name and an address."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Organisation
from accounts.selectors.members import organisations_with_members
from accounts.selectors.organisations import organisations_named, tidy_name
from discussions.validators.sent import NamedCoSignatory
from hub.kit.bilingual import text_in
from hub.kit.personal_data import finds_in
from hub.kit.sanitise.characters import clean_characters
from hub.kit.text import fold

NAME: Final = "cosign_name"
EMAIL: Final = "cosign_email"
_LONGEST_NAME: Final = 300
_LONGEST_ADDRESS: Final = 254
_EMPTY_ROWS: Final = 3
_LINK: Final = re.compile(r"://|\bhttps?\b|\bwww\.|\w\.\w+/", re.IGNORECASE)


@dataclass(frozen=True)
class JointRow:
    """One row of the form, with what is wrong with it."""

    number: int
    name: str = ""
    email: str = ""
    errors: tuple[str, ...] = ()


class JointInput(forms.Widget):
    """Two parallel lists of fields, `cosign_name` and `cosign_email`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        """The rows, as they were typed, without characters that cannot be shown."""
        if not isinstance(data, MultiValueDict):
            return []
        names = list(map(clean_characters, data.getlist(NAME)))
        addresses = list(map(clean_characters, data.getlist(EMAIL)))
        addresses += [""] * (len(names) - len(addresses))
        return list(zip(names, addresses, strict=False))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form had no such fields at all."""
        return NAME not in data


class JointField(forms.Field):
    """Cleans to the rows that hold anything, tidied; what they name is found out by `resolved`."""

    widget = JointInput

    def clean(self, value: Any) -> list[tuple[str, str]]:
        """The rows. Raises ValidationError where there are more than the setting allows."""
        tidy = [(tidy_name(str(name)), str(email).strip()) for name, email in value or []]
        rows = [row for row in tidy if any(row)]
        limit = settings.CO_SIGNATORIES_PER_POST
        if len(rows) > limit:
            raise ValidationError(
                ngettext(
                    "A joint submission can name %(limit)d organisation.",
                    "A joint submission can name %(limit)d organisations.",
                    limit,
                )
                % {"limit": limit},
                code="too-many-co-signatories",
            )
        return rows


class JointForm(forms.Form):
    """The part of a form that names who signs with the lead.

    Once `clean_joint` was called `cleaned_data["co_signatories"]` holds a tuple of NamedCoSignatory.
    """

    co_signatories = JointField(label=gettext_lazy("Joint submission"), required=False)

    #: Whom the post names already; None where nobody may be named (a reply).
    already_named: tuple[NamedCoSignatory, ...] | None = ()
    #: Whether the form was sent before: then it is only compared with what was sent, and nobody is named by it.
    was_sent: bool = False
    joint_errors: Mapping[int, str] = {}

    def prepare_joint(self, already_named: tuple[NamedCoSignatory, ...] | None) -> None:
        """Say whom the post names already; None takes the part away."""
        self.already_named = already_named
        if already_named is None:
            del self.fields["co_signatories"]

    def clean_joint(self, organisation: int | None) -> None:
        """Find out whom the rows name, for a lead that speaks for an organisation (an id).

        A form without these fields leaves things as they are. Each faulty row has its own error.
        """
        if self.already_named is None or "co_signatories" in self.errors:
            return
        if self._is_left_out():
            self.cleaned_data["co_signatories"] = self.already_named
            return
        rows = self.cleaned_data["co_signatories"]
        found, self.joint_errors = resolved(rows, Lead(organisation, self.already_named))
        self.cleaned_data["co_signatories"] = tuple(found)
        if self.was_sent:
            self.joint_errors = {}
        if self.joint_errors:
            said = [
                _("%(name)s: %(reason)s") % {"name": " ".join(rows[place]).strip(), "reason": why}
                for place, why in self.joint_errors.items()
            ]
            self.add_error("co_signatories", [ValidationError(line) for line in said])

    @property
    def named_to_sign(self) -> tuple[NamedCoSignatory, ...]:
        """Whom the form names, once it is valid."""
        return self.cleaned_data.get("co_signatories") or ()

    @property
    def joint_posted(self) -> tuple[tuple[str, str], ...]:
        """The rows for a comparison with the same form at another time (validators/sent.Posted)."""
        if self.already_named is None or self._is_left_out():
            return ()
        rows = tuple((fold(name), email.lower()) for name, email in self._typed())
        return rows or (("", ""),)

    @property
    def joint_rows(self) -> list[JointRow]:
        """The rows as they stand in the form, with what is wrong with each."""
        return drawn_rows(self._typed(), self.joint_errors)

    @property
    def names_anybody(self) -> bool:
        """Whether any row holds something."""
        return bool(self._typed())

    def _typed(self) -> list[tuple[str, str]]:
        if self.is_bound and not self._is_left_out():
            value = JointInput().value_from_datadict(self.data, {}, "")
            tidy = [(tidy_name(name), email.strip()) for name, email in value]
            return [row for row in tidy if any(row)]
        kept: Sequence[Any] = self.initial.get("co_signatories", self.already_named or ())
        return [
            (one["name"], one["email"]) if isinstance(one, dict) else (one.name, one.email)
            for one in kept
        ]

    def _is_left_out(self) -> bool:
        return JointInput().value_omitted_from_data(self.data, {}, "")


@dataclass(frozen=True)
class Lead:
    """For whom the lead speaks (an id, None for themselves), and whom its post names already."""

    organisation: int | None
    named: tuple[NamedCoSignatory, ...] = ()


def resolved(
    rows: Sequence[tuple[str, str]], lead: Lead
) -> tuple[list[NamedCoSignatory], dict[int, str]]:
    """Whom the rows name, and what is wrong with which of them (by place). Two statements.

    A name in any of its languages, folded, is an organisation of the portal. It is asked through its
    confirmed members; without one, or where the portal does not know it, the row needs an address.
    """
    known = organisations_named(name for name, _email in rows if name)
    with_members = organisations_with_members(row.pk for row in known.values()) if known else ()
    already = {(fold(one.name), one.email.lower()): one for one in lead.named}
    found: list[NamedCoSignatory] = []
    errors: dict[int, str] = {}
    for place, (name, email) in enumerate(rows):
        organisation = known.get(fold(name))
        kept = already.get((fold(name), email.lower()))
        one = kept or _named(name, email, organisation, with_members)
        is_asked_here = organisation is not None and organisation.pk in with_members
        is_asked = kept is not None or is_asked_here
        error = _fault(one, lead, found)
        if kept is None:
            error = error or _fault_of_new(one, found)
        error = error or ("" if is_asked else _lacks(one, organisation))
        if error:
            errors[place] = error
        else:
            found.append(one)
    return found, errors


def drawn_rows(rows: Sequence[tuple[str, str]], errors: Mapping[int, str]) -> list[JointRow]:
    """The rows for the template, with some empty ones after them."""
    filled = [
        JointRow(place + 1, name, email, (errors[place],) if place in errors else ())
        for place, (name, email) in enumerate(rows)
    ]
    empty = max(1, _EMPTY_ROWS - len(filled))
    return [*filled, *(JointRow(len(filled) + number + 1) for number in range(empty))]


def _named(
    name: str, email: str, organisation: Organisation | None, with_members: Collection[int]
) -> NamedCoSignatory:
    if organisation is None:
        return NamedCoSignatory(name=name, email=email)
    own = text_in(organisation, "name", settings.LANGUAGE_CODE).value
    # Its members are asked, not an address of the lead's choice.
    address = "" if organisation.pk in with_members else email
    return NamedCoSignatory(organisation.pk, own, address)


def _fault(one: NamedCoSignatory, lead: Lead, found: Sequence[NamedCoSignatory]) -> str:
    """What is wrong with naming it at all."""
    if not one.name:
        return _("Write the name of the organisation beside its address.")
    if len(one.name) > _LONGEST_NAME:
        return _("This name is too long.")
    if one.organisation is not None and one.organisation == lead.organisation:
        return _("This is your own organisation: it signs as the lead.")
    if any(_is_same(one, other) for other in found):
        return _("This organisation is named twice.")
    return ""


def _fault_of_new(one: NamedCoSignatory, found: Sequence[NamedCoSignatory]) -> str:
    """What must not be asked or shown as it was typed: a name that the portal does not know is public, and goes by mail."""
    if one.email and any(one.email.lower() == other.email.lower() for other in found):
        return _("This address is given twice: each organisation has its own.")
    if one.organisation is not None:
        return ""
    if finds_in(one.name):
        return _("Take out the address or the phone number: the name is public.")
    if "@" in one.name or _LINK.search(one.name):
        return _("Write the name alone, without an address.")
    return ""


def _lacks(one: NamedCoSignatory, organisation: Organisation | None) -> str:
    """What is missing to ask it."""
    if one.email:
        return "" if _is_address(one.email) else _("This is not an e-mail address.")
    if organisation is None:
        return _("This organisation is not known here: give an address at which to ask it.")
    return _("Nobody is confirmed to speak for it here yet: give an address at which to ask it.")


def _is_same(one: NamedCoSignatory, other: NamedCoSignatory) -> bool:
    if one.organisation is not None and one.organisation == other.organisation:
        return True
    return fold(one.name) == fold(other.name)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= _LONGEST_ADDRESS
