"""Came the messages in an order that the protocol allows? (:mod:`tlskit.trace.state.transition` has the tables)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation
from tlskit.registry import AlertDescription
from tlskit.trace.chunk import Direction
from tlskit.trace.location import TraceFinding, message_place, record_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis


class Violated(
    TraceFinding,
    id="trace.order.violated",
    cites=(Citation("RFC 8446", "4"), Citation("RFC 5246", "7.4"), Citation("RFC 8446", "A")),
    alert=AlertDescription.unexpected_message,
):
    """A message came that the protocol does not allow at that point.

    A peer must answer with the alert unexpected_message. Implementations that went on instead could be made to skip
    authentication or to use keys that everybody knows (CVE-2014-0224, CVE-2015-0204). Messages that could not be read
    or were not captured are never counted as missing.
    """

    summary = "the {sender} sent {name} when the connection stood at: {states}"
    remedy = "Upgrade the {sender}, or look for something on the way that drops, repeats or injects messages."
    sender: str
    name: str
    states: tuple[str, ...]


KINDS = (Violated,)


def check(report: Analysis) -> Iterator[Finding]:
    """Report the steps that no table has."""
    for step in report.walk.violations:
        sent, record = step.sent, report.records[step.sent.record]
        message = sent.message
        yield Violated(
            place=record_place(record, sent.name) if message is None else message_place(report, message),
            sender="client" if sent.direction is Direction.CLIENT_TO_SERVER else "server",
            name=sent.name,
            states=tuple(sorted(state.value for state in step.before)),
        )
