"""Django's administration for those who set up spaces: what there is, each with the page on which it is changed.

Posts, versions, records and decisions are not here. Nothing is written past the services that the pages of the portal
use, but for the address of a space that no reader knows yet.
"""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from discussions.access.spaces import can_set_up
from discussions.access.viewer import viewer_of
from discussions.models import Document, Prompt, Reason, Space
from discussions.services.set_up import settle_change
from hub.kit.bilingual import column, text_in
from hub.kit.sanitise import visible_text
from hub.kit.seen_form import SeenForm


def _columns(field: str) -> tuple[str, ...]:
    """The columns of a translated field in the languages that are switched on."""
    return tuple(column(field, language) for language in settings.CONTENT_LANGUAGES)


def _page_of(row: Any) -> str:
    """The address of the page on which a row is changed."""
    match row:
        case Prompt():
            return reverse("space-question", args=[row.space.slug, row.number])
        case Document():
            return reverse("space-document", args=[row.space.slug, row.pk])
        case Reason():
            return reverse("reason", args=[row.code])
        case _:
            return reverse("space-settings", args=[row.present_slug])


class SetUpAdmin(admin.ModelAdmin[Any]):
    """Rows that the secretariat and administrators see; `page` leads to where each is changed."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        """By role alone, as everywhere in the portal."""
        return can_set_up(viewer_of(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """By role."""
        return can_set_up(viewer_of(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody, here."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody, here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody, here."""
        return False

    @admin.display(description=_("page"))
    def page(self, row: Any) -> str:
        """It is changed there, where a colleague's change is seen."""
        return format_html('<a href="{}">{}</a>', _page_of(row), gettext("Change it"))


class SpaceForm(SeenForm):
    """The address and the prefix, while they may still be changed."""

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

    def clean(self) -> dict[str, Any]:
        """The space is held now: it may have been published since the page was built."""
        checked = super().clean()
        for name in _fixed(self.locked_row()):
            if name in self.changed_data:
                self.add_error(name, _("This is fixed now."))
        return checked


@admin.register(Space)
class SpaceAdmin(SetUpAdmin):
    """Spaces. Texts, rules, publication, rights and windows are set on pages of the portal."""

    form = SpaceForm
    shown: ClassVar[tuple[str, ...]] = (
        *_columns("title"),
        *_columns("mandate"),
        "objectives",
        "review",
        "length_limit",
        "published_at",
        "page",
    )
    fields = ("slug", "reference_prefix", *shown)
    list_display = ("slug", "title", "reference_prefix", "review", "published_at", "page")
    search_fields = ("slug", *_columns("title"))
    ordering = ("slug",)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """While address or prefix may be changed."""
        may = can_set_up(viewer_of(request.user))
        return may and (obj is None or len(_fixed(obj)) < 2)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Space | None = None
    ) -> tuple[str, ...]:
        """All but address and prefix, and these too once they are fixed; who sends one nevertheless is told."""
        fixed = _fixed(obj) if obj is not None else ()
        return (*(name for name in fixed if name not in request.POST), *self.shown)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the address that stands there, whatever a form sent."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(present_slug=F("slug"))
        return rows

    def save_model(
        self, request: HttpRequest, obj: Space, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """With its record."""
        if form.changed_data:
            obj.save(update_fields=form.changed_data)
            detail = {"fields": sorted(form.changed_data)}
            by, subject = viewer_of(request.user), ("space", obj.pk)
            settle_change(by, obj.pk, "space-changed", subject, detail)


def _fixed(space: Any) -> tuple[str, ...]:
    """The prefix once a reference was issued, the address once readers know it."""
    if space.last_number:
        return ("slug", "reference_prefix")
    return ("slug",) if space.published_at is not None else ()


@admin.register(Prompt)
class PromptAdmin(SetUpAdmin):
    """Questions."""

    fields = ("space", "number", *_columns("text"), "asked_at", "closed_at", "page")
    list_display = ("space", "number", "words", "closed_at", "page")
    list_filter = ("space",)
    list_select_related = ("space",)
    ordering = ("space__slug", "position")

    @admin.display(description=_("text"))
    def words(self, row: Prompt) -> str:
        """The beginning of the question."""
        return visible_text(text_in(row, "text", "en").value)[:80]


@admin.register(Document)
class DocumentAdmin(SetUpAdmin):
    """Draft revisions, notes, programmes."""

    fields = ("space", *_columns("title"), "label", "issued_at", "page")
    list_display = ("space", "title", "label", "issued_at", "page")
    list_filter = ("space",)
    list_select_related = ("space",)
    ordering = ("space__slug", "position")


@admin.register(Reason)
class ReasonAdmin(SetUpAdmin):
    """What readers and authors are told for the codes."""

    fields = ("code", *_columns("text"), *_columns("advice"), "page")
    list_display = ("code", "text", "page")
