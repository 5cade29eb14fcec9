"""tlskit as a peer of ``limbo_run.py``: one question of the suites in, accept or reject and every reason out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from limbo_run import Case, Verdict

from tlskit.chain import (
    STRONG_SIGNATURE_ALGORITHMS,
    ChainReport,
    Conformance,
    KeyUsage,
    Profile,
    Purpose,
    Revocation,
    ValidationPolicy,
    inspect_chain,
    load_certificates,
)
from tlskit.explain.chain import chain_answer
from tlskit.finding import Verdict as Trust
from tlskit.registry.oid import ANY_POLICY, EXTENDED_KEY_USAGES

_KINDS = {"DNS": "dns", "IP": "ip", "RFC822": "email"}
_PURPOSE_OIDS = {name: number for number, name in EXTENDED_KEY_USAGES.items()}
_DSA = {"dsa-with-sha1"}


def policy_of(case: Case) -> ValidationPolicy:
    """Translate a case: the profile and the conformance come from its suite, as shared/README.md says."""
    pkits = case.id.startswith("pkits::")
    names = [case.peer_name] if case.peer_name else []
    identities = [f"{_KINDS[kind]}:{value}" for kind, value in dict.fromkeys([*names, *case.peer_names])]
    purpose = _PURPOSE_OIDS[case.eku[0]] if case.eku else _kind_of(case)
    usage = KeyUsage(0)
    for name in case.key_usage:
        usage |= KeyUsage[name]
    return ValidationPolicy(
        at=case.time or datetime.now(UTC),
        purpose=Purpose.ANY if pkits and not case.eku else purpose,
        key_usage=usage or None,
        identity=identities,
        profile=Profile.WEB_PKI if case.id.startswith("webpki::") else Profile.RFC5280,
        conformance=Conformance.REPORT if pkits else Conformance.ENFORCE,
        max_intermediates=case.max_depth,
        revocation=Revocation.REQUIRED if case.crls else Revocation.OFF,
        **_policies(case.policy or {}),
        permitted_signature_algorithms=STRONG_SIGNATURE_ALGORITHMS | (_DSA if pkits else set()),
    )


_CA_USAGE = KeyUsage.keyCertSign | KeyUsage.cRLSign


def _kind_of(case: Case) -> Purpose:
    """The kind of peer that a case names, but none where its leaf is a CA whose key signs certificates and CRLs alone.

    Such cases ask for no extended key usage: they ask whether a CA may stand where an end entity does (it may, RFC 5280
    section 4.2.1.9). As the certificate of a server it would be refused for its key usage (section 4.2.1.12), as
    OpenSSL does, and the question would have no answer.
    """
    (leaf,) = load_certificates([case.leaf.encode()])
    usage = leaf.key_usage
    only_ca = leaf.is_ca and usage is not None and not usage & ~_CA_USAGE
    return Purpose.ANY if only_ca else Purpose[case.kind]


def _policies(given: dict[str, Any]) -> dict[str, Any]:
    """The inputs of RFC 5280 section 6.1.1 (c) and (e) to (g); an empty set is any policy."""
    return {
        "initial_policies": given.get("set") or (ANY_POLICY,),
        "require_explicit_policy": given.get("explicit", False),
        "inhibit_policy_mapping": given.get("inhibit_mapping", False),
        "inhibit_any_policy": given.get("inhibit_any", False),
    }


def reason(report: ChainReport) -> str:
    """The answer's sentence, then a line for each finding of every path."""
    lines = [f"{finding.id}: {finding.summary}" for finding in report.all_findings]
    return "\n".join([chain_answer(report), *lines])


def verify(case: Case) -> Verdict:
    """Answer one case."""
    report = inspect_chain(
        [case.leaf.encode(), *(pem.encode() for pem in case.intermediates)],
        trust=[pem.encode() for pem in case.trusted],
        policy=policy_of(case),
        crls=[pem.encode() for pem in case.crls],
    )
    return Verdict(report.verdict is Trust.TRUSTED, reason(report))
