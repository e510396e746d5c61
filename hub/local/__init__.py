"""The portal on one machine: its servers, its processes, its mail sink.

``make run``, ``make test`` and the other commands of the Makefile come in here by way of
``bootstrap.py``. Nothing in this package is used where the portal is deployed otherwise. No module
but ``prepare`` touches Django, so the launcher stays small and starts fast.
"""
