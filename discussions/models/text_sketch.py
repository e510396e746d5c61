"""What a text is compared by."""

from django.db import models

from discussions.models.version import Version


class TextSketch(models.Model):
    """The sketch of a version (`hub.kit.similarity`): hashes of its words, from which no text can be read.

    Made when the version is first compared; a text never changes, and neither does its sketch.
    """

    version = models.OneToOneField(
        Version, on_delete=models.PROTECT, primary_key=True, related_name="sketch"
    )
    exact = models.CharField(max_length=64, help_text="SHA-256 of all folded words.")
    size = models.PositiveIntegerField(help_text="How many words there are.")
    words = models.BinaryField(help_text="Four bytes for each word, in their order.")

    def __str__(self) -> str:
        return f"sketch of {self.version_id}"
