"""The JSON that every command writes with ``--json``, on every path, errors included.

One envelope for one invocation, one result for each target, in the order given. The schema is versioned: a new key
raises the minor number, a changed or removed one the major number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit._version import __version__
from tlskit.core import rfc3339
from tlskit.export.version import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tlskit.export.shapes.envelope import EnvelopeJson, Item, Report, ResultJson


def in_envelope(
    command: str, results: Sequence[Item], *, at: datetime | None, exit_status: int, error: str = ""
) -> EnvelopeJson[str, Item]:
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


def judged_result(
    target: str, answer: str, report: Report, *, source: Mapping[str, object], exit_status: int
) -> ResultJson[Report]:
    """Return the result of one target that was judged."""
    return {
        "target": target,
        "exit_status": exit_status,
        "answer": answer,
        "source": dict(source),
        "error": None,
        "report": report,
    }


def failed_result(target: str, kind: str, message: str, *, exit_status: int) -> ResultJson[Any]:
    """Return the result of one target that could not be judged."""
    return {
        "target": target,
        "exit_status": exit_status,
        "answer": message,
        "source": {},
        "error": {"kind": kind, "message": message},
        "report": None,
    }
