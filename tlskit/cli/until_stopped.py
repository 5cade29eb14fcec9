"""Running until somebody says stop: Ctrl-C, SIGTERM, or the program itself. A stopped server has not failed."""

from __future__ import annotations

import signal
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Within a ``with`` statement the signals that end a program set this instead."""

    def __init__(self) -> None:
        self._event = Event()

    def __enter__(self) -> Self:
        self._before = [(number, signal.signal(number, self._on_signal)) for number in _SIGNALS]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before:
            signal.signal(number, handler)

    def set(self) -> None:
        """Say stop."""
        self._event.set()

    def wait(self) -> None:
        """Wait until somebody says stop."""
        self._event.wait()

    def _on_signal(self, _: int, __: FrameType | None) -> None:
        self.set()
