"""One declaration for each case of the lab: what it shows, how to try it, and what comes of each try.

What is declared here is what ``tlskit lab`` prints and what the tests hold every command to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.core import Plain
    from tlskit.lab.pki import Pki
    from tlskit.lab.server import Service
    from tlskit.lab.service import Log

NEVER = -1
"""The exit status of a program that does not end."""


class Try(FrozenValue):
    """A command line with ``{address}``, ``{port}`` and ``{directory}`` to fill in, and what comes of it.

    ``finds``: the ids of what tlskit finds, each once, the worst first; ``perhaps``: those that depend on where a
    stream is cut off. Of another program nothing is known but its exit status.
    """

    line: str
    status: int
    finds: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()

    def at(self, address: str, directory: str) -> Try:
        """Return the same with everything filled in."""
        port = address.rpartition(":")[2]
        return self.replace(line=self.line.format(address=address, port=port, directory=directory))

    @property
    def command(self) -> str:
        """The program, and of tlskit its command."""
        program, command, *_ = self.line.split()
        return command if program == "tlskit" else program

    @property
    def outcome(self) -> str:
        """What comes of it, in words."""
        if self.status == NEVER:
            return "does not end by itself"
        return ", ".join((f"exit status {self.status}", *self.finds, *(f"perhaps {name}" for name in self.perhaps)))

    def to_plain(self) -> dict[str, Plain]:
        """Return it as JSON-ready data."""
        return {
            "command": self.line,
            "exit_status": None if self.status == NEVER else self.status,
            "findings": [*self.finds],
            "perhaps": [*self.perhaps],
        }


class Case(FrozenValue):
    """``sentence``: what the server does. ``shows``: what is to be learnt from it.

    ``service`` makes the server. ``tries``: what to try, chain, handshake and trace first.
    """

    name: str
    sentence: str
    shows: str
    service: Callable[[Pki, Log], Service]
    tries: tuple[Try, ...]

    def finds(self, command: str) -> tuple[str, ...]:
        """Return the ids of what the first try of a command of tlskit finds."""
        return next(item.finds for item in self.tries if item.command == command)

    def at(self, address: str, directory: str) -> tuple[Try, ...]:
        """Return the tries with everything filled in."""
        return tuple(item.at(address, directory) for item in self.tries)

    def to_plain(self, tries: tuple[Try, ...]) -> dict[str, Plain]:
        """Return the declaration with these tries as JSON-ready data."""
        return {
            "name": self.name,
            "sentence": self.sentence,
            "shows": self.shows,
            "tries": [item.to_plain() for item in tries],
        }


# -- tries -----------------------------------------------------------------------------------------------------------

_ROOTS = "{directory}/roots.pem"


def chain(status: int, *finds: str, options: str = "") -> Try:
    """``tlskit chain``, the certificates held to RFC 5280: nobody has logged the lab's."""
    return Try(f"tlskit chain localhost:{{port}} --ca-file {_ROOTS} --profile rfc5280{options}", status, finds)


def handshake(status: int, *finds: str, options: str = "") -> Try:
    """``tlskit handshake``."""
    return Try(f"tlskit handshake localhost:{{port}} --ca-file {_ROOTS}{options}", status, finds)


def trace(status: int, *finds: str, perhaps: tuple[str, ...] = (), options: str = "") -> Try:
    """``tlskit trace``."""
    return Try(f"tlskit trace localhost:{{port}}{options}", status, finds, perhaps)


def curl(status: int, options: str = "") -> Try:
    """Return what curl does."""
    return Try(f"curl --cacert {_ROOTS} https://{{address}}/{options}", status)


def openssl(status: int, options: str = "") -> Try:
    """Return what ``openssl s_client`` does when nothing is typed."""
    return Try(f"openssl s_client -connect {{address}} -CAfile {_ROOTS}{options}", status)
