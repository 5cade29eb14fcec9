"""Servers on 127.0.0.1 with known faults, for learning, for tests and for the tour."""  # made by scripts/gen_faces.py

from tlskit.lab.admission import Admission as Admission
from tlskit.lab.admission import AdmissionOutcome as AdmissionOutcome
from tlskit.lab.admission import Rules as Rules
from tlskit.lab.case import Case as Case
from tlskit.lab.cases import CASES as CASES
from tlskit.lab.credentials import Credentials as Credentials
from tlskit.lab.credentials import PrivateKey as PrivateKey
from tlskit.lab.files import Files as Files
from tlskit.lab.lab import Lab as Lab
from tlskit.lab.lab import find_case as find_case
from tlskit.lab.server import LOOPBACK as LOOPBACK
from tlskit.lab.server import Listeners as Listeners
from tlskit.lab.server import PeerLink as PeerLink
from tlskit.lab.service import TlsService as TlsService
from tlskit.lab.service import VerifyingService as VerifyingService

__all__ = [
    "Admission",
    "AdmissionOutcome",
    "CASES",
    "Case",
    "Credentials",
    "Files",
    "LOOPBACK",
    "Lab",
    "Listeners",
    "PeerLink",
    "PrivateKey",
    "Rules",
    "TlsService",
    "VerifyingService",
    "find_case",
]
