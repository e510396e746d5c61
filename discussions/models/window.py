"""When posting is allowed."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from discussions.enums import LatePolicy, Standing, WindowState
from discussions.models.identifiers import ArchiveIdField
from discussions.models.space import Space
from discussions.validators.windows import WindowSetting
from hub.kit.constraints import known_words


class Window(models.Model):
    """`opens_at` and `closes_at` are UTC instants; an empty `closes_at` means no end yet. Position 0 is the main one.

    Its state is computed from an instant of the database's clock and never stored.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="windows")
    archive_id = ArchiveIdField()
    position = models.PositiveIntegerField(_("position"), default=0)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_zone = models.CharField(_("announced time zone"), max_length=50, default="UTC")
    grace_minutes = models.PositiveIntegerField(_("grace in minutes"))
    late_policy = models.CharField(
        _("late posts"), max_length=10, choices=LatePolicy.choices, default=LatePolicy.REFUSE
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("window")
        verbose_name_plural = _("windows")
        constraints: ClassVar = [
            *known_words("window", late_policy=LatePolicy),
            models.UniqueConstraint(fields=["space", "archive_id"], name="window_archive_id"),
            models.UniqueConstraint(fields=["space", "position"], name="window_position"),
            models.CheckConstraint(
                name="window_dates_in_order",
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gte=models.F("opens_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"window {self.pk} of {self.space_id}"

    @property
    def setting(self) -> WindowSetting:
        """What is set of it now."""
        return WindowSetting(
            self.opens_at,
            self.closes_at,
            self.time_zone,
            LatePolicy(self.late_policy),
            self.grace_minutes,
        )

    @property
    def grace_ends_at(self) -> datetime | None:
        """The first instant at which a post is late, UTC; None while there is no end."""
        if self.closes_at is None:
            return None
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    def state_at(self, instant: datetime) -> WindowState:
        """The state at an instant (PRODUCT, section 2): scheduled, open, in grace or closed."""
        if self.opens_at is not None and instant < self.opens_at:
            return WindowState.SCHEDULED
        if self.closes_at is None or instant < self.closes_at:
            return WindowState.OPEN
        if self.grace_ends_at is not None and instant < self.grace_ends_at:
            return WindowState.GRACE
        return WindowState.CLOSED

    def standing_at(self, instant: datetime) -> Standing:
        """On time before `closes_at`, in grace until its end, late from then on (PRODUCT, section 2)."""
        if self.closes_at is None or instant < self.closes_at:
            return Standing.ON_TIME
        if self.grace_ends_at is not None and instant < self.grace_ends_at:
            return Standing.GRACE
        return Standing.LATE

    def next_edge(self, instant: datetime) -> datetime | None:
        """The next instant at which the state changes, UTC; None when none is left."""
        edges = [self.opens_at, self.closes_at, self.grace_ends_at]
        return min((edge for edge in edges if edge is not None and edge > instant), default=None)


class WindowChange(models.Model):
    """An earlier setting of a window, with who changed it and why; only ever added."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField(db_default=Now())
    by_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    had_opens_at = models.BooleanField(
        default=True, help_text="Whether the entry speaks of the opening at all."
    )
    had_closes_at = models.BooleanField(
        default=True, help_text="Whether the entry speaks of the closing at all."
    )
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    time_zone = models.CharField(
        max_length=50, blank=True, default="", help_text="Announced until then; empty: not known."
    )
    late_policy = models.CharField(
        max_length=10, choices=LatePolicy.choices, null=True, help_text="Until then."
    )
    grace_minutes = models.PositiveIntegerField(null=True, help_text="Until then.")
    questions = ArrayField(
        models.PositiveIntegerField(),
        null=True,
        help_text="Numbers of those that followed the window until then; null: the entry does not speak of them.",
    )
    act = models.CharField(max_length=20, blank=True, default="")
    reason = models.TextField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = known_words("window_change", late_policy=LatePolicy)

    def __str__(self) -> str:
        return f"change {self.pk} of window {self.window_id}"
