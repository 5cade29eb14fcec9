"""What lies behind the alerts about bytes: records and messages that cannot be opened, read or believed."""

from __future__ import annotations

from tlskit.explain.alerts.cause import (
    Cause,
    after_handshake,
    always,
    by_client,
    by_server,
    during_handshake,
    later_by_server,
    otherwise,
    to_client_certificate,
    to_hello,
    to_no_client_certificate,
    to_silence,
)
from tlskit.registry import AlertDescription

_BUG = "Report it to the makers of the side that sent what was refused; a middlebox may have changed it."

CAUSES: dict[int, tuple[Cause, ...]] = {
    AlertDescription.bad_record_mac: (
        Cause(
            during_handshake,
            "The two sides have different keys: they saw different messages, or one of them computes something "
            "wrongly. A wrong [[PSK]] shows itself so under TLS 1.2.",
            "Check shared keys if there are any; look for a device on the way that changes hellos.",
            "decryption failed or bad record mac",
        ),
        Cause(
            after_handshake,
            "Bytes were changed, lost or repeated between the two programs: faulty memory or network hardware, a "
            "proxy, or two threads that write to one connection at once.",
            "Look for a program that uses one connection from several threads or processes; then for hardware.",
            "decryption failed or bad record mac",
        ),
        Cause(otherwise, "A record could not be authenticated.", "Compare the record as sent and as received."),
    ),
    AlertDescription.decryption_failed: (
        Cause(
            always,
            "A record could not be decrypted. Newer software says bad_record_mac, so that nobody learns which of the "
            "two it was.",
            "Bring the sender up to date, and look for what changes bytes on the way.",
        ),
    ),
    AlertDescription.record_overflow: (
        Cause(
            to_hello,
            "What came was no TLS: the length in its header is too great. Plain HTTP looks so.",
            "Check port and protocol on both sides.",
        ),
        Cause(otherwise, "A record is longer than is allowed, or than was agreed on.", _BUG),
    ),
    AlertDescription.decompression_failure: (
        Cause(always, "A record could not be unpacked.", "Switch compression off; it is not safe anyway."),
    ),
    AlertDescription.illegal_parameter: (
        Cause(
            to_hello,
            "The ClientHello contradicts itself: a key share for a group that is not listed, one that is not a point "
            "of its curve, a second hello that does not follow from the first.",
            _BUG,
        ),
        Cause(
            by_client,
            "The server chose what was not offered, or a [[downgrade]] showed itself in its random.",
            "Look for a device on the way that changes hellos; then for a fault in the server.",
            "inappropriate fallback, bad key share, tls: downgrade attempt detected",
        ),
        Cause(otherwise, "A field has a value that is not allowed here, or that contradicts another.", _BUG),
    ),
    AlertDescription.decode_error: (
        Cause(
            to_no_client_certificate,
            "The server demands a [[client certificate]] and was shown an empty list. Under TLS 1.2 servers with "
            "GnuTLS answer so.",
            "Give the client a certificate and its key, from a CA that the request names.",
        ),
        Cause(
            to_hello,
            "The server cannot take the ClientHello apart; old ones stumble over large hellos or new extensions.",
            "Bring the server up to date; to be sure, offer fewer extensions.",
        ),
        Cause(
            to_silence,
            "The server closed the connection instead of answering; clients with OpenSSL say decode_error to an end "
            "that comes too soon.",
            "Find out why the server, or a [[middlebox]] before it, hangs up: its log, its limits, the [[SNI]].",
            "unexpected eof while reading",
        ),
        Cause(otherwise, "A length or a field in a message is wrong.", _BUG),
    ),
    AlertDescription.decrypt_error: (
        Cause(
            to_client_certificate,
            "The client's CertificateVerify does not fit its certificate: the key belongs to another certificate.",
            "Pair the right key with the certificate.",
            "bad signature",
        ),
        Cause(
            by_server,
            "The client's Finished or a [[PSK]] [[binder]] does not fit: the two sides saw different messages, or have "
            "different keys.",
            "Check shared keys if there are any; look for a device on the way that changes messages.",
            "digest check failed, bad signature",
        ),
        Cause(
            by_client,
            "The server's signature or Finished does not fit: its key belongs to another certificate, or somebody "
            "changed messages on the way.",
            "Pair the right key with the server's certificate; look for a device on the way.",
            "bad signature, digest check failed",
        ),
    ),
    AlertDescription.internal_error: (
        Cause(
            to_hello,
            "The server cannot answer, though the hello may be good: no certificate for the name, a key that it cannot "
            "read, a module that failed.",
            "Look at the server's log and settings; the client need not change.",
        ),
        Cause(
            later_by_server,
            "Something failed in the server, its check of the client's certificate or of a revocation list perhaps.",
            "Look at the server's log and settings.",
        ),
        Cause(
            by_client,
            "Something failed in the client: its own certificate check, its key store, its memory.",
            "Look at the client's log and settings.",
        ),
    ),
    AlertDescription.general_error: (
        Cause(
            always,
            "Something failed that no other alert is made for, or that the sender does not want to name.",
            "Only the sender's log says what.",
        ),
    ),
}
