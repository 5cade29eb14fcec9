"""What follows from an observed connection: the states that it went through, and what could be proved of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tlskit.trace.observation import Observation

if TYPE_CHECKING:
    from tlskit.trace.proof.verifier import Verified
    from tlskit.trace.state.walk import Handshake, StateWalk


class Analysis(Observation):
    """An observation, followed and verified."""

    @cached_property
    def walk(self) -> StateWalk:
        """The states that the connection went through."""
        from tlskit.trace.state.walk import state_walk

        return state_walk(self)

    @property
    def handshakes(self) -> tuple[Handshake, ...]:
        """The handshakes with the messages that could be read: the first and the renegotiations."""
        return self.walk.handshakes

    @cached_property
    def proofs(self) -> tuple[Verified, ...]:
        """What could be checked of the handshakes, message by message."""
        from tlskit.trace.proof.verifier import verified

        return tuple(verified(self.messages, self.key_log, self.psks))
