"""What every model promises: invariants are constraints of the database, nothing goes by cascade."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

OURS = ("kit", "accounts", "discussions", "moderation")
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
LABELS = [model._meta.label for model in MODELS]
#: What an archive may know one half of alone.
HALVES = {"asked_at"}
ORDERED_PAIRS = (("opens_at", "closes_at"), ("since", "ended_at"))


def _fields(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if not field.auto_created}


def _constrained_together(model: type[models.Model], *names: str) -> bool:
    return any(
        isinstance(constraint, models.CheckConstraint)
        and all(re.search(rf"\b{name}(__|\b)", str(constraint.condition)) for name in names)
        for constraint in model._meta.constraints
    )


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_nothing_is_erased_because_something_else_was(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field.name


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_dates_stand_in_order_and_an_instant_stands_with_its_person(
    model: type[models.Model],
) -> None:
    names = _fields(model)
    for first, second in ORDERED_PAIRS:
        if {first, second} <= names and not model.__name__.endswith("Change"):
            assert _constrained_together(model, first, second), (first, second)
    for name in names:
        partner = f"{name.removesuffix('_at')}_by"
        may_lack = name.endswith("_at") and model._meta.get_field(name).null
        if may_lack and partner in names and name not in HALVES:
            assert _constrained_together(model, name, partner), (name, partner)


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_a_row_introduces_itself_without_a_person_s_address(model: type[models.Model]) -> None:
    assert "__str__" in vars(model) or any("__str__" in vars(base) for base in model.__mro__[:2])
    if "email" in _fields(model):
        row = model()
        row.email = "someone@example.org"  # type: ignore[attr-defined]
        assert "@" not in str(row)


@pytest.mark.django_db
def test_every_table_of_what_was_sent_refuses_a_change() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT event_object_table::text FROM information_schema.triggers"
            " WHERE trigger_name LIKE '%append_only'"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert guarded >= {
        "kit_record",
        "discussions_version",
        "discussions_attachment",
        "discussions_documentfile",
        "discussions_windowchange",
        "discussions_promptwording",
        "discussions_postmove",
        "discussions_redaction",
        "discussions_post",
        "discussions_endorsement",
        "discussions_cosignatory",
        "moderation_decision",
    }
