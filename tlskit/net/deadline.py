"""One moment by which a whole connection must be through: name resolution, TCP and the handshake together.

A time-out per step adds up and a peer that drips bytes never meets it; a deadline is handed from step to step instead.
It stands on the monotonic clock, so setting the system's clock does not move it.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from tlskit.errors import UsageError

# One day. Nothing waits longer for a handshake, and socket time-outs overflow somewhere above it.
_LONGEST = 86_400.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock, and how many seconds after its making it lies (for messages).

    ``str()`` gives that duration: ``10.0 s``.
    """

    seconds: float
    ends: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline that lies ``seconds`` from now.

        Raises ``UsageError`` unless ``seconds`` is above 0 and at most one day.
        """
        if not 0 < seconds <= _LONGEST:
            raise UsageError(f"a timeout lies between 0 and {_LONGEST:,.0f} seconds, not at {seconds}")
        return cls(seconds, monotonic() + seconds)

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s"

    def remaining(self) -> float:
        """Return the seconds that are left, always above 0; raises ``TimeoutError`` when none are.

        It never returns 0 because ``socket.settimeout(0)`` means "do not block", not "give up".
        """
        left = self.ends - monotonic()
        if left <= 0:
            raise TimeoutError(f"the deadline of {self} is over")
        return left
