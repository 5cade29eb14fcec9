"""What one driven connection comes to: facts of both sides, findings with their causes, a verdict. Pure."""  # made by scripts/gen_faces.py

from tlskit.handshake.report.attempt import Attempt as Attempt
from tlskit.handshake.report.attempt import AttemptOutcome as AttemptOutcome
from tlskit.handshake.report.attempt import Phase as Phase
from tlskit.handshake.report.attempt import PresentedCertificate as PresentedCertificate
from tlskit.handshake.report.attempt import Timings as Timings
from tlskit.handshake.report.chain_judge import ChainJudge as ChainJudge
from tlskit.handshake.report.client_authentication import CertificateDemand as CertificateDemand
from tlskit.handshake.report.client_authentication import CertificateReception as CertificateReception
from tlskit.handshake.report.client_authentication import ClientAuthentication as ClientAuthentication
from tlskit.handshake.report.client_certificate import ClientFinding as ClientFinding
from tlskit.handshake.report.client_certificate import ForbiddenAnswer as ForbiddenAnswer
from tlskit.handshake.report.client_certificate import Required as Required
from tlskit.handshake.report.client_certificate import Withheld as Withheld
from tlskit.handshake.report.connection import Unreachable as Unreachable
from tlskit.handshake.report.expectations import Expectations as Expectations
from tlskit.handshake.report.failure import failure_findings as failure_findings
from tlskit.handshake.report.kinds import KINDS as KINDS
from tlskit.handshake.report.report import HandshakeReport as HandshakeReport
from tlskit.handshake.report.report import HandshakeVerdict as HandshakeVerdict
from tlskit.handshake.report.server_facts import NameOutcome as NameOutcome
from tlskit.handshake.report.server_facts import ServerFacts as ServerFacts
from tlskit.handshake.report.stapling import StapleRevoked as StapleRevoked
from tlskit.handshake.report.stapling import StaplingFinding as StaplingFinding

__all__ = [
    "Attempt",
    "AttemptOutcome",
    "CertificateDemand",
    "CertificateReception",
    "ChainJudge",
    "ClientAuthentication",
    "ClientFinding",
    "Expectations",
    "ForbiddenAnswer",
    "HandshakeReport",
    "HandshakeVerdict",
    "KINDS",
    "NameOutcome",
    "Phase",
    "PresentedCertificate",
    "Required",
    "ServerFacts",
    "StapleRevoked",
    "StaplingFinding",
    "Timings",
    "Unreachable",
    "Withheld",
    "failure_findings",
]
