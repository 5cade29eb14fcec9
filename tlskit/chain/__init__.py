"""Certification paths: built, validated, explained, mended. Pure: no socket, no clock, no trust store of its own.

The public names of the room; :func:`inspect_chain` is the front door. Nothing is imported before it is asked for, so
that whoever wants to read a certificate need not load what judges it.
"""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.chain.file": ("ChainLink", "FileReport", "KeyMatch", "inspect_file", "subject_alt_name"),
        "tlskit.chain.inspect": ("CertificateInput", "inspect_chain", "load_certificates", "trust_store"),
        "tlskit.chain.inspector": ("ChainInspector",),
        "tlskit.chain.kinds": ("KINDS",),
        "tlskit.chain.path.certification_path": ("CertificationPath",),
        "tlskit.chain.path.checks.identity": ("Mismatch",),
        "tlskit.chain.path.checks.revocation": ("RevocationUndetermined", "Revoked"),
        "tlskit.chain.path.checks.role": ("PathEnd",),
        "tlskit.chain.path.checks.signature": ("InvalidSignature", "UnsupportedSignature"),
        "tlskit.chain.path.checks.table": ("Topic",),
        "tlskit.chain.path.checks.validity": ("Expired", "NotYetValid"),
        "tlskit.chain.path.identity": ("DNSName", "EmailAddress", "IdentityMatch"),
        "tlskit.chain.path.issuer": (
            "ISSUER_KINDS",
            "MissingIssuer",
            "PathLoop",
            "SelfSigned",
            "UntrustedRoot",
            "WrongKey",
        ),
        "tlskit.chain.path.policy": (
            "STRONG_SIGNATURE_ALGORITHMS",
            "Budget",
            "Conformance",
            "Profile",
            "Purpose",
            "ValidationPolicy",
            "is_dotted_oid",
        ),
        "tlskit.chain.path.revocation_status": ("Revocation", "RevocationOutcome", "RevocationStatus"),
        "tlskit.chain.path.trust_store": ("Origin", "TrustAnchor", "TrustStore"),
        "tlskit.chain.repair": ("Repair",),
        "tlskit.chain.report": ("ChainReport",),
        "tlskit.chain.revocation.ocsp": ("OcspAnswer", "OcspStanding", "demands_staple", "judge_ocsp"),
        "tlskit.chain.served": ("SERVED_KINDS", "SelfSignedTwin"),
        "tlskit.x509.certificate": ("Certificate", "CertificateRef"),
        "tlskit.x509.extension": ("KeyUsage",),
        "tlskit.x509.ocsp_response": ("OcspStatus",),
    },
)
