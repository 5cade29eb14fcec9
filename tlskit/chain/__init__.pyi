"""Certification paths: built, validated, explained, mended. Pure: no socket, no clock, no trust store of its own."""  # made by scripts/gen_faces.py

from tlskit.chain.file import ChainLink as ChainLink
from tlskit.chain.file import FileReport as FileReport
from tlskit.chain.file import KeyMatch as KeyMatch
from tlskit.chain.file import inspect_file as inspect_file
from tlskit.chain.file import subject_alt_name as subject_alt_name
from tlskit.chain.inspect import CertificateInput as CertificateInput
from tlskit.chain.inspect import inspect_chain as inspect_chain
from tlskit.chain.inspect import load_certificates as load_certificates
from tlskit.chain.inspect import trust_store as trust_store
from tlskit.chain.inspector import ChainInspector as ChainInspector
from tlskit.chain.kinds import KINDS as KINDS
from tlskit.chain.path.certification_path import CertificationPath as CertificationPath
from tlskit.chain.path.checks.identity import Mismatch as Mismatch
from tlskit.chain.path.checks.revocation import RevocationUndetermined as RevocationUndetermined
from tlskit.chain.path.checks.revocation import Revoked as Revoked
from tlskit.chain.path.checks.role import PathEnd as PathEnd
from tlskit.chain.path.checks.signature import InvalidSignature as InvalidSignature
from tlskit.chain.path.checks.signature import UnsupportedSignature as UnsupportedSignature
from tlskit.chain.path.checks.table import Topic as Topic
from tlskit.chain.path.checks.validity import Expired as Expired
from tlskit.chain.path.checks.validity import NotYetValid as NotYetValid
from tlskit.chain.path.identity import DNSName as DNSName
from tlskit.chain.path.identity import EmailAddress as EmailAddress
from tlskit.chain.path.identity import IdentityMatch as IdentityMatch
from tlskit.chain.path.issuer import ISSUER_KINDS as ISSUER_KINDS
from tlskit.chain.path.issuer import MissingIssuer as MissingIssuer
from tlskit.chain.path.issuer import PathLoop as PathLoop
from tlskit.chain.path.issuer import SelfSigned as SelfSigned
from tlskit.chain.path.issuer import UntrustedRoot as UntrustedRoot
from tlskit.chain.path.issuer import WrongKey as WrongKey
from tlskit.chain.path.policy import Budget as Budget
from tlskit.chain.path.policy import Conformance as Conformance
from tlskit.chain.path.policy import Profile as Profile
from tlskit.chain.path.policy import Purpose as Purpose
from tlskit.chain.path.policy import STRONG_SIGNATURE_ALGORITHMS as STRONG_SIGNATURE_ALGORITHMS
from tlskit.chain.path.policy import ValidationPolicy as ValidationPolicy
from tlskit.chain.path.policy import is_dotted_oid as is_dotted_oid
from tlskit.chain.path.revocation_status import Revocation as Revocation
from tlskit.chain.path.revocation_status import RevocationOutcome as RevocationOutcome
from tlskit.chain.path.revocation_status import RevocationStatus as RevocationStatus
from tlskit.chain.path.trust_store import Origin as Origin
from tlskit.chain.path.trust_store import TrustAnchor as TrustAnchor
from tlskit.chain.path.trust_store import TrustStore as TrustStore
from tlskit.chain.repair import Repair as Repair
from tlskit.chain.report import ChainReport as ChainReport
from tlskit.chain.revocation.ocsp import OcspAnswer as OcspAnswer
from tlskit.chain.revocation.ocsp import OcspStanding as OcspStanding
from tlskit.chain.revocation.ocsp import demands_staple as demands_staple
from tlskit.chain.revocation.ocsp import judge_ocsp as judge_ocsp
from tlskit.chain.served import SERVED_KINDS as SERVED_KINDS
from tlskit.chain.served import SelfSignedTwin as SelfSignedTwin
from tlskit.x509.certificate import Certificate as Certificate
from tlskit.x509.certificate import CertificateRef as CertificateRef
from tlskit.x509.extension import KeyUsage as KeyUsage
from tlskit.x509.ocsp_response import OcspStatus as OcspStatus

__all__ = [
    "Budget",
    "Certificate",
    "CertificateInput",
    "CertificateRef",
    "CertificationPath",
    "ChainInspector",
    "ChainLink",
    "ChainReport",
    "Conformance",
    "DNSName",
    "EmailAddress",
    "Expired",
    "FileReport",
    "ISSUER_KINDS",
    "IdentityMatch",
    "InvalidSignature",
    "KINDS",
    "KeyMatch",
    "KeyUsage",
    "Mismatch",
    "MissingIssuer",
    "NotYetValid",
    "OcspAnswer",
    "OcspStanding",
    "OcspStatus",
    "Origin",
    "PathEnd",
    "PathLoop",
    "Profile",
    "Purpose",
    "Repair",
    "Revocation",
    "RevocationOutcome",
    "RevocationStatus",
    "RevocationUndetermined",
    "Revoked",
    "SERVED_KINDS",
    "STRONG_SIGNATURE_ALGORITHMS",
    "SelfSigned",
    "SelfSignedTwin",
    "Topic",
    "TrustAnchor",
    "TrustStore",
    "UnsupportedSignature",
    "UntrustedRoot",
    "ValidationPolicy",
    "WrongKey",
    "demands_staple",
    "inspect_chain",
    "inspect_file",
    "is_dotted_oid",
    "judge_ocsp",
    "load_certificates",
    "subject_alt_name",
    "trust_store",
]
