"""What the value of a field says, in words: numbers with their unit, times, names, randoms, lists.

Text from the wire is quoted and made visible. A structure says what its parts say; here it says only its size.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Any

from tlskit.document import quoted, shown
from tlskit.explain.amount import counted, duration
from tlskit.explain.words.code_points import code_point_words
from tlskit.explain.words.lookup import said_of
from tlskit.registry import ALPN_PROTOCOLS, CodePoint
from tlskit.trace import Envelope
from tlskit.wire import (
    HELLO_RETRY_REQUEST_RANDOM,
    ApplicationSettingsSupport,
    Certificate,
    CertificateAuthoritiesExtension,
    CertificateEntry,
    ChangeCipherSpec,
    ChannelId,
    ClientHello,
    CompressedCertificate,
    Credential,
    DhClientKeyExchange,
    DTLSHandshakeHeader,
    EcdhClientKeyExchange,
    ECHConfigContents,
    HandshakeHeader,
    Item,
    LegacyCertificateRequest,
    MaxEarlyDataSize,
    NewSessionTicket,
    NextProtocol,
    NextProtocols,
    Part,
    PreferredAddress,
    ProtocolNameList,
    PskClientKeyExchange,
    PskIdentity,
    PskServerKeyExchange,
    RecordSizeLimit,
    RenegotiationInfo,
    SelectedPsk,
    ServerDHParams,
    ServerECDHParams,
    ServerHello,
    ServerName,
    ServerRSAParams,
    SessionTicket,
    SignedCertificateTimestamp,
    SrpIdentity,
    Sslv2ClientHello,
    Sslv2ServerHello,
    Tls13Certificate,
    Tls13NewSessionTicket,
)
from tlskit.x509 import DistinguishedName, subject_encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.explain.words.entry import FieldKey
    from tlskit.wire import Field, FieldPlace

_LISTED = 8
_SENTINELS = {b"DOWNGRD\x01": "TLS 1.2", b"DOWNGRD\x00": "TLS 1.1 or older"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def value_words(field: Field[Any]) -> str:
    """Say what a field's value is. A field that could not be read says why."""
    value, place = field.value, field.kind.place
    if value is None:
        return f"cannot be read{f': {shown(field.problem)}' if field.problem else ''}"
    if (own := said_of(_held(place), OWN)) is not None:
        return own(value)
    match value:
        case CodePoint():
            return code_point_words(value)
        case int():
            return counted(value, "byte") if place.last is Part.LENGTH else f"{value:,}"
        case bytes():
            return counted(len(value), "byte") if value else "empty"
        case tuple():
            return _listed(value)
    return counted(field.end - field.start, "byte")


def _held(place: FieldPlace) -> FieldPlace:
    """Where what stands behind a length says what it says: at the length's own place."""
    inner = place.around if place.last is Part.DATA else place
    return inner.around if inner.last is Part.CONTENT else inner


def random_words(random: bytes) -> str:
    """Say whether a server's random carries a message."""
    if random == HELLO_RETRY_REQUEST_RANDOM:
        return "not random: the fixed value that marks a [[HelloRetryRequest]]"
    if version := _SENTINELS.get(random[-8:]):
        return (
            f"24 random bytes and the letters DOWNGRD: the server could have spoken a newer version than {version}; a "
            "client that offered one must break off, since somebody may have tampered ([[downgrade sentinel]])"
        )
    return "32 random bytes"


def protocol_words(name: bytes) -> str:
    """Say what an ALPN name stands for."""
    known = ALPN_PROTOCOLS.get(name)
    if known and known[0].encode() != name:
        return f"{quoted(name)}: {known[0]}"
    if len(name) == 2 and name[0] == name[1] and name[0] & 0x0F == 0x0A:  # noqa: PLR2004 - RFC 8701 section 2
        return f"{name.hex()}: [[GREASE]], a name without a meaning"
    return quoted(name)


def name_words(encoding: bytes) -> str:
    """Say a distinguished name as people write it."""
    name = DistinguishedName(encoding)
    return quoted(str(name)) if name else f"{counted(len(encoding), 'byte')} that are no distinguished name"


def _certificate(encoding: bytes) -> str:
    subject = DistinguishedName(subject_encoding(encoding))
    whose = f" for {quoted(str(subject))}" if subject else ""
    return f"a certificate{whose}, {counted(len(encoding), 'byte')}"


def _entry(entry: CertificateEntry) -> str:
    return _certificate(entry.cert_data)


def _certificates(encodings: tuple[Any, ...]) -> str:
    return counted(len(encodings), "certificate") if encodings else "none: the sender has no certificate to show"


def _timestamp(milliseconds: int) -> str:
    try:
        moment = _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return f"{milliseconds:,} ms after 1970, which is no date"
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _listed(items: tuple[Any, ...]) -> str:
    if not items:
        return "none"
    if not all(isinstance(item, CodePoint) for item in items):
        return counted(len(items), "item")
    names = ", ".join(item.label for item in items[:_LISTED])
    more = f" and {len(items) - _LISTED:,} more" if len(items) > _LISTED else ""
    return f"{len(items):,}: {names}{more}" if len(items) > 1 else names


def _protocols(names: tuple[bytes, ...]) -> str:
    if not names:
        return "none"
    more = f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
    return f"{', '.join(quoted(name) for name in names[:_LISTED])}{more}"


def _session_id(value: bytes) -> str:
    return f"{counted(len(value), 'byte')}" if value else "empty: no session to take up again"


def _large_number(value: bytes) -> str:
    return f"a number of {int.from_bytes(value).bit_length():,} bits"


