"""The catalogue of findings: ids that mirror files, pages that say enough, and a case for each one."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509 import ObjectIdentifier
from cryptography.x509.oid import ExtensionOID

import tlskit
from scripts.gen_docs import findings_page
from tests.support import crl_cases, crls, finding_cases, interop, odd_keys, pki, web_pki
from tests.support.cases import CASES, load
from tests.support.scenes import reports, unfit_key
from tlskit.chain import Budget, ChainReport, KeyUsage, Revocation, ValidationPolicy, inspect_chain
from tlskit.chain.file import inspect_file
from tlskit.explain.catalogue import kind_descriptions
from tlskit.explain.kinds import KINDS
from tlskit.finding import Finding, Severity
from tlskit.finding.finding import annotations_of
from tlskit.handshake.report.client_fit import client_checks
from tlskit.handshake.report.finding import HandshakeFinding
from tlskit.registry.oid import ANY_POLICY, CLIENT_AUTH, CPS_QUALIFIER, SERVER_AUTH, TIME_STAMPING
from tlskit.x509.file.reader import read_items

PAGE = Path(__file__).resolve().parent.parent / "docs" / "findings.md"
by_id = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)


# -- names and words -------------------------------------------------------------------------------------------------


@by_id
def test_ids_mirror_files(kind):
    """``chain/path/checks/validity.py`` has ``chain.validity.*``; room, file, kind, in lower-case words."""
    assert re.fullmatch(r"[a-z0-9]+(\.[a-z0-9]+(_[a-z0-9]+)*){2}", kind.id)
    _, room, *_, file = kind.__module__.split(".")
    assert f"{room}.{file}" == kind.id.rpartition(".")[0]


def test_no_kind_is_left_out():
    """Every kind that a module of the package defines is in the list of kinds."""
    for module in pkgutil.walk_packages(tlskit.__path__, "tlskit."):
        if module.name != "tlskit.__main__":  # which runs the program
            importlib.import_module(module.name)
    defined, todo = set(), [Finding]
    while todo:
        todo += (found := todo.pop().__subclasses__())
        defined |= {kind for kind in found if "id" in vars(kind) and kind.__module__.startswith("tlskit.")}
    assert defined == set(KINDS)


def test_ids_are_unique_and_sorted():
    """Every id stands once, in order."""
    ids = [kind.id for kind in KINDS]
    assert sorted(set(ids)) == ids
    assert len(ids) > 40


@by_id
def test_page(kind):
    """Every kind has a meaning, a detail beyond it, a summary, a remedy and sources, and says what it is about."""
    (entry,) = kind_descriptions([kind])
    assert entry.meaning.endswith(".")
    assert entry.detail.endswith((".", '".', "?"))
    assert entry.meaning != entry.detail
    assert entry.summary
    assert entry.remedy.endswith((".", "}"))
    assert entry.cites
    assert entry.severity in [severity.label for severity in Severity]
    subject = {"chain": "certificate: CertificateRef", "trace": "place: Location"}.get(kind.id.partition(".")[0])
    assert subject in entry.evidence or issubclass(kind, HandshakeFinding)  # which is about the one connection


@by_id
def test_summaries_are_clauses(kind):
    """A summary goes on after "SUBJECT: ": no capital at its beginning, no stop at its end, no line break."""
    assert not kind.summary[0].isupper()
    assert not kind.summary.endswith(".")
    assert "\n" not in kind.summary + kind.remedy


@by_id
def test_templates_name_what_exists(kind):
    """Every field in a template is evidence or a property of the kind."""
    for template in (kind.summary, kind.remedy):
        for _, name, _, _ in string.Formatter().parse(template):
            root = re.split(r"[.\[]", name or "", maxsplit=1)[0]
            assert name in (None, root), "templates name plain fields"
            if name is not None:
                assert name in annotations_of(kind) or isinstance(getattr(kind, name), property)


@by_id
def test_sources(kind):
    """A source is an RFC, a standard of somebody else's, or our own Budget; an RFC's has a section where it is long."""
    for cite in kind.cites:
        assert re.match(r"(RFC \d+|CA/B BR|NIST |FIPS |tlskit )", str(cite))
        if cite.document in ("RFC 5280", "RFC 8446", "RFC 4158", "CA/B BR"):
            assert re.fullmatch(r"[0-9A-Z.]+", cite.section)


def test_the_page_is_up_to_date():
    """``docs/findings.md`` is what scripts/gen_findings.py writes."""
    assert findings_page(kind_descriptions(KINDS)) == PAGE.read_text(encoding="utf-8")


# -- produced and absent ---------------------------------------------------------------------------------------------


def further_policy(name, **changes):
    """Ask about a case under another policy."""
    case = load(name)
    policy = ValidationPolicy(**{"at": case.at, "identity": case.identity, **changes})
    return inspect_chain([case.read("chain.pem")], trust=[case.read("roots.pem")], policy=policy)


def another_key():
    """Look at a file with a certificate and the key of another one."""
    key = pki.private_key("another").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return inspect_file(read_items(pki.issue("leaf").pem + key), at=pki.AT)


def truncated_leaf():
    """Ask about a leaf of which the last byte is missing."""
    case = load("good/two")
    leaf, *rest = case.inspect().served
    policy = ValidationPolicy(at=case.at)
    return inspect_chain([leaf.der[:-1], *rest], trust=[case.read("roots.pem")], policy=policy)


def impostor():
    """Ask about a chain with one more CA certificate of the issuer's name, which another key made."""
    root = pki.issue("root", ca=True)
    middle = pki.issue("middle", root, ca=True)
    forged = pki.issue("middle", root, ca=True, key="forger")
    served = [pki.issue("leaf", middle).certificate, middle.certificate, forged.certificate]
    return inspect_chain(served, trust=[root.certificate], policy=ValidationPolicy(at=pki.AT))


