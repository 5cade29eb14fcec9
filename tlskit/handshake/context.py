"""An OpenSSL context made from settings; what OpenSSL does not take is the caller's to mend, and told so.

Nothing is verified by OpenSSL: the chain engine judges what came. The verify callback is used for its moment alone, in
which the server's certificates are known and the client's has not been sent.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography import x509
from OpenSSL import SSL

from tlskit.errors import UsageError
from tlskit.handshake import openssl_binding
from tlskit.handshake.engine import Engine, observe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.handshake.credentials import ClientCredentials
    from tlskit.handshake.settings import ConnectionSettings

_LEGACY_CIPHERS = "DEFAULT:@SECLEVEL=0"
"""OpenSSL has TLS 1.0 and 1.1 only at security level 0: their signatures use SHA-1 (SSL_CTX_set_security_level(3))."""
_LONGEST_ALPN = 255  # RFC 7301 section 3.1
_KEPT = 8
"""Contexts that are kept: making one takes a third of a handshake, and few settings are in use at a time."""


def context_for(settings: ConnectionSettings) -> SSL.Context:
    """Return a context for :class:`~tlskit.handshake.engine.Engine`, good for any number of connections.

    One that holds nobody's credentials is made once. Raises UsageError for what OpenSSL does not know, and for client
    credentials that it does not take.
    """
    return _anonymous_context(settings) if settings.credentials is None else _build(settings)


@lru_cache(_KEPT)
def _anonymous_context(settings: ConnectionSettings) -> SSL.Context:
    return _build(settings)


def _build(settings: ConnectionSettings) -> SSL.Context:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    _set_versions(context, settings)
    _set_ciphers(context, settings)
    if settings.ciphersuites:
        suites = settings.ciphersuites
        _taken(lambda: context.set_tls13_ciphersuites(_ascii(suites)), "TLS 1.3 cipher suites", suites)
    if settings.groups:
        openssl_binding.set_groups(context, settings.groups)
    if settings.signature_algorithms:
        openssl_binding.set_signature_algorithms(context, settings.signature_algorithms)
    if settings.alpn:
        context.set_alpn_protos(_alpn(settings.alpn))
    if settings.post_handshake_authentication:
        openssl_binding.offer_post_handshake_authentication(context)
    if settings.certificate_status:
        context.set_ocsp_client_callback(_any_staple)
    if settings.credentials is not None:
        _add_credentials(context, settings, settings.credentials)
    observe(context, judging=settings.credentials is not None)
    return context


def build_engine(
    context: SSL.Context, settings: ConnectionSettings, server_name: str, session: SSL.Session | None
) -> Engine:
    """Return a client connection that has sent nothing yet."""
    engine = Engine(context, server_name, settings.credentials, settings.judge)
    if settings.certificate_status:
        engine.connection.request_ocsp()
    if session is not None:
        engine.connection.set_session(session)
    return engine


def _set_versions(context: SSL.Context, settings: ConnectionSettings) -> None:
    if settings.minimum_version:
        shown = f"0x{settings.minimum_version:04x}"
        _taken(lambda: context.set_min_proto_version(settings.minimum_version), "minimum version", shown)
    if settings.maximum_version:
        shown = f"0x{settings.maximum_version:04x}"
        _taken(lambda: context.set_max_proto_version(settings.maximum_version), "maximum version", shown)


def _set_ciphers(context: SSL.Context, settings: ConnectionSettings) -> None:
    """Set the suites up to TLS 1.2, and with them the security level, which keys and certificates have to meet too.

    Old servers do not know secure renegotiation either (RFC 5746), without which OpenSSL ends the handshake.
    """
    if 0 < settings.minimum_version < SSL.TLS1_2_VERSION:
        context.set_options(SSL.OP_LEGACY_SERVER_CONNECT)
    if settings.ciphers or 0 < settings.minimum_version < SSL.TLS1_2_VERSION:
        ciphers = settings.ciphers or _LEGACY_CIPHERS
        _taken(lambda: context.set_cipher_list(_ascii(ciphers)), "cipher suites", ciphers)


def _add_credentials(context: SSL.Context, settings: ConnectionSettings, credentials: ClientCredentials) -> None:
    """Give the intermediates to the context, and try the rest on one that is thrown away: it is sent later, or never.

    A connection takes a certificate and a key, but only a context takes what goes with them.
    """
    if not credentials.key_fits:
        told = "the client's private key does not belong to its certificate"
        raise UsageError(f"{told}; `tlskit show` with both files says what fits what")
    trial = SSL.Context(SSL.TLS_CLIENT_METHOD)
    _set_ciphers(trial, settings)
    try:
        leaf, *others = map(x509.load_der_x509_certificate, credentials.certificates)
        trial.use_certificate(leaf)
        trial.use_privatekey(credentials.key)
        for certificate in others:
            context.add_extra_chain_cert(certificate)
    except SSL.Error as error:
        told = ", ".join(reason for _, _, reason in error.args[0])
        raise UsageError(f"OpenSSL does not take the client's certificate: {told}") from error
    except ValueError as error:
        raise UsageError("a certificate of the client cannot be read") from error


def _taken(call: Callable[[], None], kind: str, value: str) -> None:
    try:
        call()
    except SSL.Error as error:
        raise UsageError(f"OpenSSL does not know the {kind} {value!a}") from error


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "replace")


def _alpn(names: tuple[str, ...]) -> list[bytes]:
    encoded = [name.encode() for name in names]
    for name in encoded:
        if not 0 < len(name) <= _LONGEST_ALPN:
            raise UsageError(f"an ALPN name has 1 to {_LONGEST_ALPN} bytes")
    return encoded


def _any_staple(connection: SSL.Connection, staple: bytes, data: object | None) -> bool:
    """Take what is stapled: it is read from the recorded bytes."""
    del connection, staple, data
    return True
