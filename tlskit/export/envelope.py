"""The JSON that every command writes with ``--json``, on every path, errors included.

One envelope for one invocation, one result for each target, in the order given. The schema is versioned: a new key
raises the minor number, a changed or removed one the major number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit._version import __version__
from tlskit.core.plain import rfc3339

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tlskit.core.plain import Plain

SCHEMA_VERSION = "1.0"


def envelope(
    command: str, results: Sequence[Plain], *, at: datetime | None, exit_status: int, error: str = ""
) -> Plain:
    """Return the envelope. ``error`` is what kept the whole invocation from its work, empty where nothing did."""
    return {
        "schema": f"tlskit.{command}",
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "tlskit", "version": __version__},
        "at": None if at is None else rfc3339(at),
        "exit_status": exit_status,
        "error": error or None,
        "results": list(results),
    }


def chain_result(target: str, answer: str, report: Plain, *, source: dict[str, Plain], exit_status: int) -> Plain:
    """Return the result of one target that was judged."""
    return {
        "target": target,
        "exit_status": exit_status,
        "answer": answer,
        "source": dict(source),
        "error": None,
        "report": report,
    }


def failed_result(target: str, kind: str, message: str, *, exit_status: int) -> Plain:
    """Return the result of one target that could not be judged."""
    return {
        "target": target,
        "exit_status": exit_status,
        "answer": message,
        "source": {},
        "error": {"kind": kind, "message": message},
        "report": None,
    }
