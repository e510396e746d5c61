"""Spaces with who has a right in them and who is shown as moderator."""

from dataclasses import fields as dataclass_fields
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, User
from discussions.admin.base import (
    InlineRights,
    SeenForm,
    SetUpAdmin,
    actor,
    columns,
    drop_empty_texts,
)
from discussions.enums import SpaceRoleName, WindowState
from discussions.models import DisplayedModerator, Space, SpaceRole
from discussions.selectors.set_up import space_setting
from discussions.services.roles import give_role, take_role
from discussions.services.set_up import settle_change
from discussions.services.spaces import change_of
from discussions.validators.set_up import SpaceSetting
from hub.kit.bilingual import is_complete
from hub.kit.clock import database_now
from hub.kit.gcm import OBJECTIVES
from hub.kit.sanitise import body_from_form


class SpaceForm(SeenForm):
    """Title and mandate per language, the objectives by name."""

    subject = "space"
    objectives = forms.TypedMultipleChoiceField(
        label=_("Objectives of the Compact"),
        coerce=int,
        required=False,
        choices=lambda: [(o.number, f"{o.number}. {o.short_title}") for o in OBJECTIVES.values()],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        help_texts: ClassVar = {
            "slug": _("Stands in the address of the page; fixed once the space is published."),
            "reference_prefix": _(
                "Begins every reference, like RT2 in RT2-0047; fixed once a text was received."
            ),
        }
        error_messages: ClassVar = {
            "slug": {
                "invalid": _("Use small letters a to z, digits, and single hyphens between them.")
            },
            "reference_prefix": {
                "invalid": _(
                    "Use two to eight capital letters and digits; the first one is a letter."
                )
            },
        }

    def setting_of(self, row: Space) -> SpaceSetting:
        """Texts and rules."""
        return space_setting(row)

    def clean(self) -> dict[str, Any]:
        """Texts come in clean; the title stays complete while a window is open or will be."""
        checked = super().clean() or self.cleaned_data
        for name in columns("mandate"):
            if name in checked:
                checked[name] = body_from_form(checked[name] or "")
        shown = Space(**{name: checked.get(name) for name in columns("title")})
        if self.instance.pk and not is_complete(shown, "title") and self._has_window_to_come():
            missing = next(name for name in columns("title") if not checked.get(name))
            self.add_error(
                missing,
                _("A window is open or scheduled: the title needs each required language."),
            )
        return checked

    def _has_window_to_come(self) -> bool:
        now = database_now()
        windows = self.instance.windows.all()
        return any(window.state_at(now) != WindowState.CLOSED for window in windows)


class ByAddressForm(forms.ModelForm[Any]):
    """A row about an account, which is named by its address."""

    address = forms.EmailField(label=_("E-mail address of the account"))

    def clean_address(self) -> str:
        """There is such an account."""
        address: str = self.cleaned_data["address"]
        self.found = User.objects.filter(email__iexact=address, is_active=True).first()
        if self.found is None:
            raise forms.ValidationError(_("There is no account with this address."))
        return address


class RoleForm(ByAddressForm):
    """A right for an account."""

    def clean(self) -> dict[str, Any]:
        """Once each."""
        checked = super().clean() or self.cleaned_data
        user = getattr(self, "found", None)
        if user is not None:
            self.instance.user = user
            role = checked.get("role")
            if SpaceRole.objects.filter(
                space_id=self.instance.space_id, user=user, role=role
            ).exists():
                self.add_error("address", _("This account has this right already."))
        return checked


class ShownForm(ByAddressForm):
    """A person who is shown as moderator."""

    def clean(self) -> dict[str, Any]:
        """The account speaks for somebody."""
        checked = super().clean() or self.cleaned_data
        user = getattr(self, "found", None)
        if user is not None:
            person = Person.objects.filter(user=user).first()
            if person is None:
                self.add_error("address", _("This account has no name to show."))
            else:
                self.instance.person = person
        return checked


class RoleInline(InlineRights, admin.StackedInline[Any, Any]):
    """Who moderates or observes the space; given by whom and when."""

    model = SpaceRole
    form = RoleForm
    fk_name = "space"
    extra = 0
    fields = ("address", "role")
    verbose_name_plural = _("rights in this space")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is typed, and what is known of those that are there."""
        return ("address", "role", "account", "given", "given_by")

    readonly_fields = ("account", "given", "given_by")

    @admin.display(description=_("account"))
    def account(self, row: SpaceRole) -> str:
        """Its address."""
        return row.user.email if row.user_id else "–"

    @admin.display(description=_("given on"))
    def given(self, row: SpaceRole) -> datetime | None:
        """When; a row that is not there yet holds the default of the database instead."""
        return row.given_at if row.pk else None


class ShownInline(InlineRights, admin.StackedInline[Any, Any]):
    """Whom readers see as moderators; gives no right."""

    model = DisplayedModerator
    form = ShownForm
    extra = 0
    fields = ("address", "position", "shown_as")
    readonly_fields = ("shown_as",)
    verbose_name_plural = _("moderators whom readers see")

    @admin.display(description=_("shown as"))
    def shown_as(self, row: DisplayedModerator) -> str:
        """The name."""
        return row.person.name if row.person_id else "–"


@admin.register(Space)
class SpaceAdmin(SetUpAdmin):
    """Spaces are made here, with their texts; windows are set on pages of their own."""

    form = SpaceForm
    fields = (
        "slug",
        "reference_prefix",
        *columns("title"),
        *columns("mandate"),
        "objectives",
        "review",
        "length_limit",
        "published_at",
        "seen",
    )
    inlines = (RoleInline, ShownInline)
    list_display = ("slug", "title", "reference_prefix", "review", "published_at")
    search_fields = ("slug", *columns("title"))
    ordering = ("slug",)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Space | None = None
    ) -> tuple[str, ...]:
        """The prefix is fixed once a reference was issued, the address once readers know it."""
        fixed: list[str] = []
        if obj is not None and obj.last_number:
            fixed.append("reference_prefix")
        if obj is not None and (obj.last_number or obj.published_at is not None):
            fixed.append("slug")
        return tuple(fixed)

    def save_model(
        self, request: HttpRequest, obj: Space, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """Save the settings alone: the counters belong to those who write meanwhile."""
        drop_empty_texts(obj, "title", "mandate")
        detail: dict[str, Any] = {}
        if change:
            before, after = space_setting(Space.objects.get(pk=obj.pk)), space_setting(obj)
            names = [field.name for field in dataclass_fields(after)]
            differing = [one for one in names if getattr(before, one) != getattr(after, one)]
            detail = change_of(before, after, differing)
        detail["fields"] = sorted(form.changed_data)
        if change and form.changed_data:
            obj.save(update_fields=form.changed_data)
        elif not change:
            obj.save()
        act = "space-changed" if change else "space-added"
        settle_change(actor(request), obj.pk, act, ("space", obj.pk), detail)

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm[Any], formset: Any, change: bool
    ) -> None:
        """Each right and each name that is added or taken away has its record."""
        by = actor(request)
        for row in formset.save(commit=False):
            if isinstance(row, SpaceRole):
                give_role(by=by, space_id=row.space_id, **_right(row))
            else:
                row.save()
                settle_change(by, row.space_id, "shown-moderator-added", *_shown(row))
        for row in formset.deleted_objects:
            if isinstance(row, SpaceRole):
                take_role(by=by, space_id=row.space_id, **_right(row))
            else:
                settle_change(by, row.space_id, "shown-moderator-removed", *_shown(row))
                row.delete()


def _right(row: SpaceRole) -> dict[str, Any]:
    return {"user_id": row.user_id, "role": SpaceRoleName(row.role)}


def _shown(row: DisplayedModerator) -> tuple[tuple[str, int], dict[str, int]]:
    return ("shown-moderator", row.pk), {"person": row.person_id}
