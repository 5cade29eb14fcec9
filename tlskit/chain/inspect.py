"""The front door of the room: certificates in, :class:`~tlskit.chain.report.ChainReport` out; no clock, no I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tlskit.chain.issuer_chain import keep_issuer_chain, known_issuer_chain
from tlskit.chain.path.builder import PathBuilder
from tlskit.chain.path.certificate_graph import CertificateGraph
from tlskit.chain.path.checks.path import BudgetReached
from tlskit.chain.path.revocation_status import Revocation
from tlskit.chain.path.trust_store import CertificateIndex, TrustAnchor, TrustStore
from tlskit.chain.path.verification_cache import VerificationCache
from tlskit.chain.repair import Repair, repair
from tlskit.chain.report import ChainReport
from tlskit.chain.served import EndEntityNotFirst, SelfSignedTwin, served_findings
from tlskit.errors import InputError
from tlskit.finding import Severity, Verdict
from tlskit.x509 import Certificate, trusted_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cryptography import x509

    from tlskit.chain.issuer_chain import IssuerChains
    from tlskit.chain.path.certification_path import CertificationPath
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.chain.revocation.crl_checker import CrlChecker
    from tlskit.finding import Finding


CertificateInput: TypeAlias = "bytes | x509.Certificate | Certificate"
"""A certificate as callers hand it over: PEM (one or more) or DER, ``cryptography``'s, or one of ours."""


def inspect_chain(
    certificates: Sequence[CertificateInput],
    *,
    trust: TrustStore | Sequence[CertificateInput],
    policy: ValidationPolicy,
    pool: Iterable[CertificateInput] = (),
    crls: Sequence[bytes] = (),
) -> ChainReport:
    """Verify what was served and say everything that is wrong with it (RFC 4158, RFC 5280 section 6.1, RFC 9525).

    ``certificates``: as served or as in the file, end entity first; each PEM (one or more) or DER bytes, or a
    ``cryptography`` certificate. ``trust``: the anchors. ``pool``: further certificates that may complete a path; one
    that does is reported as missing from what was served, and goes into the repair. ``crls``: each PEM (one or more) or
    DER; looked at where ``policy.revocation`` asks for it.

    Raises :class:`~tlskit.errors.InputError` where there is no certificate at all, or a CRL is something else. A
    certificate or CRL that cannot be read is no exception but a finding.
    """
    store = trust if isinstance(trust, TrustStore) else trust_store(trust)
    return judge(certificates, store, policy, pool, crls, VerificationCache())


def judge(  # noqa: PLR0913, PLR0917 - the two front doors fill all of them
    certificates: Sequence[CertificateInput],
    store: TrustStore,
    policy: ValidationPolicy,
    pool: Iterable[CertificateInput],
    crls: Iterable[bytes],
    memory: VerificationCache,
    chains: IssuerChains | None = None,
) -> ChainReport:
    """Answer one question with what earlier ones under the same policy and store left in ``memory`` and ``chains``."""
    served = tuple(load_certificates(certificates, memory))
    if not served:
        raise InputError("no certificate was given")
    pooled = _pool_index(pool, memory)
    known = None if chains is None or len(pooled) else known_issuer_chain(served, store, policy, chains)
    if known is not None:
        path = known.path(served[0], policy, memory)
        ordered = _worst_first((*path.findings, *known.served_findings))
        verdict, mended = _verdict((path,)), repair(served, (path,))
        return ChainReport(verdict, _decisive(verdict, ordered), ordered, served, (path,), mended, policy, store)
    graph = CertificateGraph(served, pooled, store, policy, memory)
    checker = _revocation_checker(graph, crls)
    search = PathBuilder(graph, checker)
    paths = search.paths()
    best = paths[0]
    of_served = tuple(served_findings(graph, best))
    findings = [*best.findings, *of_served]
    if checker is not None:
        findings += checker.list_findings()
    verdict = _verdict(paths)
    if search.limit:
        reached = BudgetReached(certificate=served[0].ref, limit=search.limit, paths_seen=len(paths))
        if verdict is Verdict.UNTRUSTED and not search.is_decided:
            verdict, reached = Verdict.INDETERMINATE, reached.at_severity(Severity.ERROR)
        findings.append(reached)
    elif chains is not None:
        keep_issuer_chain(chains, graph, paths, of_served)
    ordered = _worst_first(findings)
    mended = _repair(graph, checker, paths, ordered)
    return ChainReport(verdict, _decisive(verdict, ordered), ordered, served, paths, mended, policy, store)


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: -finding.severity))


