"""What someone is to be told: a row written in the transaction of the act it tells of (PRODUCT, section 8)."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.enums import NoticeChannel, NoticeState
from hub.kit.constraints import known_words


class Notice(models.Model):
    """One notice, unique by act, receiver and channel.

    `facts` holds ids alone; the words are made when it is delivered, through the one door to text and names. A row is
    claimed (committed) before SMTP and marked sent after the server's 250; `message_id` stays the same over attempts.
    """

    kind = models.CharField(max_length=40)
    act = models.CharField(max_length=100, help_text="Names the act, for example reply:<post id>.")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="notices"
    )
    address = models.EmailField(
        blank=True,
        default="",
        help_text="Of someone without an account; then there is no receiver.",
    )
    language = models.CharField(
        max_length=10, blank=True, default="", help_text="Of the letter to an address."
    )
    channel = models.CharField(max_length=10, choices=NoticeChannel.choices)
    facts = models.JSONField(default=dict)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    state = models.CharField(
        max_length=10, choices=NoticeState.choices, default=NoticeState.WAITING
    )
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            *known_words("notice", channel=NoticeChannel, state=NoticeState),
            models.UniqueConstraint(
                fields=["act", "receiver", "channel"], name="notice_once_per_act"
            ),
            models.UniqueConstraint(
                fields=["act", "address"],
                condition=models.Q(receiver__isnull=True),
                name="notice_once_per_address",
            ),
            models.CheckConstraint(
                name="notice_to_somebody",
                condition=models.Q(receiver__isnull=False, address="", language="")
                | (
                    models.Q(receiver__isnull=True, channel=NoticeChannel.MAIL)
                    & ~models.Q(address="")
                    & ~models.Q(language="")
                ),
            ),
            models.CheckConstraint(
                name="notice_sent_with_instant",
                condition=~models.Q(state=NoticeState.SENT) | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_claimed_with_instant",
                condition=~models.Q(state=NoticeState.CLAIMED)
                | models.Q(claimed_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "claimed"]),
                name="notice_due",
            ),
            models.Index(fields=["receiver", "channel", "-created_at"], name="notice_of_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.receiver_id} by {self.channel}"

    @property
    def mail_address(self) -> str:
        """Where its mail goes; "" when its receiver's account is closed."""
        if self.receiver is None:
            return self.address
        return self.receiver.email if self.receiver.is_active else ""

    @property
    def letter_language(self) -> str:
        """The language of its words: the receiver's, or the one kept for an address."""
        return self.receiver.language if self.receiver is not None else self.language
