"""What the two sides could not agree on, and what they agreed on without need."""

from __future__ import annotations

from typing import Any, Self

from tlskit.finding import Citation, Severity
from tlskit.handshake.report.finding import HandshakeFinding
from tlskit.registry import AlertDescription

_FEW = 2  # names that a sentence holds


class Declined(HandshakeFinding):
    """Base of an offer in which the server found nothing; ``chosen`` is what it takes of an old client's, if known."""

    refusal: str
    chosen: str = ""

    def knowing(self, chosen: str) -> Self:
        """Return the same, knowing what the server takes otherwise."""
        evidence: dict[str, Any] = {**self.evidence, "chosen": chosen}
        return type(self)(**evidence)

    @property
    def otherwise(self) -> str:
        """What the server takes otherwise, to go behind a clause."""
        return f"; of an old client's offer it takes {self.chosen}" if self.chosen else ""


class NoCommonVersion(
    Declined,
    id="handshake.negotiation.no_common_version",
    cites=(Citation("RFC 8446", "4.2.1"), Citation("RFC 5246", "E.1")),
    alert=AlertDescription.protocol_version,
):
    """The server has none of the versions that were offered.

    Either the client was told to leave out the one that the server has, or the server is too old or too strict.
    """

    summary = "{offered} offered; the server answered {refusal}{otherwise}"
    remedy = "Offer another range (--min-version, --max-version), or allow TLS 1.2 and 1.3 on the server."
    offered: str


class NoCommonAlgorithm(
    Declined,
    id="handshake.negotiation.no_common_algorithm",
    cites=(Citation("RFC 8446", "4.1.1"), Citation("RFC 5246", "7.4.1.2")),
    alert=AlertDescription.handshake_failure,
):
    """The server takes none of the cipher suites, groups or signature schemes that were offered.

    It answers all of these with the same alert. A server whose certificate has a key of another kind than the suites
    that were offered does the same.
    """

    summary = "nothing suits the server of the {suites}, {groups} and {schemes} offered: {refusal}{otherwise}"
    remedy = "Offer more (--ciphers, --ciphersuites, --groups, --sigalgs), or widen what the server accepts."
    cipher_suites: tuple[str, ...]
    supported_groups: tuple[str, ...]
    signature_algorithms: tuple[str, ...]

    @property
    def suites(self) -> str:
        """The cipher suites, by name where they are few."""
        return _counted(self.cipher_suites, "cipher suite")

    @property
    def groups(self) -> str:
        """The groups."""
        return _counted(self.supported_groups, "group")

    @property
    def schemes(self) -> str:
        """The signature schemes."""
        return _counted(self.signature_algorithms, "signature scheme")


def _counted(names: tuple[str, ...], kind: str) -> str:
    shown = f" ({', '.join(names)})" if 0 < len(names) <= _FEW else ""
    return f"{len(names)} {kind}{'s' * (len(names) != 1)}{shown}"


class ServerNameRefused(
    HandshakeFinding,
    id="handshake.negotiation.server_name_refused",
    cites=Citation("RFC 6066", "3"),
    alert=AlertDescription.unrecognized_name,
):
    """The server has no host of the name that was sent.

    With TLS the name is chosen before anything else is said. A server with several hosts may refuse a name that none of
    them has.
    """

    summary = "{asked}; the server answered {refusal}"
    remedy = "Ask for a name that the server has (--servername), or configure this one there."
    asked: str
    refusal: str


class NoCommonProtocol(
    HandshakeFinding,
    id="handshake.negotiation.no_common_protocol",
    cites=Citation("RFC 7301", "3.2"),
    alert=AlertDescription.no_application_protocol,
):
    """The server speaks none of the application protocols that were offered.

    Where both sides use ALPN and share no protocol, the server refuses. Some servers refuse clients without ALPN, too.
    """

    summary = "{offer}; the server answered {refusal}"
    remedy = "{advice}"
    offered: tuple[str, ...]
    refusal: str

    @property
    def offer(self) -> str:
        """What was offered, as the beginning of a sentence."""
        return f"offered by ALPN: {', '.join(self.offered)}" if self.offered else "no protocol was offered by ALPN"

    @property
    def advice(self) -> str:
        """What to offer instead."""
        return "Offer another protocol (--alpn), or none." if self.offered else "Offer a protocol (--alpn)."


class Tls13NotChosen(
    HandshakeFinding,
    id="handshake.negotiation.no_tls13",
    severity=Severity.NOTICE,
    cites=Citation("RFC 9325", "3.1.1"),
):
    """The client offered TLS 1.3 and the server chose an older version.

    TLS 1.3 hides the certificates, needs a round trip less, and has no weak choices left.
    """

    summary = "the server chose {version} although TLS 1.3 was offered"
    remedy = "Switch TLS 1.3 on at the server."
    version: str


class NotResumed(
    HandshakeFinding,
    id="handshake.negotiation.not_resumed",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 8446", "2.2"), Citation("RFC 5077", "3.1")),
):
    """A second connection did not resume the session of the first.

    Each connection then costs a full handshake. Behind a load balancer it can also mean that the servers do not share
    their ticket keys.
    """

    summary = "a second connection with the first one's session made {what}"
    remedy = "Switch session tickets on; let all servers behind one name share their ticket keys."
    what: str


KINDS = (NoCommonVersion, NoCommonAlgorithm, ServerNameRefused, NoCommonProtocol, Tls13NotChosen, NotResumed)
