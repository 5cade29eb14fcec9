"""Words for whole messages (RFC 8446 section 4, RFC 5246 section 7.4), and for bodies that any message can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.explain.words import authentication, hello, key_exchange, post_handshake
from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import HandshakeType
from tlskit.wire import DraftHelloRetryRequest, EarlyDraftHelloRetryRequest, Empty, HelloRetryRequest, Unread

if TYPE_CHECKING:
    from tlskit.trace import Message

UNKNOWN_HANDSHAKE = FieldWords(
    "Unknown message",
    "A handshake message whose type is not known here.",
    "A peer that does not know it must end the connection.",
)

SUBJECTS = (
    Words(
        structures={
            Unread: FieldWords(
                "Message body",
                "Bytes that cannot be taken apart here.",
                "Their layout depends on a part of the handshake that was not seen, or the message's type is not "
                "known.",
            ),
            Empty: FieldWords(
                "Nothing",
                "No bytes at all.",
                "That the message or the extension is there says everything.",
            ),
        },
        places={
            (Unread, "body"): FieldWords(
                "Body",
                "Bytes that cannot be taken apart here.",
                "Their layout depends on a part of the handshake that was not seen, or the message's type is not "
                "known.",
            ),
        },
    ),
    *hello.SUBJECTS,
    *key_exchange.SUBJECTS,
    *authentication.SUBJECTS,
    *post_handshake.SUBJECTS,
)
"""What is said of messages, in the order in which they are met."""

HANDSHAKES: dict[int, FieldWords] = {kind: words for subject in SUBJECTS for kind, words in subject.messages.items()}


def message_words(message: Message) -> FieldWords:
    """Return what a handshake message is and why it is sent."""
    if message.structure in {HelloRetryRequest, DraftHelloRetryRequest, EarlyDraftHelloRetryRequest}:
        return HANDSHAKES[HandshakeType.hello_retry_request]
    return HANDSHAKES.get(message.type, UNKNOWN_HANDSHAKE)
