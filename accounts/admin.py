"""Accounts as administrators see them. Signing in is django-allauth's, with its rates."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from accounts.models import Membership, Organisation, Person, User
from accounts.selectors.organisations import tidy_name
from accounts.services.rights import locked_account, set_account_open
from accounts.services.verify import (
    confirm_membership,
    unconfirm_membership,
    unverify_organisation,
    verify_organisation,
)
from hub.kit import countries
from hub.kit.admin import ForAdministrators
from hub.kit.bilingual import column
from hub.kit.seen_form import SeenForm

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's way to one sign-in for all

_NAMES = tuple(column("name", language) for language in settings.CONTENT_LANGUAGES)


def _each(
    request: HttpRequest, rows: QuerySet[Any], act: Callable[..., bool], argument: str
) -> int:
    """Do an act on each row, in their order, each with its record; how many it changed."""
    assert request.user.pk is not None
    return sum(
        act(**{argument: pk}, by=request.user.pk)
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    )


class UserForm(SeenForm):
    """An account, held as the acts on its rights hold it."""

    def locked_row(self) -> User:
        """With all whose rights an act on it asks about."""
        return locked_account(self.instance.pk)


@admin.register(User)
class UserAdmin(ForAdministrators):
    """Accounts make themselves by signing up; here they are closed. Rights are given and taken on a page of their own."""

    subject = "user"
    form = UserForm
    fields = (
        "email",
        "language",
        "time_zone",
        "is_active",
        "is_secretariat",
        "is_administrator",
        "rights",
        "date_joined",
        "last_login",
    )
    readonly_fields = (
        "email",
        "is_secretariat",
        "is_administrator",
        "rights",
        "date_joined",
        "last_login",
    )
    list_display = ("email", "is_active", "is_secretariat", "is_administrator", "date_joined")
    list_filter = ("is_active", "is_secretariat", "is_administrator")
    search_fields = ("email", "person__name")
    ordering = ("email",)

    @admin.display(description=_("Roles"))
    def rights(self, _row: User) -> str:
        """Where they are given and taken."""
        words = gettext("Roles in the whole portal")
        return format_html('<a href="{}">{}</a>', reverse("roles"), words)

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """Closing and opening by their service, the rest as it is."""
        assert request.user.pk is not None
        rest = {"language", "time_zone"} & set(form.changed_data)
        obj.save(update_fields=rest)
        if "is_active" in form.changed_data:
            set_account_open(account_id=obj.pk, is_open=obj.is_active, by=request.user.pk)


class WithCountry(ForAdministrators):
    """Rows with a country, chosen by its name."""

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The countries in the order of the page's language."""
        if db_field.name != "country":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        choices = [("", "–"), *countries.choices(get_language() or settings.LANGUAGE_CODE)]
        return forms.TypedChoiceField(
            label=db_field.verbose_name,
            choices=choices,
            required=False,
            empty_value=None if db_field.null else "",
        )


@admin.register(Person)
class PersonAdmin(WithCountry):
    """Who speaks. What they said keeps the name that it was said under."""

    subject = "person"
    fields = ("name", "country", "organisation_name", "stakeholder_group", "user", "public_id")
    readonly_fields = ("organisation_name", "stakeholder_group", "user", "public_id")
    list_display = ("name", "user", "country")
    search_fields = ("name", "user__email")
    ordering = ("name",)


class OrganisationForm(SeenForm):
    """Names with one space between words; one language is enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _NAMES:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """At least one name."""
        checked = super().clean() or self.cleaned_data
        for name in [one for one in _NAMES if one in checked]:
            checked[name] = tidy_name(checked[name] or "") or None
        if not self.errors and not any(checked[name] for name in _NAMES):
            self.add_error(_NAMES[0], _("Give its name in one language at least."))
        return checked


@admin.register(Organisation)
class OrganisationAdmin(WithCountry, TranslationAdmin[Organisation]):
    """Organisations, and whether staff have checked that they are what they say."""

    adds = True
    subject = "organisation"
    form = OrganisationForm
    fields = (*_NAMES, "stakeholder_group", "country", "verified_at", "verified_by", "created_at")
    readonly_fields = ("verified_at", "verified_by", "created_at")
    list_display = ("name", "stakeholder_group", "country", "verified_at")
    list_filter = (("verified_at", admin.EmptyFieldListFilter), "stakeholder_group")
    search_fields = _NAMES
    actions = ("verify", "unverify")

    @admin.action(description=_("Mark as verified"))
    def verify(self, request: HttpRequest, queryset: QuerySet[Organisation]) -> None:
        """Each with its record."""
        self._say(request, _each(request, queryset, verify_organisation, "organisation_id"))

    @admin.action(description=_("Take the mark “verified” back"))
    def unverify(self, request: HttpRequest, queryset: QuerySet[Organisation]) -> None:
        """Each with its record."""
        self._say(request, _each(request, queryset, unverify_organisation, "organisation_id"))

    def _say(self, request: HttpRequest, changed: int) -> None:
        words = ngettext(
            "%(number)d organisation changed.", "%(number)d organisations changed.", changed
        )
        self.message_user(request, words % {"number": changed}, messages.SUCCESS)


@admin.register(Membership)
class MembershipAdmin(ForAdministrators):
    """Who may speak for which organisation: begun here or at sign-up, ended by a date, never deleted."""

    adds = True
    subject = "membership"
    fields = ("person", "organisation", "since", "ended_at", "confirmed_at", "confirmed_by")
    raw_id_fields = ("person", "organisation")
    list_display = ("person", "organisation", "since", "ended_at", "confirmed_at")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter),)
    actions = ("confirm", "unconfirm")
    search_fields = ("person__name", *(f"organisation__{name}" for name in _NAMES))
    list_select_related = ("person", "organisation")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        """Once begun, it can only be ended."""
        marks = ("since", "confirmed_at", "confirmed_by")
        return marks if obj is None else ("person", "organisation", *marks)

    @admin.action(description=_("Confirm that the person speaks for the organisation"))
    def confirm(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """Each with its record."""
        self._say(request, _each(request, queryset, confirm_membership, "membership_id"))

    @admin.action(description=_("Take the confirmation back"))
    def unconfirm(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """Each with its record."""
        self._say(request, _each(request, queryset, unconfirm_membership, "membership_id"))

    def _say(self, request: HttpRequest, changed: int) -> None:
        words = ngettext(
            "%(number)d membership changed.", "%(number)d memberships changed.", changed
        )
        self.message_user(request, words % {"number": changed}, messages.SUCCESS)
