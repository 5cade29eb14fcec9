"""What a server needs of OpenSSL and pyOpenSSL's public interface lacks, through its private binding.

On a server, pyOpenSSL's verify callback sees neither the certificates as they were sent nor a way to choose the alert,
and its server-name callback cannot refuse a name. Both are a few calls into the binding. Where a release of pyOpenSSL
no longer has one of them, that is said when a server that needs it starts.

The alert follows from the error of the verification (OpenSSL's ``ssl_x509err2alert``), so that an alert is chosen by
setting an error that stands for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from OpenSSL import SSL
from OpenSSL import _util as binding

from tlskit.errors import TlskitError
from tlskit.registry import AlertDescription, ContentType, HandshakeType
from tlskit.wire import Certificate, Tls13Certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Judge = Callable[[SSL.Connection, tuple[bytes, ...]], AlertDescription | None]

_HEADER = 4  # of a handshake message (RFC 8446 section 4)
_CERTIFICATE = bytes([HandshakeType.certificate])
_NAME_ACCEPTED, _REFUSED_WITH_ALERT = 0, 2  # SSL_TLSEXT_ERR_OK, SSL_TLSEXT_ERR_ALERT_FATAL
_ACCEPTED = 0  # X509_V_OK

_ERROR_FOR = {
    AlertDescription.bad_certificate: "X509_V_ERR_CERT_REJECTED",
    AlertDescription.unsupported_certificate: "X509_V_ERR_INVALID_PURPOSE",
    AlertDescription.certificate_revoked: "X509_V_ERR_CERT_REVOKED",
    AlertDescription.certificate_expired: "X509_V_ERR_CERT_HAS_EXPIRED",
    AlertDescription.certificate_unknown: "X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION",  # as any without a row of its own
    AlertDescription.unknown_ca: "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
}
"""Alert -> an error for which OpenSSL sends it."""


class ClientCertificates:
    """Has a judge decide about the certificates of clients, each set once, before the handshake goes on.

    The judge gets the connection and what the client sent, as DER and in order, and returns the alert to refuse it
    with, or None. The context keeps this, since OpenSSL calls it as long as a connection lasts.
    """

    def __init__(self, context: SSL.Context, judge: Judge, *, required: bool) -> None:
        self._judge = judge
        self._sent: WeakKeyDictionary[SSL.Connection, bytes] = WeakKeyDictionary()
        self._errors: WeakKeyDictionary[SSL.Connection, int] = WeakKeyDictionary()
        message = "void (*)(int, int, int, const void *, size_t, SSL *, void *)"
        self._callbacks = (
            binding.ffi.callback(message, self._note),
            binding.ffi.callback("int (*)(int, X509_STORE_CTX *)", self._verify, error=0),
        )
        mode = SSL.VERIFY_PEER | (SSL.VERIFY_FAIL_IF_NO_PEER_CERT if required else 0)
        _call("SSL_CTX_set_msg_callback", _pointer(context), self._callbacks[0])
        _call("SSL_CTX_set_verify", _pointer(context), mode, self._callbacks[1])
        context.set_app_data(self)

    def _note(  # noqa: PLR0913, PLR0917 - OpenSSL's signature
        self,
        written: int,
        version: int,
        kind: int,
        data: Any,  # noqa: ANN401
        length: int,
        ssl: Any,  # noqa: ANN401
        _: Any,  # noqa: ANN401
    ) -> None:
        del version
        if written or kind != ContentType.handshake:
            return
        message = bytes(binding.ffi.buffer(data, length))
        if message.startswith(_CERTIFICATE):
            self._sent[_connection(ssl)] = message

    def _verify(self, _: int, store: Any) -> int:  # noqa: ANN401 - OpenSSL's signature
        """OpenSSL asks for each certificate of the path that it sees, and about each fault; the answer is one."""
        ssl = _call("X509_STORE_CTX_get_ex_data", store, _call("SSL_get_ex_data_X509_STORE_CTX_idx"))
        connection = _connection(ssl)
        if connection not in self._errors:
            modern = connection.get_protocol_version() == SSL.TLS1_3_VERSION
            alert = self._judge(connection, certificates_in(self._sent[connection], modern=modern))
            self._errors[connection] = _ACCEPTED if alert is None else _error_for(alert)
        error = self._errors[connection]
        _call("X509_STORE_CTX_set_error", store, error)
        return int(error == _ACCEPTED)


class ServerNames:
    """Chooses a context by the name in SNI, and refuses any other name with unrecognized_name (RFC 6066 section 3).

    A client that sends no name gets the context that it came to, which keeps this.
    """

    def __init__(self, context: SSL.Context, contexts: Mapping[str, SSL.Context]) -> None:
        self._contexts = contexts
        self._callback = binding.ffi.callback("int (*)(SSL *, int *, void *)", self._choose, error=_REFUSED_WITH_ALERT)
        _call("SSL_CTX_set_tlsext_servername_callback", _pointer(context), self._callback)
        context.set_app_data(self)

    def _choose(self, ssl: Any, alert: Any, _: Any) -> int:  # noqa: ANN401 - OpenSSL's signature
        connection = _connection(ssl)
        name = connection.get_servername()
        if name is None:
            return _NAME_ACCEPTED
        chosen = self._contexts.get(name.decode("latin-1").lower())
        if chosen is None:
            alert[0] = AlertDescription.unrecognized_name
            return _REFUSED_WITH_ALERT
        connection.set_context(chosen)
        return _NAME_ACCEPTED


def certificates_in(message: bytes, *, modern: bool) -> tuple[bytes, ...]:
    """Return the certificates of a Certificate message, none where it is malformed.

    ``modern``: in the layout of TLS 1.3.
    """
    if modern:
        entries = Tls13Certificate.read(message, start=_HEADER)
        return () if entries is None else tuple(entry.cert_data for entry in entries.certificate_list)
    certificates = Certificate.read(message, start=_HEADER)
    return () if certificates is None else certificates.certificate_list


def _error_for(alert: AlertDescription) -> int:
    name = _ERROR_FOR.get(alert, _ERROR_FOR[AlertDescription.certificate_unknown])
    return int(_bound(name))


def _call(name: str, *arguments: Any) -> Any:  # noqa: ANN401 - the binding has no types
    return _bound(name)(*arguments)


def _bound(name: str) -> Any:  # noqa: ANN401 - as above
    found = getattr(binding.lib, name, None)
    if found is None:
        raise TlskitError(f"this release of pyOpenSSL or cryptography has no {name}, which this lab server needs")
    return found


def _pointer(context: SSL.Context) -> Any:  # noqa: ANN401 - as above
    return context._context  # noqa: SLF001


def _connection(ssl: Any) -> SSL.Connection:  # noqa: ANN401 - as above
    """Return the connection of a pointer, as pyOpenSSL's own callbacks find it."""
    connection: SSL.Connection = SSL.Connection._reverse_mapping[ssl]  # noqa: SLF001
    return connection
