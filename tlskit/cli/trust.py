"""The trust store that the options ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain import TrustStore


def trust_of(ca_files: Sequence[str], *, default_trust: bool) -> TrustStore:
    """Return the certificates of ``--ca-file``, and certifi's roots unless they are not wanted."""
    from tlskit.trust import certifi_store, file_store, joined

    stores = [file_store(path) for path in ca_files]
    return joined([*stores, certifi_store()] if default_trust else stores)
