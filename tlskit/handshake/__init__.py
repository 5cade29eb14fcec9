"""The room with TLS connections: everything that drives OpenSSL against a live peer lives here."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.handshake.credentials": (
            "ClientCredentials",
            "certificates_in",
            "load_credentials",
            "paired",
            "signing_key_in",
        ),
        "tlskit.handshake.driver": ("attempt",),
        "tlskit.handshake.inspect": (
            "default_policy",
            "inspect_all_addresses",
            "inspect_handshake",
            "inspect_target",
            "judged",
            "make_question",
        ),
        "tlskit.handshake.served": ("ANYTHING", "served_certificates"),
        "tlskit.handshake.settings": ("ConnectionSettings", "send_to_anyone", "withhold"),
    },
)
