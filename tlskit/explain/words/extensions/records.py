"""Words for the extensions about records: their size, their protection, whose they are (RFC 8449, RFC 7366)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType
from tlskit.wire import ConnectionId, HeartbeatExtension, MaxFragmentLengthRequest, RecordSizeLimit

_CONNECTION_ID = FieldWords(
    "Connection id",
    "A name for the connection that DTLS records shall bear.",
    "A device that changes its address or its port is still known by it.",
)
_UNUSED = "It was specified and hardly used."

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.max_fragment_length: FieldWords(
                "Largest fragment",
                "The client wants records of at most 512, 1024, 2048 or 4096 bytes.",
                "Devices with little memory cannot hold a record of 16 kB.",
            ),
        },
        places={
            (MaxFragmentLengthRequest, "max_fragment_length"): FieldWords(
                "Largest fragment",
                "The most content that a record shall hold.",
                "Devices with little memory cannot take in 16 kB at once, and a record can be used only when it is "
                "whole.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.record_size_limit: FieldWords(
                "Record size limit",
                "The most bytes that the sender wants in one record.",
                "Small devices cannot hold 16 kB.",
            ),
        },
        places={
            (RecordSizeLimit, "record_size_limit"): FieldWords(
                "Record size limit",
                "The most bytes that the sender wants to get in one protected record.",
                "Each side says what it can take in, which max_fragment_length did not let the server do.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.encrypt_then_mac: FieldWords(
                "Encrypt-then-MAC",
                "With [[CBC]] suites the checksum shall be made over the ciphertext.",
                "The older order, checksum first, let attackers decrypt by watching how padding was refused.",
            ),
            ExtensionType.truncated_hmac: FieldWords(
                "Truncated HMAC",
                "Checksums of records are cut to ten bytes.",
                "It saves bytes and weakens them; it should not be used.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.heartbeat: FieldWords(
                "Heartbeat",
                "Whether [[heartbeat]] requests will be answered.",
                "It was meant for DTLS; a fault in its handling was Heartbleed.",
            ),
        },
        places={
            (HeartbeatExtension, "mode"): FieldWords(
                "Heartbeat mode",
                "Whether the other side may send heartbeat requests.",
                "Without this extension nobody may send a [[heartbeat]].",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.connection_id: _CONNECTION_ID,
            ExtensionType.connection_id_deprecated: _CONNECTION_ID,
        },
        places={
            (ConnectionId, "cid"): FieldWords(
                "Connection id",
                "The name that records sent to this side shall bear; empty if they shall bear none.",
                "A device behind a router changes its address; by this name the server still knows the connection.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.rrc: FieldWords(
                "Return routability check",
                "Both can check that a new address of the peer is really its own.",
                "With a connection id records may come from anywhere, forged ones too.",
            ),
            ExtensionType.sequence_number_encryption_algorithms: FieldWords(
                "Sequence number encryption",
                "How the record numbers of [[DTLS]] can be hidden.",
                "Ciphers that only authenticate have no way of their own to do it.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.TLMSP: FieldWords("TLMSP", "Named middlemen may read or change parts.", _UNUSED),
            ExtensionType.TLMSP_proxying: FieldWords("TLMSP proxying", "A middleman speaks for the client.", _UNUSED),
            ExtensionType.TLMSP_delegate: FieldWords("TLMSP delegate", "A middleman speaks for the server.", _UNUSED),
        },
    ),
)
