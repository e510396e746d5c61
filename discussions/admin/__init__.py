"""Django's administration for those who set up spaces: the secretariat and administrators.

Posts, versions, records and decisions are not here: nobody edits them.
"""

from discussions.admin.documents import DocumentAdmin
from discussions.admin.prompts import PromptAdmin
from discussions.admin.reasons import ReasonAdmin
from discussions.admin.spaces import SpaceAdmin

__all__ = ["DocumentAdmin", "PromptAdmin", "ReasonAdmin", "SpaceAdmin"]
