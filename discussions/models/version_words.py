"""What a version is found by."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from discussions.models.version import Version


class VersionWords(models.Model):
    """The words of a version's text and of who speaks in it (SQL: `portal_words`).

    A trigger writes it with the version, which never changes. It holds what readers may not see: a row that was found is
    asked `discussions.access.words.says`. A table of its own, so that the words are not worked out anew for each row
    where a question does without the index, and versions are read without them.
    """

    version = models.OneToOneField(
        Version, on_delete=models.PROTECT, primary_key=True, related_name="found_by"
    )
    words = SearchVectorField()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["words"], name="version_words_found")]

    def __str__(self) -> str:
        return f"words of {self.version_id}"
