#!/usr/bin/env python3
"""What tlskit sees in a capture, in the form in which it is compared with tshark.

    trace_facts.py CAPTURE [KEYLOG]      one JSON object
    trace_facts.py --raw FILE...         what one side sent, a line for each file

Numbers decimal, bytes in lower-case hex, long values as SHA-256; an absent field, null, "" and [] mean the same.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tlskit.registry.content_type import ContentType
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.trace.chunk import Chunk, Direction, Transport
from tlskit.trace.fingerprint import ja3, ja3_text, ja3s_text
from tlskit.trace.input.source import read_capture
from tlskit.trace.keys.key_log import KeyLog
from tlskit.trace.observer import observe
from tlskit.trace.record.decrypted import Protection
from tlskit.trace.record.preamble import Preamble
from tlskit.trace.transcript import Transcript
from tlskit.wire.hello import HELLO_RETRY_REQUEST_RANDOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tlskit.trace.record.record import Message, Record
    from tlskit.trace.report import TraceReport

Facts = dict[str, Any]


def main(arguments: list[str]) -> None:
    """Print the facts of a capture or of raw files."""
    if arguments[:1] == ["--raw"]:
        for name in arguments[1:]:
            report = raw_report(Path(name).read_bytes())
            streams = [stream_facts(report)] if report.records else []
            print(json.dumps({"file": name, "streams": streams}), flush=True)
        return
    capture, key_log = [*arguments, None][:2]
    secrets = Path(key_log).read_text() if key_log else ""
    print(json.dumps(capture_facts(Path(capture), secrets)))


def capture_facts(capture: Path, secrets: str = "") -> Facts:
    """Return the facts of a capture with the secrets of a key log."""
    key_log = KeyLog.parse(secrets)
    reports = (observe(transcript, key_log) for transcript in read_capture(capture))
    return {"streams": [stream_facts(report) for report in reports if report.records]}


def raw_report(data: bytes) -> TraceReport:
    """Return the report on what one side sent; where it begins like a record, TLS begins there."""
    transport = Transport.DATAGRAM if data[1:2] in _DTLS_MAJOR else Transport.STREAM
    transcript = Transcript((Chunk(Direction.CLIENT_TO_SERVER, data),), transport)
    start = Preamble(0, 0) if data[:1] in _CONTENT_TYPES and data[1:2] == b"\3" else None
    return observe(transcript, start=start)


_CONTENT_TYPES = tuple(bytes([point]) for point in ContentType.known)
_DTLS_MAJOR = (b"\xfe", b"\1")


def stream_facts(report: TraceReport) -> Facts:
    """Return the facts of one connection."""
    transcript = report.transcript
    records = [record for record in _whole_before_loss(report) if not _is_unified(record)]
    types = {message.type for record in records for message in record.messages}
    unread = frozenset() if HandshakeType.server_hello in types else _BY_SUITE
    return {
        "proto": "udp" if transcript.transport is Transport.DATAGRAM else "tcp",
        "client": transcript.client.replace("[", "").replace("]", ""),
        "server": transcript.server.replace("[", "").replace("]", ""),
        "records": [record_facts(record, unread) for record in records],
    }


_BY_SUITE = frozenset({HandshakeType.server_key_exchange, HandshakeType.client_key_exchange})
"""What cannot be read without the ServerHello; tshark sees none in a record that is cut short."""


def _whole_before_loss(report: TraceReport) -> Iterator[Record]:
    """Yield the whole records that lie before the first gap of their direction: tshark reads nothing behind one."""
    lost = {unread.direction: unread.start for unread in reversed(report.unread) if unread.lost}
    whole = (record for record in report.records if not record.is_cut)
    return (record for record in whole if record.start < lost.get(record.direction, record.end))


def _is_unified(record: Record) -> bool:
    """The agreed form has no word for a DTLS 1.3 ciphertext, which gives neither a type nor a version nor a length."""
    return record.content_type is None and record.version.is_dtls


def record_facts(record: Record, unread: frozenset[int]) -> Facts:
    """Return the facts of one record; of messages of the types ``unread`` no fields."""
    facts: Facts = {
        "frame": record.packet,
        "dir": "c2s" if record.direction is Direction.CLIENT_TO_SERVER else "s2c",
        "type": "sslv2" if record.content_type is None else int(record.content_type),
        "inner": None if record.inner_type is None else int(record.inner_type),
        "version": int(record.version),
        "length": len(record.fragment),
        "epoch": record.epoch,
        "seq": record.sequence_number,
        "messages": list(message_list(record, unread)),
    }
    if record.true_type == ContentType.alert:
        facts["alert"] = [record.alert.level, record.alert.description] if record.alert else "encrypted"
    return facts


def message_list(record: Record, unread: frozenset[int]) -> Iterator[Facts]:
    """Yield the facts of the messages that end in a record, or one placeholder for what was not opened."""
    if record.sslv2 is not None:
        yield sslv2_facts(record.sslv2)
    elif record.content_type is None or record.content_type == ContentType.handshake:
        if record.protection is Protection.SEALED or record.problem:
            yield {"type": "encrypted"}
        elif not record.messages:
            yield {"type": "fragment"}
    for message in record.messages:
        yield message_facts(message, unread)


def sslv2_facts(message: Mapping[str, Any]) -> Facts:
    """Return the facts of an SSL 2.0 message."""
    certificate = message.get("certificate")
    return {
        "type": message.get("msg_type"),
        "sslv2": True,
        "legacy_version": message.get("version"),
        "ciphers": message.get("cipher_specs"),
        "certs": [sha256(certificate).hexdigest()] if certificate else [],
    }


def message_facts(message: Message, unread: frozenset[int]) -> Facts:
    """Return the facts of a handshake message."""
    facts: Facts = {"type": int(message.type), "length": message.length}
    if message.is_reassembled:
        facts["reassembled"] = True
    values = message.values
    build = None if message.type in unread else _MESSAGES.get(message.type)
    if build is not None and values:
        facts.update(build(values))
    return facts


def client_hello(values: Mapping[str, Any]) -> Facts:
    """ClientHello."""
    text = ja3_text(values) if "legacy_version" in values else ""
    return {
        "legacy_version": values.get("legacy_version"),
        "random": _hex(values.get("random")),
        "session_id": _hex(values.get("legacy_session_id")),
        "ciphers": values.get("cipher_suites"),
        "compressions": values.get("legacy_compression_methods"),
        "cookie_dtls": _hex(values.get("cookie")),
        **extension_facts(values),
        "ja3_full": text,
        "ja3": ja3(text) if text else None,
    }


def server_hello(values: Mapping[str, Any]) -> Facts:
    """ServerHello and HelloRetryRequest, of drafts too."""
    text = ja3s_text(values)
    return {
        "legacy_version": values.get("legacy_version", values.get("version", values.get("server_version"))),
        "random": _hex(values.get("random")),
        "session_id": _hex(values.get("legacy_session_id_echo")),
        "cipher": values.get("cipher_suite"),
        "compression": values.get("legacy_compression_method"),
        "hello_retry_request": values.get("random") == HELLO_RETRY_REQUEST_RANDOM or None,
        **extension_facts(values),
        "ja3s_full": text,
        "ja3s": ja3(text),
    }


def extension_facts(values: Mapping[str, Any]) -> Facts:
    """The extensions of a hello or of EncryptedExtensions."""
    facts: Facts = {"extensions": [int(extension.extension_type) for extension in values.get("extensions") or ()]}
    for extension in values.get("extensions") or ():
        build = _EXTENSIONS.get(extension.extension_type)
        if build is not None and not isinstance(extension.extension_data, bytes):
            facts.update(build(extension.extension_data.__dict__))
    return facts


def key_shares(data: Mapping[str, Any]) -> Facts:
    """The key_share of a ClientHello, a ServerHello or a HelloRetryRequest."""
    entries = data.get("client_shares") or tuple(filter(None, [data.get("server_share")]))
    return {
        "key_shares": [
            [entry.group, len(entry.key_exchange), sha256(entry.key_exchange).hexdigest()] for entry in entries
        ],
        "key_share_selected": data.get("selected_group"),
    }


def pre_shared_key(data: Mapping[str, Any]) -> Facts:
    """The pre_shared_key of a ClientHello or a ServerHello."""
    return {
        "psk_identities": [sha256(offered.identity).hexdigest() for offered in data.get("identities", ())],
        "psk_selected": data.get("selected_identity"),
    }


def certificate(values: Mapping[str, Any]) -> Facts:
    """Certificate of every version."""
    entries = values.get("certificate_list", ())
    extensions = [extension for entry in entries if not isinstance(entry, bytes) for extension in entry.extensions]
    return {
        "context": _hex(values.get("certificate_request_context")),
        "certs": [sha256(entry if isinstance(entry, bytes) else entry.cert_data).hexdigest() for entry in entries],
        "cert_extensions": [int(extension.extension_type) for extension in extensions],
    }


def server_key_exchange(values: Mapping[str, Any]) -> Facts:
    """ServerKeyExchange by what the cipher suite makes of it."""
    params = values["params"].__dict__ if "params" in values else {}
    signed = values["signed_params"].__dict__ if "signed_params" in values else {}
    curve = params.get("named_curve")
    return {
        "named_curve": None if isinstance(curve, bytes) else curve,
        "public_len": _size(params.get("public")),
        "dh_p_len": _size(params.get("dh_p")),
        "dh_ys_len": _size(params.get("dh_ys")),
        "sigalg": signed.get("algorithm"),
        "sig_len": _size(signed.get("signature")),
    }


def certificate_request(values: Mapping[str, Any]) -> Facts:
    """CertificateRequest of every version."""
    schemes, names = values.get("supported_signature_algorithms", ()), values.get("certificate_authorities", ())
    for extension in values.get("extensions", ()):
        data = extension.extension_data
        schemes += getattr(data, "supported_signature_algorithms", ())
        names += getattr(data, "authorities", ())
    return {
        "context": _hex(values.get("certificate_request_context")),
        "cert_types": values.get("certificate_types"),
        "sigalgs": schemes,
        "dnames": len(names),
        "extensions": [int(extension.extension_type) for extension in values.get("extensions", ())],
    }


def new_session_ticket(values: Mapping[str, Any]) -> Facts:
    """NewSessionTicket of every version."""
    return {
        "lifetime": values.get("ticket_lifetime", values.get("ticket_lifetime_hint")),
        "ticket_len": _size(values.get("ticket")),
        "age_add": values.get("ticket_age_add"),
        "nonce": _hex(values.get("ticket_nonce")),
    }


def _certificate_status(values: Mapping[str, Any]) -> Facts:
    return {"ocsp_len": _size(values.get("response"))}


# KeyUpdate has no facts: tshark 4.0 files request_update outside the message, where the comparison does not look.
_MESSAGES = {
    HandshakeType.client_hello: client_hello,
    HandshakeType.server_hello: server_hello,
    HandshakeType.hello_retry_request: server_hello,
    HandshakeType.new_session_ticket: new_session_ticket,
    HandshakeType.encrypted_extensions: extension_facts,
    HandshakeType.certificate: certificate,
    HandshakeType.compressed_certificate: certificate,
    HandshakeType.server_key_exchange: server_key_exchange,
    HandshakeType.certificate_request: certificate_request,
    HandshakeType.certificate_verify: lambda values: {
        "sigalg": values.get("algorithm"),
        "sig_len": _size(values.get("signature")),
    },
    HandshakeType.client_key_exchange: lambda values: {
        "public_len": _size(values.get("ecdh_yc")),
        "dh_yc_len": _size(values.get("dh_yc")),
        "epms_len": _size(values.get("encrypted_pre_master_secret")),
    },
    HandshakeType.certificate_status: _certificate_status,
}

_EXTENSIONS = {
    ExtensionType.server_name: lambda data: {
        "sni": data["server_name_list"][0].host_name.decode("latin-1") if data.get("server_name_list") else None
    },
    ExtensionType.application_layer_protocol_negotiation: lambda data: {
        "alpn": [name.decode("latin-1") for name in data["protocol_name_list"]]
    },
    ExtensionType.supported_groups: lambda data: {"groups": data["named_group_list"]},
    ExtensionType.ec_point_formats: lambda data: {"point_formats": data["ec_point_format_list"]},
    ExtensionType.signature_algorithms: lambda data: {"sigalgs": data["supported_signature_algorithms"]},
    ExtensionType.signature_algorithms_cert: lambda data: {"sigalgs_cert": data["supported_signature_algorithms"]},
    ExtensionType.key_share: key_shares,
    ExtensionType.key_share_draft: key_shares,
    ExtensionType.supported_versions: lambda data: {
        "supported_versions": data.get("versions"),
        "selected_version": data.get("selected_version"),
    },
    ExtensionType.psk_key_exchange_modes: lambda data: {"psk_modes": data["ke_modes"]},
    ExtensionType.pre_shared_key: pre_shared_key,
    ExtensionType.cookie: lambda data: {"cookie": _hex(data["cookie"])},
    ExtensionType.record_size_limit: lambda data: {"record_size_limit": data["record_size_limit"]},
}


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def _size(value: bytes | None) -> int | None:
    return None if value is None else len(value)


if __name__ == "__main__":
    main(sys.argv[1:])
