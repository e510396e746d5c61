"""Drafts on the server; answers of co-signatories and endorsers; what was carried over from an earlier revision."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables and columns."""

    dependencies: ClassVar = [
        ("accounts", "0006_notice_addresses"),
        ("discussions", "0007_own_versions"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("body", models.TextField(blank=True, default="")),
                ("language", models.CharField(max_length=50, verbose_name="language")),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("organisation", "For an organisation"),
                            ("personal", "In a personal capacity"),
                        ],
                        default="personal",
                        max_length=15,
                    ),
                ),
                (
                    "name_withheld",
                    models.CharField(
                        choices=[
                            ("no", "Shown"),
                            ("name", "Name withheld"),
                            ("name-and-organisation", "Name and organisation withheld"),
                        ],
                        default="no",
                        max_length=25,
                    ),
                ),
                (
                    "co_signatories",
                    models.JSONField(
                        default=list,
                        help_text="Of each organisation named: organisation (id), name, email.",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Empty: the name it came with.",
                        max_length=255,
                    ),
                ),
                ("language", models.CharField(max_length=50, null=True)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="cosignatory",
            name="answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="cosignatory",
            name="by_person",
            field=models.ForeignKey(
                help_text="Who answered; empty for an answer by a signed link.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="cosignatory",
            name="email",
            field=models.EmailField(
                blank=True,
                default="",
                help_text="Where an organisation that is not in the portal is asked.",
                max_length=254,
            ),
        ),
        migrations.AddField(
            model_name="cosignatory",
            name="invited_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="cosignatory",
            name="is_verified",
            field=models.BooleanField(
                default=True,
                help_text="Whether it is known that the answer is the organisation's.",
            ),
        ),
        migrations.AddField(
            model_name="cosignatory",
            name="language",
            field=models.CharField(
                blank=True, default="", help_text="Of the letter to that address.", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="cosignatory",
            name="removed_at",
            field=models.DateTimeField(
                help_text="When the lead took the name out again.", null=True
            ),
        ),
        migrations.AddField(
            model_name="cosignatory",
            name="version",
            field=models.ForeignKey(
                help_text="The version that the answer speaks of.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="discussions.version",
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="by_person",
            field=models.ForeignKey(
                help_text="Who endorsed for the organisation; a person endorses for themselves.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="is_verified",
            field=models.BooleanField(
                default=True,
                help_text="Whether the organisation and who speaks for it are verified.",
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="version",
            field=models.ForeignKey(
                help_text="The version that was endorsed, or confirmed since; empty for archives.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="discussions.version",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="carried_from",
            field=models.ForeignKey(
                blank=True,
                help_text="The same text of the same author under the prompt of an earlier revision.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="discussions.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosignatory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", False), ("removed_at__isnull", True)),
                fields=("post", "organisation"),
                name="co_signatory_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False), ("withdrawn_at__isnull", True)),
                fields=("post", "person"),
                name="endorsement_once_per_person",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="accounts.person",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="corrected",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction_drafts",
                to="discussions.post",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reply_drafts",
                to="discussions.post",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="prompt",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="discussions.prompt",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="shared_with",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shared_drafts",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="space",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="discussions.space",
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="attachment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="in_drafts",
                to="discussions.attachment",
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="discussions.draft",
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="upload",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="in_drafts",
                to="discussions.upload",
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["author", "-saved_at"], name="draft_of_author"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__in", ["organisation", "personal"])),
                name="draft_capacity_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_withheld__in", ["no", "name", "name-and-organisation"])),
                name="draft_name_withheld_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("author", "space", "prompt", "parent", "corrected"),
                name="draft_one_per_author_and_place",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrected__isnull", True), ("parent__isnull", True)),
                    models.Q(("corrected__isnull", True), ("prompt__isnull", True)),
                    models.Q(("parent__isnull", True), ("prompt__isnull", True)),
                    _connector="OR",
                ),
                name="draft_of_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attachment__isnull", False), ("upload__isnull", True)),
                    models.Q(("attachment__isnull", True), ("upload__isnull", False)),
                    _connector="OR",
                ),
                name="draft_file_is_one_file",
            ),
        ),
    ]
