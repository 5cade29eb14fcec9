"""Public reports and attacks about names, usages and extensions, read in place: each with its right value."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.support.pki import AT
from tlskit.chain import Purpose, ValidationPolicy, inspect_chain
from tlskit.finding import Severity, Verdict
from tlskit.registry.oid import EMAIL_PROTECTION, TIME_STAMPING

TRUSTED, UNTRUSTED = Verdict.TRUSTED, Verdict.UNTRUSTED
SHOP, EXCLUDED_TREE = "shop.example", "chain.name_constraints.malformed_tree"


class Reported(NamedTuple):
    """A chain of the corpus, the question, and what is right."""

    verdict: Verdict
    finding: str = ""
    identity: str | None = None
    purpose: Purpose | str = Purpose.SERVER


CASES = {
    "attack/control-good": Reported(TRUSTED, identity=SHOP),
    "attack/kelvin": Reported(UNTRUSTED, "chain.identity.mismatch", "bank.example"),
    "attack/nc-excl-ip-4": Reported(UNTRUSTED, EXCLUDED_TREE, "10.1.2.3"),
    "attack/nc-excl-dns-trailing-dot": Reported(UNTRUSTED, EXCLUDED_TREE, "foo.example.com"),
    "attack/nc-excl-mail-trailing-dot": Reported(UNTRUSTED, EXCLUDED_TREE, purpose=Purpose.ANY),
    "attack/nc-excl-smtputf8": Reported(UNTRUSTED, "chain.name_constraints.excluded", purpose=Purpose.ANY),
    "attack/ku-crl-sign": Reported(UNTRUSTED, "chain.key_usage.not_for_purpose", SHOP),
    "attack/critical-sda": Reported(UNTRUSTED, "chain.extension.unprocessed_critical", SHOP),
    "chain/nc-smtputf8-not-permitted": Reported(
        UNTRUSTED, "chain.name_constraints.not_permitted", purpose=EMAIL_PROTECTION
    ),
    "chain/nc-smtputf8-ok": Reported(TRUSTED, purpose=EMAIL_PROTECTION),
    "chain/ku-server-crlsign": Reported(UNTRUSTED, "chain.key_usage.not_for_purpose", SHOP),
    "chain/ku-server-nonrepudiation": Reported(UNTRUSTED, "chain.key_usage.not_for_purpose", SHOP),
    "chain/ku-server-rsa-keyenc-only": Reported(TRUSTED, "chain.key_usage.no_digital_signature", SHOP),
    "chain/tls-feature-not-inherited": Reported(TRUSTED, "chain.tls_feature.not_inherited", SHOP),
    "chain/pur-tsa-noncritical": Reported(
        UNTRUSTED, "chain.extended_key_usage.not_for_time_stamping", purpose=TIME_STAMPING
    ),
    "chain/ocsp-nocheck-critical": Reported(TRUSTED, "chain.interop.critical_extension", SHOP),
    "chain/ct-poison": Reported(UNTRUSTED, "chain.extension.precertificate", SHOP),
}


@pytest.mark.parametrize("name", CASES)
def test_reported(corpora, name: str):
    """The verdict is the right one, and the finding that explains it is there; a good chain has none."""
    right, file = CASES[name], corpora / "reports" / f"{name}.pem"
    policy = ValidationPolicy(at=AT, purpose=right.purpose, identity=right.identity)
    roots = file.with_suffix(".roots.pem").read_bytes()
    report = inspect_chain([file.read_bytes()], trust=[roots], policy=policy)
    assert right.verdict is report.verdict
    weighty = {item.id for item in report.findings if item.severity >= Severity.WARNING}
    assert right.finding in weighty if right.finding else weighty == set()
    if right.verdict is UNTRUSTED:
        assert right.finding == report.decisive.id
