"""A ClientHello as clients sent it twenty years ago, for servers that OpenSSL is too young to talk to.

It offers SSL 3.0 to TLS 1.2 and every cipher suite that such servers had: RC4, single and triple DES, export grades.
Nothing is ever agreed with it: the answer is looked at, and the connection ends.
"""

from __future__ import annotations

import os

from tlskit.handshake.report.attempt import Attempt, AttemptOutcome, Phase
from tlskit.registry import (
    AlertDescription,
    CipherSuite,
    CompressionMethod,
    ContentType,
    ECPointFormat,
    ExtensionType,
    HandshakeType,
    NamedGroup,
    ProtocolVersion,
    ServerNameType,
    SignatureScheme,
)
from tlskit.trace import Direction
from tlskit.wire import (
    ClientHello,
    ECPointFormatList,
    Extension,
    HandshakeHeader,
    NamedGroupList,
    ServerName,
    ServerNameList,
    SignatureSchemeList,
    TLSRecord,
)

_SUITES = (
    *range(0xC023, 0xC02B),  # ECDHE with CBC and SHA-2 (RFC 5289)
    *range(0xC02B, 0xC033),  # ECDHE with GCM
    *range(0xC001, 0xC01A),  # ECDHE with RC4, 3DES, AES-CBC (RFC 8422)
    *range(0x009C, 0x00A0),  # RSA and DHE with GCM
    *range(0x003C, 0x0041),  # RSA and DHE with CBC and SHA-256
    *range(0x0067, 0x006C),
    *range(0x002F, 0x003B),  # AES-CBC (RFC 5246)
    *range(0x0041, 0x0047),  # Camellia
    0x0096,  # SEED
    *range(0x0001, 0x001C),  # NULL, RC4, RC2, DES, 3DES, export grades (RFC 5246, RFC 2246)
    *range(0x0062, 0x0066),  # export grades with 1024 bits
    0x00FF,  # TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746)
)
_SIGNATURES = (0x0401, 0x0403, 0x0402, 0x0501, 0x0503, 0x0601, 0x0603, 0x0201, 0x0203, 0x0202)
_GROUPS = (0x001D, 0x0017, 0x0018, 0x0019)
_REFUSALS = frozenset(
    {
        AlertDescription.handshake_failure,
        AlertDescription.protocol_version,
        AlertDescription.insufficient_security,
        AlertDescription.illegal_parameter,
    }
)


def old_hello(server_name: str) -> bytes:
    """Return the record with the hello; ``server_name`` goes into SNI where there is one."""
    hello = ClientHello(
        legacy_version=ProtocolVersion(0x0303),
        random=os.urandom(32),
        legacy_session_id=b"",
        cipher_suites=tuple(map(CipherSuite, _SUITES)),
        legacy_compression_methods=(CompressionMethod(0),),
        extensions=tuple(_extensions(server_name)),
    ).encode(HandshakeType.client_hello)
    message = HandshakeHeader(HandshakeType.client_hello, len(hello)).encode() + hello
    return TLSRecord(ContentType.handshake, ProtocolVersion(0x0301), message).encode()


def _extensions(server_name: str) -> list[Extension]:
    bodies = {
        ExtensionType.supported_groups: NamedGroupList(tuple(map(NamedGroup, _GROUPS))),
        ExtensionType.ec_point_formats: ECPointFormatList((ECPointFormat(0),)),
        ExtensionType.signature_algorithms: SignatureSchemeList(tuple(map(SignatureScheme, _SIGNATURES))),
    }
    found = [Extension(kind, body) for kind, body in bodies.items()]
    if server_name:
        name = ServerName(ServerNameType.host_name, server_name.encode("ascii"))
        found.insert(0, Extension(ExtensionType.server_name, ServerNameList((name,))))
    return found


def is_worth_probing(tried: Attempt) -> bool:
    """Tell whether a connection failed as it does with a server that is too old: at the hello."""
    if tried.phase is not Phase.HANDSHAKE or tried.certificates:
        return False
    match tried.outcome:
        case AttemptOutcome.ALERT_RECEIVED:
            return any(alert.description in _REFUSALS for alert in tried.alerts_of(Direction.SERVER_TO_CLIENT))
        case AttemptOutcome.ALERT_SENT:
            return any(alert.description in _REFUSALS for alert in tried.alerts_of(Direction.CLIENT_TO_SERVER))
        case AttemptOutcome.CLOSED | AttemptOutcome.RESET | AttemptOutcome.ENGINE_FAILED:
            return True
    return False
