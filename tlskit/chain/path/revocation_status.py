"""What is known of a certificate's revocation, and the question that it answers."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tlskit.x509 import Certificate, CertificateRef, CRLRef


class Revocation(Enum):
    """Whether certificates are checked against the CRLs given.

    ``IF_AVAILABLE``: a revoked certificate fails, an open question is a notice. ``REQUIRED``: an open question leaves
    the verdict open.
    """

    OFF = "off"
    IF_AVAILABLE = "if available"
    REQUIRED = "required"


class RevocationOutcome(Enum):
    """What is known."""

    GOOD = "good"
    REVOKED = "revoked"
    UNDETERMINED = "undetermined"


class Gap(Enum):
    """What keeps a certificate's revocation open: how far the CRL got that came nearest to an answer. In that order."""

    NO_CRL = "no CRL"
    OUT_OF_SCOPE = "out of scope"
    UNREADABLE = "unreadable"
    NOT_VERIFIED = "signature not verified"
    NOT_ALLOWED = "not allowed by RFC 5280"
    SOME_REASONS = "not all reasons covered"
    DELTA_ONLY = "only a delta CRL"
    STALE = "not current"
    WORK_LIMIT = "work limit"

    @property
    def nearness(self) -> int:
        """How near a CRL with this problem came to an answer."""
        return list(Gap).index(self)


class RevocationStatus(FrozenValue):
    """``crl`` is the list that decided. ``reason`` and the dates are those of its entry (section 5.3).

    ``unanswered``: why each CRL that was considered could not answer, the one that came nearest first, and ``gap`` what
    kind of problem that one had; ``addresses``: where the certificate says that CRLs are to be had.
    """

    certificate: CertificateRef
    outcome: RevocationOutcome
    crl: CRLRef | None = None
    reason: str = ""
    revocation_date: datetime | None = None
    invalidity_date: datetime | None = None
    unanswered: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    gap: Gap = Gap.NO_CRL

    @property
    def told(self) -> str:
        """The status in one clause."""
        match self.outcome:
            case RevocationOutcome.GOOD:
                return f"not revoked, says the {self.crl}"
            case RevocationOutcome.REVOKED:
                return f"revoked {self.revocation_date:%Y-%m-%d}, says the {self.crl}"
        return "; ".join(self.unanswered)


class RevocationSource(Protocol):
    """Whoever can say what became of the certificates of a path, from whatever information there is."""

    def statuses(self, certificates: Sequence[Certificate]) -> tuple[RevocationStatus, ...]:
        """Return the status of every certificate of an anchored path but the anchor, lowest first."""
        ...


class RevocationQuery(FrozenValue):
    """One certificate as it stands on a path: what is above it, and where the path ends."""

    certificate: Certificate
    issuer: Certificate
    anchor: Certificate
