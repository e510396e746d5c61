"""Composition: settings, addresses, the Celery application, and the local set-up.

Nothing is imported here, so that the launcher in `hub.local` starts without Django. Celery is found by
`celery -A hub.celery` and loaded by `hub.apps.HubConfig`.
"""
