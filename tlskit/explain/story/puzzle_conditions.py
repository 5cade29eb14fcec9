"""Where each puzzle occurs: a question on a record, a message or a field, answered by what the trace shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.registry import CipherSuite, CodePoint, ContentType, GroupKind, HandshakeType, NamedGroup, ProtocolVersion
from tlskit.trace import DecryptedRecord, Direction, Protection
from tlskit.wire import (
    HELLO_RETRY_REQUEST_RANDOM,
    ClientHello,
    Extension,
    FieldPlace,
    HelloRetryRequest,
    KeyShareEntry,
    Padding,
    RenegotiationInfo,
    ServerNameList,
    SupportedVersions,
)

if TYPE_CHECKING:
    from tlskit.trace import Message, Record, TraceReport
    from tlskit.wire import Field

_SENTINEL = b"DOWNGRD"
_EMPTY_EXTENSION = 4  # bytes: type and length
_LARGE = 1000

# -- records ---------------------------------------------------------------------------------------------------------


def first_record_says_tls10(report: TraceReport, record: Record) -> bool:
    """Whether it is a client's first record with TLS 1.0 in its header, though newer versions are spoken."""
    first = next(report.records_of(Direction.CLIENT_TO_SERVER), None)
    newer = report.hellos.version is None or report.hellos.version > ProtocolVersion.tls_1_0
    return record is first and record.version == ProtocolVersion.tls_1_0 and newer


def record_says_tls12(report: TraceReport, record: Record) -> bool:
    """Whether it is a record of a TLS 1.3 connection that says TLS 1.2."""
    return report.hellos.is_tls13 and record.version == ProtocolVersion.tls_1_2


def dummy_change_cipher_spec(report: TraceReport, record: Record) -> bool:
    """Whether it is a ChangeCipherSpec of TLS 1.3."""
    return report.hellos.is_tls13 and record.content_type == ContentType.change_cipher_spec


def disguised_handshake(_: TraceReport, record: Record) -> bool:
    """Whether it is a handshake record behind application_data."""
    return record.content_type == ContentType.application_data and record.inner_type == ContentType.handshake


def encrypted_alert(_: TraceReport, record: Record) -> bool:
    """Whether it is an alert that is protected."""
    return record.true_type == ContentType.alert and record.protection is not Protection.CLEAR


def first_encrypted_message(report: TraceReport, record: Record) -> bool:
    """Whether it is a protected handshake record right behind a ChangeCipherSpec of the same side."""
    if record.content_type != ContentType.handshake or record.protection is Protection.CLEAR:
        return False
    earlier = (report.records[number] for number in range(record.number - 1, -1, -1))
    last = next((other for other in earlier if other.direction is record.direction), None)
    return last is not None and last.content_type == ContentType.change_cipher_spec


def padded_record(report: TraceReport, record: Record) -> bool:
    """Whether it is a record of TLS 1.3 with padding."""
    return report.hellos.is_tls13 and isinstance(record.opened, DecryptedRecord) and record.opened.padding_length > 0


def split_record(report: TraceReport, record: Record) -> bool:
    """Whether it is an opened record of TLS 1.0 with at most one byte of data under a CBC suite."""
    suite = report.hellos.cipher_suite
    return (
        record.true_type == ContentType.application_data
        and isinstance(record.opened, DecryptedRecord)
        and len(record.content) <= 1
        and report.hellos.version in {ProtocolVersion.tls_1_0, ProtocolVersion.SSLv3}
        and suite is not None
        and "CBC" in (suite.cipher or "")
    )


# -- messages --------------------------------------------------------------------------------------------------------


def hello_retry_request(_: TraceReport, message: Message) -> bool:
    """Whether it is a HelloRetryRequest in the form of a ServerHello."""
    return message.structure is HelloRetryRequest


def second_client_hello(report: TraceReport, message: Message) -> bool:
    """Whether it is the ClientHello that a HelloRetryRequest or HelloVerifyRequest asked for."""
    return _is_later_client_hello(report, message) and not renegotiation(report, message)


def renegotiation(report: TraceReport, message: Message) -> bool:
    """Whether it is a ClientHello within a protected connection."""
    if not _is_later_client_hello(report, message):
        return False
    return report.records[message.pieces[-1].record].protection is not Protection.CLEAR


