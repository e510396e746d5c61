"""Passwords of tests are hashed as on the portal, once instead of a million times: what is tried is the door, not the lock's weight."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The same algorithm, so that workers and servers of their own know what it made."""

    iterations = 1
