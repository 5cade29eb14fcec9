"""Trust stores, loaded: this room reads files; the value it fills is :class:`tlskit.chain.TrustStore`."""

from tlskit.trust.load import certifi_store, file_store, joined

__all__ = ["certifi_store", "file_store", "joined"]
