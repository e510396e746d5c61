"""Requests that are larger than the files of one post may be: refused, with the text kept (413)."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from hub.kit.files import file_size_text
from hub.kit.kept_text import kept_text_of
from hub.kit.refusals import Refusal, refusal_response

_WORTH_READING: Final = 4  # times the limit; beyond it not even the text is read


class TooLarge(Refusal):
    """More than the files of one post may be together."""

    code = "too-large"
    status = 413

    def __init__(self, sent: int, limit: int) -> None:
        super().__init__(
            _("You sent %(sent)s. The limit is %(limit)s for all the files of a text together.")
            % {"sent": file_size_text(sent), "limit": file_size_text(limit)}
        )


class WithoutFiles(FileUploadHandler):
    """Reads a form and drops its files, so that its text can be shown again."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Drop it."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Never asked: each file is dropped before."""
        return None

    def file_complete(self, file_size: int) -> None:
        """Never asked either."""


class UploadLimitMiddleware:
    """Stands after the session and the languages, which the page needs, and before whoever reads the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or refuse it by what it says of its length."""
        limit = settings.FILES_PER_POST * settings.FILE_SIZE_LIMIT
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length <= limit + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return self.get_response(request)
        refusal = TooLarge(length, limit)
        if length > limit * _WORTH_READING:
            return refusal_response(request, refusal)
        request.upload_handlers = [WithoutFiles(request)]
        return refusal_response(request, refusal, kept_text=kept_text_of(request))
