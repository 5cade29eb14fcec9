"""Addresses and targets, dialling, deadlines: what every room that opens a connection shares."""  # made by scripts/gen_faces.py

from tlskit.net.deadline import Deadline as Deadline
from tlskit.net.dial import Address as Address
from tlskit.net.dial import connect as connect
from tlskit.net.dial import connect_any as connect_any
from tlskit.net.dial import resolve as resolve
from tlskit.net.dial import why_not as why_not
from tlskit.net.proxy import open_tunnel as open_tunnel
from tlskit.net.target import STARTTLS_SCHEMES as STARTTLS_SCHEMES
from tlskit.net.target import Target as Target
from tlskit.net.target import TargetKind as TargetKind
from tlskit.net.target import authority as authority
from tlskit.net.target import parse_connect_to as parse_connect_to
from tlskit.net.target import parse_host_name as parse_host_name
from tlskit.net.target import parse_proxy as parse_proxy
from tlskit.net.target import parse_target as parse_target
from tlskit.net.target import url_path as url_path

__all__ = [
    "Address",
    "Deadline",
    "STARTTLS_SCHEMES",
    "Target",
    "TargetKind",
    "authority",
    "connect",
    "connect_any",
    "open_tunnel",
    "parse_connect_to",
    "parse_host_name",
    "parse_proxy",
    "parse_target",
    "resolve",
    "url_path",
    "why_not",
]
