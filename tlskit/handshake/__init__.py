"""The room with TLS connections: everything that drives OpenSSL against a live peer lives here."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.handshake.credentials": (
            "ClientCredentials",
            "load_credentials",
        ),
        "tlskit.handshake.inspect": ("inspect_handshake",),
        "tlskit.handshake.settings": ("ConnectionSettings",),
    },
)
