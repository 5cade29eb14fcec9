"""Every kind of finding of the chain room; importing it loads them all. A new module with kinds gets a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import file, served
from tlskit.chain.path import issuer
from tlskit.chain.path.checks import CERTIFICATE_CHECKS, PATH_CHECKS, revocation, trust_settings

if TYPE_CHECKING:
    from tlskit.finding import Finding

KINDS: tuple[type[Finding], ...] = (
    *(kind for check in CERTIFICATE_CHECKS for kind in check.kinds),
    *(kind for check in PATH_CHECKS for kind in check.kinds),
    *revocation.KINDS,
    *trust_settings.KINDS,
    *issuer.KINDS,
    *served.KINDS,
    *file.KINDS,
)
"""The kinds; those of a file with several checks occur several times."""
