"""All addresses of one name beside one another: a line each, and in what they differ.

One server of several that still has the old chain is a usual outage: whoever asks one address sees it now and then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import clipped, listed
from tlskit.document import Document, Headline, Row, Rows, Section
from tlskit.explain.card import card
from tlskit.explain.handshake import TONES, clause
from tlskit.handshake.report import HandshakeVerdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tlskit.finding import Finding
    from tlskit.handshake.report import HandshakeReport

_WORST_LAST = tuple(HandshakeVerdict)
_SHOWN = 16  # digits of a fingerprint


def addresses_document(target: str, reports: Sequence[HandshakeReport]) -> Document:
    """Compose the document of two addresses or more."""
    worst = max(reports, key=lambda report: _WORST_LAST.index(report.verdict))
    differences = tuple(_differences(reports))
    odd = _odd_ones(reports)
    text = f"{clipped(target)}: {_told(reports, odd, is_different=bool(differences))}."
    lines = tuple(Row("", f"{report.attempt.address}: {clause(report)}", TONES[report.verdict]) for report in reports)
    sections = (
        Section("", tuple(_remedies(reports))),
        Section("Addresses", (Rows(lines),)),
        Section("Differences", (Rows(differences),)),
        Section("Findings", tuple(card(finding) for finding in _findings(reports))),
    )
    kept = tuple(section for section in sections if _is_filled(section))
    return Document(Headline(TONES[worst.verdict], text), kept)


def _told(reports: Sequence[HandshakeReport], odd: Sequence[HandshakeReport], *, is_different: bool) -> str:
    count = len(reports)
    if not is_different:
        return f"all {count} addresses are alike: {clause(reports[0])}"
    if not odd:
        return f"the {count} addresses differ: {listed(tuple(_facets_that_differ(reports)))}"
    names = listed([report.attempt.address for report in odd], 3)
    return f"{len(odd)} of {count} addresses differ{'s' * (len(odd) == 1)}: {names}: {clause(odd[0])}"


def _is_filled(section: Section) -> bool:
    return any(not isinstance(block, Rows) or block.rows for block in section.blocks)


# -- differences -----------------------------------------------------------------------------------------------------


def _certificate(report: HandshakeReport) -> str:
    if report.chain is None:
        return "none"
    target = report.chain.target
    until = f" until {target.not_after:%Y-%m-%d}" if target.not_after else ""
    return f'"{target.label}"{until}, SHA-256 {target.ref.sha256[:_SHOWN]}'


def _served(report: HandshakeReport) -> str:
    return listed([f'"{item.label}"' for item in report.chain.served]) if report.chain else "nothing"


def _version(report: HandshakeReport) -> str:
    version = report.server.negotiated.version
    return version.label if version else "none"


def _suite(report: HandshakeReport) -> str:
    suite = report.server.negotiated.cipher_suite
    return suite.label if suite else "none"


def _group(report: HandshakeReport) -> str:
    group = report.server.negotiated.group
    return group.label if group else "none"


def _protocol(report: HandshakeReport) -> str:
    protocol = report.server.negotiated.protocol
    return protocol.decode("utf-8", "backslashreplace") if protocol else "none"


def _staple(report: HandshakeReport) -> str:
    staple = report.server.staple
    return f"{staple.status.value if staple.status else 'unreadable'}, {staple.standing.value}" if staple else "none"


_FACETS: dict[str, Callable[[HandshakeReport], str]] = {
    "Outcome": lambda report: report.verdict.value,
    "Certificate": _certificate,
    "Sent": _served,
    "Version": _version,
    "Suite": _suite,
    "Group": _group,
    "ALPN": _protocol,
    "Stapling": _staple,
    "Ours": lambda report: f"{report.authentication.demand.value}, {report.authentication.reception.value}",
}
"""What servers behind one name should have in common."""


def _facets_that_differ(reports: Sequence[HandshakeReport]) -> Iterator[str]:
    for name, facet in _FACETS.items():
        if len({facet(report) for report in reports}) > 1:
            yield name.lower()


def _odd_ones(reports: Sequence[HandshakeReport]) -> tuple[HandshakeReport, ...]:
    """Return those that are unlike more than half of all; none where there is no such majority."""
    kinds: dict[tuple[str, ...], list[HandshakeReport]] = {}
    for report in reports:
        kinds.setdefault(tuple(facet(report) for facet in _FACETS.values()), []).append(report)
    common = max(kinds.values(), key=len)
    return tuple(report for report in reports if report not in common) if 2 * len(common) > len(reports) else ()


def _differences(reports: Sequence[HandshakeReport]) -> Iterator[Row]:
    for name, facet in _FACETS.items():
        values: dict[str, list[str]] = {}
        for report in reports:
            values.setdefault(facet(report), []).append(report.attempt.address)
        if len(values) > 1:
            for number, (value, where) in enumerate(values.items()):
                yield Row("" if number else name, f"{clipped(value)}: {listed(where, 4)}")


# -- what to do ------------------------------------------------------------------------------------------------------


def _causes(reports: Sequence[HandshakeReport]) -> dict[Finding, list[str]]:
    """Return what speaks against an address, and against which."""
    found: dict[Finding, list[str]] = {}
    for report in reports:
        if report.decisive is not None:
            found.setdefault(report.decisive, []).append(report.attempt.address)
    return found


def _remedies(reports: Sequence[HandshakeReport]) -> Iterator[Rows]:
    rows = [f"{listed(where, 3)}: {finding.remedy}" for finding, where in _causes(reports).items()]
    if rows:
        rows.append("--connect-to IP tells more of one address.")
        yield Rows(tuple(Row("" if number else "Mend", text) for number, text in enumerate(rows)))


def _findings(reports: Sequence[HandshakeReport]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(finding for report in reports for finding in report.findings))