def policed(mapping=b"", **changes):
    """Ask about certificate policies of a chain that has one; ``mapping`` is what its CA maps."""
    policy = pki.tlv(0x30, pki.tlv(0x30, pki.oid(_POLICY)))
    found = {ExtensionOID.CERTIFICATE_POLICIES: policy}
    root = pki.issue("root", ca=True)
    mapped = {ExtensionOID.POLICY_MAPPINGS: pki.tlv(0x30, mapping)} if mapping else {}
    middle = pki.issue("middle", root, ca=True, extensions=found | mapped)
    leaf = pki.issue("leaf", middle, extensions=found)
    served = [leaf.certificate, middle.certificate]
    return inspect_chain(served, trust=[root.certificate], policy=ValidationPolicy(at=pki.AT, **changes))


def policy_twice():
    """Require a policy of a leaf that names the same one twice."""
    root = pki.issue("root", ca=True)
    policies = {ExtensionOID.CERTIFICATE_POLICIES: pki.tlv(0x30, *(2 * [pki.tlv(0x30, pki.oid(_POLICY))]))}
    leaf = pki.issue("leaf", root, extensions=policies)
    policy = ValidationPolicy(at=pki.AT, require_explicit_policy=True)
    return inspect_chain([leaf.certificate], trust=[root.certificate], policy=policy)


def time_stamping():
    """Ask whether a certificate may sign time stamps whose extended key usage is not critical."""
    root = pki.issue("root", ca=True)
    leaf = pki.issue("leaf", root, purposes=[ObjectIdentifier(TIME_STAMPING)])
    return inspect_chain(
        [leaf.certificate], trust=[root.certificate], policy=ValidationPolicy(at=pki.AT, purpose=TIME_STAMPING)
    )


_POLICY = "1.3.6.1.4.1.99999.7.1"
_ANY_POLICY_MAPPED = pki.tlv(0x30, pki.oid(ANY_POLICY), pki.oid(_POLICY))


def qualified():
    """Ask about a leaf whose certificate policy, critical, has an empty qualifier and one of an unknown kind."""
    kinds = (pki.oid(CPS_QUALIFIER) + pki.tlv(0x30), pki.oid(_POLICY) + pki.tlv(0x05))
    qualifiers = pki.tlv(0x30, *(pki.tlv(0x30, item) for item in kinds))
    policies = pki.tlv(0x30, pki.tlv(0x30, pki.oid(_POLICY), qualifiers))
    root = pki.issue("root", ca=True)
    leaf = pki.issue("leaf", root, extensions={ExtensionOID.CERTIFICATE_POLICIES: (policies, True)})
    return inspect_chain([leaf.certificate], trust=[root.certificate], policy=ValidationPolicy(at=pki.AT))


def revocation(*given):
    """Ask about a chain and CRLs."""
    policy = ValidationPolicy(at=pki.AT, revocation=Revocation.REQUIRED)
    served = [crl_cases.LEAF.certificate, crl_cases.CA.certificate]
    return inspect_chain(served, trust=[crl_cases.ROOT.certificate], policy=policy, crls=given)


