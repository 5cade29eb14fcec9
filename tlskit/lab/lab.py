"""The lab as a whole: a PKI in memory and a server for each case, from ``with`` to the end of it.

::

    with Lab(cases=["missing-intermediate"]) as lab:
        lab.address("missing-intermediate")  # "127.0.0.1:40123"
        lab.roots_pem                        # what a client has to trust
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import clipped
from tlskit.errors import UsageError
from tlskit.lab.cases import CASES
from tlskit.lab.pki import Pki
from tlskit.lab.server import Listeners

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from tlskit.lab.case import Case, Try
    from tlskit.lab.service import Log


class Lab:
    """Servers for some cases, or all, while the ``with`` statement runs.

    ``at``: the time around which certificates are valid, now by default. ``port``: that of the first case, the others
    follow; 0 takes any that are free. ``log`` hears what became of each client of the servers that ask for a
    certificate.
    """

    def __init__(
        self, cases: Iterable[str] | None = None, *, at: datetime | None = None, port: int = 0, log: Log | None = None
    ) -> None:
        self.cases = CASES if cases is None else tuple(map(find_case, dict.fromkeys(cases)))
        self.pki = Pki(at)
        self._port = port
        self._log = log or (lambda _: None)
        self._addresses: dict[str, str] = {}
        self._listeners: Listeners | None = None

    def __enter__(self) -> Self:
        """Start the servers; where one cannot start, none is left running."""
        self._listeners = Listeners()
        try:
            for number, case in enumerate(self.cases):
                service = case.service(self.pki, self._log)
                port = self._port + number if self._port else 0
                self._addresses[case.name] = self._listeners.listen(service, port=port)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop every server; the addresses are no longer anybody's."""
        self._addresses.clear()
        if self._listeners is not None:
            self._listeners.stop()

    @property
    def roots_pem(self) -> bytes:
        """What clients have to trust, as PEM."""
        return self.pki.roots_pem

    def address(self, name: str) -> str:
        """Return where a case is served: ``127.0.0.1:PORT``. Raises ``UsageError`` where it is not."""
        address = self._addresses.get(name)
        if address is None:
            raise UsageError(f"the lab does not serve {clipped(find_case(name).name)} now")
        return address

    def case(self, name: str) -> Case:
        """Return the declaration of a case."""
        return find_case(name)

    def tries(self, name: str, directory: Path) -> tuple[Try, ...]:
        """Return what to try on a case, with the files of the PKI in ``directory``."""
        return find_case(name).at(self.address(name), str(directory))


def find_case(name: str) -> Case:
    """Return the case of that name. Raises :class:`~tlskit.errors.UsageError` where there is none."""
    for case in CASES:
        if case.name == name:
            return case
    raise UsageError(f"the lab has no case {clipped(name)!r}; `tlskit lab --list` lists them")
