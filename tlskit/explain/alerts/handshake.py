"""What lies behind the alerts about the agreement on version, ciphers and names, most likely first."""

from __future__ import annotations

from tlskit.explain.alerts.cause import (
    Cause,
    after_handshake,
    always,
    by_client,
    by_server,
    during_handshake,
    otherwise,
    to_client_certificate,
    to_hello,
    to_no_client_certificate,
)
from tlskit.registry import AlertDescription

_BUG = "Report it to the makers of the side that sent what was refused; a middlebox may have changed it."

CAUSES: dict[int, tuple[Cause, ...]] = {
    AlertDescription.close_notify: (
        Cause(
            during_handshake,
            "The sender went away before the handshake was over: a timeout, a user who cancelled, or a program that "
            "judged the certificate by itself and hung up.",
            "Look at the program that closed; TLS itself found no fault.",
        ),
        Cause(otherwise, "The sender has nothing more to say.", "Nothing: this is how a connection should end."),
    ),
    AlertDescription.handshake_failure: (
        Cause(
            to_hello,
            "Client and server have nothing in common: no [[cipher suite]], no [[group]], or no [[signature scheme]] "
            "that the server's certificate can be used with.",
            "Compare the lists in the ClientHello with what the server is set to; widen the narrower one. A server "
            "with an RSA certificate alone cannot serve a client that offers only ECDSA.",
            "no shared cipher, no suitable signature algorithm",
        ),
        Cause(
            to_hello,
            "The server wants a host name and the hello has none, or one that it does not serve.",
            "Connect by name, so that the client sends [[SNI]].",
            "no SNI, unknown host",
        ),
        Cause(
            to_no_client_certificate,
            "The server demands a [[client certificate]] and was shown none. Under TLS 1.2 servers with OpenSSL, "
            "HAProxy and Apache among them, answer so.",
            "Give the client a certificate and its key, from a CA that the request names.",
            "peer did not return a certificate",
        ),
        Cause(
            to_client_certificate,
            "The server does not accept the client's certificate or its proof.",
            "Look at the server's log for the reason; this alert has none.",
            "certificate verify failed",
        ),
        Cause(
            by_client,
            "The client cannot live with what the server chose: a weak Diffie-Hellman prime, or no protection of "
            "[[renegotiation]], which OpenSSL 3 demands.",
            "Bring the server up to date.",
            "dh key too small, unsafe legacy renegotiation disabled",
        ),
        Cause(otherwise, "The sender does not want to go on.", "Only its log says why."),
    ),
    AlertDescription.protocol_version: (
        Cause(
            to_hello,
            "The client offers only versions that the server has switched off; most often one of the two is old.",
            "Allow TLS 1.2 and 1.3 on both sides.",
            "unsupported protocol",
        ),
        Cause(
            by_client,
            "The server chose a version that the client does not want.",
            "Bring the server up to TLS 1.2 or 1.3.",
            "unsupported protocol",
        ),
        Cause(otherwise, "The two sides have no version in common.", "Allow TLS 1.2 and 1.3 on both sides."),
    ),
    AlertDescription.insufficient_security: (
        Cause(
            by_server,
            "The client offers only ciphers or keys that are too weak for the server.",
            "Bring the client up to date, or allow stronger ciphers in its settings.",
            "no shared cipher",
        ),
        Cause(
            by_client, "The server's keys are too weak for the client.", "Use a key of 2048 bits RSA or P-256, or more."
        ),
    ),
    AlertDescription.inappropriate_fallback: (
        Cause(
            always,
            "The client came back with an older version after a failure, and said so; the server speaks a newer one. "
            "The first attempt failed for another reason: a bad network, a [[middlebox]], or an attacker.",
            "Let the client offer its newest version and never fall back.",
            "inappropriate fallback",
        ),
    ),
    AlertDescription.unrecognized_name: (
        Cause(
            by_server,
            "The server serves no host of the name that the client asked for.",
            "Check the name, and whether the server is set up for it.",
            "unknown server name",
        ),
        Cause(otherwise, "A name is not known.", "Check the name that was asked for."),
    ),
    AlertDescription.no_application_protocol: (
        Cause(
            always,
            "None of the application protocols that the client offers by [[ALPN]] is spoken by the server.",
            "Add a common one on either side, http/1.1 for instance, or offer none.",
            "no application protocol",
        ),
    ),
    AlertDescription.missing_extension: (
        Cause(
            to_hello,
            "A hello of TLS 1.3 lacks what it must have: key_share, supported_groups or signature_algorithms.",
            "Bring the client up to date. " + _BUG,
        ),
        Cause(otherwise, "A message lacks an extension that it must have.", _BUG),
    ),
    AlertDescription.unsupported_extension: (
        Cause(by_client, "The server answered an extension that the client never sent.", _BUG),
        Cause(otherwise, "An extension stands where it may not be.", _BUG),
    ),
    AlertDescription.unknown_psk_identity: (
        Cause(
            always,
            "The server does not know the [[PSK]] that the client named.",
            "Check the identity, and that both sides have the same key under it.",
            "psk identity not found",
        ),
    ),
    AlertDescription.ech_required: (
        Cause(
            always,
            "The server could not open the encrypted hello ([[ECH]]), most often since its key has changed; the "
            "client will not go on without.",
            "Connect anew with the keys that the server sent; publish its present key in the DNS.",
        ),
    ),
    AlertDescription.no_renegotiation: (
        Cause(
            always,
            "The other side asked for a [[renegotiation]], and the sender has switched it off.",
            "Let the server ask for what it needs in the first handshake, or use TLS 1.3.",
        ),
    ),
    AlertDescription.user_canceled: (
        Cause(during_handshake, "A user, or a program in his name, called the handshake off.", "Ask who did."),
        Cause(otherwise, "The sender stops; a close_notify follows.", "Nothing: TLS found no fault."),
    ),
    AlertDescription.export_restriction: (
        Cause(always, "A weak cipher was not allowed by rules of the 1990s.", "Bring the old side up to date."),
    ),
    AlertDescription.unexpected_message: (
        Cause(
            to_hello,
            "What came was no ClientHello: something else than TLS was sent, or TLS to a port that first wants "
            "STARTTLS.",
            "Check port and protocol on both sides.",
        ),
        Cause(
            after_handshake,
            "A message came that is not allowed after the handshake: a [[renegotiation]] under TLS 1.3, or a request "
            "for a certificate from a client that did not offer post-handshake authentication.",
            "Let the server ask for a certificate in the handshake itself.",
        ),
        Cause(otherwise, "A message came out of turn, or one was left out.", _BUG),
    ),
    AlertDescription.end_of_early_data: (
        Cause(
            always,
            "A draft of TLS 1.3 marked the end of [[early data]] by an alert.",
            "Use the final version.",
        ),
    ),
}
