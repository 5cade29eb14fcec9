"""One declaration for each case of the lab: what it shows, how to try it, what tlskit has to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding.value import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.finding.plain import Plain
    from tlskit.lab.pki import Pki
    from tlskit.lab.server import Service
    from tlskit.lab.service import Log


class Case(FrozenValue):
    """``sentence``: what the server does. ``shows``: what is to be learnt from it.

    ``service`` makes the server. ``tries``: command lines with ``{address}`` and ``{directory}`` to fill in, the best
    first. ``chain`` and ``handshake``: the ids of what the first ``tlskit chain`` and ``tlskit handshake`` among them
    find; ``serves_chain``: whether there is a chain to be found at all.
    """

    name: str
    sentence: str
    shows: str
    service: Callable[[Pki, Log], Service]
    tries: tuple[str, ...]
    chain: tuple[str, ...] = ()
    handshake: tuple[str, ...] = ()
    serves_chain: bool = True

    def commands(self, address: str, directory: str) -> tuple[str, ...]:
        """Return the command lines to try."""
        return tuple(text.format(address=address, directory=directory) for text in self.tries)

    def to_plain(self) -> dict[str, Plain]:
        """Return what is declared as JSON-ready data."""
        return {
            "name": self.name,
            "sentence": self.sentence,
            "shows": self.shows,
            "chain": [*self.chain],
            "handshake": [*self.handshake],
        }
