"""Cases about the connection: names, versions, groups, STARTTLS, ports without TLS, and servers that misbehave."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from tlskit.lab import service
from tlskit.lab.case import NEVER, Case, chain, curl, handshake, openssl, trace
from tlskit.lab.flood import TicketFlood, flood_with_alerts, flood_with_messages
from tlskit.lab.service import SmtpService, TlsService

_DRIP = 0.02
"""Seconds between two bytes of the slow server: a flight of 3 KB takes a minute."""
_ONE, _THREE = " --servername one.test", " --servername three.test"
_CUT_OFF = ("trace.incomplete.unread", "trace.incomplete.record", "trace.incomplete.message")
_CUT_SHORT = (*_CUT_OFF, "trace.incomplete.handshake")
_SHORT, _SHORT_CURL = " --timeout 2", " --max-time 2"

CASES = (
    Case(
        "sni",
        "The server knows one.test and two.test, and refuses any other name.",
        "The certificate depends on the name sent; a wrong one gets alert 112 unrecognized_name.",
        lambda pki, _: TlsService(
            pki.good, names={name: pki.server(name, names=(name,)) for name in ("one.test", "two.test")}
        ),
        (
            chain(0, options=f"{_ONE} --host one.test"),
            chain(3, options=_THREE),
            handshake(1, "handshake.negotiation.server_name_refused", options=_THREE),
            handshake(1, "chain.identity.mismatch", options=_ONE),
            trace(1, "trace.alert.fatal", "trace.incomplete.handshake"),
            curl(0),
            curl(0, " --connect-to two.test:443:{address} https://two.test/"),
        ),
    ),
    Case(
        "tls12-only",
        "The server speaks nothing newer than TLS 1.2.",
        "It works, without what TLS 1.3 brought.",
        lambda pki, _: TlsService(pki.good, maximum=SSL.TLS1_2_VERSION),
        (
            chain(0),
            handshake(0, "handshake.negotiation.no_tls13"),
            handshake(1, "handshake.negotiation.no_common_version", options=" --min-version 1.3"),
            trace(0),
            curl(0),
            curl(35, " --tlsv1.3"),
            openssl(0),
        ),
    ),
    Case(
        "tls13-only",
        "The server speaks nothing older than TLS 1.3.",
        "Old clients get alert 70 protocol_version.",
        lambda pki, _: TlsService(pki.good, minimum=SSL.TLS1_3_VERSION),
        (
            chain(0),
            handshake(0),
            handshake(1, "handshake.negotiation.no_common_version", options=" --max-version 1.2"),
            trace(0),
            curl(0),
            curl(35, " --tls-max 1.2"),
            openssl(0),
        ),
    ),
    Case(
        "hello-retry-request",
        "The server takes no group but secp384r1.",
        "Clients guess another one, and a HelloRetryRequest costs a round trip.",
        lambda pki, _: TlsService(pki.good, minimum=SSL.TLS1_3_VERSION, curve=ec.SECP384R1()),
        (chain(0), handshake(0), trace(0), curl(0), openssl(0, " -msg")),
    ),
    # -- what is not quite TLS ---------------------------------------------------------------------------------------
    Case(
        "starttls-smtp",
        "A mail server; TLS begins after STARTTLS.",
        "A client that begins with TLS at once gets nowhere.",
        lambda pki, _: SmtpService(TlsService(pki.good)),
        (
            chain(3),
            handshake(1, "handshake.connection.starttls_needed"),
            handshake(0, options=" --starttls smtp"),
            trace(1, "trace.incomplete.not_tls"),
            trace(0, options=" --starttls smtp"),
            curl(35),
            openssl(1),
            openssl(0, " -starttls smtp"),
        ),
    ),
    Case(
        "plain-http",
        "The port speaks HTTP without TLS.",
        'OpenSSL calls it "wrong version number".',
        lambda _, __: service.plain_http,
        (
            chain(3),
            handshake(1, "handshake.connection.not_tls"),
            trace(1, "trace.incomplete.not_tls"),
            curl(35),
        ),
    ),
    Case(
        "slow",
        "The server sends a byte, waits, and sends another.",
        "Only a deadline for the whole ends it: each read succeeds.",
        lambda pki, _: TlsService(pki.good, interval=_DRIP),
        (
            chain(3, options=_SHORT),
            handshake(3, "handshake.connection.timed_out", options=_SHORT),
            trace(3, "trace.incomplete.message", options=_SHORT),
            curl(28, _SHORT_CURL),
        ),
    ),
    Case(
        "silent",
        "The server takes the ClientHello and says nothing.",
        "A firewall, or a server that hangs.",
        lambda _, __: service.silent,
        (
            chain(3, options=_SHORT),
            handshake(3, "handshake.connection.silent", options=_SHORT),
            trace(3, "trace.incomplete.one_sided", options=_SHORT),
            curl(28, _SHORT_CURL),
        ),
    ),
    Case(
        "closing",
        "The server closes the connection on the ClientHello.",
        "A server without TLS, or one that dislikes the client and does not say why.",
        lambda _, __: service.closing,
        (
            chain(3),
            handshake(3, "handshake.connection.closed"),
            trace(3, "trace.incomplete.one_sided"),
            curl(35),
        ),
    ),
    Case(
        "resetting",
        "The server resets the connection on the ClientHello.",
        "As it looks where a middlebox interferes.",
        lambda _, __: service.resetting,
        (
            chain(3),
            handshake(3, "handshake.connection.closed"),
            trace(3, "trace.incomplete.one_sided"),
            curl(35),
        ),
    ),
    Case(
        "flooding-messages",
        "The server answers with HelloRequest messages without end.",
        "A client ignores each of them and must see that there is no end: curl does not, --max-time or not.",
        lambda _, __: flood_with_messages,
        (
            chain(3),
            handshake(1, "handshake.connection.limit_reached"),
            trace(3, perhaps=_CUT_OFF),
            curl(NEVER, _SHORT_CURL),
        ),
    ),
    Case(
        "flooding-alerts",
        "The server answers with warnings without end.",
        "A warning ends nothing, a thousand should.",
        lambda _, __: flood_with_alerts,
        (
            chain(3),
            handshake(1, "handshake.connection.alert_sent", "trace.limit.reached"),
            trace(1, "trace.alert.fatal", "trace.alert.warning", "trace.limit.reached", perhaps=_CUT_SHORT),
            curl(35),
        ),
    ),
    Case(
        "flooding-tickets",
        "After a good handshake the server sends session tickets without end.",
        "A client that waits for an answer behind them waits for ever: curl does, --max-time or not.",
        lambda pki, _: TicketFlood(TlsService(pki.good)),
        (
            chain(0),
            handshake(0),
            trace(0, perhaps=_CUT_OFF),
            curl(NEVER, _SHORT_CURL),
        ),
    ),
)
"""The cases, in the order in which they are listed."""
