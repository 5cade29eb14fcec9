"""What a server asks of the client's certificate, from its CertificateRequest (RFC 8446 section 4.3.2).

Up to TLS 1.2 it names kinds of keys and, from 1.2 on, signature algorithms (RFC 5246 section 7.4.4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.registry import HandshakeType
from tlskit.wire import CertificateAuthoritiesExtension, SignatureSchemeList, Tls13CertificateRequest
from tlskit.x509 import DistinguishedName

if TYPE_CHECKING:
    from tlskit.registry import ClientCertificateType, SignatureScheme
    from tlskit.trace import TraceReport


class ReceivedRequest(FrozenValue):
    """``authorities`` are the acceptable CAs; none mean that the server does not say.

    ``is_late``: it came after the handshake (RFC 8446 section 4.6.2).
    """

    signature_schemes: tuple[SignatureScheme, ...] = ()
    certificate_types: tuple[ClientCertificateType, ...] = ()
    authorities: tuple[DistinguishedName, ...] = ()
    is_tls13: bool = False
    is_late: bool = False


def certificate_request(trace: TraceReport) -> ReceivedRequest | None:
    """Return what the server asked for, the last time that it asked; ``None`` where it did not, or cannot be read."""
    found = None
    finished = False
    for message in trace.messages:
        finished = finished or message.type == HandshakeType.finished
        body = message.body if message.type == HandshakeType.certificate_request else None
        if isinstance(body, Tls13CertificateRequest):
            schemes = body.extension(SignatureSchemeList)
            names = body.extension(CertificateAuthoritiesExtension)
            found = ReceivedRequest(
                signature_schemes=schemes.supported_signature_algorithms if schemes else (),
                authorities=_names(names.authorities if names else ()),
                is_tls13=True,
                is_late=finished and bool(body.certificate_request_context),
            )
        elif body is not None:
            values = message.values
            found = ReceivedRequest(
                values.get("supported_signature_algorithms", ()),
                values.get("certificate_types", ()),
                _names(values.get("certificate_authorities", ())),
            )
    return found


def _names(encoded: tuple[bytes, ...]) -> tuple[DistinguishedName, ...]:
    return tuple(map(DistinguishedName, encoded))