def shown(chain, **changes):
    """Ask about certificates made elsewhere."""
    served, root = chain
    return inspect_chain(served, trust=[root], policy=ValidationPolicy(at=pki.AT, **changes))


def limited(settings):
    """Ask about a leaf under a root with OpenSSL's trust settings, which the leaf has too."""
    root = pki.issue("root", ca=True)
    leaf = odd_keys.trusted_pem(pki.issue("leaf", root).certificate, odd_keys.trust_settings((SERVER_AUTH,)))
    return shown(([leaf], odd_keys.trusted_pem(root.certificate, settings)))


FURTHER = {
    "key usage": lambda: further_policy("good/two", key_usage=KeyUsage.cRLSign),
    "no intermediates": lambda: further_policy("good/two", max_intermediates=0),
    "no algorithm": lambda: further_policy("good/two", permitted_signature_algorithms=frozenset()),
    "one path": lambda: further_policy("served/decoys", budget=Budget(paths=1)),
    "no comparisons": lambda: further_policy("good/name-constraints", budget=Budget(name_constraint_comparisons=0)),
    "truncated": truncated_leaf,
    "another key": another_key,
    "an impostor": impostor,
    "web pki": web_pki.every_kind,
    "no public suffixes": web_pki.without_the_list,
    "policy required": lambda: further_policy("good/two", require_explicit_policy=True),
    "another policy": lambda: policed(initial_policies=(f"{_POLICY}.1",), require_explicit_policy=True),
    "no policy nodes": lambda: policed(require_explicit_policy=True, budget=Budget(policy_nodes=0)),
    "near its end": lambda: further_policy("good/two", at=datetime(2026, 12, 20, tzinfo=UTC)),
    "many days": lambda: further_policy("good/two", minimum_days=1000),
    "CA ends first": lambda: further_policy("demo/expired-and-host", at=datetime(2026, 4, 1, tzinfo=UTC)),
    "anyPolicy mapped": lambda: policed(_ANY_POLICY_MAPPED),
    "policy qualifiers": qualified,
    "a policy twice": policy_twice,
    "time stamps": time_stamping,
    "revoked": lambda: crl_cases.inspect(crl_cases.cases()["invalidity date"]),
    "revoked, and no more is said": lambda: crl_cases.inspect(crl_cases.cases()["listed"]),
    "a signature that the key forbids": lambda: shown(
        odd_keys.rsa_chain(odd_keys.spki(odd_keys.RSASSA_PSS, b"", odd_keys.rsa_bits()), odd_keys.pkcs1())
    ),
    "a curve without a name": lambda: shown(odd_keys.ec_chain(odd_keys.SPECIFIED_P256, "middle")),
    "a key in an odd form": lambda: shown(
        odd_keys.ec_chain(pki.oid(odd_keys.P256), "leaf", PublicFormat.CompressedPoint)
    ),
    "ECDSA with NULL": lambda: shown(odd_keys.with_parameters(odd_keys.NULL)),
    "PrintableString with &": lambda: shown(odd_keys.named(b"A & B")),
    "no UTF-8": lambda: shown(odd_keys.named(b"\xff", 0x0C)),
    "no string": lambda: shown(odd_keys.named(b"a", 0x1B)),
    "refused elsewhere": lambda: shown(odd_keys.refused_elsewhere()),
    "rejected for servers": lambda: limited(odd_keys.trust_settings(None, (SERVER_AUTH,))),
    "trusted for clients": lambda: limited(odd_keys.trust_settings((CLIENT_AUTH,))),
    "no trust settings": lambda: limited(odd_keys.NULL),
    "no CRL": revocation,
    "a forbidden CRL": lambda: revocation(crl_cases.ROOT_CRL, crls.crl(crl_cases.CA, empty_list=True)),
    "a CRL without number": lambda: revocation(crl_cases.ROOT_CRL, crls.crl(crl_cases.CA, number=None)),
    "a damaged CRL": lambda: revocation(crl_cases.ROOT_CRL[:-1]),
    **{f"chain.interop.{kind}": partial(interop.of_kind, kind) for kind in interop.KINDS},
}
"""Questions that the command line cannot ask, or that no case of the committed test PKI needs."""


def all_findings(report):
    """Return what was found, on every path where there are paths."""
    return report.all_findings if isinstance(report, ChainReport) else report.findings


