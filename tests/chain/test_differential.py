"""Chains drawn at random from a space of shapes and faults, judged by us and by two other verifiers.

Nobody is right by definition. Where a verdict differs, the table of divergences must say why; an entry that no chain
needs any more fails too, so that the table stays true.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from cryptography import x509
from cryptography.x509 import verification

from tests.support import pki
from tests.support.pki import AT, HOST, Issued, issue
from tlskit.chain import ChainReport, Conformance, ValidationPolicy, inspect_chain
from tlskit.finding import Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEED, COUNT = 20_260_601, 300
REPORT, ENFORCE = Conformance.REPORT, Conformance.ENFORCE


# -- the space of chains ---------------------------------------------------------------------------------------------


class Fault(NamedTuple):
    """What is wrong, and where: level 0 is the end entity, the highest one the root."""

    kind: str
    level: int


@dataclass(frozen=True)
class Shape:
    """How one chain is made. ``order`` shuffles what is served behind the end entity."""

    number: int
    intermediates: int
    faults: frozenset[Fault]
    order: int

    def has(self, kind: str) -> bool:
        """Whether a fault of that kind is anywhere in the chain."""
        return any(fault.kind == kind for fault in self.faults)

    def at(self, kind: str, level: int) -> bool:
        """Whether a fault of that kind is at a level."""
        return Fault(kind, level) in self.faults

    @property
    def root(self) -> int:
        """The level of the root."""
        return self.intermediates + 1

    def __str__(self) -> str:
        faults = ", ".join(f"{fault.kind} at {fault.level}" for fault in sorted(self.faults))
        return f"chain {self.number}: {self.intermediates} intermediates, {faults or 'no fault'}"


LEAF_ONLY, CAS, EVERY, ISSUED, ONCE, ROOT_ONLY = "leaf", "intermediates", "every level", "issued", "once", "root"
KINDS = {
    "nothing": ONCE,
    "expired": EVERY,
    "not yet valid": EVERY,
    "not a CA": CAS,
    "no basicConstraints": CAS,
    "path length": ONCE,
    "path length that just fits": ONCE,
    "no keyCertSign": CAS,
    "no keyUsage": CAS,
    "EKU mismatch": ISSUED,
    "EKU any": ISSUED,
    "wrong host": LEAF_ONLY,
    "no subjectAltName": LEAF_ONLY,
    "permitted, and inside": CAS,
    "permitted, and outside": CAS,
    "excluded, and outside": CAS,
    "excluded, and inside": CAS,
    "missing": CAS,
    "untrusted root": ONCE,
    "untrusted root, sent": ONCE,
    "root sent": ONCE,
    "wrong key": CAS,
    "wrong key with the right identifier": CAS,
    "SHA-1": EVERY,
    "shuffled": ONCE,
    "unknown critical": EVERY,
    "no AKI": ISSUED,
    "no SKI": EVERY,
    "basicConstraints not critical": CAS,
    "serial number zero": ISSUED,
}


def draw(number: int, source: random.Random) -> Shape:
    """Draw one shape: the kinds in turn, so that each occurs; at times a second and a third fault with it."""
    intermediates = source.randint(1, 3)
    kinds = [list(KINDS)[number % len(KINDS)], *source.sample(list(KINDS), source.choice([0, 0, 0, 1, 1, 2]))]
    faults = frozenset(Fault(kind, source.choice(_levels(KINDS[kind], intermediates))) for kind in kinds)
    return Shape(number, intermediates, faults, source.randrange(1_000))


def _levels(where: str, intermediates: int) -> list[int]:
    match where:
        case "leaf" | "once":
            return [0]
        case "intermediates":
            return list(range(1, intermediates + 1))
        case "issued":
            return list(range(intermediates + 1))
    return list(range(intermediates + 2))


@dataclass(frozen=True)
class Chain:
    """What is asked about: ``served`` begins with the end entity."""

    shape: Shape
    served: tuple[Issued, ...]
    root: Issued


def build(shape: Shape) -> Chain:
    """Make the certificates of a shape, root first."""
    issued = [_certificate(shape, shape.root, None)]
    for level in range(shape.intermediates, -1, -1):
        issued.append(_certificate(shape, level, issued[-1]))
    *above, leaf = issued
    root, intermediates = above[0], list(reversed(above[1:]))
    served = [
        _replaced(shape, level, item, above[-level - 1])
        for level, item in enumerate(intermediates, start=1)
        if not shape.at("missing", level)
    ]
    if shape.has("root sent") or shape.has("untrusted root, sent"):
        served.append(root)
    if shape.has("shuffled"):
        random.Random(shape.order).shuffle(served)
    if shape.has("untrusted root") or shape.has("untrusted root, sent"):
        root = issue("Another Root", ca=True)
    return Chain(shape, (leaf, *served), root)


def _replaced(shape: Shape, level: int, issued: Issued, issuer: Issued) -> Issued:
    """Serve another certificate of the same name, with a key that signed nothing."""
    if shape.at("wrong key with the right identifier", level):
        identifier = {pki.SKI: pki.octets(issued.key_identifier)}
        return issue(issued.name, issuer, key=f"other {level}", ca=True, extensions=identifier)
    return issue(issued.name, issuer, key=f"other {level}", ca=True) if shape.at("wrong key", level) else issued


def _certificate(shape: Shape, level: int, issuer: Issued | None) -> Issued:
    begins, ends = _validity(shape, level)
    return issue(
        HOST if level == 0 else f"Differential {'Root' if issuer is None else f'CA {level}'}",
        issuer,
        key=f"differential {level} of {shape.root}",
        ca=level > 0,
        path_length=_path_length(shape, level),
        names=[pki.dns("other.example" if shape.has("wrong host") else HOST)] if level == 0 else None,
        purposes=_purposes(shape, level),
        extensions=_extensions(shape, level),
        begins=begins,
        ends=ends,
        serial=0 if shape.at("serial number zero", level) else None,
        digest="sha1" if shape.at("SHA-1", level) else "sha256",
    )


def _validity(shape: Shape, level: int) -> tuple[datetime, datetime]:
    if shape.at("expired", level):
        return pki.BEGINS, AT - timedelta(days=1)
    return (AT + timedelta(days=1), pki.ENDS) if shape.at("not yet valid", level) else (pki.BEGINS, pki.ENDS)


def _path_length(shape: Shape, level: int) -> int | None:
    """The root allows as many intermediates as there are, or one less."""
    if level != shape.root:
        return None
    if shape.has("path length"):
        return shape.intermediates - 1
    return shape.intermediates if shape.has("path length that just fits") else None


def _purposes(shape: Shape, level: int) -> list[x509.ObjectIdentifier] | None:
    if shape.at("EKU mismatch", level):
        return [pki.CLIENT]
    if shape.at("EKU any", level):
        return [x509.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]
    return None


_NOT_A_CA, _A_CA = x509.BasicConstraints(ca=False, path_length=None), x509.BasicConstraints(ca=True, path_length=None)
_CHANGES: dict[str, tuple[x509.ObjectIdentifier, object]] = {
    "not a CA": (pki.BC, _NOT_A_CA),
    "basicConstraints not critical": (pki.BC, (_A_CA, False)),
    "no basicConstraints": (pki.BC, None),
    "no keyCertSign": (pki.KU, pki.tlv(0x03, b"\x07\x80")),
    "no keyUsage": (pki.KU, None),
    "unknown critical": (pki.UNKNOWN, (b"\x05\x00", True)),
    "no AKI": (pki.AKI, None),
    "no SKI": (pki.SKI, None),
    "no subjectAltName": (pki.SAN, None),
}
"""What a fault does to the extensions; of two faults of one extension, the later of this table."""

_TREES = {
    "permitted, and inside": ("permitted", "example"),
    "permitted, and outside": ("permitted", "elsewhere.test"),
    "excluded, and outside": ("excluded", "elsewhere.test"),
    "excluded, and inside": ("excluded", "example"),
}


def _extensions(shape: Shape, level: int) -> dict[x509.ObjectIdentifier, object]:
    found = dict(change for kind, change in _CHANGES.items() if shape.at(kind, level))
    lists: dict[str, list[str]] = {}
    for kind, (name, tree) in _TREES.items():
        if shape.at(kind, level):
            lists.setdefault(name, []).append(tree)
    return {**found, pki.NC: pki.dns_constraints(**lists)} if lists else found


@cache
def chains() -> tuple[Chain, ...]:
    """Return every chain; the same ones in every run."""
    source = random.Random(SEED)
    return tuple(build(draw(number, source)) for number in range(COUNT))


# -- the verifiers ---------------------------------------------------------------------------------------------------


@cache
def ours(number: int, conformance: Conformance) -> ChainReport:
    """Ask tlskit."""
    chain = chains()[number]
    policy = ValidationPolicy(at=AT, identity=HOST, conformance=conformance)
    return inspect_chain([item.certificate for item in chain.served], trust=[chain.root.certificate], policy=policy)


def cryptography_trusts(chain: Chain) -> bool:
    """Ask ``cryptography``'s server verifier."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Parsed a serial number which wasn't positive")
        leaf, *others = (item.loaded for item in chain.served)
        store = verification.Store([chain.root.loaded])
    builder = verification.PolicyBuilder().store(store).time(AT)
    try:
        builder.build_server_verifier(x509.DNSName(HOST)).verify(leaf, others)
    except verification.VerificationError:
        return False
    return True


