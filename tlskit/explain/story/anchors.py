"""Where each thing is told: the names that links go to, and what belongs to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tlskit.trace import Message, StreamMap


class Anchors:
    """The places of a story. ``epochs`` says which keys opened a record, by number."""

    def __init__(self, places: StreamMap, epochs: dict[int, int]) -> None:
        self.epochs = epochs
        self._numbers = {id(message): number for number, message in enumerate(places.messages)}

    def number(self, message: Message) -> int:
        """The number of a message, counted from 0."""
        return self._numbers[id(message)]

    def of(self, message: Message) -> str:
        """Where a message is told."""
        return f"message-{self.number(message)}"
