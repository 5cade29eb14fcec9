"""Where a handshake stood when a record came: what an alert can mean depends on it.

Everything is read from what came before the record. What was encrypted and did not open is not known, and ``hidden``
says so. RFC 8446 section 2, RFC 5246 section 7.3.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.explain.words.message import message_words
from tlskit.registry import ContentType, HandshakeType
from tlskit.trace import Direction, Protection
from tlskit.wire import HelloRetryRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tlskit.registry import ProtocolVersion
    from tlskit.trace import Message, Record, TraceReport


class CertificateExchange(Enum):
    """What had become of a client certificate."""

    NOT_ASKED = "not asked for"
    ASKED = "asked for"
    NONE = "asked for, and the client had none"
    SHOWN = "shown"


class Situation(FrozenValue):
    """``last_heard`` is the last message that the sender had got.

    ``data`` says that application data had been seen, ``hidden`` that protected records before stayed closed.
    """

    by_server: bool
    is_tls13: bool
    version: ProtocolVersion | None
    answered: bool
    retried: bool
    server_certificate: bool
    client_certificate: CertificateExchange
    last_heard: str
    heard_finished: bool
    said_finished: bool
    data: bool
    hidden: bool

    @property
    def complete(self) -> bool:
        """Whether both sides had finished, as far as could be seen."""
        return self.heard_finished and self.said_finished

    @property
    def asked_for_certificate(self) -> bool:
        """Whether the server had asked the client for a certificate."""
        return self.client_certificate is not CertificateExchange.NOT_ASKED


def situation(report: TraceReport, record: Record) -> Situation:
    """Return where the handshake stood right before a record."""
    before = report.records[: record.number]
    messages = [message for other in before for message in other.messages]
    said = [message for message in messages if message.direction is record.direction]
    heard = [message for message in messages if message.direction is not record.direction]
    answered = any(_is_server_hello(message) for message in messages)
    return Situation(
        by_server=record.direction is Direction.SERVER_TO_CLIENT,
        is_tls13=answered and report.hellos.is_tls13,
        version=report.hellos.version if answered else None,
        answered=answered,
        retried=any(message.structure is HelloRetryRequest for message in messages),
        server_certificate=any(
            _is(message, HandshakeType.certificate, Direction.SERVER_TO_CLIENT) for message in messages
        ),
        client_certificate=_client_certificate(messages),
        last_heard=_name(heard),
        heard_finished=_finished(heard),
        said_finished=_finished(said),
        data=any(_is_data(other, is_tls13=report.hellos.is_tls13) for other in before),
        hidden=any(other.protection is Protection.SEALED for other in before),
    )


def _client_certificate(messages: Iterable[Message]) -> CertificateExchange:
    state = CertificateExchange.NOT_ASKED
    for message in messages:
        if message.type == HandshakeType.certificate_request:
            state = CertificateExchange.ASKED
        elif _is(message, HandshakeType.certificate, Direction.CLIENT_TO_SERVER):
            shown = message.values.get("certificate_list")
            state = CertificateExchange.SHOWN if shown else CertificateExchange.NONE
    return state


def _is(message: Message, kind: HandshakeType, direction: Direction) -> bool:
    return message.type == kind and message.direction is direction


def _is_server_hello(message: Message) -> bool:
    return message.type == HandshakeType.server_hello and message.structure is not HelloRetryRequest


def _is_data(record: Record, *, is_tls13: bool) -> bool:
    """In TLS 1.3 every protected record says so outside; only the type inside counts."""
    is_known = not is_tls13 or record.inner_type is not None
    return is_known and record.true_type == ContentType.application_data


def _finished(messages: Iterable[Message]) -> bool:
    return any(message.type == HandshakeType.finished for message in messages)


def _name(messages: list[Message]) -> str:
    return message_words(messages[-1]).label if messages else ""
