"""Running until somebody says stop: Ctrl-C, SIGTERM, a terminal that is closed, or the program itself.

A stopped server has not failed. Under nohup a closed terminal stops nothing.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Self

_STOPPING = (signal.SIGINT, signal.SIGTERM)  # also where a shell that starts us in the background has us ignore one


class Stop:
    """Within a ``with`` statement the signals that end a program set this instead.

    A pipe, since it is written to as soon as a signal comes: a handler in Python runs only between two steps of the
    main thread, and one that comes right before the waiting begins would not end it.
    """

    def __enter__(self) -> Self:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        self._woken_before = signal.set_wakeup_fd(self._writing)
        is_closing_ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        heeded = _STOPPING if is_closing_ignored else (*_STOPPING, signal.SIGHUP)
        self._before = [(number, signal.signal(number, _noted)) for number in heeded]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before:
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._woken_before)
        os.close(self._writing)
        os.close(self._reading)

    def set(self) -> None:
        """Say stop."""
        os.write(self._writing, b".")

    def wait(self) -> None:
        """Wait until somebody says stop."""
        os.read(self._reading, 1)


def _noted(_: int, __: FrameType | None) -> None:
    """Do nothing: the pipe has been written to."""
