"""What to serve instead: the mended bundle, or what is missing to make one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.revocation import RevocationUndetermined
from tlskit.chain.path.issuer import BAD_EDGE, MissingIssuer, WrongKey
from tlskit.chain.path.trust_store import Origin
from tlskit.core import FrozenValue
from tlskit.x509 import encode_pem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.chain.path.certification_path import CertificationPath
    from tlskit.x509 import Certificate


class Repair(FrozenValue):
    """``bundle`` is what to serve: end entity first, shortest good path, no root; empty where none can be made.

    ``added`` came from the pool, ``dropped`` was served in vain. ``missing`` says what must be had first. ``needed`` is
    false where the bundle is what was served. A bundle mends what was served along with the end entity; what is wrong
    with the end entity itself stays wrong and is a finding.
    """

    bundle: tuple[Certificate, ...]
    added: tuple[Certificate, ...]
    dropped: tuple[Certificate, ...]
    missing: tuple[MissingIssuer, ...]
    needed: bool

    def to_pem(self) -> str:
        """Return the bundle as PEM, each certificate under a comment that names it."""
        return "".join(f"# {item.label}\n{encode_pem(item.der)}" for item in self.bundle)


def repair(served: tuple[Certificate, ...], paths: Sequence[CertificationPath]) -> Repair:
    """Choose the best path on which, above the target, nothing is wrong but that a certificate was not served."""
    for path in paths:
        if path.is_good:
            return _from_path(served, path)
        target = path.certificates[0]
        others = (finding for finding in path.errors if finding.subject != target.ref)
        # No other bundle would say whether something is revoked.
        beside = (MissingIssuer, RevocationUndetermined)
        blocking = [item for item in others if not isinstance(item, beside)]
        edge = [item for item in path.errors if item.subject == target.ref and isinstance(item, (*BAD_EDGE, WrongKey))]
        if path.anchored and not blocking and not edge:
            return _from_path(served, path)
    missing = tuple(finding for finding in paths[0].findings if isinstance(finding, MissingIssuer))
    return Repair((), (), (), missing, needed=True)


def _from_path(served: tuple[Certificate, ...], path: CertificationPath) -> Repair:
    """Leave the anchor out unless it is the target itself."""
    bundle = path.certificates[:-1] or path.certificates
    if bundle == served:
        return Repair(bundle, (), (), (), False)  # noqa: FBT003 - half the cost of names
    origins = dict(zip(path.certificates, path.origins, strict=True))
    added = tuple(item for item in bundle if origins[item] is Origin.POOL)
    dropped = tuple(dict.fromkeys(item for item in served if item not in bundle))
    return Repair(bundle, added, dropped, (), needed=True)