OPENSSL = shutil.which("openssl")


def openssl_trusts(chain: Chain, folder: Path) -> bool:
    """Ask ``openssl verify`` in its strict mode."""
    leaf, *others = chain.served
    for name, items in (("leaf", [leaf]), ("others", others), ("root", [chain.root])):
        (folder / f"{name}.pem").write_bytes(b"".join(item.pem for item in items))
    command = [OPENSSL, "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", HOST]
    command += ["-attime", str(int(AT.timestamp())), "-no-CApath", "-no-CAstore", "-CAfile", str(folder / "root.pem")]
    if others:
        command += ["-untrusted", str(folder / "others.pem")]
    done = subprocess.run([*command, str(folder / "leaf.pem")], capture_output=True, check=False, timeout=30)
    return done.returncode == 0


# -- where they differ -----------------------------------------------------------------------------------------------


class Difference(NamedTuple):
    """One chain on which a verdict differs; ``errors`` and ``warnings`` are the ids of what we found."""

    shape: Shape
    errors: frozenset[str]
    warnings: frozenset[str]


class Divergence(NamedTuple):
    """Why we and a peer differ; ``trusted`` is our verdict, ``conformance`` the mode in which it is so."""

    peer: str
    conformance: Conformance
    trusted: bool
    applies: Callable[[Difference], bool]
    reason: str


