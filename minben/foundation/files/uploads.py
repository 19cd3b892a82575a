"""A request that brings too much is refused before a byte of it is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST = 55_000_000
"""Five files of the largest size a request may bring; what is more comes in a second one."""


class CappedUploadHandler(FileUploadHandler):
    """First of the handlers (setting ``FILE_UPLOAD_HANDLERS``): by the length announced, which a server enforces."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        if content_length > MOST:
            raise RequestDataTooBig("The upload is larger than a request may be.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
