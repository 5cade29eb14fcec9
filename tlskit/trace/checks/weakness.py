"""What makes a cipher suite weak, and how much: the one table for offers and choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tlskit.finding import Severity

if TYPE_CHECKING:
    from tlskit.registry import CipherSuite


class Weakness(NamedTuple):
    """``why`` is a clause; ``severity`` is that of a connection that uses the suite."""

    why: str
    severity: Severity


def weakness(suite: CipherSuite) -> Weakness | None:
    """Return what is worst about a suite (RFC 9325 section 4.1 says which must not be used); ``None`` if nothing is."""
    cipher = suite.cipher or ""
    if cipher == "NULL":
        return Weakness("it does not encrypt", Severity.ERROR)
    if suite.authentication == "anon":
        return Weakness("it authenticates nobody", Severity.ERROR)
    if suite.is_export:
        return Weakness("its keys were weakened for export", Severity.ERROR)
    for beginning, found in _CIPHERS.items():
        if cipher.startswith(beginning):
            return found
    if suite.hash == "MD5":
        return Weakness("its MAC rests on MD5", Severity.WARNING)
    return None


_CIPHERS = {
    "RC4": Weakness("RC4 leaks what it encrypts (RFC 7465)", Severity.ERROR),
    "RC2": Weakness("RC2 is obsolete", Severity.ERROR),
    "DES_": Weakness("DES keys of 56 bits can be searched", Severity.ERROR),
    "DES40": Weakness("DES keys of 40 bits can be searched", Severity.ERROR),
    "3DES": Weakness("3DES has blocks of 64 bits, which repeat in long sessions (Sweet32)", Severity.WARNING),
    "IDEA": Weakness("IDEA has blocks of 64 bits, which repeat in long sessions", Severity.WARNING),
}
