"""Invariants of many tables, as constraints of the database."""

from django.db import models


def known_words(row: str, **columns: type[models.TextChoices]) -> list[models.BaseConstraint]:
    """Each column takes the words of its enumeration alone, or NULL where it may be empty.

    `row` begins the names: `post_state_known`. A new word comes with a migration.
    """
    return [
        models.CheckConstraint(
            name=f"{row}_{column}_known", condition=models.Q(**{f"{column}__in": words.values})
        )
        for column, words in columns.items()
    ]
