"""Certificates, CRLs and requests as they are written: bytes to fields and back. Nothing here judges. Pure."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.x509.certificate": (
            "Certificate",
            "CertificateRef",
        ),
        "tlskit.x509.file.reader": ("read_items",),
    },
)