def _level(kind: str, *, above: bool) -> Callable[[Difference], bool]:
    """Whether a fault is at the end entity, or above it."""

    def applies(difference: Difference) -> bool:
        levels = [fault.level for fault in difference.shape.faults if fault.kind == kind]
        return any((level > 0) == above for level in levels)

    return applies


def _only(kind: str, error: str) -> Callable[[Difference], bool]:
    """Whether our one error is the answer to that fault."""
    return lambda difference: difference.shape.has(kind) and difference.errors == {error}


def _warned(kind: str, warning: str) -> Callable[[Difference], bool]:
    """Whether we reported the fault as a warning."""
    return lambda difference: difference.shape.has(kind) and warning in difference.warnings


_VALUE, _LACKS = "chain.rfc5280.value", "chain.rfc5280.extension_missing"
_STRICT, _ANY_PURPOSE = "chain.interop.openssl_strict", "chain.interop.any_purpose"
CRYPTOGRAPHY, OPENSSL_STRICT = "cryptography", "openssl"
_ANY = "section 4.2.1.12 says that applications MAY refuse anyExtendedKeyUsage: we do not, the peer does"
_PROFILE = "a breach of the certificate profile is a warning under REPORT; the peer always enforces this rule"
_SERIAL = "section 4.1.2.2 demands a positive serial number; the peer lets zero pass"

