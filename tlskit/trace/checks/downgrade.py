"""Was the version pushed down? The server's sentinel (RFC 8446 section 4.1.3) and the client's signal (RFC 7507)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.registry import AlertDescription, CipherSuite
from tlskit.trace.checks.hello_pair import age, hello_pairs, offered_versions, offers
from tlskit.trace.location import TraceFinding, message_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis

_TLS_1_3, _TLS_1_2 = 0x0304, 0x0303
_SENTINELS = {b"DOWNGRD\x01": _TLS_1_3, b"DOWNGRD\x00": _TLS_1_2}
"""The last eight bytes of the random; the version from which on a client must have aborted."""


class Sentinel(
    TraceFinding,
    id="trace.downgrade.sentinel",
    cites=Citation("RFC 8446", "4.1.3"),
    alert=AlertDescription.illegal_parameter,
):
    """The server says that it can do better than what it chose, although the client offered better.

    A server that has TLS 1.3 or 1.2 ends its random with "DOWNGRD" when it chooses an older version. A client that
    offered a newer one must abort: somebody may have altered its ClientHello on the way. Some middleboxes that end TLS
    themselves copy the random of the server behind them and show the same.
    """

    summary = "the server chose {version} with a downgrade sentinel, although the client offered {offered}"
    remedy = "Look for a middlebox between client and server that takes offers away; the client must not go on."
    version: str
    offered: str


class Fallback(
    TraceFinding,
    id="trace.downgrade.fallback_scsv",
    severity=Severity.NOTICE,
    cites=Citation("RFC 7507", "4"),
):
    """The client says that it came back with a lower version after a first attempt failed.

    Such a fallback is how attackers push versions down. The signal TLS_FALLBACK_SCSV lets a server that could do better
    refuse it with inappropriate_fallback.
    """

    summary = "the client fell back to {offered} after an attempt with a newer version"
    remedy = "Look at the attempt before this one; a client that needs no fallback should have it turned off."
    offered: str


KINDS = (Sentinel, Fallback)


def check(report: Analysis) -> Iterator[Finding]:
    """Look at what each server chose, and at each client's signal."""
    for pair in hello_pairs(report):
        newest = max(offered_versions(pair.offer), key=age, default=pair.offer.legacy_version)
        wanted = _SENTINELS.get(pair.choice.random[-8:])
        if wanted is not None and age(pair.version) < wanted <= age(newest):
            place = message_place(report, pair.server, "random")
            yield Sentinel(place=place, version=str(pair.version), offered=str(newest))
    for message, offer in offers(report):
        if CipherSuite.TLS_FALLBACK_SCSV in offer.cipher_suites:
            newest = max(offered_versions(offer), key=age, default=offer.legacy_version)
            yield Fallback(place=message_place(report, message, "cipher_suites"), offered=str(newest))
