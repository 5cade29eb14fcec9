"""``--save-trace`` and ``--keylog``: what was recorded, written to files; secrets where they are asked for alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tlskit.cli.files import open_output

if TYPE_CHECKING:
    from types import TracebackType
    from typing import BinaryIO, Self

    from tlskit.handshake.report import Attempt
    from tlskit.trace import Transcript


class Recording:
    """Files for transcripts and secrets, opened before anything is connected; empty paths for none.

    ``with_secrets``: the transcripts hold the secrets too.
    """

    def __init__(self, trace: str, keylog: str = "", *, with_secrets: bool = False) -> None:
        self._trace_path, self._keylog_path, self._with_secrets = trace, keylog, with_secrets
        self._trace: BinaryIO | None = None
        self._keylog: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self._keylog_path:
            self._keylog = open_output(self._keylog_path, is_secret=True)
        if self._trace_path:
            self._trace = open_output(self._trace_path, is_secret=self._with_secrets)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream, path, is_secret in (
            (self._trace, self._trace_path, self._with_secrets),
            (self._keylog, self._keylog_path, True),
        ):
            if stream is not None:
                is_empty = is_secret and not stream.tell()
                stream.close()
                if is_empty:  # it would stand in the way of the next attempt
                    Path(path).unlink(missing_ok=True)

    def take(self, attempt: Attempt) -> None:
        """Write one connection, and the second one where there is one."""
        for one in (attempt, attempt.second):
            if one is not None:
                self.keep(one.transcript)

    def keep(self, transcript: Transcript) -> None:
        """Write one connection."""
        if self._trace is not None:
            from tlskit.trace import write_transcript  # seldom asked for

            self._trace.write(write_transcript(transcript, secrets=self._with_secrets))
        if self._keylog is not None:
            self._keylog.write(transcript.secrets.encode("ascii"))
