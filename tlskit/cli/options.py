"""Options that several commands have, each declared once, and how their words are read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from tlskit.errors import UsageError
from tlskit.finding import Severity

if TYPE_CHECKING:
    from tlskit.chain import Profile

# The aliases are evaluated when Typer reads a command's signature.
CaFiles: TypeAlias = Annotated[
    list[str], typer.Option("--ca-file", metavar="FILE", help="Trust the certificates in FILE as well.")
]
NoDefaultTrust: TypeAlias = Annotated[bool, typer.Option("--no-default-trust", help="Do not trust certifi's roots.")]
At: TypeAlias = Annotated[
    str | None, typer.Option(metavar="TIME", help="Judge as of TIME (RFC 3339 or a date; UTC) instead of now.")
]
Timeout: TypeAlias = Annotated[float, typer.Option(metavar="SECONDS", help="For the whole of one connection.")]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Write JSON.")]
FailOn: TypeAlias = Annotated[
    str, typer.Option(metavar="SEVERITY", help="Exit 1 from info, notice, warning or error on.")
]
ConnectTo: TypeAlias = Annotated[
    str, typer.Option(metavar="IP[:PORT]", help="Connect there instead of where the name leads.")
]
PasswordFile: TypeAlias = Annotated[
    str, typer.Option("--password-file", metavar="FILE", help="The password for PKCS#12 and locked keys.")
]
PasswordEnv: TypeAlias = Annotated[
    str, typer.Option("--password-env", metavar="NAME", help="The variable that holds the password.")
]


def moment(text: str | None) -> datetime:
    """Read ``--at``: RFC 3339 or a date; without an offset it is UTC. Without the option: now."""
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        read = datetime.fromisoformat(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"--at takes a date or an RFC 3339 time such as 2026-06-01T12:00:00Z, not {text!r}") from None


def severity(text: str) -> Severity:
    """Read ``--fail-on``."""
    try:
        return Severity[text.upper()]
    except KeyError:
        words = ", ".join(item.label for item in Severity)
        raise UsageError(f"--fail-on takes one of {words}, not {text!r}") from None


def profile_of(text: str) -> Profile | None:
    """Read ``--profile``; ``None`` where it is not given."""
    from tlskit.chain import Profile  # a trace needs nothing of the chain's

    profiles = {"": None, "rfc5280": Profile.RFC5280, "web-pki": Profile.WEB_PKI}
    if text not in profiles:
        raise UsageError(f"--profile takes {' or '.join(filter(None, profiles))}, not {text!r}")
    return profiles[text]
