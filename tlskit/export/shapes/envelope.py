"""The shape of the envelope of an invocation and of each result as JSON."""

from __future__ import annotations

from typing import Annotated, Generic, TypeAlias, TypedDict, TypeVar

from tlskit.export.shapes.scalars import Keywords, Time, one_of
from tlskit.export.version import SCHEMA_VERSION

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
