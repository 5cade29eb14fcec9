"""Why there was no handshake, or no end of it: what the peer did instead."""

from __future__ import annotations

from tlskit.finding import Citation, Severity
from tlskit.handshake.report.finding import TLS12_ALERTS, TLS13_ALERTS, HandshakeFinding
from tlskit.registry import AlertDescription

_RECORDS = Citation("RFC 8446", "5.1")
_HELLO = Citation("RFC 8446", "4.1")


class PeerNotTls(HandshakeFinding, id="handshake.connection.not_tls", cites=_RECORDS):
    """The port does not speak TLS.

    What came does not begin like a TLS record. OpenSSL calls that a wrong version number, GnuTLS a record packet of
    unknown type: both read the first letters of another protocol as a record's header.
    """

    summary = "this port does not speak TLS but {speaker}; its first bytes were {seen}"
    remedy = "Find the port with TLS; or have the server speak TLS on this one."
    speaker: str
    seen: str


class StarttlsNeeded(HandshakeFinding, id="handshake.connection.starttls_needed", cites=Citation("RFC 3207", "4")):
    """The port speaks a protocol in clear that goes over to TLS when asked.

    Servers for mail, directories and databases often have one port for both. A client that begins with TLS at once gets
    a greeting in clear instead of a ServerHello, or waits until one side gives up.
    """

    summary = "this port speaks {speaker} in clear, and TLS begins after STARTTLS; its first bytes were {seen}"
    remedy = "Ask for it: --starttls {protocol}, or {protocol}:// before the host."
    speaker: str
    seen: str
    protocol: str


class StarttlsRefused(HandshakeFinding, id="handshake.connection.starttls_refused", cites=Citation("RFC 3207", "4")):
    """The server does not go over to TLS.

    It does not offer STARTTLS, or declines it, or it does not speak the protocol that was expected. Some middleboxes
    take the offer out of the server's answer.
    """

    summary = "{problem}"
    remedy = "Switch TLS on for this port of the server; or look for a middlebox that removes the offer of STARTTLS."
    problem: str


class Silent(HandshakeFinding, id="handshake.connection.silent", cites=_HELLO):
    """The server accepted the connection and said nothing.

    A firewall that swallows what follows, a server that hangs, or one that waits for something else to be said first.
    """

    summary = "{what}, and no byte of an answer came within {seconds} s"
    remedy = "Look whether the server hangs, whether a firewall lets only small packets pass, or whether {doubt}."
    what: str
    seconds: str
    doubt: str


class TimedOut(HandshakeFinding, id="handshake.connection.timed_out", cites=_HELLO):
    """The server began, and did not come to an end before the deadline.

    One deadline covers the whole connection: a server that sends a byte now and then does not put it off.
    """

    summary = "no end of {what} within {seconds} s: {reached}"
    remedy = "Look at the server's load and at the network between; --timeout gives it longer."
    what: str
    seconds: str
    reached: str


class Unanswered(
    HandshakeFinding,
    id="handshake.connection.unanswered",
    severity=Severity.WARNING,
    cites=Citation("RFC 8446", "6.1"),
):
    """The handshake is over, and the request that followed got no answer.

    The server may speak another protocol than the one of the request, or its application may hang: TLS itself works.
    """

    summary = "the handshake is over, and the request got no answer: the server {how}"
    remedy = "Try another path (--request /path), or none (--request none) where no HTTP is spoken."
    how: str


class Closed(HandshakeFinding, id="handshake.connection.closed", cites=(TLS13_ALERTS, _HELLO)):
    """The server ended the connection in the middle of the handshake, without an alert.

    That is no way to refuse in TLS. A server whose TLS is broken, a proxy without a server behind it, a middlebox, or a
    server that dislikes the name or the address of the client do so.
    """

    summary = "the server {how} {when}; {reached}"
    remedy = "Read the server's log; try with and without a server name (--servername), and from another network."
    how: str
    when: str
    reached: str


class ConnectionLimitReached(
    HandshakeFinding, id="handshake.connection.limit_reached", cites=Citation("tlskit limits")
):
    """The server sent more than any handshake needs.

    What is read is bounded in bytes, records and pieces, so that nobody can keep a client busy for ever.
    """

    summary = "{problem}; {reached}"
    remedy = "Mend the server: no handshake needs that much."
    problem: str
    reached: str


