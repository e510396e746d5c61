"""What every model promises: invariants are constraints of the database, nothing goes by cascade."""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from discussions.models import Post
from tests import factories

OURS = ("kit", "accounts", "discussions", "moderation")
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
LABELS = [model._meta.label for model in MODELS]
#: What an archive may know one half of alone.
HALVES = {"asked_at"}
#: The languages of the interface are a setting.
WORDS_OF_SETTINGS = {"User.language"}
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
        field = model._meta.get_field(name)
        may_lack = name.endswith("_at") and isinstance(field, models.Field) and field.null
        if may_lack and partner in names and name not in HALVES:
            assert _constrained_together(model, name, partner), (name, partner)


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_a_row_introduces_itself_without_a_person_s_address(model: type[models.Model]) -> None:
    assert "__str__" in vars(model) or any("__str__" in vars(base) for base in model.__mro__[:2])
    if "email" in _fields(model):
        row = model()
        row.email = "someone@example.org"  # type: ignore[attr-defined]  # models with an address
        assert "@" not in str(row)


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_a_column_of_words_takes_these_words_alone(model: type[models.Model]) -> None:
    for field in model._meta.local_fields:
        if field.choices and f"{model.__name__}.{field.name}" not in WORDS_OF_SETTINGS:
            known = models.Q(**{f"{field.name}__in": [word for word, _label in field.flatchoices]})
            conditions = [
                constraint.condition
                for constraint in model._meta.constraints
                if isinstance(constraint, models.CheckConstraint)
            ]
            assert known in conditions, field.name


@pytest.mark.django_db
def test_the_database_knows_the_words_too() -> None:
    post = factories.post(factories.space())
    with pytest.raises(IntegrityError, match="post_state_known"), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(state="lost")
    assert factories.post(post.space, reason=None).reason is None


@pytest.mark.django_db
def test_a_post_is_a_reply_as_deep_as_it_lies() -> None:
    space = factories.space()
    reply = factories.post(space, answers=factories.post(space))
    with pytest.raises(IntegrityError, match="post_reply_below"), transaction.atomic():
        Post.objects.filter(pk=reply.pk).update(depth=0)
    with pytest.raises(IntegrityError, match="post_reply_below"), transaction.atomic():
        Post.objects.filter(replies=reply).update(depth=1)


@pytest.mark.django_db
@pytest.mark.parametrize("pointer", ["public_version", "latest_version"])
def test_a_post_points_at_versions_of_its_own(pointer: str) -> None:
    space = factories.space()
    post, other = factories.post(space), factories.post(space)
    Post.objects.filter(pk=post.pk).update(**{pointer: other.latest_version})
    with pytest.raises(IntegrityError, match=f"post_{pointer}_own"), transaction.atomic():
        connection.check_constraints()
    Post.objects.filter(pk=post.pk).update(**{pointer: post.latest_version})


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
