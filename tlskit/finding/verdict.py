"""The answer to "may a relying party rely on this?"."""

from __future__ import annotations

from enum import Enum


class Verdict(Enum):
    """``INDETERMINATE`` only where a check that the policy demands could not be made."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    INDETERMINATE = "indeterminate"
