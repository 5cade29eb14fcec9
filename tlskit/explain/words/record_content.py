"""Words for what records carry: the content types, and what is no handshake message (RFC 8446 sections 5 and 6)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ContentType
from tlskit.wire import Alert, ApplicationData, ChangeCipherSpec, Heartbeat

CONTENTS: dict[int, FieldWords] = {
    ContentType.change_cipher_spec: FieldWords(
        "ChangeCipherSpec",
        "From here on this side uses the new keys; in TLS 1.3 it says nothing.",
        "It is a content type of its own and no handshake message, so that a record never holds bytes under two keys.",
    ),
    ContentType.alert: FieldWords(
        "Alert",
        "The sender closes the connection, or says what went wrong.",
        "An [[alert]] is the one word that a peer gets about a failure.",
    ),
    ContentType.handshake: FieldWords(
        "Handshake",
        "Messages that agree on keys and prove who is who.",
        "Before anything can be protected, both sides need the same keys: that is what the [[handshake]] is for.",
    ),
    ContentType.application_data: FieldWords(
        "Application data",
        "What the application sends; in TLS 1.3 any encrypted record says so, whatever it holds.",
        "It is what the handshake was for.",
    ),
    ContentType.heartbeat: FieldWords(
        "Heartbeat",
        "A request for a sign of life, or the sign.",
        "It keeps a quiet connection open.",
    ),
    ContentType.tls12_cid: FieldWords(
        "Record with connection id",
        "A protected record that names its connection.",
        "The peer may change its address and is still known.",
    ),
    ContentType.ACK: FieldWords(
        "ACK",
        "The records that the sender has got.",
        "In DTLS 1.3 only what was lost is sent again.",
    ),
    ContentType.return_routability_check: FieldWords(
        "Return routability check",
        "A probe of whether the peer is really at its new address.",
        "Anybody can forge a sender's address.",
    ),
}
UNKNOWN_CONTENT = FieldWords(
    "Unknown content",
    "A content type that is not known here.",
    "A peer that does not know it must end the connection.",
)

SUBJECTS = (
    Words(
        structures={
            Alert: FieldWords(
                "Alert",
                "Two bytes: how serious, and what.",
                "An [[alert]] closes a connection in good order, or says in one word why it fails.",
            ),
        },
        places={
            (Alert, "level"): FieldWords(
                "Level",
                "Warning or fatal.",
                "Up to TLS 1.2 a warning could be survived. In TLS 1.3 the level means nothing: every [[alert]] but "
                "close_notify and user_canceled ends the connection, whatever its level says.",
            ),
            (Alert, "description"): FieldWords(
                "Description",
                "What the sender has to say about the connection.",
                "It is the only word that a peer gets about a failure. It names the kind of fault and never the "
                "detail, which stands in the sender's log.",
            ),
        },
    ),
    Words(
        structures={
            ChangeCipherSpec: FieldWords(
                "ChangeCipherSpec",
                "One byte with the value 1.",
                "Up to TLS 1.2 the switch to the new keys; in TLS 1.3 a dummy that makes the handshake look like an "
                "older one.",
            ),
        },
        places={
            (ChangeCipherSpec, "type"): FieldWords(
                "Type",
                "Always 1; nothing else was ever defined.",
                "Up to TLS 1.2 it says that everything after it from this side is protected with the new keys. In TLS "
                "1.3 it does nothing and is sent for the sake of [[middlebox]]es.",
            ),
        },
    ),
    Words(
        structures={
            Heartbeat: FieldWords(
                "Heartbeat",
                "A request to be echoed, or its echo.",
                "It keeps a connection alive without application data. Hardly anybody uses it today.",
            ),
        },
        places={
            (Heartbeat, "type"): FieldWords(
                "Type",
                "A request to be answered, or the answer.",
                "[[Heartbeat]] messages keep a quiet connection alive and probe how large a packet can get through.",
            ),
            (Heartbeat, "payload"): FieldWords(
                "Payload",
                "Any bytes; the answer must repeat them.",
                "The length before it comes from the peer. OpenSSL once trusted it and answered with memory that was "
                "never sent: the fault called Heartbleed.",
            ),
            (Heartbeat, "padding"): FieldWords(
                "Padding",
                "At least 16 random bytes that are ignored.",
                "They let a probe have any size without asking for a large answer.",
            ),
        },
    ),
    Words(
        structures={
            ApplicationData: FieldWords(
                "Application data",
                "What the application sends, after the handshake.",
                "It is protected with keys that only the two ends have.",
            ),
        },
        places={
            (ApplicationData, "data"): FieldWords(
                "Application data",
                "What the application says: HTTP, mail, anything.",
                "It is what the whole handshake was for. TLS does not look into it.",
            ),
        },
    ),
)


def content_words(content_type: ContentType) -> FieldWords:
    """Return what a record of this type carries and why."""
    return CONTENTS.get(content_type, UNKNOWN_CONTENT)
