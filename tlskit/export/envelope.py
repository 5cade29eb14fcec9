"""The JSON that every command writes with ``--json``, on every path, errors included.

One envelope for one invocation, one result for each target, in the order given. The schema is versioned: a new key
raises the minor number, a changed or removed one the major number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypedDict, TypeVar

from tlskit._version import __version__
from tlskit.core import rfc3339
from tlskit.export.scalars import Keywords, Time, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

SCHEMA_VERSION = "1.0"

Command = TypeVar("Command", bound=str)
Item = TypeVar("Item")
Report = TypeVar("Report")

ExitStatusNumber: TypeAlias = Annotated[int, one_of(0, 1, 2, 3, 4, 130)]


class ToolJson(TypedDict):
    """What wrote it."""

    name: str
    version: str


class ErrorJson(TypedDict):
    """What kept one target from being judged."""

    kind: str
    message: str


class ResultJson(TypedDict, Generic[Report]):
    """What became of one target; a report or an error."""

    target: str
    exit_status: ExitStatusNumber
    answer: str
    source: dict[str, object]
    error: ErrorJson | None
    report: Report | None


class EnvelopeJson(TypedDict, Generic[Command, Item]):
    """``Command`` is ``tlskit.`` and the command's name, ``Item`` what it writes of each thing."""

    schema: Command
    schema_version: Annotated[str, Keywords(const=SCHEMA_VERSION)]
    tool: ToolJson
    at: Time | None
    exit_status: ExitStatusNumber
    error: str | None
    results: list[Item]


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
