"""The room with TLS connections: everything that drives OpenSSL against a live peer lives here."""  # made by scripts/gen_faces.py

from tlskit.handshake.credentials import ClientCredentials as ClientCredentials
from tlskit.handshake.credentials import load_credentials as load_credentials
from tlskit.handshake.inspect import inspect_handshake as inspect_handshake
from tlskit.handshake.settings import ConnectionSettings as ConnectionSettings

__all__ = [
    "ClientCredentials",
    "ConnectionSettings",
    "inspect_handshake",
    "load_credentials",
]