DIVERGENCES = (
    # -- cryptography
    Divergence(CRYPTOGRAPHY, REPORT, True, _warned("no keyUsage", _STRICT), _PROFILE),
    *(
        Divergence(CRYPTOGRAPHY, mode, True, _level("EKU any", above=False), f"end entity: {_ANY}")
        for mode in Conformance
    ),
    Divergence(CRYPTOGRAPHY, REPORT, True, _warned("basicConstraints not critical", _STRICT), _PROFILE),
    Divergence(
        CRYPTOGRAPHY,
        REPORT,
        True,
        lambda item: _level("no AKI", above=False)(item) and _STRICT in item.warnings,
        f"authority key identifier of the end entity: {_PROFILE}",
    ),
    Divergence(
        CRYPTOGRAPHY,
        ENFORCE,
        False,
        lambda item: _level("no AKI", above=True)(item) and item.errors == {_LACKS},
        "section 4.2.1.1 demands the authority key identifier of every certificate that is not self-signed; "
        "cryptography demands it of the end entity alone",
    ),
    Divergence(
        CRYPTOGRAPHY,
        ENFORCE,
        False,
        _only("no SKI", _LACKS),
        "section 4.2.1.2 demands the subject key identifier of every CA; cryptography does not look",
    ),
    Divergence(CRYPTOGRAPHY, ENFORCE, False, _only("serial number zero", _VALUE), _SERIAL),
    # -- openssl verify -x509_strict
    Divergence(OPENSSL_STRICT, REPORT, True, lambda item: _STRICT in item.warnings, f"strict mode, said: {_PROFILE}"),
    *(
        Divergence(OPENSSL_STRICT, mode, True, lambda item: _ANY_PURPOSE in item.warnings, f"said: {_ANY}")
        for mode in Conformance
    ),
    *(
        Divergence(
            OPENSSL_STRICT,
            mode,
            False,
            _only("no subjectAltName", "chain.identity.no_subject_alt_name"),
            "OpenSSL falls back to the common name where there is no subjectAltName, which RFC 9525 section 2 ended",
        )
        for mode in Conformance
    ),
    *(
        Divergence(
            OPENSSL_STRICT,
            mode,
            False,
            _only("SHA-1", "chain.signature.weak_hash"),
            "openssl verify checks signature algorithms only with -auth_level, whose default lets SHA-1 pass",
        )
        for mode in Conformance
    ),
    Divergence(OPENSSL_STRICT, ENFORCE, False, _only("serial number zero", _VALUE), _SERIAL),
)


def _found(report: ChainReport, severity: Severity) -> frozenset[str]:
    return frozenset(finding.id for finding in report.findings if finding.severity is severity)


def unexplained(peer: str, trusts: Callable[[Chain], bool]) -> tuple[list[str], list[str]]:
    """Return the differences that no entry explains, and the entries that explain nothing."""
    table = [entry for entry in DIVERGENCES if entry.peer == peer]
    used: set[int] = set()
    left = []
    for chain in chains():
        theirs = trusts(chain)
        for conformance in Conformance:
            report = ours(chain.shape.number, conformance)
            trusted = report.verdict is Verdict.TRUSTED
            if trusted == theirs:
                continue
            difference = Difference(chain.shape, _found(report, Severity.ERROR), _found(report, Severity.WARNING))
            reasons = [
                index
                for index, entry in enumerate(table)
                if entry.conformance is conformance and entry.trusted == trusted and entry.applies(difference)
            ]
            used.update(reasons)
            if not reasons:
                left.append(
                    f"{conformance.name}: we say {report.verdict.name}; {sorted(difference.errors)}; {chain.shape}"
                )
    return left, [f"{entry.conformance.name}: {entry.reason}" for index, entry in enumerate(table) if index not in used]


def test_we_agree_with_cryptography_or_know_why_not():
    """Each verdict is that of ``cryptography``'s server verifier, or the difference has a recorded reason."""
    assert ([], []) == unexplained(CRYPTOGRAPHY, cryptography_trusts)


@pytest.mark.skipif(OPENSSL is None, reason="there is no openssl program here")
def test_we_agree_with_openssl_or_know_why_not(tmp_path):
    """Each verdict is that of ``openssl verify -x509_strict``, or the difference has a recorded reason."""
    assert ([], []) == unexplained(OPENSSL_STRICT, lambda chain: openssl_trusts(chain, tmp_path))


def test_the_space_holds_both_halves():
    """A fair part of the chains is trusted, since a verifier that always says no would agree with most others."""
    trusted = sum(ours(chain.shape.number, REPORT).verdict is Verdict.TRUSTED for chain in chains())
    assert COUNT // 5 < trusted < COUNT * 4 // 5
    assert set(KINDS) == {fault.kind for chain in chains() for fault in chain.shape.faults}
