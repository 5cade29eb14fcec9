"""Who signed a CRL, and may they? (RFC 5280 section 6.3.3 (f) and (g))"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from tlskit.chain.path.builder import PathBuilder
from tlskit.chain.path.certificate_graph import CertificateGraph
from tlskit.chain.path.issuer import MissingIssuer
from tlskit.chain.path.revocation_status import Gap, RevocationQuery
from tlskit.chain.path.trust_store import CertificateIndex, TrustAnchor, TrustStore
from tlskit.chain.path.verification_cache import VerificationCache
from tlskit.chain.revocation.crl_scope import UnusableError, defect
from tlskit.x509 import KeyUsage, SignatureOutcome, verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRevocationList, DistinguishedName

_TRIED = 16  # certificates of one name that are tried as a CRL's signer
_SEARCHES = 8  # signers that do not stand on the path themselves; a path seldom has one
_PATHS, _STEPS = 4, 2_000  # of one such search
_NEAREST = 128  # certificates that one such search looks at; more of them make it slow, not better


class CrlSigners:
    """The signers of CRLs, from what was served, the pool and the trust store. Each signature is checked once per key.

    ``revocation_problem`` says why a certificate on a signer's path cannot be relied on, or nothing.
    """

    def __init__(self, graph: CertificateGraph, revocation_problem: Callable[[RevocationQuery], str]) -> None:
        """Look for signers in a graph."""
        self.graph, self.policy, self._revocation_problem = graph, graph.policy, revocation_problem
        self._signatures: dict[tuple[CertificateRevocationList | Certificate, bytes], SignatureOutcome] = {}
        self._paths: dict[tuple[Certificate, Certificate], tuple[tuple[Certificate, ...], str]] = {}
        self._memory = VerificationCache()
        self._distances: dict[Certificate, dict[DistinguishedName, int]] = {}

    def of(self, crl: CertificateRevocationList, about: RevocationQuery) -> Certificate:
        """Return the certificate that vouches for a CRL (6.3.3 (f) and (g)), or raise with what speaks against it."""
        problem = defect(crl, self.policy)
        if problem:
            raise UnusableError(problem, Gap.UNREADABLE)
        problems = []
        for candidate in self._candidates(crl, about)[:_TRIED]:
            outcome = self.signature(crl, candidate)
            valid = outcome is SignatureOutcome.VALID
            problem = self._problem(candidate, about) if valid else _unsigned(candidate, outcome)
            if not problem:
                return candidate
            problems.append((not valid, problem))
        if not problems:
            nobody = f'no certificate of "{crl.issuer.label}" is at hand to check its signature'
            raise UnusableError(nobody, Gap.NOT_VERIFIED)
        raise UnusableError(min(problems, key=lambda item: item[0])[1], Gap.NOT_VERIFIED)

    def _candidates(self, crl: CertificateRevocationList, about: RevocationQuery) -> list[Certificate]:
        """Return the certificates of the CRL's issuer: those of another key id last, else the nearest first.

        Those of the path itself are nearer than any other.
        """
        named = [item for item in (about.issuer, about.anchor) if item.subject == crl.issuer]
        found = dict.fromkeys([*named, *self.graph.named(crl.issuer)])
        wanted, distances = crl.authority_key_id, self._distances_from(about.anchor)

        def order(item: Certificate) -> tuple[bool, bool, int]:
            other_key = bool(wanted) and item.subject_key_identifier not in (None, wanted)
            return other_key, item not in named, distances.get(item.issuer, len(distances))

        return sorted(found, key=order)

    def signature(self, crl: CertificateRevocationList, signer: Certificate) -> SignatureOutcome:
        """Check the signature on a CRL with one key."""
        return self._verified(crl, signer)

    def _verified(self, signed: CertificateRevocationList | Certificate, signer: Certificate) -> SignatureOutcome:
        key = (signed, signer.subject_public_key_info)
        outcome = self._signatures.get(key)
        if outcome is None:
            checks = len(self._signatures)
            if checks >= self.policy.budget.signature_checks:
                raise UnusableError(f"work limit reached ({checks:,} signature checks)", Gap.WORK_LIMIT)
            outcome = self._signatures[key] = verify(signed, self.graph.signer(signer))
        return outcome

    def other_identifier(self, crl: CertificateRevocationList, signer: Certificate) -> str:
        """Return in what way a CRL names another key than the one that signed it (section 5.2.1)."""
        named = crl.authority_key_id
        same_key = (
            item
            for item in (signer, *self.graph.named(signer.subject))
            if item.subject_public_key_info == signer.subject_public_key_info
        )
        if named is None or any(item.subject_key_identifier in (None, named) for item in same_key):
            return ""
        return "its authorityKeyIdentifier names another key than the one that signed it (section 5.2.1)"

    def other_key(self, signer: Certificate, about: RevocationQuery) -> str:
        """Return why a CRL by a CA's other key may say that the certificate is revoked, and not that it is good.

        A CA that was given a new key under its old name may keep a CRL for each, and RFC 5280 has no field that says
        which certificates are in which. A key covers those of another one where nothing else can be meant: where it
        issues no certificates, or where one of the two keys has certified the other (self-issued, as RFC 4210 has it).
        """
        issuer, name = about.issuer, about.certificate.issuer
        if signer.subject_public_key_info == issuer.subject_public_key_info or signer.subject != name:
            return ""
        usage = signer.key_usage
        if not signer.is_ca or (usage is not None and not usage & KeyUsage.keyCertSign):
            return ""
        for item in dict.fromkeys((issuer, signer, *self.graph.named(name)[:_TRIED])):
            other = signer if item.subject_public_key_info == issuer.subject_public_key_info else issuer
            pair = {item.subject_public_key_info, other.subject_public_key_info}
            known = pair == {signer.subject_public_key_info, issuer.subject_public_key_info}
            if item.is_self_issued and known and self._verified(item, other) is SignatureOutcome.VALID:
                return ""
        return f'it is signed with another key of "{signer.label}" than the one that signed the certificate'

    def _problem(self, signer: Certificate, about: RevocationQuery) -> str:
        """Section 6.3.3 (f): its key usage, and its path to the same anchor, on which nothing may be revoked."""
        usage = signer.key_usage
        if usage is not None and not usage & KeyUsage.cRLSign:
            return f'the key usage of its signer "{signer.label}" does not include cRLSign'
        if signer in (about.issuer, about.anchor):
            return ""  # judged with the path itself
        certificates, problem = self._path(signer, about.anchor)
        if problem:
            return problem
        for certificate, issuer in pairwise(certificates):
            problem = self._revocation_problem(RevocationQuery(certificate, issuer, about.anchor))
            if problem:
                return problem
        return ""

    def _path(self, signer: Certificate, anchor: Certificate) -> tuple[tuple[Certificate, ...], str]:
        """Return a good path from a CRL's signer to the anchor, or why there is none; it need not have been served."""
        known = self._paths.get((signer, anchor))
        if known is not None:
            return known
        distances = self._distances_from(anchor)
        if signer.issuer not in distances:
            return (), _no_path(signer)
        if len(self._paths) >= _SEARCHES:
            return (), f"work limit reached ({_SEARCHES} searches for the paths of CRL signers)"
        given = dict.fromkeys((*self.graph.served, *self.graph.pool))
        above = self._names_above(signer)
        within_reach = [item for item in given if item != signer and item.subject in above and item.issuer in distances]
        nearest = sorted(within_reach, key=lambda item: distances[item.issuer])[:_NEAREST]
        graph = CertificateGraph(
            (signer, *nearest), CertificateIndex(()), TrustStore([TrustAnchor(anchor)]), self._policy, self._memory
        )
        certificates, problem = _good_path(PathBuilder(graph), signer)
        if problem and len(nearest) < len(within_reach):
            problem += f" (work limit reached: {_NEAREST} of {len(within_reach):,} certificates were looked at)"
        self._paths[signer, anchor] = certificates, problem
        return certificates, problem

    def _names_above(self, signer: Certificate) -> set[DistinguishedName]:
        """Return the names that certificates lead to from a signer upwards."""
        found, todo = {signer.issuer}, [signer.issuer]
        for name in todo:
            for item in self.graph.named(name):
                if item.issuer not in found:
                    found.add(item.issuer)
                    todo.append(item.issuer)
        return found

    def _distances_from(self, anchor: Certificate) -> dict[DistinguishedName, int]:
        """Return the names from which certificates lead up to the anchor, by their names alone, nearest first."""
        known = self._distances.get(anchor)
        if known is not None:
            return known
        issued: dict[DistinguishedName, list[Certificate]] = defaultdict(list)
        for item in (*self.graph.served, *self.graph.pool):
            issued[item.issuer].append(item)
        found = self._distances[anchor] = {anchor.subject: 0}
        todo = [anchor.subject]
        for name in todo:
            for item in issued[name]:
                if item.subject not in found:
                    found[item.subject] = found[name] + 1
                    todo.append(item.subject)
        return found

    @cached_property
    def _policy(self) -> ValidationPolicy:
        """What a signer's path is held to: what was asked, but for what concerns the end entity alone."""
        budget = self.policy.budget
        bounded = replace(budget, paths=min(_PATHS, budget.paths), steps=min(_STEPS, budget.steps))
        return replace(self.policy.of_signer(), budget=bounded)


def _good_path(search: PathBuilder, signer: Certificate) -> tuple[tuple[Certificate, ...], str]:
    problem = ""
    for path in search.paths():
        errors = [
            item for item in path.errors if not (isinstance(item, MissingIssuer) and item.pool_certificate is not None)
        ]
        if path.anchored and not errors:
            return path.certificates, ""
        if not problem and errors:
            problem = f'; "{errors[0].subject_label}" {errors[0].summary}'
    return (), _no_path(signer) + problem


def _no_path(signer: Certificate) -> str:
    return f'no good path leads from its signer "{signer.label}" to the trust anchor of the path'


def _unsigned(candidate: Certificate, outcome: SignatureOutcome) -> str:
    if outcome is SignatureOutcome.INVALID:
        return f'its signature does not verify with the key of "{candidate.label}"'
    if outcome is SignatureOutcome.NOT_ALLOWED:
        return f'the key of "{candidate.label}" allows only {candidate.key_form.allowed}, and it is signed otherwise'
    return f'its signature cannot be checked with the key of "{candidate.label}": {outcome.value}'
