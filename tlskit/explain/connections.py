"""Several connections of one source: how each went, a line each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue, clipped
from tlskit.document import Document, Headline, Row, Rows, Section, Tone
from tlskit.explain.amount import counted
from tlskit.explain.trace import tone, trace_answer
from tlskit.finding import Severity
from tlskit.trace import HandshakeEnd, trace_outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.trace import TraceReport

_WORDS = {
    HandshakeEnd.COMPLETE: "complete",
    HandshakeEnd.ALERT: "ended by an alert",
    HandshakeEnd.UNFINISHED: "not finished",
    HandshakeEnd.NOT_SEEN: "without a handshake",
}
_WORST_FIRST = (Tone.BAD, Tone.WARNING, Tone.OPEN, Tone.GOOD)


class Summary(FrozenValue):
    """What is kept of a connection for the list: the connection itself may be large."""

    number: int
    text: str
    tone: Tone
    ending: HandshakeEnd


def summary(number: int, report: TraceReport) -> Summary:
    """Sum up one connection."""
    return Summary(number, f"{trace_answer(report)}{_findings(report)}", tone(report), trace_outcome(report).ending)


def list_document(name: str, summaries: Sequence[Summary], notes: Sequence[str]) -> Document:
    """Compose the list."""
    rows = tuple(Row(str(item.number), item.text, item.tone) for item in summaries)
    tones = {item.tone for item in summaries}
    worst = next((tone for tone in _WORST_FIRST if tone in tones), Tone.PLAIN)
    sections = (
        Section("Connections", (Rows(rows),)),
        Section("Not read", (Rows(tuple(Row("Note", note) for note in notes)),) if notes else ()),
        Section("", (Rows((Row("Details", "--stream N shows connection N", Tone.QUIET),)),)),
    )
    headline = Headline(worst, f"{clipped(name)}: {counted(len(summaries), 'connection')}: {_endings(summaries)}.")
    return Document(headline, tuple(section for section in sections if section.blocks))


def _endings(summaries: Sequence[Summary]) -> str:
    endings = Counter(item.ending for item in summaries)
    return ", ".join(f"{endings[ending]:,} {words}" for ending, words in _WORDS.items() if endings[ending])


def _findings(report: TraceReport) -> str:
    found = Counter(finding.severity for finding in report.findings if finding.severity >= Severity.WARNING)
    return "".join(_clauses(found))


def _clauses(found: Counter[Severity]) -> Iterator[str]:
    for severity in sorted(found, reverse=True):
        yield f" {counted(found[severity], severity.label)}."