def _point(value: bytes) -> str:
    form = "; 04 begins a point in uncompressed form" if value[:1] == b"\x04" and len(value) % 2 else ""
    return f"{counted(len(value), 'byte')}{form}"


def _number_of_bytes(value: int) -> str:
    return counted(value, "byte")


def _lifetime_hint(seconds: int) -> str:
    return duration(seconds) if seconds else "left open"


def _hex(value: bytes) -> str:
    return value.hex() or "empty"


def _port(value: int) -> str:
    return str(value)


def _renegotiated(value: bytes) -> str:
    return f"{counted(len(value), 'byte')} of the last handshake" if value else "empty: this is a first handshake"


def _hint(value: bytes) -> str:
    return quoted(value) if value else "none"


def _wanted_ticket(value: bytes) -> str:
    return f"a ticket of {counted(len(value), 'byte')}" if value else "empty: no ticket yet, one is welcome"


def _place(value: int) -> str:
    return f"{value}: the client's {'first' if value == 0 else f'number {value + 1}'}"


def _change(value: int) -> str:
    return "1, as always" if value == 1 else f"{value}, which is not defined"


def _age(value: int) -> str:
    return f"{value:,} ms, of which an onlooker learns nothing"


OWN: dict[FieldKey, Callable[[Any], str]] = {
    (ClientHello, "random"): lambda _: "32 random bytes",
    (ServerHello, "random"): random_words,
    (ClientHello, "legacy_session_id"): _session_id,
    (ServerHello, "legacy_session_id_echo"): _session_id,
    (ServerName, "host_name"): quoted,
    (ECHConfigContents, "public_name"): quoted,
    (ProtocolNameList, "protocol_name_list"): _protocols,
    (ProtocolNameList, "protocol_name_list", Item()): protocol_words,
    (NextProtocols, "protocols"): _protocols,
    (NextProtocols, "protocols", Item()): protocol_words,
    (ApplicationSettingsSupport, "supported_protocols"): _protocols,
    (ApplicationSettingsSupport, "supported_protocols", Item()): protocol_words,
    (NextProtocol, "selected_protocol"): protocol_words,
    (Certificate, "certificate_list"): _certificates,
    (Certificate, "certificate_list", Item()): _certificate,
    (Tls13Certificate, "certificate_list", Item(CertificateEntry)): _entry,
    (CertificateEntry, "cert_data"): _certificate,
    (LegacyCertificateRequest, "certificate_authorities", Item()): name_words,
    (CertificateAuthoritiesExtension, "authorities", Item()): name_words,
    (NewSessionTicket, "ticket_lifetime_hint"): _lifetime_hint,
    (Tls13NewSessionTicket, "ticket_lifetime"): duration,
    (Credential, "valid_time"): duration,
    (SignedCertificateTimestamp, "timestamp"): _timestamp,
    (SignedCertificateTimestamp, "id"): _hex,
    (SessionTicket, "ticket"): _wanted_ticket,
    (PskIdentity, "obfuscated_ticket_age"): _age,
    (SelectedPsk, "selected_identity"): _place,
    (RenegotiationInfo, "renegotiated_connection"): _renegotiated,
    (ServerECDHParams, "public"): _point,
    (EcdhClientKeyExchange, "ecdh_yc"): _point,
    (ServerDHParams, "dh_p"): _large_number,
    (ServerDHParams, "dh_g"): lambda value: str(int.from_bytes(value)) if len(value) == 1 else _large_number(value),
    (ServerDHParams, "dh_ys"): _large_number,
    (DhClientKeyExchange, "dh_yc"): _large_number,
    (ServerRSAParams, "rsa_modulus"): _large_number,
    (ServerRSAParams, "rsa_exponent"): lambda value: f"{int.from_bytes(value[:8]):,}",
    (PskServerKeyExchange, "psk_identity_hint"): _hint,
    (PskClientKeyExchange, "psk_identity"): _hint,
    (SrpIdentity, "srp_I"): quoted,
    (MaxEarlyDataSize, "max_early_data_size"): _number_of_bytes,
    (RecordSizeLimit, "record_size_limit"): _number_of_bytes,
    (HandshakeHeader, "length"): _number_of_bytes,
    (DTLSHandshakeHeader, "fragment_length"): _number_of_bytes,
    (CompressedCertificate, "uncompressed_length"): _number_of_bytes,
    (ECHConfigContents, "maximum_name_length"): _number_of_bytes,
    (ChannelId, "extension_length"): _number_of_bytes,
    (Sslv2ClientHello, "cipher_spec_length"): _number_of_bytes,
    (Sslv2ClientHello, "session_id_length"): _number_of_bytes,
    (Sslv2ClientHello, "challenge_length"): _number_of_bytes,
    (Sslv2ServerHello, "certificate_length"): _number_of_bytes,
    (Sslv2ServerHello, "cipher_specs_length"): _number_of_bytes,
    (Sslv2ServerHello, "connection_id_length"): _number_of_bytes,
    (Envelope.SSLV2_RECORD, "length"): _number_of_bytes,
    (Envelope.SSLV2_RECORD, "padding_length"): _number_of_bytes,
    (ChangeCipherSpec, "type"): _change,
    (PreferredAddress, "ipv4_address"): lambda value: str(IPv4Address(value)),
    (PreferredAddress, "ipv6_address"): lambda value: str(IPv6Address(value)),
    (PreferredAddress, "ipv4_port"): _port,
    (PreferredAddress, "ipv6_port"): _port,
}
"""Places whose value is more than its type says."""
