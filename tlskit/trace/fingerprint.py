"""Fingerprints of hellos: JA3 and JA3S, and JA4 for clients, by its written specification.

They say which software speaks, not who; many programs share one. JA3 is an MD5 over numbers in the order of the wire,
JA4 sorts what clients have begun to shuffle. GREASE (RFC 8701) counts in neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.registry import ExtensionType, HandshakeType, ProtocolVersion
from tlskit.trace.chunk import Transport
from tlskit.trace.keys.derivation import digest
from tlskit.wire import HELLO_RETRY_REQUEST_RANDOM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tlskit.registry import CodePoint
    from tlskit.trace.observation import Observation
    from tlskit.trace.record.record import Message
    from tlskit.wire import Extension


def ja3_text(hello: Mapping[str, Any]) -> str:
    """Return what JA3 hashes: version, suites, extensions, groups and point formats of a ClientHello's fields."""
    extensions = hello.get("extensions") or ()
    return ",".join(
        (
            str(int(hello["legacy_version"])),
            _dashed(hello.get("cipher_suites", ())),
            _dashed(extension.extension_type for extension in extensions),
            _dashed(_listed(extensions, ExtensionType.supported_groups, "named_group_list")),
            _dashed(_listed(extensions, ExtensionType.ec_point_formats, "ec_point_format_list")),
        )
    )


def ja3s_text(hello: Mapping[str, Any]) -> str:
    """Return what JA3S hashes: version, suite and extensions of a ServerHello's fields."""
    version = hello.get("legacy_version", hello.get("version"))
    types = "-".join(str(int(extension.extension_type)) for extension in hello.get("extensions") or ())
    return f"{int(version or 0)},{int(hello.get('cipher_suite', 0))},{types}"


def ja3(text: str) -> str:
    """Return the MD5 of a JA3 or JA3S text, in hex."""
    return digest("MD5", text.encode()).hex()


def ja4(hello: Mapping[str, Any], transport: str = "t") -> str:
    """Return JA4 of a ClientHello's fields; ``transport`` is ``t`` for TCP, ``q`` for QUIC, ``d`` for DTLS.

    The first and last characters of an ALPN name that is not alphanumeric there are those of its hex, as the
    specification says.
    """
    extensions = tuple(hello.get("extensions") or ())
    suites = sorted(f"{suite:04x}" for suite in hello.get("cipher_suites", ()) if not suite.is_grease)
    types = [extension.extension_type for extension in extensions if not extension.extension_type.is_grease]
    first = (
        f"{transport}{_ja4_version(hello, extensions, transport)}{'d' if ExtensionType.server_name in types else 'i'}"
        f"{min(len(suites), 99):02}{min(len(types), 99):02}{_ja4_alpn(extensions)}"
    )
    named = sorted(f"{kind:04x}" for kind in types if kind not in _JA4_LEFT_OUT)
    schemes = [
        f"{scheme:04x}"
        for scheme in _listed(extensions, ExtensionType.signature_algorithms, "supported_signature_algorithms")
        if not scheme.is_grease
    ]
    behind = ",".join(named) + ("_" + ",".join(schemes) if schemes else "")
    return f"{first}_{_twelve(','.join(suites))}_{_twelve(behind if named else '')}"


def fingerprints(report: Observation) -> dict[str, str]:
    """Return JA3, JA3S and JA4 by name, of the first hellos; empty where there is no such hello."""
    found = {"JA3": "", "JA3S": "", "JA4": ""}
    client = _first(report, HandshakeType.client_hello)
    if client is not None and "legacy_version" in client.values:
        transport = "d" if report.transcript.transport is Transport.DATAGRAM else "t"
        found["JA3"] = ja3(ja3_text(client.values))
        found["JA4"] = ja4(client.values, transport)
    server = _first(report, HandshakeType.server_hello)
    if server is not None and "cipher_suite" in server.values:
        found["JA3S"] = ja3(ja3s_text(server.values))
    return found


def _first(report: Observation, kind: HandshakeType) -> Message | None:
    """Return the first hello of a kind; a HelloRetryRequest only looks like one."""
    found = (message for message in report.messages if message.type == kind)
    return next((message for message in found if message.values.get("random") != HELLO_RETRY_REQUEST_RANDOM), None)


_JA4_LEFT_OUT = (ExtensionType.server_name, ExtensionType.application_layer_protocol_negotiation)
_JA4_VERSIONS = {
    ProtocolVersion.SSLv2: "s2",
    ProtocolVersion.SSLv3: "s3",
    ProtocolVersion.tls_1_0: "10",
    ProtocolVersion.tls_1_1: "11",
    ProtocolVersion.tls_1_2: "12",
    ProtocolVersion.tls_1_3: "13",
    ProtocolVersion.dtls_1_0: "d1",
    ProtocolVersion.dtls_1_2: "d2",
    ProtocolVersion.dtls_1_3: "d3",
}


def _ja4_version(hello: Mapping[str, Any], extensions: tuple[Extension, ...], transport: str) -> str:
    """Return the newest version offered; the numbers of DTLS count down."""
    offered = [
        version
        for version in _listed(extensions, ExtensionType.supported_versions, "versions")
        if not version.is_grease
    ]
    newest = min if transport == "d" else max
    version = newest(offered) if offered else hello["legacy_version"]
    return _JA4_VERSIONS.get(version, "00")


def _ja4_alpn(extensions: tuple[Extension, ...]) -> str:
    names = _listed(extensions, ExtensionType.application_layer_protocol_negotiation, "protocol_name_list")
    name = bytes(names[0]) if names else b""
    if not name:
        return "00"
    ends = name[:1] + name[-1:]
    return ends.decode() if ends.isalnum() and ends.isascii() else f"{name.hex()[0]}{name.hex()[-1]}"


def _listed(extensions: Iterable[Extension], kind: int, name: str) -> tuple[Any, ...]:
    """Return the list that the first extension of a type holds; empty where it could not be read."""
    for extension in extensions:
        if extension.extension_type == kind:
            found: tuple[Any, ...] = getattr(extension.extension_data, name, ())
            return found
    return ()


def _dashed(points: Iterable[CodePoint]) -> str:
    return "-".join([str(int(point)) for point in points if not point.is_grease])


def _twelve(text: str) -> str:
    return digest("SHA256", text.encode()).hex()[:12] if text else "0" * 12
