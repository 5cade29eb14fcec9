"""Does the client say whom it wants? (RFC 6066 section 3)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Severity
from tlskit.registry import ExtensionType
from tlskit.trace.checks.hello_pair import offers
from tlskit.trace.location import TraceFinding, extension_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis


class ServerNameMissing(
    TraceFinding,
    id="trace.server_name.missing",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 6066", "3"), Citation("RFC 8446", "9.2")),
):
    """The client does not name the server that it wants (SNI).

    A server with several names then shows its default certificate, which may be the wrong one; some refuse. It is right
    where the client only has an IP address, for which there is no SNI.
    """

    summary = "has no server_name: a server with several names must guess which one is wanted"
    remedy = "Have the client send the host name; with openssl s_client that is -servername."


KINDS = (ServerNameMissing,)


def check(report: Analysis) -> Iterator[Finding]:
    """Look at the first ClientHello."""
    for message, offer in offers(report):
        if ExtensionType.server_name not in offer.extension_types:
            yield ServerNameMissing(place=extension_place(report, message, ExtensionType.server_name))
        break