@cache
def produced():
    """Return, for each question, the ids of the findings of all its paths, and the findings."""
    questions = {case.name: case.inspect for case in CASES} | FURTHER
    traces = finding_cases.CASES | finding_cases.FURTHER
    return (
        {name: all_findings(question()) for name, question in questions.items()}
        | {name: question().findings for name, question in traces.items()}
        | {f"handshake: {name}": report.findings for name, report in reports().items()}
        | {"a key that signs nothing that is accepted": client_checks(*unfit_key())[2].findings}
    )


@by_id
def test_produced_and_absent(kind):
    """Every kind is produced by at least one question and absent from at least one."""
    having = [name for name, findings in produced().items() if kind in map(type, findings)]
    assert having, "no case produces it"
    assert len(having) < len(produced())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("key usage", "chain.key_usage.lacking"),
        ("no intermediates", "chain.path.too_many_intermediates"),
        ("no algorithm", "chain.signature.not_permitted"),
        ("one path", "chain.path.budget_reached"),
        ("no comparisons", "chain.name_constraints.limit_reached"),
        ("truncated", "chain.certificate.unreadable"),
        ("another key", "chain.file.key_mismatch"),
        ("an impostor", "chain.served.impostor"),
        ("web pki", "chain.web_pki.key"),
        ("no public suffixes", "chain.web_pki.wildcard_undetermined"),
        ("policy required", "chain.certificate_policies.none_valid"),
        ("another policy", "chain.certificate_policies.none_accepted"),
        ("no policy nodes", "chain.certificate_policies.limit_reached"),
        ("near its end", "chain.expiry.near"),
        ("many days", "chain.expiry.below_minimum"),
        ("CA ends first", "chain.expiry.before_end_entity"),
        ("anyPolicy mapped", "chain.certificate_policies.any_policy_mapped"),
        ("policy qualifiers", "chain.policy_qualifiers.malformed"),
        ("policy qualifiers", "chain.policy_qualifiers.unknown"),
        ("a policy twice", "chain.certificate_policies.repeated"),
        ("time stamps", "chain.extended_key_usage.not_for_time_stamping"),
        ("revoked", "chain.revocation.revoked"),
        ("revoked, and no more is said", "chain.revocation.revoked"),
        ("a signature that the key forbids", "chain.signature.not_allowed_by_key"),
        ("a curve without a name", "chain.key.explicit_parameters"),
        ("a key in an odd form", "chain.key.encoding"),
        ("ECDSA with NULL", "chain.signature.parameters"),
        ("PrintableString with &", "chain.character_string.outside_its_set"),
        ("no UTF-8", "chain.character_string.malformed"),
        ("no string", "chain.character_string.not_a_string"),
        ("refused elsewhere", "chain.certificate.refused_elsewhere"),
        ("rejected for servers", "chain.trust_settings.rejected"),
        ("rejected for servers", "chain.served.trust_settings"),
        ("trusted for clients", "chain.trust_settings.not_trusted"),
        ("no trust settings", "chain.trust_settings.unreadable"),
        ("no CRL", "chain.revocation.undetermined"),
        ("a damaged CRL", "chain.revocation.unreadable"),
        ("a forbidden CRL", "chain.revocation.forbidden_crl"),
        ("a CRL without number", "chain.revocation.profile_breach"),
        *((name, name) for name in finding_cases.CASES),
        *((f"chain.interop.{kind}", f"chain.interop.{kind}") for kind in interop.KINDS),
    ],
)
def test_further_questions(question, expected):
    """Each further question has the finding that it was made for."""
    assert expected in {finding.id for finding in produced()[question]}


@by_id
def test_filled_templates(kind):
    """On findings as they occur, the texts have no brace, no None, no double blank and no line break left."""
    for findings in produced().values():
        for finding in findings:
            if type(finding) is kind:
                for text in (finding.summary, finding.remedy):
                    assert text
                    assert not re.search(r"[{}\n]|\bNone\b|  |\(\)|<tlskit|datetime", text), text


def test_evidence_is_of_its_type():
    """Evidence is never missing: what is annotated as a text, a number or a tuple is one."""
    simple = {"str": str, "int": int, "tuple[str, ...]": tuple}
    for findings in produced().values():
        for finding in findings:
            assert isinstance(finding, Finding)
            for name, written in annotations_of(type(finding)).items():
                if written in simple:
                    assert type(finding.evidence[name]) is simple[written], (finding.id, name)
