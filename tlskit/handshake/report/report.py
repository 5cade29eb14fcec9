"""The report on one connection that was driven: bytes, trace, chain, the facts of both sides, findings, verdict."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.finding import Severity, Verdict
from tlskit.handshake.report.attempt import AttemptOutcome
from tlskit.handshake.report.client_authentication import ClientAuthentication, authentication
from tlskit.handshake.report.connection import TooOld
from tlskit.handshake.report.failure import agreement_findings, failure_findings
from tlskit.handshake.report.server_facts import ServerFacts, server_facts, stapling_findings
from tlskit.trace import ALERT_KINDS, CONNECTION_KINDS, Direction, sent_certificates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain import ChainReport
    from tlskit.finding import Finding
    from tlskit.handshake.report.attempt import Attempt
    from tlskit.handshake.report.chain_judge import ChainJudge
    from tlskit.handshake.report.expectations import Expectations
    from tlskit.trace import TraceReport, Transcript


class HandshakeVerdict(Enum):
    """What came of a connection, on the whole."""

    GOOD = "good"  # both sides are content
    UNTRUSTED = "untrusted"  # the handshake works, the server's certificates do not pass
    REFUSED = "refused"  # the server does not want this client, or its offer
    FAILED = "failed"  # there is no TLS to be had, or the server breaks it
    UNREACHED = "unreached"  # the network: nothing can be said of the server


_UNREACHED = frozenset(
    {
        AttemptOutcome.REFUSED,
        AttemptOutcome.UNREACHABLE,
        AttemptOutcome.TIMED_OUT,
        AttemptOutcome.NETWORK_FAILED,
        AttemptOutcome.CLOSED,
        AttemptOutcome.RESET,
    }
)


class HandshakeReport(FrozenValue):
    """``chain`` is ``None`` where no certificate of the server came. ``second`` is the trace of the resumed connection.

    ``findings`` has those of the handshake, the chain and the trace, the worst first; ``decisive`` is the one that the
    verdict rests on, ``None`` where it is good.
    """

    attempt: Attempt
    question: Expectations
    trace: TraceReport
    second: TraceReport | None
    probed: TraceReport | None
    chain: ChainReport | None

    @property
    def transcript(self) -> Transcript:
        """Every byte, with its time."""
        return self.attempt.transcript

    @cached_property
    def server(self) -> ServerFacts:
        """The server's side."""
        return server_facts(self.attempt, self.trace, self.chain, self.second, self.question.policy.at)

    @cached_property
    def authentication(self) -> ClientAuthentication:
        """The client's side."""
        question = self.question
        return authentication(self.attempt, self.trace, question.client, question.client_pool, question.policy.at)

    @cached_property
    def own_findings(self) -> tuple[Finding, ...]:
        """What the handshake itself shows, the cause first."""
        return tuple(self._own_findings())

    def _own_findings(self) -> Iterator[Finding]:
        about_client = self.authentication.refusal is not None
        yield from self.authentication.findings
        yield from failure_findings(self.attempt, self.trace, self.probed, is_about_client=about_client)
        yield from stapling_findings(self.server, self.chain, self.question.policy.at)
        yield from agreement_findings(self.attempt, self.trace, self.second)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding once, the worst first."""
        chain = self.chain.findings if self.chain else ()
        every = dict.fromkeys((*self.own_findings, *chain, *filter(self._is_news, self.trace.findings)))
        return tuple(sorted(every, key=lambda finding: -finding.severity))

    def _is_news(self, finding: Finding) -> bool:
        """Tell whether the trace sees something here that the driver did not decide or tell better itself."""
        told = (*CONNECTION_KINDS, *ALERT_KINDS) if self._errors else CONNECTION_KINDS
        return not isinstance(finding, told)

    @cached_property
    def verdict(self) -> HandshakeVerdict:
        """The answer."""
        if self.authentication.refusal is not None and self._errors:
            return HandshakeVerdict.REFUSED
        if not self.attempt.handshake_over or self.attempt.outcome is not AttemptOutcome.COMPLETED:
            found = self._incomplete()
            if found is not None:
                return found
        if self.chain is not None and self.chain.verdict is not Verdict.TRUSTED:
            return HandshakeVerdict.UNTRUSTED
        return HandshakeVerdict.UNTRUSTED if self._errors else HandshakeVerdict.GOOD

    def _incomplete(self) -> HandshakeVerdict | None:
        match self.attempt.outcome:
            case AttemptOutcome.CLOSED | AttemptOutcome.RESET | AttemptOutcome.TIMED_OUT if self.attempt.handshake_over:
                return None  # the handshake was complete: what follows it is no part of the answer
            case outcome if outcome in _UNREACHED and not self._is_too_old:
                return HandshakeVerdict.UNREACHED
            case AttemptOutcome.ALERT_RECEIVED:
                return HandshakeVerdict.REFUSED
        return HandshakeVerdict.FAILED

    @property
    def _is_too_old(self) -> bool:
        return any(isinstance(finding, TooOld) for finding in self.own_findings)

    @property
    def _errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.own_findings if finding.severity >= Severity.ERROR)

    @property
    def decisive(self) -> Finding | None:
        """The finding that the verdict rests on."""
        if self.verdict is HandshakeVerdict.GOOD:
            return None
        own = self._errors
        if self.verdict is HandshakeVerdict.UNTRUSTED and self.chain is not None and self.chain.decisive is not None:
            return self.chain.decisive
        return own[0] if own else next(iter(self.findings), None)

    @property
    def causes(self) -> tuple[Finding, ...]:
        """Everything that speaks against it as an error, the decisive one first."""
        errors = [finding for finding in self.findings if finding.severity >= Severity.ERROR]
        return tuple(sorted(errors, key=lambda finding: finding != self.decisive))

    def worst(self) -> Severity | None:
        """Return the greatest severity among the findings."""
        return max((finding.severity for finding in self.findings), default=None)


def handshake_report(attempt: Attempt, judge: ChainJudge, probed: TraceReport | None = None) -> HandshakeReport:
    """Return the report on a connection; ``probed`` is what the server said to a ClientHello of our own."""
    trace = attempt.trace
    second = attempt.second.trace if attempt.second else None
    # From the bytes, or else as OpenSSL understood it.
    served = sent_certificates(trace, Direction.SERVER_TO_CLIENT) or attempt.certificates
    return HandshakeReport(attempt, judge.question, trace, second, probed, judge.report(served) if served else None)
