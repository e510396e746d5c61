"""Requests with more than one post may hold, in bytes or in files: refused, with the text kept (413)."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hub.kit.files import file_size_text
from hub.kit.kept_text import kept_form_of
from hub.kit.refusals import Refusal, refusal_response

_CUT_SHORT: Final = "hub.kit.upload_limit.cut_short"
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


class TooManyFiles(Refusal):
    """More files at once than anybody could mean to attach."""

    code = "too-many-files"
    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(
            ngettext(
                "You sent more than %(number)d file at once.",
                "You sent more than %(number)d files at once.",
                limit,
            )
            % {"number": limit}
        )


class SoManyFiles(FileUploadHandler):
    """Stops reading where there are too many files; the text stands before them in the form.

    Django's own limit would leave nothing of the form. Whoever reads it behind UploadLimitMiddleware
    never meets one that was cut short so.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count it."""
        self.files += 1
        if self.files > settings.FILES_PER_REQUEST:
            assert self.request is not None
            self.request.META[_CUT_SHORT] = True
            raise StopUpload(connection_reset=False)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Leave it to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The same."""


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
            return refusal_response(request, refusal, kept_text="")
        request.upload_handlers = [WithoutFiles(request)]
        return refusal_response(request, refusal)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse a form that was cut short at its files; WholeRequestMiddleware has read it before."""
        if not request.META.get(_CUT_SHORT):
            return None
        refusal = TooManyFiles(settings.FILES_PER_REQUEST)
        return refusal_response(request, refusal, kept_form=kept_form_of(request))
