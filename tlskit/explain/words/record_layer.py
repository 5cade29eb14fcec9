"""Words for the record layer of TLS and DTLS, and the headers of messages (RFC 8446 sections 4 and 5, RFC 6347)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.trace import Envelope, PartKind
from tlskit.wire import DTLSHandshakeHeader, DTLSRecord, HandshakeHeader, TLSRecord

SUBJECTS = (
    Words(
        structures={
            TLSRecord: FieldWords(
                "Record",
                "Five bytes of header and up to about 16 kB of content.",
                "TLS cuts everything that it sends into [[record]]s; each is protected by itself, so that a receiver "
                "can check it without waiting for more.",
            ),
            DTLSRecord: FieldWords(
                "DTLS record",
                "Thirteen bytes of header and the content.",
                "[[DTLS]] is TLS for datagrams, which get lost and swapped; the header therefore numbers each record.",
            ),
        },
        places={
            (TLSRecord, "type"): FieldWords(
                "Content type",
                "What this [[record]] carries: handshake, alert, change_cipher_spec, application data or heartbeat.",
                "The receiver sorts records by it. In TLS 1.3 every protected record says application_data here, and "
                "its true type is encrypted.",
            ),
            (TLSRecord, "legacy_record_version"): FieldWords(
                "Record version",
                "A version number that no longer chooses anything.",
                "Old servers and [[middlebox]]es drop records whose version they do not know, so TLS 1.3 writes TLS "
                "1.2 here (and TLS 1.0 in a first hello). The real version is agreed on in the hellos.",
            ),
            (TLSRecord, "fragment"): FieldWords(
                "Fragment",
                "The bytes that the record carries, encrypted once keys are in use.",
                "A handshake message may lie in several records, and one record may hold several messages: the two "
                "layers do not know each other's limits.",
            ),
            (DTLSRecord, "type"): FieldWords(
                "Content type",
                "What this [[record]] carries.",
                "The receiver sorts records by it.",
            ),
            (DTLSRecord, "version"): FieldWords(
                "Record version",
                "The version of [[DTLS]]. Its numbers run backwards (DTLS 1.2 is 254.253), so that they are never "
                "taken for those of TLS.",
                "It tells DTLS from TLS. The version of the connection is agreed on in the hellos.",
            ),
            (DTLSRecord, "epoch"): FieldWords(
                "Epoch",
                "How often the sender has changed its keys; 0 is before any.",
                "Datagrams arrive late or out of order: the [[epoch]] says which keys a record was protected with.",
            ),
            (DTLSRecord, "sequence_number"): FieldWords(
                "Sequence number",
                "The record's number within its epoch.",
                "TLS counts records in silence, since a stream keeps their order; datagrams get lost, so DTLS must "
                "send the number. It also goes into the [[nonce]] or the [[MAC]], and duplicates are found by it.",
            ),
            (DTLSRecord, "fragment"): FieldWords(
                "Fragment",
                "The bytes that the record carries, encrypted once keys are in use.",
                "Records in a datagram stand one after the other; none runs over into the next datagram.",
            ),
        },
    ),
    Words(
        structures={
            Envelope.RECORD: FieldWords(
                "Record", "Bytes in a form that is not known here.", "They are shown as they are."
            ),
            PartKind.EXPLICIT_NONCE: FieldWords(
                "Explicit nonce",
                "The eight bytes of the [[nonce]] that the record itself carries; four more come from the keys.",
                "A cipher of the kind [[AEAD]] must never see the same nonce twice under one key. TLS 1.2 sends a part "
                "of it; TLS 1.3 makes all of it from the record's number and sends none.",
            ),
            PartKind.IV: FieldWords(
                "Initialisation vector",
                "One random block that the encryption begins with.",
                "In [[CBC]] mode each block is mixed with the one before; the [[IV]] stands before the first. Up to "
                "TLS 1.0 it was the last block of the record before, which an attacker could foresee.",
            ),
            PartKind.CONTENT: FieldWords(
                "Content",
                "What was encrypted, decrypted.",
                "This is the message itself; all else in the record protects it.",
            ),
            PartKind.CONTENT_TYPE: FieldWords(
                "True content type",
                "What the record really carries.",
                "TLS 1.3 encrypts the type together with the content and writes application_data outside, so that an "
                "onlooker cannot tell handshake, alerts and data apart.",
            ),
            PartKind.MAC: FieldWords(
                "MAC",
                "A keyed checksum over the record's number, header and content.",
                "A changed, repeated or left-out record does not fit its [[MAC]]; nobody without the key can make "
                "another.",
            ),
            PartKind.PADDING: FieldWords(
                "Padding",
                "Bytes without meaning.",
                "A block cipher encrypts whole blocks only, and [[padding]] fills the last one; in TLS 1.3 it is "
                "zeros, and optional, to hide how long the content is.",
            ),
            PartKind.PADDING_LENGTH: FieldWords(
                "Padding length",
                "How many bytes of padding stand before this one.",
                "It tells the receiver where the content ends. Servers that answered differently to wrong padding and "
                "to a wrong MAC could be made to decrypt (the attacks POODLE and Lucky 13).",
            ),
            PartKind.TAG: FieldWords(
                "Authentication tag",
                "The checksum that the cipher makes over the ciphertext and the header.",
                "If one bit was changed on the way, the [[authentication tag]] does not fit, and the record is thrown "
                "away unread.",
            ),
        },
        places={
            (Envelope.RECORD, "header"): FieldWords(
                "Header", "The header of the record.", "It says how long the record is."
            ),
            (Envelope.RECORD, "encrypted"): FieldWords(
                "Encrypted",
                "What the record says, encrypted.",
                "Only the two ends have the keys; with the [[traffic secret]]s of the connection it could be opened.",
            ),
        },
    ),
    Words(
        structures={
            Envelope.HANDSHAKE: FieldWords(
                "Handshake message",
                "A type, a length and a body.",
                "The [[handshake]] agrees on keys and proves who is who.",
            ),
            Envelope.DTLS_HANDSHAKE: FieldWords(
                "Handshake message",
                "A type, a length, a number, and which part of the message this is.",
                "Datagrams get lost and overtake one another; with these the receiver puts messages in order and "
                "together.",
            ),
            HandshakeHeader: FieldWords(
                "Handshake header",
                "The type and length of a handshake message.",
                "Every [[handshake]] message begins with these four bytes.",
            ),
            DTLSHandshakeHeader: FieldWords(
                "DTLS handshake header",
                "The type, length and number of a handshake message, and which piece of it follows.",
                "Over datagrams the handshake must put its messages together and in order by itself.",
            ),
        },
        places={
            (Envelope.HANDSHAKE, "part"): FieldWords(
                "Part of a message",
                "Bytes of a handshake message that does not fit one record.",
                "The message is told where it ends.",
            ),
            (HandshakeHeader, "msg_type"): FieldWords(
                "Message type",
                "Which [[handshake]] message this is.",
                "The messages must come in a fixed order; one that is out of turn ends the connection with the alert "
                "unexpected_message.",
            ),
            (HandshakeHeader, "length"): FieldWords(
                "Message length",
                "How many bytes of this message follow.",
                "A message may run over several records; this number, and not the record's, says where it ends.",
            ),
            (DTLSHandshakeHeader, "message_seq"): FieldWords(
                "Message number",
                "The number of this message in the sender's handshake, from 0.",
                "Datagrams may be lost or swapped; the receiver puts messages in order by this number and sees what is "
                "missing.",
            ),
            (DTLSHandshakeHeader, "fragment_offset"): FieldWords(
                "Fragment offset",
                "Where in the message this piece begins.",
                "A message that does not fit one datagram is sent in pieces, each of which says where it belongs.",
            ),
            (DTLSHandshakeHeader, "fragment_length"): FieldWords(
                "Fragment length",
                "How many bytes of the message are in this piece.",
                "Equal to the message length, it means that the message came whole.",
            ),
        },
        like={
            DTLSHandshakeHeader: (HandshakeHeader,),
        },
    ),
)
