"""What an export held, for the difference to a later one."""

from django.db import models

from moderation.models.export import Export


class ExportIndex(models.Model):
    """`posts`: by reference, the facts of each post that the filter of the export took (`exports.what_changed.FACTS`).

    `held`: by reference, what the file of the export shows of each post that is in it (`exports.held.Held`), null where
    that is not known. Codes, numbers and hashes, no words. It stays when the bytes of the export are kept no longer.
    """

    export = models.OneToOneField(
        Export, on_delete=models.PROTECT, primary_key=True, related_name="index"
    )
    posts = models.JSONField()
    held = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"index of {self.export_id}"
