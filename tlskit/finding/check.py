"""What became of one check. Silence is no result: a check that did not run says so, and why."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from tlskit.finding.finding import Finding


class CheckOutcome(Enum):
    """The four ways in which a check can end."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"
    NOT_DETERMINED = "not determined"


class CheckResult(FrozenValue):
    """``check`` is its name, ``subject`` what it looked at, ``detail`` one clause of what it saw.

    ``about`` is the group that the room which made it puts it in.
    """

    check: str
    outcome: CheckOutcome
    subject: str
    detail: str = ""
    findings: tuple[Finding, ...] = ()
    about: Enum | None = None
