"""tlskit opens TLS up: certificate chains mended, handshakes driven, captures read, and all of it explained.

The public names; nothing is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit._version import __version__
from tlskit.core.lazy_exports import loading
from tlskit.errors import ConnectError, InputError, TlskitError, UsageError

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
    from tlskit.export.report import to_json
    from tlskit.finding import Finding, Severity, Verdict
    from tlskit.handshake.credentials import ClientCredentials, load_credentials
    from tlskit.handshake.inspect import inspect_handshake
    from tlskit.handshake.report.report import HandshakeReport, HandshakeVerdict
    from tlskit.handshake.settings import ConnectionSettings
    from tlskit.trace import TraceReport, inspect_trace

_ROOMS = {
    "Budget": "tlskit.chain",
    "ChainInspector": "tlskit.chain",
    "ChainReport": "tlskit.chain",
    "ClientCredentials": "tlskit.handshake.credentials",
    "Conformance": "tlskit.chain",
    "ConnectionSettings": "tlskit.handshake.settings",
    "Finding": "tlskit.finding",
    "HandshakeReport": "tlskit.handshake.report.report",
    "HandshakeVerdict": "tlskit.handshake.report.report",
    "KeyUsage": "tlskit.chain",
    "Profile": "tlskit.chain",
    "Purpose": "tlskit.chain",
    "Revocation": "tlskit.chain",
    "Severity": "tlskit.finding",
    "TraceReport": "tlskit.trace",
    "TrustStore": "tlskit.chain",
    "ValidationPolicy": "tlskit.chain",
    "Verdict": "tlskit.finding",
    "inspect_chain": "tlskit.chain",
    "inspect_handshake": "tlskit.handshake.inspect",
    "inspect_trace": "tlskit.trace",
    "load_credentials": "tlskit.handshake.credentials",
    "to_json": "tlskit.export.report",
}

__all__ = [
    "Budget",
    "ChainInspector",
    "ChainReport",
    "ClientCredentials",
    "Conformance",
    "ConnectError",
    "ConnectionSettings",
    "Finding",
    "HandshakeReport",
    "HandshakeVerdict",
    "InputError",
    "KeyUsage",
    "Profile",
    "Purpose",
    "Revocation",
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
    "to_json",
]

if not TYPE_CHECKING:  # the type checker reads the imports above, and finds what is not there
    __getattr__ = loading(__name__, _ROOMS)


def __dir__() -> list[str]:
    return sorted(__all__)
