"""Spaces, prompts, windows, posts and their versions."""

from discussions.models.attachment import Attachment
from discussions.models.document import Document, DocumentFile
from discussions.models.draft import Draft, DraftFile
from discussions.models.file_scan import FileScan
from discussions.models.file_text import FileText
from discussions.models.follower import Follower, News
from discussions.models.post import Post
from discussions.models.post_detail import (
    CoSignatory,
    Endorsement,
    PostMove,
    Redaction,
    RefusedAttempt,
)
from discussions.models.prompt import Prompt, PromptWording
from discussions.models.reason import Reason
from discussions.models.report import Report
from discussions.models.space import ArchivePerson, DisplayedModerator, Space, SpaceRole
from discussions.models.text_sketch import TextSketch
from discussions.models.upload import Upload
from discussions.models.version import Version
from discussions.models.version_words import VersionWords
from discussions.models.window import Window, WindowChange

__all__ = [
    "ArchivePerson",
    "Attachment",
    "CoSignatory",
    "DisplayedModerator",
    "Document",
    "DocumentFile",
    "Draft",
    "DraftFile",
    "Endorsement",
    "FileScan",
    "FileText",
    "Follower",
    "News",
    "Post",
    "PostMove",
    "Prompt",
    "PromptWording",
    "Reason",
    "Redaction",
    "RefusedAttempt",
    "Report",
    "Space",
    "SpaceRole",
    "TextSketch",
    "Upload",
    "Version",
    "VersionWords",
    "Window",
    "WindowChange",
]
