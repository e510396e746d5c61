"""What is known of a post beside its versions: co-signatories, endorsements, moves, redactions, refused attempts."""

from typing import ClassVar

from django.db import models

from accounts.enums import StakeholderGroup
from accounts.models import Organisation, Person
from discussions.enums import CoSignatoryState, EndorserKind, ReasonCode, RedactionTarget
from discussions.models.attachment import Attachment
from discussions.models.post import Post
from discussions.models.prompt import Prompt
from discussions.models.space import Space
from discussions.models.version import Version
from hub.kit.constraints import known_words


class CoSignatory(models.Model):
    """An organisation named in a joint submission, with its answer."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="co_signatories")
    position = models.PositiveIntegerField(default=0)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    organisation_name = models.TextField()
    stakeholder_group = models.CharField(
        max_length=30, choices=StakeholderGroup.choices, null=True
    )
    state = models.CharField(max_length=10, choices=CoSignatoryState.choices)
    email = models.EmailField(
        blank=True,
        default="",
        help_text="Where an organisation that is not in the portal is asked.",
    )
    language = models.CharField(
        max_length=10, blank=True, default="", help_text="Of the letter to that address."
    )
    invited_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    by_person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who answered; empty for an answer by a signed link.",
    )
    version = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The version that the answer speaks of.",
    )
    is_verified = models.BooleanField(
        default=True, help_text="Whether it is known that the answer is the organisation's."
    )
    removed_at = models.DateTimeField(
        null=True, help_text="When the lead took the name out again."
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            *known_words(
                "co_signatory", stakeholder_group=StakeholderGroup, state=CoSignatoryState
            ),
            models.CheckConstraint(
                name="co_signatory_named", condition=~models.Q(organisation_name="")
            ),
            models.UniqueConstraint(
                fields=["post", "organisation"],
                condition=models.Q(removed_at__isnull=True, organisation__isnull=False),
                name="co_signatory_once",
            ),
        ]

    def __str__(self) -> str:
        return f"co-signatory {self.pk} of {self.post_id}"


class Endorsement(models.Model):
    """By an organisation (one each) or a person, shown apart, with an optional reservation."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="endorsements")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=15, choices=EndorserKind.choices)
    endorser_name = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    stakeholder_group = models.CharField(
        max_length=30, choices=StakeholderGroup.choices, null=True
    )
    reservation = models.TextField(null=True)
    at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    by_person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who endorsed for the organisation; a person endorses for themselves.",
    )
    version = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The version that was endorsed, or confirmed since; empty for archives.",
    )
    is_verified = models.BooleanField(
        default=True, help_text="Whether the organisation and who speaks for it are verified."
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            *known_words("endorsement", kind=EndorserKind, stakeholder_group=StakeholderGroup),
            models.CheckConstraint(
                name="endorsement_named", condition=~models.Q(endorser_name="")
            ),
            models.UniqueConstraint(
                fields=["post", "organisation"],
                condition=models.Q(withdrawn_at__isnull=True, organisation__isnull=False),
                name="endorsement_once_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["post", "person"],
                condition=models.Q(withdrawn_at__isnull=True, person__isnull=False),
                name="endorsement_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"endorsement {self.pk} of {self.post_id}"


class PostMove(models.Model):
    """Where a post stood before it was moved; only ever added."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="moves")
    position = models.PositiveIntegerField(default=0)
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, null=True, related_name="+")
    had_prompt = models.BooleanField(default=False)
    in_reply_to = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    had_in_reply_to = models.BooleanField(default=False)
    reference = models.CharField(max_length=40, null=True, db_index=True)
    had_reference = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"move {self.pk} of {self.post_id}"


class Redaction(models.Model):
    """Words or a file of a version masked for the public on every channel; the original stays for staff.

    `start` and `end` bound the words in the visible text of the version (`hub.kit.sanitise.marked`): code points,
    `end` not included. An archive says that there was one but not on which words or which file: then the whole text,
    or every file, of the version is masked. A lifted one masks nothing any more.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="redactions")
    position = models.PositiveIntegerField(default=0)
    target = models.CharField(max_length=5, choices=RedactionTarget.choices)
    reason = models.CharField(max_length=20, choices=ReasonCode.choices)
    at = models.DateTimeField()
    note = models.TextField(null=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, related_name="redactions"
    )
    by_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    is_left_out = models.BooleanField(
        default=False,
        help_text="Of a file that an archive for every reader leaves out: nothing that is here is masked by it.",
    )

    class Meta:
        constraints: ClassVar = [
            *known_words("redaction", target=RedactionTarget, reason=ReasonCode),
            models.CheckConstraint(
                name="redaction_of_words_or_all",
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(target=RedactionTarget.TEXT, end__gt=models.F("start")),
            ),
            models.CheckConstraint(
                name="redaction_of_a_file_or_all",
                condition=models.Q(attachment__isnull=True)
                | models.Q(target=RedactionTarget.FILE),
            ),
        ]
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"redaction {self.pk} of {self.version_id}"


class RefusedAttempt(models.Model):
    """How many posts a space refused on a day (UTC) and why: a count, without their text."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="refused_attempts")
    day = models.DateField()
    code = models.CharField(max_length=30)
    attempts = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(
        null=True, help_text="When the last was counted; empty where it is not known."
    )

    class Meta:
        ordering: ClassVar = ["day", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "day", "code"], name="refused_attempt_day"),
        ]

    def __str__(self) -> str:
        return f"{self.attempts} refused on {self.day}"
