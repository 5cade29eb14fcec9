"""tlskit opens TLS up: certificate chains mended, handshakes driven, captures read, and all of it explained.

The public names; nothing is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit._version import __version__
from tlskit.errors import ConnectError, InputError, TlskitError, UsageError
from tlskit.lazy import loading

if TYPE_CHECKING:
    from tlskit.chain import (
        Budget,
        ChainInspector,
        ChainReport,
        Conformance,
        KeyUsage,
        Profile,
        Purpose,
        Revocation,
        TrustStore,
        ValidationPolicy,
        inspect_chain,
    )
    from tlskit.finding import Finding, Severity, Verdict
    from tlskit.handshake.credentials import ClientCredentials, load_credentials
    from tlskit.handshake.inspect import inspect_handshake
    from tlskit.handshake.settings import Settings
    from tlskit.report.handshake.report import HandshakeReport, HandshakeVerdict
    from tlskit.trace import TraceReport, inspect_trace

_ROOMS = {
    "Budget": "chain",
    "ChainInspector": "chain",
    "ChainReport": "chain",
    "Conformance": "chain",
    "KeyUsage": "chain",
    "Profile": "chain",
    "Purpose": "chain",
    "Revocation": "chain",
    "TrustStore": "chain",
    "ValidationPolicy": "chain",
    "inspect_chain": "chain",
    "ClientCredentials": "handshake.credentials",
    "load_credentials": "handshake.credentials",
    "inspect_handshake": "handshake.inspect",
    "Settings": "handshake.settings",
    "HandshakeReport": "report.handshake.report",
    "HandshakeVerdict": "report.handshake.report",
    "Finding": "finding",
    "Severity": "finding",
    "Verdict": "finding",
    "TraceReport": "trace",
    "inspect_trace": "trace",
}

__all__ = [
    "Budget",
    "ChainInspector",
    "ChainReport",
    "ClientCredentials",
    "Conformance",
    "ConnectError",
    "Finding",
    "HandshakeReport",
    "HandshakeVerdict",
    "InputError",
    "KeyUsage",
    "Profile",
    "Purpose",
    "Revocation",
    "Settings",
    "Severity",
    "TlskitError",
    "TraceReport",
    "TrustStore",
    "UsageError",
    "ValidationPolicy",
    "Verdict",
    "__version__",
    "inspect_chain",
    "inspect_handshake",
    "inspect_trace",
    "load_credentials",
]

if not TYPE_CHECKING:  # the type checker reads the imports above, and finds what is not there
    __getattr__ = loading(__name__, _ROOMS)


def __dir__() -> list[str]:
    return sorted(__all__)
