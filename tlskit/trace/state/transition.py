"""In which order the messages of a handshake may come: the tables, one row for each message in each state.

``TLS_1_2`` is for SSL 3.0 to TLS 1.2 and for DTLS up to 1.2 (RFC 5246 section 7.3 and 7.4, RFC 5077, RFC 6347 section
4.2, RFC 6066 section 8 and what was added to them), ``TLS_1_3`` for TLS 1.3 (RFC 8446 section 2 and appendix A). The
two begin with the same states, since a ClientHello does not tell which of them it begins. ``docs/trace-states.md`` is
drawn from them; :mod:`tlskit.trace.state.walk` walks along them.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from tlskit.registry import HandshakeType
from tlskit.trace.chunk import Direction


class MessageKind(Enum):
    """What moves a connection on: the handshake messages, ChangeCipherSpec, and the alert that ends no connection."""

    HELLO_REQUEST = "HelloRequest"
    CLIENT_HELLO = "ClientHello"
    HELLO_VERIFY_REQUEST = "HelloVerifyRequest"
    HELLO_RETRY_REQUEST = "HelloRetryRequest"
    SERVER_HELLO = "ServerHello"
    ENCRYPTED_EXTENSIONS = "EncryptedExtensions"
    SUPPLEMENTAL_DATA = "SupplementalData"
    CERTIFICATE = "Certificate"
    CERTIFICATE_URL = "CertificateURL"
    CERTIFICATE_STATUS = "CertificateStatus"
    SERVER_KEY_EXCHANGE = "ServerKeyExchange"
    CERTIFICATE_REQUEST = "CertificateRequest"
    SERVER_HELLO_DONE = "ServerHelloDone"
    CLIENT_KEY_EXCHANGE = "ClientKeyExchange"
    CERTIFICATE_VERIFY = "CertificateVerify"
    CHANGE_CIPHER_SPEC = "ChangeCipherSpec"
    NEXT_PROTOCOL = "NextProtocol"
    CHANNEL_ID = "ChannelID"
    END_OF_EARLY_DATA = "EndOfEarlyData"
    FINISHED = "Finished"
    NEW_SESSION_TICKET = "NewSessionTicket"
    KEY_UPDATE = "KeyUpdate"
    REQUEST_CONNECTION_ID = "RequestConnectionId"
    NEW_CONNECTION_ID = "NewConnectionId"
    NO_RENEGOTIATION = "no_renegotiation alert"


KINDS: dict[int, MessageKind] = {
    HandshakeType.hello_request: MessageKind.HELLO_REQUEST,
    HandshakeType.client_hello: MessageKind.CLIENT_HELLO,
    HandshakeType.server_hello: MessageKind.SERVER_HELLO,
    HandshakeType.hello_verify_request: MessageKind.HELLO_VERIFY_REQUEST,
    HandshakeType.new_session_ticket: MessageKind.NEW_SESSION_TICKET,
    HandshakeType.end_of_early_data: MessageKind.END_OF_EARLY_DATA,
    HandshakeType.hello_retry_request: MessageKind.HELLO_RETRY_REQUEST,
    HandshakeType.encrypted_extensions: MessageKind.ENCRYPTED_EXTENSIONS,
    HandshakeType.request_connection_id: MessageKind.REQUEST_CONNECTION_ID,
    HandshakeType.new_connection_id: MessageKind.NEW_CONNECTION_ID,
    HandshakeType.certificate: MessageKind.CERTIFICATE,
    HandshakeType.compressed_certificate: MessageKind.CERTIFICATE,
    HandshakeType.server_key_exchange: MessageKind.SERVER_KEY_EXCHANGE,
    HandshakeType.certificate_request: MessageKind.CERTIFICATE_REQUEST,
    HandshakeType.server_hello_done: MessageKind.SERVER_HELLO_DONE,
    HandshakeType.certificate_verify: MessageKind.CERTIFICATE_VERIFY,
    HandshakeType.client_key_exchange: MessageKind.CLIENT_KEY_EXCHANGE,
    HandshakeType.finished: MessageKind.FINISHED,
    HandshakeType.certificate_url: MessageKind.CERTIFICATE_URL,
    HandshakeType.certificate_status: MessageKind.CERTIFICATE_STATUS,
    HandshakeType.supplemental_data: MessageKind.SUPPLEMENTAL_DATA,
    HandshakeType.key_update: MessageKind.KEY_UPDATE,
    HandshakeType.next_protocol: MessageKind.NEXT_PROTOCOL,
    HandshakeType.encrypted_extensions_channel_id: MessageKind.CHANNEL_ID,
}
"""The kinds of handshake messages; a type that stands in no table has none."""


class State(Enum):
    """Where a connection stands; the value says what has happened."""

    START = "nothing yet"
    OFFERED = "client offered"
    COOKIE_ASKED = "cookie asked for"
    # SSL 3.0 to TLS 1.2
    CHOSEN = "server chose"
    CERTIFIED = "server sent certificate"
    STAPLED = "server sent certificate status"
    KEY_SENT = "server sent key exchange"
    ASKED = "client certificate asked for"
    DONE = "server done"
    DONE_ASKED = "server done, client certificate asked for"
    CLIENT_CERTIFIED = "client sent certificate"
    CLIENT_KEY_SENT = "client sent key exchange"
    CLIENT_KEY_SENT_CERTIFIED = "client sent certificate and key exchange"
    CLIENT_PROVED = "client proved its key"
    CLIENT_CHANGED = "client changed to new keys"
    CLIENT_FINISHED = "client finished"
    TICKET_GIVEN = "server gave ticket"
    SERVER_CHANGED = "server changed to new keys"
    RESUMED_TICKET_GIVEN = "resumed: server gave ticket"
    RESUMED_SERVER_CHANGED = "resumed: server changed to new keys"
    RESUMED_SERVER_FINISHED = "resumed: server finished"
    RESUMED_CLIENT_CHANGED = "resumed: client changed to new keys"
    CONNECTED = "connected"
    # TLS 1.3
    RETRY_ASKED = "retry asked for"
    OFFERED_AGAIN = "client offered again"
    CHOSEN_13 = "server chose TLS 1.3"
    EXTENDED = "server sent its extensions"
    ASKED_13 = "client certificate asked for in TLS 1.3"
    CERTIFIED_13 = "server sent certificate in TLS 1.3"
    CERTIFIED_ASKED = "server sent certificate, client's asked for"
    PROVED = "server proved its key"
    PROVED_ASKED = "server proved its key, client certificate asked for"
    SERVER_FINISHED = "server finished"
    SERVER_FINISHED_ASKED = "server finished, client certificate asked for"
    EARLY_DATA_ENDED = "early data ended"
    CLIENT_CERTIFIED_13 = "client sent certificate in TLS 1.3"
    CLIENT_PROVED_13 = "client proved its key in TLS 1.3"
    CONNECTED_13 = "connected with TLS 1.3"
    LATER_ASKED = "connected, client certificate asked for later"
    LATER_CERTIFIED = "client sent certificate later"
    LATER_PROVED = "client proved its key later"


ESTABLISHED = frozenset({State.CONNECTED, State.CONNECTED_13, State.LATER_ASKED})
"""The states in which no handshake is under way and application data may flow."""
BEGINNINGS = frozenset({State.START, State.CONNECTED})
"""The states in which a ClientHello begins a handshake."""


class Transition(NamedTuple):
    """In ``state`` the side of ``direction`` may send a message of ``kind``, which leads to ``following``."""

    state: State
    direction: Direction
    kind: MessageKind
    following: State


def _rows(*written: tuple[State, Direction, MessageKind, State]) -> tuple[Transition, ...]:
    return tuple(Transition(*row) for row in written)


_C, _S = Direction

TLS_1_2: tuple[Transition, ...] = _rows(
    (State.START, _S, MessageKind.HELLO_REQUEST, State.START),
    (State.START, _C, MessageKind.CLIENT_HELLO, State.OFFERED),
    (State.OFFERED, _S, MessageKind.HELLO_REQUEST, State.OFFERED),
    (State.OFFERED, _S, MessageKind.HELLO_VERIFY_REQUEST, State.COOKIE_ASKED),
    (State.COOKIE_ASKED, _C, MessageKind.CLIENT_HELLO, State.OFFERED),
    (State.OFFERED, _S, MessageKind.NO_RENEGOTIATION, State.CONNECTED),
    (State.OFFERED, _S, MessageKind.SERVER_HELLO, State.CHOSEN),
    (State.CHOSEN, _S, MessageKind.SUPPLEMENTAL_DATA, State.CHOSEN),
    (State.CHOSEN, _S, MessageKind.CERTIFICATE, State.CERTIFIED),
    (State.CHOSEN, _S, MessageKind.SERVER_KEY_EXCHANGE, State.KEY_SENT),
    (State.CHOSEN, _S, MessageKind.SERVER_HELLO_DONE, State.DONE),
    (State.CERTIFIED, _S, MessageKind.CERTIFICATE_STATUS, State.STAPLED),
    (State.CERTIFIED, _S, MessageKind.SERVER_KEY_EXCHANGE, State.KEY_SENT),
    (State.CERTIFIED, _S, MessageKind.CERTIFICATE_REQUEST, State.ASKED),
    (State.CERTIFIED, _S, MessageKind.SERVER_HELLO_DONE, State.DONE),
    (State.STAPLED, _S, MessageKind.SERVER_KEY_EXCHANGE, State.KEY_SENT),
    (State.STAPLED, _S, MessageKind.CERTIFICATE_REQUEST, State.ASKED),
    (State.STAPLED, _S, MessageKind.SERVER_HELLO_DONE, State.DONE),
    (State.KEY_SENT, _S, MessageKind.CERTIFICATE_REQUEST, State.ASKED),
    (State.KEY_SENT, _S, MessageKind.SERVER_HELLO_DONE, State.DONE),
    (State.ASKED, _S, MessageKind.SERVER_HELLO_DONE, State.DONE_ASKED),
    (State.DONE, _C, MessageKind.SUPPLEMENTAL_DATA, State.DONE),
    (State.DONE, _C, MessageKind.CLIENT_KEY_EXCHANGE, State.CLIENT_KEY_SENT),
    (State.DONE_ASKED, _C, MessageKind.SUPPLEMENTAL_DATA, State.DONE_ASKED),
    (State.DONE_ASKED, _C, MessageKind.CERTIFICATE, State.CLIENT_CERTIFIED),
    (State.DONE_ASKED, _C, MessageKind.CERTIFICATE_URL, State.CLIENT_CERTIFIED),
    (State.CLIENT_CERTIFIED, _C, MessageKind.CLIENT_KEY_EXCHANGE, State.CLIENT_KEY_SENT_CERTIFIED),
    (State.CLIENT_KEY_SENT_CERTIFIED, _C, MessageKind.CERTIFICATE_VERIFY, State.CLIENT_PROVED),
    (State.CLIENT_KEY_SENT_CERTIFIED, _C, MessageKind.CHANGE_CIPHER_SPEC, State.CLIENT_CHANGED),
    (State.CLIENT_KEY_SENT, _C, MessageKind.CHANGE_CIPHER_SPEC, State.CLIENT_CHANGED),
    (State.CLIENT_PROVED, _C, MessageKind.CHANGE_CIPHER_SPEC, State.CLIENT_CHANGED),
    (State.CLIENT_CHANGED, _C, MessageKind.NEXT_PROTOCOL, State.CLIENT_CHANGED),
    (State.CLIENT_CHANGED, _C, MessageKind.CHANNEL_ID, State.CLIENT_CHANGED),
    (State.CLIENT_CHANGED, _C, MessageKind.FINISHED, State.CLIENT_FINISHED),
    (State.CLIENT_FINISHED, _S, MessageKind.NEW_SESSION_TICKET, State.TICKET_GIVEN),
    (State.CLIENT_FINISHED, _S, MessageKind.CHANGE_CIPHER_SPEC, State.SERVER_CHANGED),
    (State.TICKET_GIVEN, _S, MessageKind.CHANGE_CIPHER_SPEC, State.SERVER_CHANGED),
    (State.SERVER_CHANGED, _S, MessageKind.FINISHED, State.CONNECTED),
    (State.CHOSEN, _S, MessageKind.NEW_SESSION_TICKET, State.RESUMED_TICKET_GIVEN),
    (State.CHOSEN, _S, MessageKind.CHANGE_CIPHER_SPEC, State.RESUMED_SERVER_CHANGED),
    (State.RESUMED_TICKET_GIVEN, _S, MessageKind.CHANGE_CIPHER_SPEC, State.RESUMED_SERVER_CHANGED),
    (State.RESUMED_SERVER_CHANGED, _S, MessageKind.FINISHED, State.RESUMED_SERVER_FINISHED),
    (State.RESUMED_SERVER_FINISHED, _C, MessageKind.CHANGE_CIPHER_SPEC, State.RESUMED_CLIENT_CHANGED),
    (State.RESUMED_CLIENT_CHANGED, _C, MessageKind.NEXT_PROTOCOL, State.RESUMED_CLIENT_CHANGED),
    (State.RESUMED_CLIENT_CHANGED, _C, MessageKind.CHANNEL_ID, State.RESUMED_CLIENT_CHANGED),
    (State.RESUMED_CLIENT_CHANGED, _C, MessageKind.FINISHED, State.CONNECTED),
    (State.CONNECTED, _S, MessageKind.HELLO_REQUEST, State.CONNECTED),
    (State.CONNECTED, _C, MessageKind.NO_RENEGOTIATION, State.CONNECTED),
    (State.CONNECTED, _C, MessageKind.CLIENT_HELLO, State.OFFERED),
)

HANDSHAKE_13 = _rows(
    (State.START, _C, MessageKind.CLIENT_HELLO, State.OFFERED),
    (State.OFFERED, _S, MessageKind.HELLO_RETRY_REQUEST, State.RETRY_ASKED),
    (State.RETRY_ASKED, _C, MessageKind.CLIENT_HELLO, State.OFFERED_AGAIN),
    (State.OFFERED, _S, MessageKind.SERVER_HELLO, State.CHOSEN_13),
    (State.OFFERED_AGAIN, _S, MessageKind.SERVER_HELLO, State.CHOSEN_13),
    (State.CHOSEN_13, _S, MessageKind.ENCRYPTED_EXTENSIONS, State.EXTENDED),
    (State.EXTENDED, _S, MessageKind.FINISHED, State.SERVER_FINISHED),
    (State.EXTENDED, _S, MessageKind.CERTIFICATE, State.CERTIFIED_13),
    (State.EXTENDED, _S, MessageKind.CERTIFICATE_REQUEST, State.ASKED_13),
    (State.ASKED_13, _S, MessageKind.CERTIFICATE, State.CERTIFIED_ASKED),
    (State.CERTIFIED_13, _S, MessageKind.CERTIFICATE_VERIFY, State.PROVED),
    (State.CERTIFIED_ASKED, _S, MessageKind.CERTIFICATE_VERIFY, State.PROVED_ASKED),
    (State.PROVED, _S, MessageKind.FINISHED, State.SERVER_FINISHED),
    (State.PROVED_ASKED, _S, MessageKind.FINISHED, State.SERVER_FINISHED_ASKED),
    (State.SERVER_FINISHED, _C, MessageKind.END_OF_EARLY_DATA, State.EARLY_DATA_ENDED),
    (State.SERVER_FINISHED, _C, MessageKind.FINISHED, State.CONNECTED_13),
    (State.EARLY_DATA_ENDED, _C, MessageKind.FINISHED, State.CONNECTED_13),
    (State.SERVER_FINISHED_ASKED, _C, MessageKind.CERTIFICATE, State.CLIENT_CERTIFIED_13),
    (State.CLIENT_CERTIFIED_13, _C, MessageKind.CERTIFICATE_VERIFY, State.CLIENT_PROVED_13),
    (State.CLIENT_CERTIFIED_13, _C, MessageKind.FINISHED, State.CONNECTED_13),
    (State.CLIENT_PROVED_13, _C, MessageKind.FINISHED, State.CONNECTED_13),
    (State.CONNECTED_13, _S, MessageKind.CERTIFICATE_REQUEST, State.LATER_ASKED),
    (State.LATER_ASKED, _S, MessageKind.CERTIFICATE_REQUEST, State.LATER_ASKED),
    (State.LATER_ASKED, _C, MessageKind.CERTIFICATE, State.LATER_CERTIFIED),
    (State.LATER_CERTIFIED, _C, MessageKind.CERTIFICATE_VERIFY, State.LATER_PROVED),
    (State.LATER_CERTIFIED, _C, MessageKind.FINISHED, State.LATER_ASKED),  # of several requests one is answered
    (State.LATER_PROVED, _C, MessageKind.FINISHED, State.LATER_ASKED),
)
"""The messages that lead on; those that may come in between are ``LOOPS_13``."""

_UNTIL_SERVER_FINISHED = (
    State.OFFERED,
    State.RETRY_ASKED,
    State.OFFERED_AGAIN,
    State.CHOSEN_13,
    State.EXTENDED,
    State.ASKED_13,
    State.CERTIFIED_13,
    State.CERTIFIED_ASKED,
    State.PROVED,
    State.PROVED_ASKED,
)
_UNTIL_CLIENT_FINISHED = (
    State.SERVER_FINISHED,
    State.SERVER_FINISHED_ASKED,
    State.EARLY_DATA_ENDED,
    State.CLIENT_CERTIFIED_13,
    State.CLIENT_PROVED_13,
)
_LATER = (State.CONNECTED_13, State.LATER_ASKED, State.LATER_CERTIFIED, State.LATER_PROVED)
_CONNECTED_13 = (State.CONNECTED_13, State.LATER_ASKED)


class Loops(NamedTuple):
    """Messages that may come in any of some states, and leave the connection where it is."""

    direction: Direction
    kinds: tuple[MessageKind, ...]
    states: tuple[State, ...]
    source: str


LOOPS_13: tuple[Loops, ...] = (
    Loops(_S, (MessageKind.CHANGE_CIPHER_SPEC,), _UNTIL_SERVER_FINISHED, "RFC 8446 section 5 and appendix D.4"),
    Loops(
        _C,
        (MessageKind.CHANGE_CIPHER_SPEC,),
        (*_UNTIL_SERVER_FINISHED, *_UNTIL_CLIENT_FINISHED),
        "RFC 8446 section 5 and appendix D.4",
    ),
    Loops(
        _S,
        (MessageKind.NEW_SESSION_TICKET, MessageKind.KEY_UPDATE),
        (*_UNTIL_CLIENT_FINISHED, *_LATER),
        "RFC 8446 sections 4.6.1 and 4.6.3",
    ),
    Loops(_C, (MessageKind.KEY_UPDATE,), _CONNECTED_13, "RFC 8446 section 4.6.3"),
    Loops(_S, (MessageKind.REQUEST_CONNECTION_ID, MessageKind.NEW_CONNECTION_ID), _LATER, "RFC 9147 section 9"),
    Loops(_C, (MessageKind.REQUEST_CONNECTION_ID, MessageKind.NEW_CONNECTION_ID), _CONNECTED_13, "RFC 9147 section 9"),
    Loops(
        _C,
        (MessageKind.ENCRYPTED_EXTENSIONS, MessageKind.CHANNEL_ID),
        _UNTIL_CLIENT_FINISHED,
        "draft-vvv-tls-alps section 4, draft-balfanz-tls-channelid",
    ),
)
"""The messages of TLS 1.3 that may come in between."""

TLS_1_3: tuple[Transition, ...] = HANDSHAKE_13 + tuple(
    Transition(state, loops.direction, kind, state)
    for loops in LOOPS_13
    for kind in loops.kinds
    for state in loops.states
)
