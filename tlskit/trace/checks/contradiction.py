"""Does the server choose from what the client offered? (RFC 8446 sections 4.1.3 to 4.2, RFC 5246 section 7.4.1)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation
from tlskit.registry import AlertDescription, CipherSuite, ExtensionType, HandshakeType
from tlskit.trace.checks.hello_pair import age, hello_pairs, offered_versions
from tlskit.trace.location import TraceFinding, extension_place, message_place
from tlskit.wire import (
    KeyShareClientHello,
    KeyShareHelloRetryRequest,
    KeyShareServerHello,
    NamedGroupList,
    ProtocolNameList,
    ServerHello,
    SupportedVersions,
    WithExtensions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.registry import NamedGroup
    from tlskit.trace.analysis import Analysis
    from tlskit.trace.checks.hello_pair import HelloPair
    from tlskit.trace.record.record import Message


class _NotOffered(TraceFinding):
    """Base: the server chose what the client did not offer."""

    remedy = "Mend or upgrade the server, or what stands in for it: it must choose from what the client offers."
    chosen: str
    offered: tuple[str, ...]


class CipherSuiteChosen(
    _NotOffered,
    id="trace.contradiction.cipher_suite",
    cites=(Citation("RFC 8446", "4.1.3"), Citation("RFC 5246", "7.4.1.3")),
    alert=AlertDescription.illegal_parameter,
):
    """The server chose a cipher suite that the client did not offer, or not the one of its HelloRetryRequest.

    A client must abort with illegal_parameter: either the server is broken or a ClientHello was altered on the way.
    """

    summary = "the server chose {chosen}, which was not on offer: {offered}"


class VersionChosen(
    _NotOffered,
    id="trace.contradiction.version",
    cites=(Citation("RFC 8446", "4.2.1"), Citation("RFC 5246", "E.1")),
    alert=AlertDescription.protocol_version,
):
    """The server chose a version that the client did not offer.

    Where the client lists its versions in supported_versions, only those count; without the list every version up to
    legacy_version does.
    """

    summary = "the server chose {chosen}, which was not on offer: {offered}"


class GroupChosen(
    _NotOffered,
    id="trace.contradiction.group",
    cites=(Citation("RFC 8446", "4.2.8"), Citation("RFC 8422", "5.1")),
    alert=AlertDescription.illegal_parameter,
):
    """The server chose a group for the key exchange that the client did not offer.

    In TLS 1.3 it must be one that the client sent a key share for, and one that a HelloRetryRequest asked for must be
    kept.
    """

    summary = "the server chose the group {chosen}, which was not on offer: {offered}"


class ProtocolChosen(
    _NotOffered,
    id="trace.contradiction.protocol",
    cites=Citation("RFC 7301", "3.2"),
    alert=AlertDescription.illegal_parameter,
):
    """The server chose an application protocol that the client did not offer, or more than one.

    Client and server may then read the same bytes as two different protocols.
    """

    summary = "the server chose the protocol {chosen}, which was not on offer: {offered}"


class ExtensionSent(
    _NotOffered,
    id="trace.contradiction.extension",
    cites=(Citation("RFC 8446", "4.2"), Citation("RFC 5246", "7.4.1.4")),
    alert=AlertDescription.unsupported_extension,
):
    """The server answers an extension that the client did not send.

    A server may only answer what was offered; the cookie of a HelloRetryRequest alone is its own. A client must abort
    with unsupported_extension.
    """

    summary = "the server answers {chosen}, which the client did not send"


class SessionIdEcho(
    TraceFinding,
    id="trace.contradiction.session_id",
    cites=Citation("RFC 8446", "4.1.3"),
    alert=AlertDescription.illegal_parameter,
):
    """A server of TLS 1.3 does not repeat the session id of the client.

    The id means nothing in TLS 1.3 but makes the handshake look like a resumption to middleboxes; a client must abort
    if it is not repeated.
    """

    summary = "the server sends the session id {sent} instead of {expected}"
    remedy = "Mend or upgrade the server: it must repeat legacy_session_id as it came."
    sent: str
    expected: str


class CompressionChosen(
    _NotOffered,
    id="trace.contradiction.compression",
    cites=(Citation("RFC 8446", "4.1.3"), Citation("RFC 5246", "7.4.1.3")),
    alert=AlertDescription.illegal_parameter,
):
    """The server chose a compression method that the client did not offer, or any at all in TLS 1.3.

    What the server compresses, this client cannot read.
    """

    summary = "the server chose the compression method {chosen}, which was not on offer: {offered}"


KINDS = (CipherSuiteChosen, VersionChosen, GroupChosen, ProtocolChosen, ExtensionSent, SessionIdEcho, CompressionChosen)


def check(report: Analysis) -> Iterator[Finding]:
    """Compare each ServerHello with its ClientHello, and what follows it with both."""
    for pair in hello_pairs(report):
        yield from _hello(report, pair)
        yield from _extensions(report, pair)
        yield from _groups(report, pair)


def _hello(report: Analysis, pair: HelloPair) -> Iterator[Finding]:
    offer, choice = pair.offer, pair.choice
    offered = [suite for suite in offer.cipher_suites if not suite.is_scsv]
    if pair.retry is not None:
        offered = [suite for suite in offered if suite == pair.retry.cipher_suite]
    if choice.cipher_suite not in offered:
        place = message_place(report, pair.server, "cipher_suite")
        yield CipherSuiteChosen(place=place, chosen=str(choice.cipher_suite), offered=tuple(map(str, offered)))
    if not _is_version_offered(pair):
        versions = tuple(map(str, offered_versions(offer)))
        place = extension_place(report, pair.server, ExtensionType.supported_versions)
        yield VersionChosen(place=place, chosen=str(pair.version), offered=versions)
    if not isinstance(choice, ServerHello):
        return
    methods = offer.legacy_compression_methods if age(pair.version) < _TLS_1_3 else (_NO_COMPRESSION,)
    if choice.legacy_compression_method not in methods:
        place = message_place(report, pair.server, "legacy_compression_method")
        chosen = str(choice.legacy_compression_method)
        yield CompressionChosen(place=place, chosen=chosen, offered=tuple(map(str, offer.legacy_compression_methods)))
    if _repeats_session_id(pair) and choice.legacy_session_id_echo != offer.legacy_session_id:
        place = message_place(report, pair.server, "legacy_session_id_echo")
        sent, expected = choice.legacy_session_id_echo.hex() or "(empty)", offer.legacy_session_id.hex() or "(empty)"
        yield SessionIdEcho(place=place, sent=sent, expected=expected)


def _repeats_session_id(pair: HelloPair) -> bool:
    """DTLS 1.3 sends it back empty (RFC 9147 section 5.3)."""
    return pair.version.is_tls13


def _is_version_offered(pair: HelloPair) -> bool:
    if pair.offer.extension(SupportedVersions) is not None:
        return pair.version in offered_versions(pair.offer)
    return age(pair.version) <= age(pair.offer.legacy_version)


def _extensions(report: Analysis, pair: HelloPair) -> Iterator[Finding]:
    offered = set(pair.offer.extension_types)
    if CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV in pair.offer.cipher_suites:
        offered.add(ExtensionType.renegotiation_info)  # RFC 5746 section 3.3
    for message, body in _answers(pair):
        for extension in body.extension_types:
            if extension not in offered:
                place = extension_place(report, message, extension)
                types = tuple(str(found) for found in pair.offer.extension_types)
                yield ExtensionSent(place=place, chosen=str(extension), offered=types)
        protocols = body.extension(ProtocolNameList)
        wanted = pair.offer.extension(ProtocolNameList)
        if protocols is not None and wanted is not None:
            names = protocols.protocol_name_list
            if len(names) != 1 or names[0] not in wanted.protocol_name_list:
                yield ProtocolChosen(
                    place=extension_place(report, message, ExtensionType.application_layer_protocol_negotiation),
                    chosen=", ".join(name.decode("latin-1") for name in names),
                    offered=tuple(name.decode("latin-1") for name in wanted.protocol_name_list),
                )


def _answers(pair: HelloPair) -> Iterator[tuple[Message, WithExtensions]]:
    """Yield the messages in which a server answers extensions: its hello, and the EncryptedExtensions that follow."""
    yield pair.server, pair.choice
    if age(pair.version) < _TLS_1_3:
        return
    for message in pair.handshake.messages:
        if message.type == HandshakeType.encrypted_extensions and message.direction is pair.server.direction:
            body = message.body
            if isinstance(body, WithExtensions):
                yield message, body


def _groups(report: Analysis, pair: HelloPair) -> Iterator[Finding]:
    share = pair.choice.extension(KeyShareServerHello)
    if share is not None:
        offered = _offered_shares(pair)
        if offered is not None and share.server_share.group not in offered:
            place = extension_place(report, pair.server, ExtensionType.key_share)
            yield GroupChosen(place=place, chosen=str(share.server_share.group), offered=tuple(map(str, offered)))
    groups = pair.offer.extension(NamedGroupList)
    if groups is None or age(pair.version) >= _TLS_1_3:
        return
    for message in _key_exchanges(pair):
        curve = getattr(message.values.get("params"), "named_curve", None)
        if curve is not None and not isinstance(curve, bytes) and curve not in groups.named_group_list:
            offered_groups = tuple(map(str, groups.named_group_list))
            yield GroupChosen(place=message_place(report, message, "params"), chosen=str(curve), offered=offered_groups)


def _offered_shares(pair: HelloPair) -> tuple[NamedGroup, ...] | None:
    """Return the groups that the client sent shares for; the one that was asked for, where one was."""
    shares = pair.offer.extension(KeyShareClientHello)
    if shares is None:
        return None
    asked = pair.retry.extension(KeyShareHelloRetryRequest) if pair.retry else None
    groups = tuple(entry.group for entry in shares.client_shares)
    return groups if asked is None else tuple(group for group in groups if group == asked.selected_group)


def _key_exchanges(pair: HelloPair) -> Iterator[Message]:
    """Yield the ServerKeyExchange of the same handshake."""
    return (message for message in pair.handshake.messages if message.type == HandshakeType.server_key_exchange)


_TLS_1_3 = 0x0304
_NO_COMPRESSION = 0
