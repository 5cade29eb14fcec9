"""Did the server choose something weak? (RFC 9325)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.registry import CipherSuite, ExtensionType, HandshakeType, HashAlgorithm, ProtocolVersion
from tlskit.trace.checks.hello_pair import age, choices, hello_pairs
from tlskit.trace.checks.weakness import weakness
from tlskit.trace.chunk import Direction
from tlskit.trace.location import TraceFinding, extension_place, message_place, record_place
from tlskit.trace.record.hellos import chosen_version
from tlskit.wire import CertificateVerify, ServerDHParams, ServerHello

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.registry import SignatureScheme
    from tlskit.trace.analysis import Analysis
    from tlskit.trace.checks.hello_pair import Choice
    from tlskit.trace.record.record import Message


class OldVersionChosen(
    TraceFinding,
    id="trace.choice.version",
    severity=Severity.WARNING,
    cites=(Citation("RFC 8996"), Citation("RFC 7568"), Citation("RFC 6176"), Citation("RFC 9325", "3.1.1")),
):
    """The connection uses a version older than TLS 1.2.

    TLS 1.0 and 1.1 were withdrawn in 2021. SSL 2.0 and 3.0 can be broken, so there it is an error.
    """

    summary = "the server chose {version}"
    remedy = "Allow TLS 1.2 and 1.3 on both sides and turn the older versions off."
    version: str


class WeakSuite(
    TraceFinding,
    id="trace.choice.cipher_suite",
    cites=(Citation("RFC 9325", "4.1"), Citation("RFC 7465")),
):
    """The connection uses a cipher suite that must not be used any more.

    3DES and IDEA only give something away in long sessions, and MD5 in a MAC is not yet broken; these are warnings.
    """

    summary = "the server chose {suite}: {why}"
    remedy = "Turn the suite off on the server; ECDHE with AES-GCM or ChaCha20-Poly1305 is supported everywhere."
    suite: str
    why: str


class NoForwardSecrecy(
    TraceFinding,
    id="trace.choice.forward_secrecy",
    severity=Severity.WARNING,
    cites=(Citation("RFC 9325", "4.1"), Citation("RFC 9325", "7.3")),
):
    """Whoever records the connection now and gets the server's key later can read it.

    The key exchange uses the long-term key itself; with ECDHE or DHE each connection has a key of its own that is
    forgotten.
    """

    summary = "the server chose {suite}, which is not forward secret"
    remedy = "Prefer ECDHE suites on the server and turn off those with RSA key exchange."
    suite: str


class MacThenEncrypt(
    TraceFinding,
    id="trace.choice.cbc",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 7366"), Citation("RFC 9325", "4.2")),
):
    """The cipher works in CBC mode, and the MAC is made before encryption.

    Time and again implementations gave away what they decrypt by how they treat wrong padding (Lucky Thirteen).
    """

    summary = "the server chose {suite} without encrypt_then_mac"
    remedy = "Prefer AES-GCM or ChaCha20-Poly1305 on the server."
    suite: str


class SmallGroup(
    TraceFinding,
    id="trace.choice.group",
    severity=Severity.WARNING,
    cites=(Citation("RFC 9325", "4.2"), Citation("RFC 7919")),
):
    """The Diffie-Hellman group of the key exchange is shorter than 2048 bits.

    Groups of 1024 bits are within reach of states, those of 512 bits of anybody (Logjam). Many clients refuse both.
    """

    summary = "the server chose a Diffie-Hellman group of {bits} bits"
    remedy = "Use ECDHE, or a group of RFC 7919 with 2048 bits or more."
    bits: int


class WeakSignature(
    TraceFinding,
    id="trace.choice.signature",
    severity=Severity.WARNING,
    cites=(Citation("RFC 9155"), Citation("RFC 9325", "4.4")),
):
    """The key exchange is signed over a hash that can be forged.

    RFC 9155 forbids SHA-1 and MD5 in the signatures of TLS 1.2; TLS 1.3 never had them.
    """

    summary = "the {signer} signed with {scheme}"
    remedy = "Offer and choose signature schemes with SHA-256 or better on both sides."
    signer: str
    scheme: str


class Compressed(
    TraceFinding,
    id="trace.choice.compression",
    cites=Citation("RFC 9325", "3.3"),
):
    """The connection compresses what it encrypts.

    The length of what is compressed gives its content away (CRIME).
    """

    summary = "the server chose the compression method {method}"
    remedy = "Turn TLS compression off on the server."
    method: str


class ExtendedMasterSecretNotChosen(
    TraceFinding,
    id="trace.choice.extended_master_secret",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 7627", "5.3"), Citation("RFC 9325", "3.5")),
):
    """The client offered to bind the keys to the handshake, and the server did not take it.

    Without extended_master_secret somebody in between can give two connections the same keys (the triple handshake
    attack).
    """

    summary = "the server does not take extended_master_secret, which the client offers"
    remedy = "Upgrade the server: all maintained implementations have it."


class SecureRenegotiationNotChosen(
    TraceFinding,
    id="trace.choice.secure_renegotiation",
    severity=Severity.WARNING,
    cites=Citation("RFC 5746", "4.1"),
):
    """The server does not say that it binds a renegotiation to the connection.

    The client cannot know whether somebody in between put words of its own before those of the client (CVE-2009-3555);
    OpenSSL 3 refuses such servers.
    """

    summary = "the server does not send renegotiation_info"
    remedy = "Upgrade the server: all maintained implementations send it."


KINDS = (
    OldVersionChosen,
    WeakSuite,
    NoForwardSecrecy,
    MacThenEncrypt,
    SmallGroup,
    WeakSignature,
    Compressed,
    ExtendedMasterSecretNotChosen,
    SecureRenegotiationNotChosen,
)


def check(report: Analysis) -> Iterator[Finding]:
    """Look at every ServerHello, and at the messages that carry groups and signatures."""
    for record in report.records:
        if record.sslv2 is not None and record.sslv2.get("msg_type") == _SSLV2_SERVER_HELLO:
            place = record_place(record, "ServerHello of SSL 2.0")
            yield OldVersionChosen(place=place, version=str(ProtocolVersion.SSLv2)).at_severity(Severity.ERROR)
    for message, choice in choices(report):
        yield from _hello(report, message, choice)
    yield from _answers(report)
    for message in report.messages:
        yield from _key_exchange(report, message)


def _hello(report: Analysis, message: Message, choice: Choice) -> Iterator[Finding]:
    version, suite = chosen_version(choice), choice.cipher_suite
    if age(version) < _TLS_1_2:
        finding = OldVersionChosen(place=message_place(report, message, "legacy_version"), version=str(version))
        yield finding.at_severity(Severity.ERROR if age(version) < _TLS_1_0 else Severity.WARNING)
    place = message_place(report, message, "cipher_suite")
    found = weakness(suite)
    if found is not None:
        yield WeakSuite(place=place, suite=str(suite), why=found.why).at_severity(found.severity)
    if suite.is_known and not suite.is_scsv and not suite.is_forward_secret:
        yield NoForwardSecrecy(place=place, suite=str(suite))
    if "_CBC" in (suite.cipher or "") and ExtensionType.encrypt_then_mac not in choice.extension_types:
        yield MacThenEncrypt(place=place, suite=str(suite))
    if isinstance(choice, ServerHello) and choice.legacy_compression_method != 0:
        place = message_place(report, message, "legacy_compression_method")
        yield Compressed(place=place, method=str(choice.legacy_compression_method))


def _answers(report: Analysis) -> Iterator[Finding]:
    for pair in hello_pairs(report):
        if age(pair.version) > _TLS_1_2:
            continue
        offered, types = pair.offer.extension_types, pair.choice.extension_types
        master, renegotiation = ExtensionType.extended_master_secret, ExtensionType.renegotiation_info
        if master in offered and master not in types and age(pair.version) >= _TLS_1_0:
            yield ExtendedMasterSecretNotChosen(place=extension_place(report, pair.server, master))
        asked = renegotiation in offered or CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV in pair.offer.cipher_suites
        if asked and renegotiation not in types:
            yield SecureRenegotiationNotChosen(place=extension_place(report, pair.server, renegotiation))


def _key_exchange(report: Analysis, message: Message) -> Iterator[Finding]:
    scheme: SignatureScheme | None = None
    match message.type:
        case HandshakeType.server_key_exchange:
            scheme = getattr(message.values.get("signed_params"), "algorithm", None)
            params = message.values.get("params")
            if isinstance(params, ServerDHParams):
                bits = int.from_bytes(params.dh_p).bit_length()
                if bits < _SHORTEST:
                    yield SmallGroup(place=message_place(report, message, "params"), bits=bits)
        case HandshakeType.certificate_verify if isinstance(body := message.body, CertificateVerify):
            scheme = body.algorithm
    if scheme is not None and scheme.hash in _WEAK_HASHES:
        signer = "client" if message.direction is Direction.CLIENT_TO_SERVER else "server"
        yield WeakSignature(place=message_place(report, message), signer=signer, scheme=str(scheme))


_TLS_1_0, _TLS_1_2 = 0x0301, 0x0303
_SHORTEST = 2048
_WEAK_HASHES = {HashAlgorithm.md5, HashAlgorithm.sha1}
_SSLV2_SERVER_HELLO = 4
