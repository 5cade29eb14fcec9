"""What lies behind the alerts about certificates, most likely first. Who sends which is measured, not guessed."""

from __future__ import annotations

from tlskit.explain.alerts.cause import (
    Cause,
    about_client_certificate,
    always,
    by_client,
    by_server,
    otherwise,
    to_certificate,
    to_client_certificate,
    to_hello,
    to_no_client_certificate,
)
from tlskit.registry import AlertDescription

_RENEW_CLIENT = "Renew the client's certificate, and make sure that the program reads the new file."
_SEND_CHAIN = (
    "Let the client send its intermediate certificates too, and have the server trust the CA that issued it: the right "
    "root, not one of the same name with another key."
)
_FIX_SERVER = "Mend the server's certificate; “tlskit chain HOST” says what is wrong with it and how."
_GO_ANY = (
    "Servers written in Go answer bad_certificate to any client certificate that they refuse: expired, from an unknown "
    "CA, or not meant for clients."
)
_GNUTLS_ANY = "Servers with GnuTLS answer access_denied to a client certificate that is expired or from an unknown CA."

CAUSES: dict[int, tuple[Cause, ...]] = {
    AlertDescription.bad_certificate: (
        Cause(
            to_no_client_certificate,
            "The server demands a client certificate and was shown none. Servers written in Go answer so.",
            "Give the client a certificate and its key, from a CA that the server's request names.",
            "client didn't provide a certificate",
        ),
        Cause(about_client_certificate, _GO_ANY, _SEND_CHAIN, "failed to verify certificate"),
        Cause(
            to_certificate,
            "The client refuses the server's certificate. Clients with OpenSSL say so for a host name that is not in "
            "it, or for one that is not valid yet; clients written in Go say so for any fault.",
            _FIX_SERVER,
            "hostname mismatch, certificate is not yet valid, failed to verify certificate",
        ),
        Cause(
            always,
            "The certificate is damaged, or a signature in the chain is wrong.",
            "Compare the certificate that was sent with the one that was issued.",
            "certificate signature failure",
        ),
    ),
    AlertDescription.unsupported_certificate: (
        Cause(
            to_client_certificate,
            "The client's certificate is not meant for clients: its extended key usage names serverAuth only. Servers "
            "with OpenSSL answer so.",
            "Have a certificate issued with the purpose clientAuth.",
            "unsupported certificate purpose",
        ),
        Cause(
            to_certificate,
            "The server's certificate is not meant for servers, or its key is of a kind that the client cannot use.",
            _FIX_SERVER,
            "unsupported certificate purpose",
        ),
        Cause(
            otherwise,
            "The certificate is of a kind that cannot be used.",
            "Use an X.509 certificate with RSA or ECDSA.",
        ),
    ),
    AlertDescription.certificate_revoked: (
        Cause(
            by_server,
            "The client's certificate was revoked by its CA.",
            "Ask the CA why, and have a new one issued with a new key.",
            "certificate revoked",
        ),
        Cause(
            by_client,
            "The server's certificate was revoked by its CA.",
            "Have a new one issued with a new key; the old key may be in other hands.",
            "certificate revoked",
        ),
    ),
    AlertDescription.certificate_expired: (
        Cause(
            by_server,
            "The client's certificate has expired. Servers with OpenSSL answer so.",
            _RENEW_CLIENT,
            "certificate has expired",
        ),
        Cause(
            by_client,
            "A certificate of the server's chain has expired; it need not be the server's own.",
            _FIX_SERVER,
            "certificate has expired",
        ),
        Cause(
            always,
            "The clock of the one who complains is wrong.",
            "Compare both clocks with the certificate's period.",
        ),
    ),
    AlertDescription.certificate_unknown: (
        Cause(
            to_certificate,
            "The client refuses the server's certificate. Java says so whenever it finds no path to a CA that it "
            "trusts, and browsers say so for a name that does not fit.",
            _FIX_SERVER,
            "PKIX path building failed, ERR_CERT_COMMON_NAME_INVALID",
        ),
        Cause(
            about_client_certificate,
            "The server refuses the client's certificate. Servers in Java say so for any fault.",
            _SEND_CHAIN,
            "PKIX path building failed",
        ),
        Cause(
            otherwise,
            "Something is wrong with a certificate that no other alert is made for.",
            "Only the sender's log says what.",
        ),
    ),
    AlertDescription.unknown_ca: (
        Cause(
            to_client_certificate,
            "The server finds no path from the client's certificate to a CA that it trusts: another CA issued it, it "
            "is self-signed, the intermediate was not sent, or the CA only bears the right name. Servers with OpenSSL "
            "answer so.",
            _SEND_CHAIN,
            "unable to get local issuer certificate, self-signed certificate",
        ),
        Cause(
            to_certificate,
            "The client finds no path from the server's certificate to a root that it trusts. Most often the server "
            "does not send its intermediate; or the CA is a private one that the client does not know.",
            "Let the server send the whole chain (“tlskit chain HOST” names what is missing), or install the private "
            "root on the client.",
            "unable to get local issuer certificate",
        ),
        Cause(
            otherwise,
            "The sender does not trust the CA of the other side's certificate.",
            "Let the other side send its whole chain, or install the CA's root where it is missing.",
        ),
    ),
    AlertDescription.access_denied: (
        Cause(about_client_certificate, _GNUTLS_ANY, _SEND_CHAIN, "the certificate was not verified"),
        Cause(
            about_client_certificate,
            "The certificate is good, but its owner has no right to come in.",
            "Have the right granted, or use another certificate.",
        ),
        Cause(
            to_hello,
            "The server turns the client away before anybody has shown a certificate: by the name that was asked for, "
            "or by where the client comes from.",
            "Look for the rule in the server's settings: names that it does not serve, addresses that it keeps out.",
        ),
        Cause(otherwise, "A rule of the sender forbids the connection.", "Look for the rule in the sender's settings."),
    ),
    AlertDescription.certificate_required: (
        Cause(
            to_no_client_certificate,
            "The server demands a client certificate and was shown none.",
            "Give the client a certificate and its key. If it has one, it may not have offered it since the CA is not "
            "among those that the request names.",
            "peer did not return a certificate",
        ),
        Cause(
            otherwise,
            "The server demands a client certificate. Under TLS 1.3 it can say so only after the client has finished, "
            "so the client's handshake seemed to succeed.",
            "Give the client a certificate and its key, and read before writing: who writes first may lose the alert.",
            "peer did not return a certificate",
        ),
    ),
    AlertDescription.no_certificate: (
        Cause(
            always,
            "The client says, as SSL 3.0 had it, that it has no certificate to show.",
            "Give the client a certificate, or do not demand one.",
        ),
    ),
    AlertDescription.certificate_unobtainable: (
        Cause(
            always,
            "The server could not fetch the client's certificate from the address that it was given.",
            "Let the client send the certificate itself.",
        ),
    ),
    AlertDescription.bad_certificate_status_response: (
        Cause(
            by_client,
            "The OCSP response that the server brought is out of date, about another certificate, or wrongly signed; "
            "or the certificate demands one (must-staple) and none came.",
            "Let the server fetch a fresh response; look whether it can reach the responder.",
            "OCSP",
        ),
        Cause(
            otherwise,
            "An OCSP response could not be used.",
            "Look at the response that was sent.",
        ),
    ),
    AlertDescription.bad_certificate_hash_value: (
        Cause(
            always,
            "A certificate fetched from an address is not the one that was announced.",
            "Let the client send the certificate itself.",
        ),
    ),
}
