"""What one driven connection comes to: facts of both sides, findings with their causes, a verdict. Pure."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.handshake.report.attempt": ("Attempt", "AttemptOutcome", "Phase", "PresentedCertificate", "Timings"),
        "tlskit.handshake.report.chain_judge": ("ChainJudge",),
        "tlskit.handshake.report.client_authentication": (
            "CertificateDemand",
            "CertificateReception",
            "ClientAuthentication",
        ),
        "tlskit.handshake.report.client_certificate": ("ClientFinding", "ForbiddenAnswer", "Required", "Withheld"),
        "tlskit.handshake.report.connection": ("Unreachable",),
        "tlskit.handshake.report.expectations": ("Expectations",),
        "tlskit.handshake.report.failure": ("failure_findings",),
        "tlskit.handshake.report.kinds": ("KINDS",),
        "tlskit.handshake.report.report": ("HandshakeReport", "HandshakeVerdict"),
        "tlskit.handshake.report.server_facts": ("NameOutcome", "ServerFacts"),
        "tlskit.handshake.report.stapling": ("StapleRevoked", "StaplingFinding"),
    },
)
