"""What each alert says, and what to look at then: one row for each description.

RFC 8446 section 6, RFC 5246 section 7.2, RFC 6066 section 9, RFC 4279 section 6, RFC 7301 section 3.2, RFC 7507
section 3, RFC 9849 section 7; the meaning is a clause about the side that sent it.
"""

from __future__ import annotations

from typing import NamedTuple

from tlskit.registry import AlertDescription


class Meaning(NamedTuple):
    """``says`` goes on after "the client" or "the server"; ``change`` is a sentence."""

    says: str
    change: str


UNKNOWN = Meaning(
    "sent an alert that no registry lists", "Look it up in the documentation of the software that sent it."
)

MEANINGS: dict[int, Meaning] = {
    AlertDescription.close_notify: Meaning("ended the connection in order", "Nothing needs to change."),
    AlertDescription.end_of_early_data: Meaning(
        "ended its early data, as drafts of TLS 1.3 did it", "Nothing needs to change."
    ),
    AlertDescription.unexpected_message: Meaning(
        "got a message that must not come at that point",
        "Look at what was sent before it: one side breaks the protocol, or something between them mixes connections.",
    ),
    AlertDescription.bad_record_mac: Meaning(
        "could not authenticate a record",
        "Look for something that alters bytes on the way, and compare the keys: a wrong shared key shows like this.",
    ),
    AlertDescription.decryption_failed: Meaning(
        "could not decrypt a record", "Upgrade that side: its TLS is older than 1.1 prescribes."
    ),
    AlertDescription.record_overflow: Meaning(
        "got a record that is longer than allowed",
        "Look for something that alters bytes on the way, and at the record size limits of both sides.",
    ),
    AlertDescription.decompression_failure: Meaning(
        "could not decompress a record", "Turn off TLS compression on both sides."
    ),
    AlertDescription.handshake_failure: Meaning(
        "found nothing acceptable in what the other side offered",
        "Compare the versions, cipher suites, groups and signature schemes of both sides; they must share one of each.",
    ),
    AlertDescription.no_certificate: Meaning(
        "has no certificate to show (SSL 3.0)", "Give it a certificate if the other side requires one."
    ),
    AlertDescription.bad_certificate: Meaning(
        "found the certificate damaged, or its signature wrong",
        "Check the chain that the other side sent, above all its signatures and its order.",
    ),
    AlertDescription.unsupported_certificate: Meaning(
        "cannot use a certificate of that kind",
        "Use a key type and a key usage that this side supports.",
    ),
    AlertDescription.certificate_revoked: Meaning(
        "knows that the certificate was revoked by its CA", "Have a new certificate issued and find out why."
    ),
    AlertDescription.certificate_expired: Meaning(
        "holds the certificate for expired or not yet valid",
        "Renew the certificate, and compare the clocks of both sides.",
    ),
    AlertDescription.certificate_unknown: Meaning(
        "refused the certificate for a reason that it does not name",
        "Check the chain for this side's purpose and name; its log may say more.",
    ),
    AlertDescription.illegal_parameter: Meaning(
        "got a value that is out of range or contradicts another one",
        "Look at the last messages of the other side; one of the two breaks the protocol.",
    ),
    AlertDescription.unknown_ca: Meaning(
        "found no path from the certificate to a CA that it trusts",
        "Send every intermediate certificate, and have this side trust the root.",
    ),
    AlertDescription.access_denied: Meaning(
        "accepts the certificate but not its holder", "Give the holder access, or use another certificate."
    ),
    AlertDescription.decode_error: Meaning(
        "could not decode a message: a length or a field is out of bounds",
        "Look at the last message of the other side; something may also cut or alter it on the way.",
    ),
    AlertDescription.decrypt_error: Meaning(
        "could not verify a signature, a Finished or a PSK binder",
        "Check that certificate and key belong together and that both sides have the same shared key; otherwise "
        "something altered the handshake.",
    ),
    AlertDescription.export_restriction: Meaning(
        "saw that export rules were not kept", "Turn off export suites on both sides."
    ),
    AlertDescription.protocol_version: Meaning(
        "knows the version that was offered but does not accept it",
        "Allow a version on one side that the other side has: TLS 1.2 or, better, 1.3.",
    ),
    AlertDescription.insufficient_security: Meaning(
        "requires stronger algorithms than were offered",
        "Offer stronger cipher suites, groups or signature schemes.",
    ),
    AlertDescription.internal_error: Meaning(
        "failed for a reason of its own", "Read that side's log: nothing on the wire says what it was."
    ),
    AlertDescription.inappropriate_fallback: Meaning(
        "noticed that the client came back with a lower version than both sides have",
        "Find out why the first attempt failed; a client should not fall back by itself.",
    ),
    AlertDescription.user_canceled: Meaning(
        "was told to stop the handshake by its user", "Look for what closed it: a dialog, a time limit, a program."
    ),
    AlertDescription.no_renegotiation: Meaning(
        "refused to negotiate anew within the connection",
        "Do without renegotiation; TLS 1.3 has KeyUpdate and later client authentication instead.",
    ),
    AlertDescription.missing_extension: Meaning(
        "misses an extension that the version requires",
        "Have the other side send it: with TLS 1.3 it is mostly supported_groups, key_share or signature_algorithms.",
    ),
    AlertDescription.unsupported_extension: Meaning(
        "got an extension that it did not ask for",
        "Mend the other side: it must only answer extensions that were offered.",
    ),
    AlertDescription.certificate_unobtainable: Meaning(
        "could not fetch the certificate from the URL that it was given", "Send the certificate instead of its URL."
    ),
    AlertDescription.unrecognized_name: Meaning(
        "does not serve the name that the client asked for",
        "Ask for a name that the server has, or configure this name on the server.",
    ),
    AlertDescription.bad_certificate_status_response: Meaning(
        "refused the stapled OCSP response",
        "Have the server fetch a fresh OCSP response for its certificate, or staple none.",
    ),
    AlertDescription.bad_certificate_hash_value: Meaning(
        "fetched a certificate whose hash is not the one it was given", "Send the certificate instead of its URL."
    ),
    AlertDescription.unknown_psk_identity: Meaning(
        "does not know the identity of the pre-shared key",
        "Configure the same identity and key on both sides.",
    ),
    AlertDescription.certificate_required: Meaning(
        "requires a client certificate, and got none",
        "Configure a client certificate from one of the CAs that the server's CertificateRequest names.",
    ),
    AlertDescription.general_error: Meaning(
        "failed and gives no better reason", "Read that side's log: nothing on the wire says what it was."
    ),
    AlertDescription.no_application_protocol: Meaning(
        "speaks none of the application protocols that the client offered",
        "Offer a protocol by ALPN that the server has, or configure the client's on the server.",
    ),
    AlertDescription.ech_required: Meaning(
        "could not use Encrypted Client Hello with the keys that it has",
        "Try again with the configurations that the server sent, or publish its present ones in the DNS.",
    ),
}
