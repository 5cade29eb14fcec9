"""A line on stderr for what takes longer than a second, so that nobody takes waiting for hanging."""

from __future__ import annotations

import sys
from threading import Timer
from typing import TYPE_CHECKING

from tlskit.core import visible

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_PATIENCE = 1.0


class Progress:
    """Says what is waited for, once, while the ``with`` statement runs longer than a second."""

    def __init__(self, what: str) -> None:
        self._timer = Timer(_PATIENCE, self._say, (what,))
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    @staticmethod
    def _say(what: str) -> None:
        sys.stderr.write(f"tlskit: {visible(what)} ...\n")
        sys.stderr.flush()
