"""tlskit opens TLS up: certificate chains mended, handshakes driven, captures read, and all of it explained."""  # made by scripts/gen_faces.py

from tlskit.chain import Budget as Budget
from tlskit.chain import ChainInspector as ChainInspector
from tlskit.chain import ChainReport as ChainReport
from tlskit.chain import Conformance as Conformance
from tlskit.chain import FileReport as FileReport
from tlskit.chain import KeyUsage as KeyUsage
from tlskit.chain import Profile as Profile
from tlskit.chain import Purpose as Purpose
from tlskit.chain import Repair as Repair
from tlskit.chain import Revocation as Revocation
from tlskit.chain import TrustAnchor as TrustAnchor
from tlskit.chain import TrustStore as TrustStore
from tlskit.chain import ValidationPolicy as ValidationPolicy
from tlskit.chain import inspect_chain as inspect_chain
from tlskit.chain import inspect_file as inspect_file
from tlskit.errors import ConnectError as ConnectError
from tlskit.errors import ConnectTimeoutError as ConnectTimeoutError
from tlskit.errors import InputError as InputError
from tlskit.errors import PasswordError as PasswordError
from tlskit.errors import ProxyError as ProxyError
from tlskit.errors import RefusedError as RefusedError
from tlskit.errors import ResolveError as ResolveError
from tlskit.errors import StarttlsError as StarttlsError
from tlskit.errors import TlsFailedError as TlsFailedError
from tlskit.errors import TlskitError as TlskitError
from tlskit.errors import UnreachableError as UnreachableError
from tlskit.errors import UsageError as UsageError
from tlskit.export import to_json as to_json
from tlskit.finding import CheckOutcome as CheckOutcome
from tlskit.finding import CheckResult as CheckResult
from tlskit.finding import Citation as Citation
from tlskit.finding import Finding as Finding
from tlskit.finding import Severity as Severity
from tlskit.finding import Verdict as Verdict
from tlskit.handshake import ClientCredentials as ClientCredentials
from tlskit.handshake import ConnectionSettings as ConnectionSettings
from tlskit.handshake import inspect_handshake as inspect_handshake
from tlskit.handshake import load_credentials as load_credentials
from tlskit.handshake.report import HandshakeReport as HandshakeReport
from tlskit.handshake.report import HandshakeVerdict as HandshakeVerdict
from tlskit.trace import TraceReport as TraceReport
from tlskit.trace import inspect_trace as inspect_trace
from tlskit.x509 import Certificate as Certificate
__version__: str

__all__ = [
    "Budget",
    "Certificate",
    "ChainInspector",
    "ChainReport",
    "CheckOutcome",
    "CheckResult",
    "Citation",
    "ClientCredentials",
    "Conformance",
    "ConnectError",
    "ConnectTimeoutError",
    "ConnectionSettings",
    "FileReport",
    "Finding",
    "HandshakeReport",
    "HandshakeVerdict",
    "InputError",
    "KeyUsage",
    "PasswordError",
    "Profile",
    "ProxyError",
    "Purpose",
    "RefusedError",
    "Repair",
    "ResolveError",
    "Revocation",
    "Severity",
    "StarttlsError",
    "TlsFailedError",
    "TlskitError",
    "TraceReport",
    "TrustAnchor",
    "TrustStore",
    "UnreachableError",
    "UsageError",
    "ValidationPolicy",
    "Verdict",
    "__version__",
    "inspect_chain",
    "inspect_file",
    "inspect_handshake",
    "inspect_trace",
    "load_credentials",
    "to_json",
]
