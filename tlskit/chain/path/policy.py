"""What a verdict is asked for: the inputs of RFC 5280 section 6.1.1 and the choices around them, one frozen value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING

from tlskit.chain.path.identity import Identity, parse_identity
from tlskit.chain.path.revocation_status import Revocation
from tlskit.errors import UsageError
from tlskit.registry import oid
from tlskit.x509 import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tlskit.x509 import KeyUsage


class Profile(Enum):
    """Which profile certificates are held to."""

    RFC5280 = "RFC 5280"
    WEB_PKI = "CA/B Forum TLS baseline requirements"


class Conformance(Enum):
    """What a breach of the profile does.

    ``REPORT``: it is a warning, and the verdict is what path validation says. ``ENFORCE``: a breach of a rule that
    relying parties apply decides.
    """

    REPORT = "report"
    ENFORCE = "enforce"


class Purpose(Enum):
    """What the end entity is to be used for; the value is the extended key usage that must be allowed."""

    SERVER = oid.SERVER_AUTH
    CLIENT = oid.CLIENT_AUTH
    ANY = ""


@dataclass(frozen=True)
class Budget:
    """Limits on the work for one verdict. Reaching one is a finding, never a silence.

    ``paths``: candidate paths that are judged; ``steps``: partial paths that are begun (webpki allows 200,000
    calls, most of them cheaper than a step here). ``signature_checks``: webpki and Go stop at 100 for one answer; we
    explain every candidate, hence more. ``name_constraint_comparisons``: webpki's 250,000. ``policy_nodes``: nodes of
    the policy graph of one path and the policies and mappings that it is made from; OpenSSL stops at 1,000 nodes of
    its tree. ``path_certificates``: OpenSSL's default depth of 100 with end entity and anchor.
    ``crl_consultations``: times that one CRL is asked about one certificate; a path needs a few for each certificate.
    ``crl_bytes``: the length of one CRL; 100 MB have been seen in use. A longer one answers nothing.
    """

    paths: int = 128
    steps: int = 5_000
    signature_checks: int = 1_000
    name_constraint_comparisons: int = 250_000
    policy_nodes: int = 5_000
    path_certificates: int = 102
    crl_consultations: int = 2_000
    crl_bytes: int = 128 * 1024 * 1024


WEAK_DIGESTS = ("MD2", "MD4", "MD5", "SHA-0", "SHA-1")
_PSS_DIGESTS = ("SHA-224", "SHA-256", "SHA-384", "SHA-512")
STRONG_SIGNATURE_ALGORITHMS = frozenset(
    [item.name for item in ALGORITHMS.values() if item.digest not in WEAK_DIGESTS]
    + [f"RSASSA-PSS with {digest}" for digest in _PSS_DIGESTS]
)
"""Every signature algorithm that tlskit knows but those on MD5 and SHA-1."""


@dataclass(frozen=True)
class ValidationPolicy:
    """The question. ``at`` is the moment of validation (aware; required, since pure code reads no clock).

    It is kept in whole seconds, as all times of certificates, CRLs and responses are (RFC 5280 section 4.1.2.5.2: no
    fractions): what ends at 12:00:00 is valid through the whole of that second.

    ``purpose`` is a :class:`Purpose` or the dotted OID of an extended key usage. ``key_usage`` bits must be allowed
    where the end entity has the extension. ``minimum_days`` is how long the whole path must still be valid.
    ``identity`` is one identity or several that must all match: a text (``"shop.example"``, ``"ip:192.0.2.1"``), an
    address, or a value of :mod:`tlskit.chain.path.identity`; none by default.
    ``max_intermediates`` limits the non-self-issued certificates between end entity and anchor.
    ``revocation`` says what CRLs decide. ``lint`` adds, as notices, the rules of the profile that no client applies and
    only a CA's linter looks for.

    ``initial_policies`` are the certificate policies that are acceptable, as dotted OIDs in the meaning that the trust
    anchor gives them; anyPolicy, the default, accepts every one. They decide only where an explicit policy is required:
    by ``require_explicit_policy`` or by a certificate of the path. ``inhibit_policy_mapping`` and
    ``inhibit_any_policy`` forbid mapping and anyPolicy from the anchor on.

    Raises :class:`~tlskit.errors.UsageError` for a naive ``at``, and for an identity, a purpose or a policy that cannot
    be read.
    """

    at: datetime
    purpose: Purpose | str = Purpose.SERVER
    key_usage: KeyUsage | None = None
    identity: Identity | str | Iterable[Identity | str] | None = None
    profile: Profile = Profile.RFC5280
    conformance: Conformance = Conformance.REPORT
    max_intermediates: int | None = None
    revocation: Revocation = Revocation.OFF
    initial_policies: Collection[str] = frozenset({oid.ANY_POLICY})
    require_explicit_policy: bool = False
    inhibit_policy_mapping: bool = False
    inhibit_any_policy: bool = False
    minimum_rsa_bits: int = 2048
    minimum_days: int | None = None
    lint: bool = False
    permitted_signature_algorithms: frozenset[str] = STRONG_SIGNATURE_ALGORITHMS
    budget: Budget = Budget()
    identities: tuple[Identity, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise UsageError("ValidationPolicy.at must be an aware datetime")
        if isinstance(self.purpose, str) and not is_dotted_oid(self.purpose):
            raise UsageError(f"not the dotted OID of an extended key usage: {self.purpose!r}")
        object.__setattr__(self, "at", self.at.astimezone(UTC).replace(microsecond=0))
        object.__setattr__(self, "identities", tuple(_identities(self.identity)))
        object.__setattr__(self, "identity", self.identities)
        object.__setattr__(self, "initial_policies", _policies(self.initial_policies))

    def of_signer(self) -> ValidationPolicy:
        """Return what a signer of CRLs or OCSP responses is held to: all but what concerns the end entity alone."""
        return replace(
            self,
            purpose=Purpose.ANY,
            key_usage=None,
            identity=None,
            profile=Profile.RFC5280,
            conformance=Conformance.REPORT,
            max_intermediates=None,
            minimum_days=None,
            revocation=Revocation.OFF,
        )

    @property
    def extended_key_usage(self) -> str:
        """The OID that the purpose asks for, or the empty string for any purpose."""
        return self.purpose.value if isinstance(self.purpose, Purpose) else self.purpose

    @property
    def asks_for_policies(self) -> bool:
        """Whether certificate policies were asked about at all."""
        return self.require_explicit_policy or oid.ANY_POLICY not in self.initial_policies


def _identities(given: Identity | str | Iterable[Identity | str] | None) -> Iterable[Identity]:
    if given is None:
        return
    items = given if isinstance(given, (tuple, list, set, frozenset)) else (given,)
    for item in items:
        try:
            yield parse_identity(item) if isinstance(item, str) else item
        except ValueError as error:
            raise UsageError(f"not an identity: {item!r} ({error})") from None


_DOTTED_OID = re.compile(r"([01]\.[1-3]?[0-9]|2\.(0|[1-9][0-9]*))(\.(0|[1-9][0-9]*))*", re.ASCII)


def is_dotted_oid(text: str) -> bool:
    """Tell whether a text is an OID in dotted numbers, its first two arcs in range (X.660)."""
    return _DOTTED_OID.fullmatch(text) is not None


def _policies(given: Collection[str]) -> frozenset[str]:
    """Read the initial policies (RFC 5280 section 6.1.1 (c)); to accept none at all would be no question."""
    if not given:
        raise UsageError("ValidationPolicy.initial_policies must name a policy, or anyPolicy")
    for item in given:
        if not isinstance(item, str) or not is_dotted_oid(item):
            raise UsageError(f"not the dotted OID of a certificate policy: {item!r}")
    return frozenset(given)
