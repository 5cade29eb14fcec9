"""The room with TLS connections: everything that drives OpenSSL against a live peer lives here."""  # made by scripts/gen_faces.py

from tlskit.handshake.credentials import ClientCredentials as ClientCredentials
from tlskit.handshake.credentials import certificates_in as certificates_in
from tlskit.handshake.credentials import load_credentials as load_credentials
from tlskit.handshake.credentials import paired as paired
from tlskit.handshake.credentials import signing_key_in as signing_key_in
from tlskit.handshake.driver import attempt as attempt
from tlskit.handshake.inspect import default_policy as default_policy
from tlskit.handshake.inspect import inspect_all_addresses as inspect_all_addresses
from tlskit.handshake.inspect import inspect_handshake as inspect_handshake
from tlskit.handshake.inspect import inspect_target as inspect_target
from tlskit.handshake.inspect import judged as judged
from tlskit.handshake.inspect import make_question as make_question
from tlskit.handshake.served import ANYTHING as ANYTHING
from tlskit.handshake.served import served_certificates as served_certificates
from tlskit.handshake.settings import ConnectionSettings as ConnectionSettings
from tlskit.handshake.settings import send_to_anyone as send_to_anyone
from tlskit.handshake.settings import withhold as withhold

__all__ = [
    "ANYTHING",
    "ClientCredentials",
    "ConnectionSettings",
    "attempt",
    "certificates_in",
    "default_policy",
    "inspect_all_addresses",
    "inspect_handshake",
    "inspect_target",
    "judged",
    "load_credentials",
    "make_question",
    "paired",
    "send_to_anyone",
    "served_certificates",
    "signing_key_in",
    "withhold",
]
