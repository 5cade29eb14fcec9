"""Loading trust stores. A store carries its name and date, since "trusted" means nothing without saying by whom.

The environment (``SSL_CERT_FILE``, ``SSL_CERT_DIR``) is not asked: a verdict must not change with a variable that
nobody sees in the output.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tlskit.chain import TrustAnchor, TrustStore
from tlskit.errors import InputError
from tlskit.x509 import Certificate, trusted_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.x509 import CertificateBlock


def certifi_store() -> TrustStore:
    """Return Mozilla's roots as the package ``certifi`` has them, named with the package's date."""
    import certifi  # only the default store needs it

    return _store(Path(certifi.where()).read_bytes(), f"certifi {certifi.__version__}")


def file_store(path: str) -> TrustStore:
    """Return the certificates of a PEM or DER file as anchors.

    Raises :class:`~tlskit.errors.InputError` where the file cannot be read or holds none.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(error.strerror or str(error), path) from None
    try:
        return _store(data, path)
    except InputError as error:
        raise InputError(str(error), path) from None


def joined(stores: Sequence[TrustStore]) -> TrustStore:
    """Return the union of stores, named after all of them."""
    if len(stores) == 1:
        return stores[0]
    anchors = (anchor for store in stores for anchor in store.anchors)
    return TrustStore(anchors, name=" and ".join(store.name for store in stores) or "no trust store")


def _store(data: bytes, name: str) -> TrustStore:
    blocks = trusted_blocks(data)
    return TrustStore((block.der if block.trust_settings is None else _limited(block) for block in blocks), name=name)


def _limited(block: CertificateBlock) -> TrustAnchor:
    """Return an anchor with the trust settings of its TRUSTED CERTIFICATE."""
    return TrustAnchor(Certificate(block.der), block.trust_settings)
