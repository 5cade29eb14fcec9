"""Undoing the compression of a certificate message (RFC 8879), without trusting what it says of itself.

The declared length must be that of the result (section 4), and neither may be more than a certificate message ever is:
a kilobyte can claim to become sixteen megabytes.
"""

from __future__ import annotations

import zlib

from tlskit.registry import CertificateCompressionAlgorithm
from tlskit.wire import CompressedCertificate, Tls13Certificate

MOST_BYTES = 128 << 10
"""OpenSSL's limit on a peer's certificates is 100 KiB (SSL_CTX_set_max_cert_list(3))."""


def decompressed(message: CompressedCertificate) -> tuple[Tls13Certificate | None, str]:
    """Return the Certificate message inside, or ``None`` and why it cannot be had."""
    if message.uncompressed_length > MOST_BYTES:
        return None, f"it claims to become {message.uncompressed_length:,} bytes, more than the {MOST_BYTES:,} allowed"
    if message.algorithm != CertificateCompressionAlgorithm.zlib:
        return None, f"{message.algorithm.label} is not undone here, only zlib"
    inflate = zlib.decompressobj()
    try:
        content = inflate.decompress(message.compressed_certificate_message, MOST_BYTES + 1)
    except zlib.error as error:
        return None, f"zlib cannot undo it: {error}"
    if len(content) != message.uncompressed_length or not inflate.eof or inflate.unused_data:
        return None, f"it becomes {len(content):,} bytes and claims {message.uncompressed_length:,}"
    certificate = Tls13Certificate.read(content)
    return certificate, "" if certificate else "what it becomes is no Certificate message"
