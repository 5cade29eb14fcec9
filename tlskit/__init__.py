"""tlskit opens TLS up: certificate chains mended, handshakes driven, captures read, and all of it explained.

The public names; nothing is imported before it is asked for.
"""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports
from tlskit._version import __version__ as __version__

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.chain": (
            "Budget",
            "ChainInspector",
            "ChainReport",
            "Conformance",
            "FileReport",
            "KeyUsage",
            "Profile",
            "Purpose",
            "Repair",
            "Revocation",
            "TrustAnchor",
            "TrustStore",
            "ValidationPolicy",
            "inspect_chain",
            "inspect_file",
        ),
        "tlskit.errors": (
            "ConnectError",
            "ConnectTimeoutError",
            "InputError",
            "PasswordError",
            "ProxyError",
            "RefusedError",
            "ResolveError",
            "StarttlsError",
            "TlsFailedError",
            "TlskitError",
            "UnreachableError",
            "UsageError",
        ),
        "tlskit.export": ("to_json",),
        "tlskit.finding": ("CheckOutcome", "CheckResult", "Citation", "Finding", "Severity", "Verdict"),
        "tlskit.handshake": ("ClientCredentials", "ConnectionSettings", "inspect_handshake", "load_credentials"),
        "tlskit.handshake.report": ("HandshakeReport", "HandshakeVerdict"),
        "tlskit.trace": ("TraceReport", "inspect_trace"),
        "tlskit.x509": ("Certificate",),
    },
    present=("__version__",),
)