class Unreachable(HandshakeFinding, id="handshake.connection.unreachable", cites=Citation("RFC 9293", "3.10.7")):
    """There was no connection to the server.

    Nothing listens there, or something on the way rejects or swallows the attempt.
    """

    summary = "could not connect: {problem}"
    remedy = "Check the address and the port, whether the server runs, and the firewalls between."
    problem: str


class NetworkFailed(HandshakeFinding, id="handshake.connection.network_failed", cites=Citation("RFC 9293", "3.9.1")):
    """The connection broke for a reason of the network's.

    The operating system reported it; the server may know nothing of it.
    """

    summary = "the connection broke {when}: {problem}"
    remedy = "Try again; if it stays, look at the network between."
    when: str
    problem: str


class EngineFailed(HandshakeFinding, id="handshake.connection.engine_failed", cites=_HELLO):
    """OpenSSL could not go on with what the server sent, and sent no alert.

    Its own words name the place. What the server sent stands in the trace.
    """

    summary = "the TLS engine, OpenSSL, gave up {when}: {reasons}"
    remedy = "Look at the last message of the server in the trace (--save-trace, tlskit trace)."
    when: str
    reasons: str


class AlertSent(HandshakeFinding, id="handshake.connection.alert_sent", cites=(TLS13_ALERTS, TLS12_ALERTS)):
    """The client itself ended the handshake, since it could not accept what the server sent.

    tlskit lets OpenSSL judge no certificate, so it is the handshake: a wrong signature, a value out of place, a key or
    an algorithm that is too weak for OpenSSL.
    """

    summary = "we refused with alert {number} {description} {when}: {reasons}"
    remedy = "{change}"
    number: int
    description: str
    when: str
    reasons: str

    @property
    def change(self) -> str:
        """What to do, by the alert."""
        return _CHANGES.get(self.number, "Look at the last message of the server in the trace (--save-trace).")


_CHANGES: dict[int, str] = {
    AlertDescription.bad_certificate_status_response: (
        "Have the server fetch a fresh OCSP response from its CA's responder, or switch stapling off."
    ),
    AlertDescription.protocol_version: (
        "The server chose a version that was not offered: --min-version 1.0 offers the old ones too."
    ),
    AlertDescription.insufficient_security: (
        "Have the server use a stronger key; --ciphers ALL:@SECLEVEL=0 looks anyway."
    ),
    AlertDescription.handshake_failure: (
        "What the server chose is too weak or too old for OpenSSL: --min-version 1.0 or --ciphers ALL:@SECLEVEL=0 "
        "looks anyway."
    ),
    AlertDescription.decrypt_error: (
        "A signature or Finished is wrong: the server has the wrong key, or somebody interferes."
    ),
}


class AlertReceived(HandshakeFinding, id="handshake.connection.alert_received", cites=(TLS13_ALERTS, TLS12_ALERTS)):
    """The server ended the connection with an alert.

    The side that sends an alert is the one that noticed something, not the one at fault.
    """

    summary = "the server refused {when} with alert {number} {description}"
    remedy = "Read the server's log; `tlskit trace` says what the alert can mean at that point."
    number: int
    description: str
    when: str


class TooOld(HandshakeFinding, id="handshake.connection.too_old", cites=Citation("RFC 8996"), severity=Severity.ERROR):
    """The server speaks only what today's OpenSSL does not offer.

    It was asked with a ClientHello of our own making, with versions and cipher suites that are long forbidden, and took
    one of them.
    """

    summary = "the server speaks nothing newer than {version}: it chose {cipher_suite}"
    remedy = (
        "Upgrade the server to TLS 1.2 or, better, 1.3. To look at it as it is: --min-version 1.0 (TLS 1.0 and 1.1)."
    )
    version: str
    cipher_suite: str


KINDS = (
    PeerNotTls,
    StarttlsNeeded,
    StarttlsRefused,
    Silent,
    TimedOut,
    Unanswered,
    Closed,
    ConnectionLimitReached,
    Unreachable,
    NetworkFailed,
    EngineFailed,
    AlertSent,
    AlertReceived,
    TooOld,
)
