"""Does the client offer what is weak, or leave out what it should offer? (RFC 9325, RFC 8446 section 9.2)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.registry import CipherSuite, ExtensionType
from tlskit.trace.checks.hello_pair import age, offered_versions, offers
from tlskit.trace.checks.weakness import weakness
from tlskit.trace.location import TraceFinding, extension_place, message_place, record_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis
    from tlskit.trace.checks.hello_pair import Offer
    from tlskit.trace.record.record import Message


class OldVersionOffered(
    TraceFinding,
    id="trace.offer.version",
    severity=Severity.WARNING,
    cites=(Citation("RFC 8996"), Citation("RFC 9325", "3.1.1")),
):
    """The client offers nothing newer than TLS 1.1.

    TLS 1.0 and 1.1 were withdrawn in 2021, SSL 2.0 and 3.0 long before; most servers refuse them with protocol_version
    or handshake_failure.
    """

    summary = "offers {newest} at most"
    remedy = "Upgrade the client, or allow it TLS 1.2 and 1.3."
    newest: str


class Tls13NotOffered(
    TraceFinding,
    id="trace.offer.no_tls13",
    severity=Severity.NOTICE,
    cites=Citation("RFC 9325", "3.1.1"),
):
    """The client offers TLS 1.2 at most.

    TLS 1.2 can be used safely, but TLS 1.3 is faster, hides more, and leaves fewer choices that can be wrong.
    """

    summary = "offers {newest} at most, not TLS 1.3"
    remedy = "Upgrade the client, or allow it TLS 1.3."
    newest: str


class Sslv2Hello(
    TraceFinding,
    id="trace.offer.sslv2_hello",
    severity=Severity.WARNING,
    cites=(Citation("RFC 6176", "3"), Citation("RFC 5246", "E.2")),
):
    """The client begins in the format of SSL 2.0.

    The format has no room for extensions, so there is no SNI and no TLS 1.3, and servers need not accept it.
    """

    summary = "begins with a ClientHello in the format of SSL 2.0"
    remedy = "Upgrade the client, or turn SSL 2.0 off in it."


class WeakSuites(
    TraceFinding,
    id="trace.offer.cipher_suites",
    severity=Severity.WARNING,
    cites=(Citation("RFC 9325", "4.1"), Citation("RFC 7465")),
):
    """The client offers cipher suites that must not be used any more.

    Nothing is lost while servers choose better ones; but a server that likes them, or somebody who can alter the offer
    in an old version, gets them.
    """

    summary = "offers weak cipher suites ({count}): {suites}"
    remedy = "Turn these suites off in the client; a list such as DEFAULT of a current OpenSSL has none of them."
    count: int
    suites: tuple[str, ...]


class NoGroups(
    TraceFinding,
    id="trace.offer.supported_groups",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 8446", "9.2"), Citation("RFC 8422", "4")),
):
    """The client offers key exchange on elliptic curves but does not say on which.

    The server may then choose any curve, one that the client lacks among them; in TLS 1.3 it must refuse with
    missing_extension unless a pre-shared key does without.
    """

    summary = "offers elliptic curves without supported_groups"
    remedy = "Have the client send supported_groups."


class NoSignatureAlgorithms(
    TraceFinding,
    id="trace.offer.signature_algorithms",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 8446", "9.2"), Citation("RFC 5246", "7.4.1.4.1"), Citation("RFC 9155", "2")),
):
    """The client does not say which signatures it can verify.

    In TLS 1.2 that used to mean SHA-1, which RFC 9155 forbids, so that servers refuse; in TLS 1.3 a server must refuse
    with missing_extension unless a pre-shared key does without.
    """

    summary = "offers {newest} without signature_algorithms"
    remedy = "Have the client send signature_algorithms with SHA-256 or better."
    newest: str


class SecureRenegotiationNotOffered(
    TraceFinding,
    id="trace.offer.secure_renegotiation",
    severity=Severity.NOTICE,
    cites=Citation("RFC 5746", "3.4"),
):
    """The client does not say that it binds a renegotiation to the connection.

    Without that, somebody in between can put words of its own before those of the client (CVE-2009-3555); many servers
    refuse such clients.
    """

    summary = "sends neither renegotiation_info nor TLS_EMPTY_RENEGOTIATION_INFO_SCSV"
    remedy = "Upgrade the client: all maintained implementations send one of them."


class ExtendedMasterSecretNotOffered(
    TraceFinding,
    id="trace.offer.extended_master_secret",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 7627", "5.1"), Citation("RFC 9325", "3.5")),
):
    """The client offers TLS 1.2 or older without binding the keys to the handshake.

    Without extended_master_secret somebody in between can give two connections the same keys (the triple handshake
    attack). TLS 1.3 does it always.
    """

    summary = "does not offer extended_master_secret"
    remedy = "Upgrade the client: all maintained implementations offer it."


class Compression(
    TraceFinding,
    id="trace.offer.compression",
    severity=Severity.WARNING,
    cites=(Citation("RFC 9325", "3.3"), Citation("RFC 8446", "4.1.2")),
):
    """The client offers to compress what it encrypts.

    The length of what is compressed gives its content away (CRIME). A server of TLS 1.3 must refuse such a client.
    """

    summary = "offers the compression methods {methods}"
    remedy = "Turn TLS compression off in the client."
    methods: tuple[str, ...]


KINDS = (
    OldVersionOffered,
    Tls13NotOffered,
    Sslv2Hello,
    WeakSuites,
    NoGroups,
    NoSignatureAlgorithms,
    SecureRenegotiationNotOffered,
    ExtendedMasterSecretNotOffered,
    Compression,
)


def check(report: Analysis) -> Iterator[Finding]:
    """Look at the first ClientHello."""
    for record in report.records:
        if record.sslv2 is not None and record.sslv2.get("msg_type") == _SSLV2_CLIENT_HELLO:
            yield Sslv2Hello(place=record_place(record, "ClientHello of SSL 2.0"))
            return
    for message, offer in offers(report):
        yield from _versions(report, message, offer)
        yield from _lists(report, message, offer)
        yield from _extensions(report, message, offer)
        return


def _versions(report: Analysis, message: Message, offer: Offer) -> Iterator[Finding]:
    newest = max(offered_versions(offer), key=age, default=offer.legacy_version)
    place = message_place(report, message, "legacy_version")
    if age(newest) < _TLS_1_2:
        yield OldVersionOffered(place=place, newest=str(newest))
    elif age(newest) == _TLS_1_2 and not newest.is_dtls:
        yield Tls13NotOffered(place=place, newest=str(newest))


def _lists(report: Analysis, message: Message, offer: Offer) -> Iterator[Finding]:
    weak = {str(suite): found.severity for suite in offer.cipher_suites if (found := weakness(suite))}
    if weak:
        place = message_place(report, message, "cipher_suites")
        finding = WeakSuites(place=place, count=len(weak), suites=tuple(weak))
        yield finding.at_severity(Severity.WARNING if Severity.ERROR in weak.values() else Severity.NOTICE)
    methods = tuple(str(method) for method in offer.legacy_compression_methods if method != 0)
    if methods:
        yield Compression(place=message_place(report, message, "legacy_compression_methods"), methods=methods)


def _extensions(report: Analysis, message: Message, offer: Offer) -> Iterator[Finding]:
    place = message_place(report, message, "extensions")
    types = offer.extension_types
    ages = [age(version) for version in offered_versions(offer)] or [age(offer.legacy_version)]
    has_psk = ExtensionType.pre_shared_key in types
    if ExtensionType.supported_groups not in types and not has_psk and _offers_curves(offer, max(ages)):
        yield NoGroups(place=place)
    if ExtensionType.signature_algorithms not in types and not has_psk and max(ages) >= _TLS_1_2:
        newest = max(offered_versions(offer), key=age, default=offer.legacy_version)
        yield NoSignatureAlgorithms(place=place, newest=str(newest))
    if min(ages) > _TLS_1_2:
        return
    scsv = CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV in offer.cipher_suites
    if not scsv and ExtensionType.renegotiation_info not in types:
        yield SecureRenegotiationNotOffered(place=extension_place(report, message, ExtensionType.renegotiation_info))
    if ExtensionType.extended_master_secret not in types:
        yield ExtendedMasterSecretNotOffered(
            place=extension_place(report, message, ExtensionType.extended_master_secret)
        )


def _offers_curves(offer: Offer, newest: int) -> bool:
    exchanges = {suite.key_exchange for suite in offer.cipher_suites}
    return newest > _TLS_1_2 or bool(exchanges & {"ECDHE", "ECDHE_PSK"})


_TLS_1_2 = 0x0303
_SSLV2_CLIENT_HELLO = 1
