"""Outside cases about keys, signatures and form: what others reported, each with its right value."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tlskit.chain import Conformance, ValidationPolicy, inspect_chain
from tlskit.finding import Severity, Verdict

_AT = datetime(2026, 6, 1, tzinfo=UTC)
_TRUSTED, _UNTRUSTED = Verdict.TRUSTED, Verdict.UNTRUSTED
_PRINTABLE = "chain.character_string.outside_its_set"

RIGHT = {
    "attack/control-good": (_TRUSTED, ""),
    "attack/pss-pkcs1-signature": (_UNTRUSTED, "chain.signature.not_allowed_by_key"),
    "attack/ec-explicit-ca": (_UNTRUSTED, "chain.key.explicit_parameters"),
    "chain/pss-key-pkcs1-signature": (_UNTRUSTED, "chain.signature.not_allowed_by_key"),
    "chain/pss-key-other-hash": (_UNTRUSTED, "chain.signature.not_allowed_by_key"),
    "chain/pss-good": (_TRUSTED, ""),
    "chain/ec-explicit-parameters": (_UNTRUSTED, "chain.key.explicit_parameters"),
    "chain/trustedaux-reject-server": (_UNTRUSTED, "chain.trust_settings.rejected"),
    "chain/trustedaux-trust-server": (_TRUSTED, ""),
    "chain/name-printable-ampersand": (_TRUSTED, _PRINTABLE),
    "chain/root-printable-ampersand": (_TRUSTED, _PRINTABLE),
    "chain/ecdsa-null-params": (_TRUSTED, "chain.signature.parameters"),
    "chain/explicit-critical-false": (_TRUSTED, "chain.rfc5280.value"),
    "chain/alg-sha1-oiw": (_UNTRUSTED, "chain.signature.weak_hash"),
}
"""The verdict, and the finding (an error, or a warning where the chain is trusted) that says why."""


def report(corpora, name, conformance=Conformance.REPORT):
    """Ask about a case as its README says."""
    path = corpora / "reports" / name
    served, roots = (path.with_name(path.name + end).read_bytes() for end in (".pem", ".roots.pem"))
    policy = ValidationPolicy(at=_AT, identity="shop.example", conformance=conformance)
    return inspect_chain([served], trust=[roots], policy=policy)


@pytest.mark.parametrize("name", RIGHT)
def test_right_value(corpora, name):
    """Each case has its verdict and its reason, and nothing of a parser's text."""
    verdict, reason = RIGHT[name]
    found = report(corpora, name)
    lowest = Severity.WARNING if verdict is _TRUSTED else Severity.ERROR
    odd = {item.id for item in found.findings if item.severity >= lowest}
    assert (verdict, {reason} - {""}) == (found.verdict, odd)
    assert not [item for item in found.all_findings if "ParseError" in item.summary]


def test_ber_where_the_profile_is_enforced(corpora):
    """A mark of critical that is BER fails there."""
    assert _UNTRUSTED is report(corpora, "chain/explicit-critical-false", Conformance.ENFORCE).verdict
