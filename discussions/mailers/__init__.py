"""Letters of the discussions, one function a kind of notice (settings.NOTICE_MAILERS)."""

from discussions.mailers.endorsement import reconfirm_letter
from discussions.mailers.joint import joint_answer_letter, joint_invitation_letter
from discussions.mailers.news import (
    space_documents_letter,
    space_questions_letter,
    space_window_letter,
)
from discussions.mailers.outside import outside_receipt_letter
from discussions.mailers.receipt import receipt_letter
from discussions.mailers.reply import reply_letter
from discussions.mailers.survivor import survivor_letter
from discussions.mailers.virus import virus_letter

__all__ = [
    "joint_answer_letter",
    "joint_invitation_letter",
    "outside_receipt_letter",
    "receipt_letter",
    "reconfirm_letter",
    "reply_letter",
    "space_documents_letter",
    "space_questions_letter",
    "space_window_letter",
    "survivor_letter",
    "virus_letter",
]
