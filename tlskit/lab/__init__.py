"""Servers on 127.0.0.1 with known faults, for learning, for tests and for the tour.

The front door is :class:`~tlskit.lab.lab.Lab`; importing this package loads nothing.
"""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.lab.admission": ("Admission", "AdmissionOutcome", "Rules"),
        "tlskit.lab.case": ("Case",),
        "tlskit.lab.cases": ("CASES",),
        "tlskit.lab.credentials": ("Credentials", "PrivateKey"),
        "tlskit.lab.files": ("Files",),
        "tlskit.lab.lab": ("Lab", "find_case"),
        "tlskit.lab.server": ("LOOPBACK", "Listeners", "PeerLink"),
        "tlskit.lab.service": ("TlsService", "VerifyingService"),
    },
)
