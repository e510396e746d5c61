"""A post points at versions of its own, and is a reply as deep as it lies (PRODUCT, section 2, "Version")."""

from typing import ClassVar

from django.db import migrations, models

POINTERS = ("public_version", "latest_version")
OWN = "".join(
    f"ALTER TABLE discussions_post ADD CONSTRAINT post_{pointer}_own"
    f" FOREIGN KEY (id, {pointer}_id) REFERENCES discussions_version (post_id, id)"
    " DEFERRABLE INITIALLY DEFERRED;"
    for pointer in POINTERS
)
OWN_BACK = "".join(
    f"ALTER TABLE discussions_post DROP CONSTRAINT post_{pointer}_own;" for pointer in POINTERS
)


class Migration(migrations.Migration):
    """Constraints alone."""

    dependencies: ClassVar = [("discussions", "0006_words_known")]
    operations: ClassVar = [
        migrations.AddConstraint(
            "post",
            models.CheckConstraint(
                condition=models.Q(depth=0, parent__isnull=True)
                | models.Q(depth__gte=1, parent__isnull=False),
                name="post_reply_below",
            ),
        ),
        migrations.AddConstraint(
            "version", models.UniqueConstraint(fields=["post", "id"], name="version_of_post")
        ),
        migrations.RunSQL(OWN, OWN_BACK),
    ]
