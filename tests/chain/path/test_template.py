"""What an inspector need not ask of a certificate twice: the checks that a template decides look at nothing else."""

from __future__ import annotations

from itertools import product

import pytest

from tests.support.cases import CASES
from tests.support.pki import AT, HOST, NC, dns, dns_constraints, issue
from tlskit.chain import Certificate, ChainInspector, Conformance, Profile, ValidationPolicy
from tlskit.chain.inspect import load_certificates
from tlskit.chain.path.checks import CERTIFICATE_CHECKS, Role
from tlskit.chain.path.checks.profiles.rfc5280 import EXTENSION_RULES, VALUE_RULES
from tlskit.chain.path.checks.table import decided
from tlskit.x509.extension import INDIVIDUAL

ROOT = issue("Template Root", ca=True)
CA = issue("Template CA", ROOT, ca=True)
POLICIES = [
    ValidationPolicy(at=AT, identity=HOST, profile=profile, conformance=conformance)
    for profile, conformance in product(Profile, Conformance)
]
CERTIFICATES = [
    certificate
    for case in CASES
    for certificate in load_certificates([case.read("chain.pem")])
    if not certificate.unreadable
]


class Name:
    """A name of which can be seen only whether it is empty."""

    def __init__(self, name: object) -> None:
        self._is_there = bool(name)

    def __bool__(self) -> bool:
        return self._is_there


class Template:
    """As much of a certificate as its template tells; to look at anything else is an error."""

    _TOLD = ("version", "is_self_issued", "is_ca", "shape", "ref", "basic_constraints", "key_usage")
    _TOLD_TOO = ("extended_key_usage", "name_constraints", "policy_constraints", "authority_key_identifier")

    def __init__(self, certificate: Certificate) -> None:
        self.subject, self.issuer = Name(certificate.subject), Name(certificate.issuer)
        self.extensions = certificate.extensions
        self.by_oid = certificate.by_oid
        self.problems = self.unreadable = {}  # a template is asked about only for certificates that can be read
        self.extension = lambda number: None if number in INDIVIDUAL else certificate.extension(number)
        self.is_malformed = certificate.is_malformed
        for name in self._TOLD + self._TOLD_TOO:
            setattr(self, name, getattr(certificate, name))


def found(certificate: Certificate | Template, policy: ValidationPolicy) -> list[object]:
    """Return what the checks find that a template decides, whole or but for the rules that look at more."""
    findings: list[object] = []
    for check in CERTIFICATE_CHECKS:
        if check.run_individual is decided:
            findings += check.run(certificate, Role.END_ENTITY, policy)
    findings += [rule for rule, _ in EXTENSION_RULES.faults(certificate) if rule.applies(certificate, Role.END_ENTITY)]
    for rule in VALUE_RULES:
        if not rule.individual and (not rule.extension or rule.extension in certificate.by_oid):
            findings.append(rule.breach(certificate, Role.END_ENTITY))
    return findings


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: f"{policy.profile.name}-{policy.conformance.name}")
def test_a_template_tells_all_that_it_decides(policy: ValidationPolicy) -> None:
    """With nothing but the template to look at, the checks that it decides find what they find in the certificate."""
    assert len(CERTIFICATES) > 100
    for certificate in CERTIFICATES:
        assert found(certificate, policy) == found(Template(certificate), policy)


def test_only_faultless_templates_are_kept() -> None:
    """A template with which something is wrong is asked about each time; a good one's certificates are not confused."""
    inspector = ChainInspector(trust=[ROOT.certificate], policy=POLICIES[0])
    good, other_host = issue("Good", CA), issue("Other", CA, names=[dns("other.example")])
    limited = dns_constraints(permitted=["example"])
    bad = [issue(name, CA, extensions={NC: limited}) for name in ("One", "Two", "Three")]
    for item in (good, *bad):
        inspector.inspect([item.certificate, CA.certificate])
    assert [] == [*inspector._memory.templates]
    inspector.inspect([good.certificate, CA.certificate])
    assert [Certificate(good.certificate).template] == [*inspector._memory.templates]
    assert "chain.identity.mismatch" in {
        item.id for item in inspector.inspect([other_host.certificate, CA.certificate]).findings
    }
