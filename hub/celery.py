"""The Celery application: workers and beat start it by `celery -A hub.celery`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["accounts", "discussions", "moderation"], related_name="tasks")
app.autodiscover_tasks(["accounts", "discussions", "moderation"], related_name="periodic")
app.conf.beat_schedule = {
    # Celery's message only wakes the worker early: this finds what was not delivered (PRODUCT, section 8).
    "deliver-due-notices": {"task": "accounts.periodic.sweep_notices", "schedule": 15.0},
    "tell-followers": {"task": "discussions.periodic.sweep_news", "schedule": 15.0},
    "resume-exports": {"task": "moderation.periodic.sweep_exports", "schedule": 30.0},
    "sweep-file-texts": {"task": "discussions.periodic.sweep_file_texts", "schedule": 60.0},
    "sweep-scans": {"task": "discussions.periodic.sweep_scans", "schedule": 30.0},
    "sweep-uploads": {"task": "discussions.periodic.sweep_uploads", "schedule": 600.0},
    "sweep-storage": {"task": "discussions.periodic.sweep_storage", "schedule": 6 * 3600.0},
}
