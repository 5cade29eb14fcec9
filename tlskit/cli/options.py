"""What several commands read in the same way: times, severities, files."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tlskit.errors import InputError, UsageError
from tlskit.finding.severity import Severity

if TYPE_CHECKING:
    from tlskit.chain.path.policy import Profile

MAXIMUM_FILE_BYTES = 192 * 1024 * 1024
"""The longest CRL that is asked (``Budget.crl_bytes``), written as PEM; bundles of certificates are far smaller."""


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
    from tlskit.chain.path.policy import Profile  # a trace needs nothing of the chain's

    profiles = {"": None, "rfc5280": Profile.RFC5280, "web-pki": Profile.WEB_PKI}
    if text not in profiles:
        raise UsageError(f"--profile takes {' or '.join(filter(None, profiles))}, not {text!r}")
    return profiles[text]


def read_input(path: str, *, may_be_empty: bool = False) -> bytes:
    """Read a file or, for ``-``, standard input. Raises :class:`~tlskit.errors.InputError`."""
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MAXIMUM_FILE_BYTES + 1)
        else:
            with Path(path).open("rb") as stream:
                data = stream.read(MAXIMUM_FILE_BYTES + 1)
    except OSError as error:
        raise InputError(error.strerror or str(error), path) from None
    if len(data) > MAXIMUM_FILE_BYTES:
        raise InputError(f"larger than {MAXIMUM_FILE_BYTES // 1024 // 1024} MiB", path)
    if not may_be_empty and (not data or data.isspace()):
        raise InputError("empty", "standard input" if path == "-" else path)
    return data
