"""Whether a client is let in: its certificate judged by the chain engine, and the answer told.

What ``tlskit lab --serve`` logs is made here: one sentence for the answer, and one line for each fault.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tlskit.chain import Purpose, Revocation, ValidationPolicy, inspect_chain
from tlskit.core import FrozenValue, clipped, rfc3339
from tlskit.errors import InputError
from tlskit.explain import chain_answer
from tlskit.finding import Severity, Verdict
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tlskit.chain import ChainReport, TrustStore


class AdmissionOutcome(Enum):
    """``FAILED``: the handshake ended before a client certificate could decide."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"


class Judgement(FrozenValue):
    """What the engine says of a client's certificate; ``alert`` is what a refusal is told with."""

    sentence: str
    alert: AlertDescription | None = None
    report: ChainReport | None = None


class Admission(FrozenValue):
    """What became of one client."""

    at: datetime
    peer: str
    version: str
    outcome: AdmissionOutcome
    judgement: Judgement

    @property
    def lines(self) -> tuple[str, ...]:
        """The log: the answer, then each error and warning with its remedy."""
        alert, report = self.judgement.alert, self.judgement.report
        told = "" if alert is None else f" with alert {alert:d} {alert}"
        answered = f"{self.outcome.value}{told}: {self.judgement.sentence}"
        first = f"{rfc3339(self.at)} {self.peer} {self.version}: {answered}"
        findings = () if report is None else report.findings
        told_of = [finding for finding in findings if finding.severity >= Severity.WARNING]
        return (first, *(f"  {finding}. {finding.remedy}" for finding in told_of))

    def to_plain(self) -> dict[str, object]:
        """Return the log entry as JSON-ready data."""
        from tlskit.export import chain_json  # a log of lines needs no shapes

        alert, report = self.judgement.alert, self.judgement.report
        return {
            "at": rfc3339(self.at),
            "peer": self.peer,
            "version": self.version,
            "outcome": self.outcome.value,
            "answer": self.judgement.sentence,
            "alert": None if alert is None else alert.label,
            "report": None if report is None else chain_json(report),
        }


class Rules(FrozenValue):
    """Which clients are let in: those below ``trust`` and, where CRLs are given, known not to be revoked.

    With CRLs, a certificate that none of them answers for is refused, as servers in use do.
    """

    trust: TrustStore
    required: bool
    clock: Callable[[], datetime]
    crls: tuple[bytes, ...] = ()

    def judge(self, sent: tuple[bytes, ...]) -> Judgement:
        """Judge what a client sent, end entity first."""
        policy = ValidationPolicy(
            at=self.clock(),
            purpose=Purpose.CLIENT,
            revocation=Revocation.REQUIRED if self.crls else Revocation.OFF,
        )
        try:
            report = inspect_chain(sent, trust=self.trust, policy=policy, crls=self.crls)
        except InputError as error:
            return Judgement(f"what the client sent is no certificate: {error}", AlertDescription.bad_certificate)
        if report.verdict is Verdict.TRUSTED:
            return Judgement(chain_answer(report), report=report)
        alert = None if report.decisive is None else report.decisive.alert
        return Judgement(chain_answer(report), alert or AlertDescription.certificate_unknown, report)


NOT_ASKED = "no client certificate was sent, and none is required."
NOT_SENT = "no client certificate was sent, and one is required."


def failure_sentence(reasons: tuple[str, ...]) -> str:
    """Say why a handshake failed for another reason than the client's certificate."""
    told = ", ".join(map(clipped, reasons))
    return f"the handshake did not end: {told or 'the client closed the connection'}."
