"""The shape of findings, check results and what they are about as JSON."""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypedDict

from tlskit.export.shapes.scalars import Count, Interval, Keywords, Sha256, name_of, value_of
from tlskit.finding import CheckOutcome, Severity
from tlskit.trace import Direction

DirectionWord: TypeAlias = Annotated[str, value_of(Direction)]


class ReferenceJson(TypedDict):
    """A certificate that is spoken of."""

    label: str
    subject: str
    issuer: str
    serial_number: str
    sha256: Sha256


class LocationJson(TypedDict):
    """A place in a connection."""

    direction: DirectionWord
    record: Count | None
    message: Count | None
    field: str
    span: Interval


class FindingJson(TypedDict):
    """A finding of any kind; the kind says what is in ``evidence``."""

    id: Annotated[str, Keywords(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")]
    severity: Annotated[str, name_of(Severity)]
    summary: str
    detail: str
    remedy: str
    subject: ReferenceJson | LocationJson | str
    cites: list[str]
    alert: str | None
    evidence: dict[str, object]


class CheckJson(TypedDict):
    """What became of one check; ``findings`` are ids."""

    check: str
    subject: str
    outcome: Annotated[str, value_of(CheckOutcome)]
    detail: str
    findings: list[str]
