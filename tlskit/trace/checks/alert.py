"""Which side gave up, or warned, and what it meant by that (RFC 8446 section 6, RFC 5246 section 7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.registry import AlertDescription, AlertLevel
from tlskit.trace.checks.alert_meaning import MEANINGS, UNKNOWN
from tlskit.trace.chunk import Direction
from tlskit.trace.location import TraceFinding, record_place
from tlskit.trace.state.transition import ESTABLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis
    from tlskit.trace.record.record import Record
    from tlskit.trace.state.transition import State


class Fatal(
    TraceFinding,
    id="trace.alert.fatal",
    cites=(Citation("RFC 8446", "6.2"), Citation("RFC 5246", "7.2.2")),
):
    """One side ended the connection with an alert.

    The side that sends an alert is the one that noticed something, not the one at fault. In TLS 1.3 the level does not
    count: every alert but close_notify and user_canceled ends the connection.
    """

    summary = "the {sender} sent {description} ({number}) {when}: it {meaning}"
    remedy = "{change}"
    sender: str
    description: str
    number: int
    level: str
    when: str

    @property
    def meaning(self) -> str:
        """What the alert says."""
        return MEANINGS.get(self.number, UNKNOWN).says

    @property
    def change(self) -> str:
        """What to do then."""
        return MEANINGS.get(self.number, UNKNOWN).change


class Warned(
    Fatal,
    id="trace.alert.warning",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 5246", "7.2.2"), Citation("RFC 8446", "6.1")),
):
    """One side sent an alert that does not end the connection.

    Whether the other side goes on is left to it. The most common are unrecognized_name, where a server has no host of
    that name but goes on with another, and no_renegotiation.
    """


KINDS = (Fatal, Warned)


def check(report: Analysis) -> Iterator[Finding]:
    """Name every alert that could be read but those that mean no harm."""
    steps = report.walk.steps
    after = {step.sent.record: step.after for step in steps}
    states = steps[0].before if steps else report.walk.states
    for record in report.records:
        states = after.get(record.number, states)
        alert = record.alert
        if alert is not None and alert.description not in _IN_ORDER:
            kind = Fatal if _is_fatal(report, record) else Warned
            yield kind(
                place=record_place(record, "Alert"),
                sender="client" if record.direction is Direction.CLIENT_TO_SERVER else "server",
                description=alert.description.label,
                number=int(alert.description),
                level=alert.level.label,
                when=_when(states),
            )


_IN_ORDER = {AlertDescription.close_notify, AlertDescription.end_of_early_data}


def _is_fatal(report: Analysis, record: Record) -> bool:
    assert record.alert is not None
    if report.hellos.is_tls13:
        return record.alert.description != AlertDescription.user_canceled
    return record.alert.level != AlertLevel.warning


def _when(states: frozenset[State]) -> str:
    """Tell where in the connection an alert came, as far as that is known."""
    if not states & ESTABLISHED:
        return "during the handshake"
    return "after the handshake" if states <= ESTABLISHED else "during or after the handshake"