def ticket_after_finished(report: TraceReport, message: Message) -> bool:
    """Whether it is a ticket of TLS 1.3."""
    return message.type == HandshakeType.new_session_ticket and report.hellos.is_tls13


def empty_certificate(_: TraceReport, message: Message) -> bool:
    """Whether it is a client's Certificate with an empty list."""
    is_client = message.direction is Direction.CLIENT_TO_SERVER
    return is_client and message.type == HandshakeType.certificate and message.values.get("certificate_list") == ()


def _is_later_client_hello(report: TraceReport, message: Message) -> bool:
    if message.type != HandshakeType.client_hello or message.retransmitted:
        return False
    hellos = (other for other in report.messages if other.type == HandshakeType.client_hello)
    return next(hellos, message) is not message


# -- fields ----------------------------------------------------------------------------------------------------------


def legacy_version(report: TraceReport, message: Message, field: Field[Any]) -> bool:
    """Whether it is the frozen version of a hello that is about TLS 1.3."""
    if field.name != "legacy_version" or field.value != ProtocolVersion.tls_1_2:
        return False
    return _offers_tls13(message) or (report.hellos.is_tls13 and message.direction is Direction.SERVER_TO_CLIENT)


def grease(_: TraceReport, __: Message, field: Field[Any]) -> bool:
    """Whether it is a number that RFC 8701 reserves."""
    return isinstance(field.value, CodePoint) and field.value.is_grease


def session_id_in_tls13(report: TraceReport, message: Message, field: Field[Any]) -> bool:
    """Whether it is a session id in a handshake of TLS 1.3."""
    if field.name not in {"legacy_session_id", "legacy_session_id_echo"} or not field.value:
        return False
    return report.hellos.is_tls13 or (report.hellos.version is None and _offers_tls13(message))


def fixed_random(_: TraceReport, __: Message, field: Field[Any]) -> bool:
    """Whether it is the random of a HelloRetryRequest."""
    return field.name == "random" and field.value == HELLO_RETRY_REQUEST_RANDOM


def downgrade_sentinel(_: TraceReport, message: Message, field: Field[Any]) -> bool:
    """Whether it is a server's random that warns of a downgrade."""
    is_server = message.direction is Direction.SERVER_TO_CLIENT
    return is_server and field.name == "random" and (field.value or b"")[-8:-1] == _SENTINEL


def renegotiation_signal(_: TraceReport, __: Message, field: Field[Any]) -> bool:
    """Whether it is an empty renegotiation_info, or the signal in its place."""
    if isinstance(field.value, CipherSuite):
        return field.value == CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV
    if field.kind.place.of is not RenegotiationInfo or not isinstance(field.value, RenegotiationInfo):
        return False
    return not field.value.renegotiated_connection


def fallback_signal(_: TraceReport, __: Message, field: Field[Any]) -> bool:
    """Whether it is the signal of a fallback."""
    return isinstance(field.value, CipherSuite) and field.value == CipherSuite.TLS_FALLBACK_SCSV


def empty_extension(_: TraceReport, __: Message, field: Field[Any]) -> bool:
    """Whether it is an extension without data."""
    return field.kind.place.of is Extension and not field.problem and field.end - field.start == _EMPTY_EXTENSION


def padded_hello(_: TraceReport, __: Message, field: Field[Any]) -> bool:
    """Whether it is the padding of a hello."""
    return field.kind.place == FieldPlace(Padding, "padding") and bool(field.value)


def large_key_share(_: TraceReport, __: Message, field: Field[Any]) -> bool:
    """Whether it is a key share of a group with a post-quantum part."""
    group = field.children[0].value if field.kind.place.of is KeyShareEntry and field.children else None
    is_large = field.end - field.start > _LARGE
    return is_large and isinstance(group, NamedGroup) and group.kind in {GroupKind.HYBRID, GroupKind.POST_QUANTUM}


def three_lengths(_: TraceReport, __: Message, field: Field[Any]) -> bool:
    """Whether it is the list of host names."""
    return field.kind.place == FieldPlace(ServerNameList, "server_name_list") and bool(field.value)


def _offers_tls13(message: Message) -> bool:
    body = message.body
    versions = body.extension(SupportedVersions) if isinstance(body, ClientHello) else None
    return versions is not None and any(version.is_tls13 for version in versions.versions)
