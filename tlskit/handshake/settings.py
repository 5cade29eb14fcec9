"""How a handshake is to be made: everything that the caller may choose, and what follows from the target where not.

The defaults are OpenSSL's own, so that the ClientHello is that of an ordinary client. No OpenSSL is loaded here; what
of this it does not know is found out when :mod:`tlskit.handshake.context` is built from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.errors import UsageError
from tlskit.handshake.starttls import PROTOCOLS
from tlskit.net import STARTTLS_SCHEMES, Target, TargetKind, parse_host_name

if TYPE_CHECKING:
    from tlskit.handshake.credentials import ClientCredentials

Judge = Callable[[tuple[bytes, ...]], bool]
"""Says from the certificates that a server presented (DER, as sent) whether it may see the client's certificate."""

NO_STARTTLS = "none"
"""TLS at once, whatever the target's scheme implies."""
_TLS12 = 0x0303


def withhold(presented: tuple[bytes, ...]) -> bool:
    """Let no server see the client's certificate."""
    del presented
    return False


def send_to_anyone(presented: tuple[bytes, ...]) -> bool:
    """Let every server see the client's certificate, also one that is not who it says it is."""
    del presented
    return True


class ConnectionSettings(FrozenValue):
    """What the caller chose; an empty field leaves the choice to OpenSSL or to the target.

    ``minimum_version`` and ``maximum_version`` are ProtocolVersion numbers (0x0301 is TLS 1.0, 0x0304 TLS 1.3); 0 is
    OpenSSL's default. A minimum below TLS 1.2 brings in the old suites and signatures too where ``ciphers`` does not
    say otherwise. ``ciphers`` (up to TLS 1.2), ``ciphersuites`` (TLS 1.3), ``groups`` and ``signature_algorithms`` are
    lists in OpenSSL's notation. ``server_name`` ``None`` sends the target's name in SNI, an empty one sends none.
    ``connect_to`` replaces address and port, ``proxy`` is an HTTP proxy's host and port. ``starttls`` is a key of
    :data:`tlskit.handshake.starttls.PROTOCOLS` or ``NO_STARTTLS``. ``request`` is sent once the handshake is over.
    """

    credentials: ClientCredentials | None = None
    judge: Judge = withhold
    minimum_version: int = 0
    maximum_version: int = 0
    ciphers: str = ""
    ciphersuites: str = ""
    groups: str = ""
    signature_algorithms: str = ""
    alpn: tuple[str, ...] = ()
    server_name: str | None = None
    connect_to: tuple[str, int | None] | None = None
    proxy: tuple[str, int] | None = None
    starttls: str = ""
    request: bytes = b""
    resume: bool = False
    certificate_status: bool = True  # ask for a stapled OCSP response (RFC 6066 section 8)
    post_handshake_authentication: bool = False  # offer RFC 8446 section 4.2.6

    @property
    def narrows_offer(self) -> bool:
        """Whether less is offered than OpenSSL would by itself: a refusal then says nothing about the server's age."""
        chosen = (self.maximum_version, self.ciphers, self.ciphersuites, self.groups, self.signature_algorithms)
        return self.minimum_version > _TLS12 or any(chosen)

    def check(self, target: Target) -> None:
        """Raise UsageError for what contradicts itself or the target, before anything is connected."""
        self.endpoint(target)
        self.name_for(target)
        if (protocol := self.starttls_for(target)) and protocol not in PROTOCOLS:
            known = ", ".join(PROTOCOLS)
            raise UsageError(f"STARTTLS is spoken for {known}, and not for {protocol!a}")
        if 0 < self.maximum_version < self.minimum_version:
            raise UsageError("the maximum version is below the minimum version")

    def name_for(self, target: Target) -> str:
        """Return the name that is sent in SNI, empty for none: RFC 6066 section 3 allows no addresses there."""
        if self.server_name is None:
            return "" if target.address else target.host
        return parse_host_name(self.server_name)[0] if self.server_name else ""

    def starttls_for(self, target: Target) -> str:
        """Return the protocol to begin with, empty where TLS begins at once."""
        if self.starttls:
            return "" if self.starttls == NO_STARTTLS else self.starttls
        return target.scheme if target.scheme in STARTTLS_SCHEMES else ""

    def endpoint(self, target: Target) -> tuple[str, int]:
        """Return the host and the port to connect to, the proxy left aside."""
        if target.kind is not TargetKind.HOST:
            raise UsageError("only a host can be connected to; this target is a file")
        host, port = self.connect_to or (target.host, None)
        return host, port or target.port
