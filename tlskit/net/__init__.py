"""Addresses and targets, dialling, deadlines: what every room that opens a connection shares."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.net.deadline": ("Deadline",),
        "tlskit.net.dial": ("Address", "connect", "connect_any", "resolve", "why_not"),
        "tlskit.net.proxy": ("open_tunnel",),
        "tlskit.net.target": (
            "STARTTLS_SCHEMES",
            "Target",
            "TargetKind",
            "authority",
            "parse_connect_to",
            "parse_host_name",
            "parse_proxy",
            "parse_target",
            "url_path",
        ),
    },
)
