"""Certificates, CRLs and requests as they are written: bytes to fields and back. Nothing here judges. Pure."""  # made by scripts/gen_faces.py

from tlskit.x509.certificate import Certificate as Certificate
from tlskit.x509.certificate import CertificateRef as CertificateRef
from tlskit.x509.file.reader import read_items as read_items

__all__ = [
    "Certificate",
    "CertificateRef",
    "read_items",
]
