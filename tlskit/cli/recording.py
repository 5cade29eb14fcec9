"""``--save-trace`` and ``--keylog``: what was recorded, written to files; secrets go to the second alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tlskit.cli.secret_file import create_secret_file
from tlskit.errors import InputError
from tlskit.trace.transcript_file import write_transcript

if TYPE_CHECKING:
    from types import TracebackType
    from typing import BinaryIO, Self

    from tlskit.report.drive import Drive


class Recording:
    """Files for transcripts and secrets, opened before anything is connected; empty paths for none."""

    def __init__(self, trace: str, keylog: str) -> None:
        self._trace_path, self._keylog_path = trace, keylog
        self._trace: BinaryIO | None = None
        self._keylog: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self._keylog_path:
            self._keylog = create_secret_file(self._keylog_path)
        if self._trace_path:
            try:
                self._trace = Path(self._trace_path).open("wb")
            except OSError as error:
                raise InputError(f"{self._trace_path}: {error.strerror}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in (self._trace, self._keylog):
            if stream is not None:
                stream.close()

    def take(self, drive: Drive) -> None:
        """Write one connection, and the second one where there is one."""
        for one in (drive, drive.second):
            if one is None:
                continue
            if self._trace is not None:
                self._trace.write(write_transcript(one.transcript))
            if self._keylog is not None:
                self._keylog.write(one.transcript.secrets.encode("ascii"))
