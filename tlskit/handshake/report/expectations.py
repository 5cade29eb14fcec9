"""What is asked of a handshake, besides the connection itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain import CertificateInput, TrustStore, ValidationPolicy
    from tlskit.x509 import Certificate


class Expectations(FrozenValue):
    """``trust`` and ``policy`` judge the server's certificates, ``pool`` may complete their path.

    ``client`` is what the client had to present, its own certificate first; empty where it had none. ``client_pool``
    are further certificates from which the client's may come: CAs that explain why a server refuses it.
    """

    trust: TrustStore
    policy: ValidationPolicy
    pool: Sequence[CertificateInput] = ()
    client: tuple[Certificate, ...] = ()
    client_pool: tuple[Certificate, ...] = ()
