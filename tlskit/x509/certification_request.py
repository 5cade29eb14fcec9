"""A certificate request as its bytes say (PKCS #10, RFC 2986 section 4); reading one never raises."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tlskit.core import clipped
from tlskit.registry import oid
from tlskit.x509 import der
from tlskit.x509.lenient_der import lenient_extensions, lenient_names
from tlskit.x509.name import DER_PROBLEMS, DistinguishedName

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

    from tlskit.x509.extension import Extension
    from tlskit.x509.general_name import GeneralName

_EXTENSION_REQUEST = "1.2.840.113549.1.9.14"  # RFC 2985 section 5.4.2


class CertificationRequest:
    """Whom a certificate is asked for, for which key, and with which names."""

    def __init__(self, encoded: bytes) -> None:
        """Take DER. Fields that the bytes do not yield keep their empty value and leave a problem."""
        self.der = encoded
        self.problem = ""
        self.subject = DistinguishedName(b"\x30\x00")
        self.subject_public_key_info = b""
        self.extensions: tuple[Extension, ...] = ()
        try:
            self._read()
        except DER_PROBLEMS as error:
            self.problem = der.problem(error)

    def _read(self) -> None:
        outer = der.read_only(self.der, "the request").expect(der.SEQUENCE, "request")
        info = der.read(self.der, outer.body, outer.end).expect(der.SEQUENCE, "certificationRequestInfo")
        _, subject, key, *attributes = info.children()
        self.subject = DistinguishedName(subject.expect(der.SEQUENCE, "subject").encoding)
        self.subject_public_key_info = key.expect(der.SEQUENCE, "subjectPKInfo").encoding
        for item in attributes[0].children() if attributes else ():
            kind, values = item.children()
            if der.object_identifier(kind.expect(der.OID, "attribute type")) == _EXTENSION_REQUEST:
                self.extensions, self.problem = lenient_extensions(values)

    @property
    def label(self) -> str:
        """A short name for people; safe to show."""
        return clipped(self.subject.label, 80) if self.subject else "(unnamed request)"

    @property
    def subject_alt_name(self) -> tuple[GeneralName, ...]:
        """The names that are asked for; one that cannot be read is left out."""
        for item in self.extensions:
            if item.oid == oid.SUBJECT_ALT_NAME:
                return lenient_names(item.value)
        return ()

    @cached_property
    def public_key(self) -> PublicKeyTypes | None:
        """The key that the certificate is asked for, or None where ``cryptography`` does not load it."""
        from tlskit.x509.signature import load_public_key  # imports hazmat only when a key is needed

        return load_public_key(self.subject_public_key_info)[0]
