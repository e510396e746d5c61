"""Who speaks, who signs in, and what they are told."""

from accounts.models.membership import Membership
from accounts.models.notice import Notice
from accounts.models.organisation import Organisation
from accounts.models.person import Person
from accounts.models.user import User

__all__ = ["Membership", "Notice", "Organisation", "Person", "User"]