def _repair(
    graph: CertificateGraph,
    checker: CrlChecker | None,
    paths: tuple[CertificationPath, ...],
    findings: Sequence[Finding],
) -> Repair:
    """Mend for the end entity, which in a file that is upside down does not stand first."""
    for finding in findings:
        if isinstance(finding, EndEntityNotFirst):
            target = graph.served[finding.position - 1]
            others = (item for item in graph.served if item != target)
            upright = CertificateGraph((target, *others), graph.pool, graph.trust, graph.policy, graph.memory)
            return repair(graph.served, PathBuilder(upright, checker).paths())
    return repair(graph.served, paths)


def load_certificates(given: Iterable[CertificateInput], memory: VerificationCache | None = None) -> list[Certificate]:
    """Return a :class:`Certificate` for each one given; PEM may hold several.

    Among others an item that is no certificate is kept as an unreadable one, since a peer can send anything. Raises
    :class:`~tlskit.errors.InputError` where none of the items is a certificate.
    """
    memory = memory or VerificationCache()
    found: list[Certificate] = []
    problems: list[InputError] = []
    for item in given:
        if isinstance(item, Certificate):
            found.append(item)
        elif isinstance(item, (bytes, bytearray, memoryview)):
            try:
                found += _read(bytes(item), memory)
            except InputError as problem:
                problems.append(problem)
                found.append(Certificate(bytes(item)))
        else:
            found.append(_from_cryptography(item))
    if problems and len(problems) == len(found):
        raise problems[0]
    return found


def _pool_index(given: Iterable[CertificateInput], memory: VerificationCache) -> CertificateIndex:
    """Read and index the pool, or take the index of the last question's where it is the same."""
    items = tuple(given)
    if not items:
        return CertificateIndex(())
    if memory.pool is not None and memory.pool[0] == items:
        return memory.pool[1]
    index = CertificateIndex(load_certificates(items, memory))
    if {bytes, Certificate}.issuperset(map(type, items)):  # nobody can change them
        memory.pool = (items, index)
    return index


def _read(given: bytes, memory: VerificationCache) -> Iterable[Certificate]:
    """What reads as a certificate without a problem is one; anything else is looked at more closely."""
    if given.startswith(b"\x30"):
        certificate = memory.certificate(given)
        if not certificate.problems:
            return (certificate,)
    return [
        memory.certificate(block.der)
        if block.trust_settings is None
        else Certificate(block.der, trust_settings=block.trust_settings)
        for block in trusted_blocks(given)
    ]


def _revocation_checker(graph: CertificateGraph, crls: Iterable[bytes]) -> CrlChecker | None:
    if graph.policy.revocation is Revocation.OFF:
        return None
    from tlskit.chain.revocation.crl_checker import CrlChecker
    from tlskit.x509 import (
        CertificateRevocationList,  # most questions bring no CRL
        crl_blocks,
    )

    blocks = [block for given in crls for block in crl_blocks(bytes(given))]
    return CrlChecker(graph, [CertificateRevocationList(block) for block in blocks])


def _from_cryptography(item: x509.Certificate) -> Certificate:
    from cryptography.hazmat.primitives.serialization import Encoding  # most callers hand over bytes

    try:
        return Certificate(item.public_bytes(Encoding.DER))
    except AttributeError:
        raise InputError(f"a {type(item).__name__} is no certificate") from None


def trust_store(given: Sequence[CertificateInput]) -> TrustStore:
    """Return the store that the certificates make."""
    found = load_certificates(given)
    return TrustStore(TrustAnchor(certificate, certificate.trust_settings) for certificate in found)


def _verdict(paths: Sequence[CertificationPath]) -> Verdict:
    if any(path.is_good for path in paths):
        return Verdict.TRUSTED
    return Verdict.INDETERMINATE if any(path.is_undetermined for path in paths) else Verdict.UNTRUSTED


_FIRST = (SelfSignedTwin, EndEntityNotFirst)
"""Findings about the served set that explain the path's own: named before it."""


def _decisive(verdict: Verdict, findings: Sequence[Finding]) -> Finding | None:
    """The first error; one that a check could not be made only where nothing worse is known."""
    errors = [finding for finding in findings if finding.severity >= Severity.ERROR]
    if not errors:
        return None
    wanted = verdict is Verdict.INDETERMINATE
    ranked = sorted(errors, key=lambda item: (item.undetermined != wanted, not isinstance(item, _FIRST)))
    return ranked[0]
