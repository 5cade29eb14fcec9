"""Certificate policies: RFC 5280 sections 6.1.2 to 6.1.5 with the policy graph of RFC 9618."""

from __future__ import annotations

import json
import time
from itertools import count
from ssl import DER_cert_to_PEM_cert
from typing import NamedTuple

import jsonschema
import pytest
from cryptography.x509.oid import ExtensionOID
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pki import AT, integer, issue, oid, tlv
from tests.support.policy_tree import Tree, policy_tree
from tlskit.chain import Budget, Certificate, Conformance, ValidationPolicy, inspect_chain
from tlskit.chain.path.policy_graph import PolicyLoss, policies_of, process_policies
from tlskit.cli.app import main
from tlskit.document.blocks import Rows
from tlskit.errors import UsageError
from tlskit.explain.chain import chain_document
from tlskit.export.report import to_json
from tlskit.export.schema import command_schema
from tlskit.finding import Severity, Verdict
from tlskit.registry.oid import ANY_POLICY

A, B, C, D = (f"1.3.6.1.4.1.99999.7.{number}" for number in range(1, 5))


class Spec(NamedTuple):
    """What one certificate says about policies; None where the extension is absent."""

    policies: tuple[str, ...] | None = None
    mappings: tuple[tuple[str, str], ...] = ()
    require_explicit: int | None = None
    inhibit_mapping: int | None = None
    inhibit_any: int | None = None
    self_issued: bool = False

    @property
    def extensions(self):
        """The extensions, encoded."""
        numbers = ((0x80, self.require_explicit), (0x81, self.inhibit_mapping))
        members = [bytes([tag]) + integer(number)[1:] for tag, number in numbers if number is not None]
        return {
            ExtensionOID.CERTIFICATE_POLICIES: None if self.policies is None else policies(*self.policies),
            ExtensionOID.POLICY_MAPPINGS: mappings(*self.mappings) if self.mappings else None,
            ExtensionOID.POLICY_CONSTRAINTS: (tlv(0x30, *members), True) if members else None,
            ExtensionOID.INHIBIT_ANY_POLICY: None if self.inhibit_any is None else (integer(self.inhibit_any), True),
        }


def policies(*numbers):
    """Encode certificatePolicies without qualifiers."""
    return tlv(0x30, *(tlv(0x30, oid(number)) for number in numbers))


def mappings(*pairs):
    """Encode policyMappings."""
    return tlv(0x30, *(tlv(0x30, oid(issuer), oid(subject)) for issuer, subject in pairs))


def chain_of(*specs):
    """Issue a chain below a root, from the highest CA down to the end entity; return it end entity first, with root."""
    above = issue("Policy Root", ca=True)
    issued, numbers = [above], count(1)
    for place, spec in enumerate(specs):
        is_ca = place < len(specs) - 1
        name = above.name if spec.self_issued else f"Policy {'CA' if is_ca else 'leaf'} {next(numbers)}"
        key = f"{name!r} {place}" if spec.self_issued else ""
        above = issue(name, above, key=key, ca=is_ca, extensions=spec.extensions)
        issued.append(above)
    return [item.certificate for item in reversed(issued)]


def asked(**changes):
    """Return a policy at the fixed time."""
    return ValidationPolicy(at=AT, **changes)


def outcome_of(*specs, **changes):
    """Process a chain that ends in the root."""
    return process_policies([Certificate(item) for item in chain_of(*specs)], anchored=True, policy=asked(**changes))


def report_of(*specs, **changes):
    """Inspect a chain; the root is trusted and not sent."""
    *served, root = chain_of(*specs)
    return inspect_chain(served, trust=[root], policy=asked(**changes))


def ids_of(report):
    """Return the ids of the errors."""
    return [finding.id for finding in report.findings if finding.severity >= Severity.ERROR]


def found(report, kind):
    """Return the one finding of a kind."""
    (finding,) = [item for item in report.findings if item.id == f"chain.certificate_policies.{kind}"]
    return finding


# -- what is valid ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("specs", "changes", "authority"),
    [
        ([Spec((A, B)), Spec((A, C))], {}, (A,)),
        ([Spec((A,)), Spec((B,))], {}, ()),
        ([Spec((A,)), Spec(None)], {}, ()),
        ([Spec((ANY_POLICY,)), Spec((A,))], {}, (A,)),
        ([Spec((ANY_POLICY,)), Spec((ANY_POLICY,))], {}, (ANY_POLICY,)),
        ([Spec((A,)), Spec((ANY_POLICY,))], {}, (A,)),
        ([Spec((ANY_POLICY,)), Spec((A,))], {"inhibit_any_policy": True}, ()),
        ([Spec((A,)), Spec((ANY_POLICY,))], {"inhibit_any_policy": True}, ()),
        ([Spec((A, B), inhibit_any=0), Spec((B, ANY_POLICY))], {}, (B,)),
        ([Spec((A,), inhibit_any=1), Spec((ANY_POLICY,)), Spec((ANY_POLICY,))], {}, ()),
        ([Spec((A,), inhibit_any=0), Spec((ANY_POLICY,), self_issued=True), Spec((A,))], {}, (A,)),
        ([Spec((A,), inhibit_any=0), Spec((A,)), Spec((ANY_POLICY,), self_issued=True)], {}, ()),
        ([Spec((A,), ((A, B),)), Spec((B,))], {}, (A,)),
        ([Spec((A,), ((A, B),)), Spec((A,))], {}, ()),
        ([Spec((A,), ((A, B), (A, C))), Spec((C,))], {}, (A,)),
        ([Spec((A, B), ((A, C), (B, C))), Spec((C,))], {}, (A, B)),
        ([Spec((ANY_POLICY,), ((A, B),)), Spec((B,))], {}, (A,)),
        ([Spec((A,), ((A, B),)), Spec((B,))], {"inhibit_policy_mapping": True}, ()),
        ([Spec((A, D), ((A, B),)), Spec((B, D))], {"inhibit_policy_mapping": True}, (D,)),
        ([Spec((A,), inhibit_mapping=0), Spec((A,), ((A, B),)), Spec((B,))], {}, ()),
        ([Spec((A,), inhibit_mapping=1), Spec((A,), ((A, B),)), Spec((B,))], {}, (A,)),
        ([Spec((A,)), Spec((A,), ((A, B),))], {}, (A,)),
        ([Spec((A, A)), Spec((A, A))], {}, (A,)),
    ],
)
def test_authority_constrained(specs, changes, authority):
    """The policies that are left, in the anchor's words: matching, anyPolicy, mapping, and what inhibits them."""
    assert authority == outcome_of(*specs, **changes).authority_constrained


@pytest.mark.parametrize(
    ("specs", "initial", "user"),
    [
        ([Spec((A, B)), Spec((A, B))], (B, D), (B,)),
        ([Spec((A,)), Spec((A,))], (B,), ()),
        ([Spec((A,)), Spec((A,))], (B, ANY_POLICY), (A,)),
        ([Spec((ANY_POLICY,)), Spec((ANY_POLICY,))], (C, B), (B, C)),
        ([Spec((A,), ((A, B),)), Spec((B,))], (A,), (A,)),
        ([Spec((A,), ((A, B),)), Spec((B,))], (B,), ()),
    ],
)
def test_user_constrained(specs, initial, user):
    """Of what is left, what was asked for; anyPolicy stands for all of it."""
    assert user == outcome_of(*specs, initial_policies=initial).user_constrained


def test_the_anchor_limits_nothing():
    """What the root's own certificate says about policies is not processed, and its missing policies are none lost."""
    root = issue("Strict Root", ca=True, extensions=Spec((B,), require_explicit=0, inhibit_any=0).extensions)
    leaf = issue("leaf", root, extensions=Spec((A,)).extensions)
    report = inspect_chain([leaf.certificate], trust=[root.certificate], policy=asked(require_explicit_policy=True))
    assert (Verdict.TRUSTED, (A,)) == (report.verdict, report.best_path.policies.authority_constrained)


def test_a_target_that_is_the_anchor_is_processed():
    """An end entity that is trusted by itself must still have the policy that is asked for."""
    leaf = issue("alone", extensions=Spec((A,)).extensions)
    for wanted, verdict in ((A, Verdict.TRUSTED), (B, Verdict.UNTRUSTED)):
        policy = asked(initial_policies=(wanted,), require_explicit_policy=True)
        assert verdict is inspect_chain([leaf.certificate], trust=[leaf.certificate], policy=policy).verdict


def test_without_an_anchor_nothing_is_said_about_its_policies():
    """Where the issuer is missing, other names for the policies may be, too; what is lost for sure is told."""
    served = chain_of(Spec((A,), ((A, B),)), Spec((B,)))
    policy = asked(initial_policies=(A,), require_explicit_policy=True)
    ids = [item.id for item in inspect_chain(served[:1], trust=[served[-1]], policy=policy).findings]
    assert not [item for item in ids if "policies" in item]
    bare = chain_of(Spec((A,)), Spec(None))
    ids = [item.id for item in inspect_chain(bare[:1], trust=[bare[-1]], policy=policy).findings]
    assert "chain.certificate_policies.none_valid" in ids


# -- findings --------------------------------------------------------------------------------------------------------


def test_nothing_is_required_by_default():
    """A chain whose policies do not fit is trusted by who asks for none, even where policies are named."""
    for changes in ({}, {"initial_policies": (A,)}):
        report = report_of(Spec((A,)), Spec((B,)), **changes)
        assert (Verdict.TRUSTED, []) == (report.verdict, ids_of(report))
        assert not report.best_path.policies.is_required


@pytest.mark.parametrize(
    ("specs", "lost_by", "loss"),
    [
        ([Spec((A,)), Spec(None)], "Policy leaf 2", PolicyLoss.NO_POLICIES),
        ([Spec(None), Spec((A,))], "Policy CA 1", PolicyLoss.NO_POLICIES),
        ([Spec((A,)), Spec((B,))], "Policy leaf 2", PolicyLoss.UNMATCHED),
        ([Spec((A,), inhibit_any=0), Spec((ANY_POLICY,))], "Policy leaf 2", PolicyLoss.ANY_POLICY_INHIBITED),
        (
            [Spec((A,), inhibit_mapping=0), Spec((A,), ((A, B),)), Spec((B,))],
            "Policy CA 2",
            PolicyLoss.MAPPING_INHIBITED,
        ),
    ],
)
def test_none_valid(specs, lost_by, loss):
    """The finding stands at the certificate where the last policy is lost, and says how and who requires one."""
    finding = found(report_of(*specs, require_explicit_policy=True), "none_valid")
    assert (lost_by, loss.value, None) == (finding.certificate.label, finding.reason, finding.required_by)
    assert "the validation policy requires one" in finding.summary


@pytest.mark.parametrize(
    ("specs", "required_by"),
    [
        ([Spec((A,), require_explicit=0), Spec(None)], "Policy CA 1"),
        ([Spec((A,), require_explicit=1), Spec((A,)), Spec(None)], "Policy CA 1"),
        ([Spec((A,), require_explicit=5), Spec((A,), require_explicit=0), Spec(None)], "Policy CA 2"),
        ([Spec((A,)), Spec(None, require_explicit=0)], "Policy leaf 2"),
        ([Spec((A,), require_explicit=2), Spec((A,), self_issued=True), Spec((A,)), Spec(None)], "Policy CA 1"),
    ],
)
def test_required_by_a_certificate(specs, required_by):
    """A certificate's policyConstraints require a policy, after as many certificates as it says; it is named."""
    report = report_of(*specs)
    assert (Verdict.UNTRUSTED, ["chain.certificate_policies.none_valid"]) == (report.verdict, ids_of(report))
    finding = found(report, "none_valid")
    assert required_by == finding.required_by.label
    assert f'"{required_by}" requires one' in finding.summary


@pytest.mark.parametrize(
    "specs",
    [
        [Spec((A,), require_explicit=0), Spec((A,))],
        [Spec((A,), require_explicit=3), Spec((A,)), Spec(None)],
        [Spec((A,), require_explicit=2), Spec((A,), self_issued=True), Spec(None)],
        [Spec(None), Spec(None, require_explicit=1)],
    ],
)
def test_a_requirement_that_is_met_or_not_yet_due(specs):
    """A requirement is met by a valid policy, and is not due before as many certificates as it says."""
    report = report_of(*specs)
    assert (Verdict.TRUSTED, []) == (report.verdict, ids_of(report))


def test_none_accepted():
    """A path that is valid for other policies than those asked for says for which."""
    report = report_of(Spec((A,)), Spec((A,)), initial_policies=(B, C), require_explicit_policy=True)
    finding = found(report, "none_accepted")
    assert ((A,), (B, C), "Policy leaf 2") == (finding.valid, finding.accepted, finding.certificate.label)
    assert Verdict.UNTRUSTED is report.verdict


@pytest.mark.parametrize("pair", [(ANY_POLICY, A), (A, ANY_POLICY)])
def test_any_policy_mapped(pair):
    """Who maps anyPolicy, from or to, fails the path, though no policy was asked for; in a leaf it means nothing."""
    report = report_of(Spec((A,), (pair, (A, B))), Spec((B,)))
    assert (Verdict.UNTRUSTED, ["chain.certificate_policies.any_policy_mapped"]) == (report.verdict, ids_of(report))
    assert (f"{pair[0]} to {pair[1]}",) == found(report, "any_policy_mapped").mappings
    assert Verdict.TRUSTED is report_of(Spec((A,)), Spec((A,), (pair,))).verdict


def test_limit():
    """Where the graph outgrows the budget and a policy is required, the answer is open; else it does not matter."""
    specs = [Spec((A,), require_explicit=0), Spec((A,))]
    report = report_of(*specs, budget=Budget(policy_nodes=1))
    assert (Verdict.INDETERMINATE, ["chain.certificate_policies.limit_reached"]) == (report.verdict, ids_of(report))
    assert 1 == found(report, "limit_reached").limit
    report = report_of(Spec((A,)), Spec((A,)), budget=Budget(policy_nodes=1))
    assert Verdict.TRUSTED is report.verdict
    assert report.best_path.policies.limit_reached


def test_a_better_path_is_found():
    """Of two cross-certificates, one with the policy and one without, the path through the first is good."""
    roots = [issue("Plain Root", ca=True), issue("Policy Root", ca=True)]
    crosses = [
        issue("Cross", root, ca=True, extensions=Spec(given).extensions)
        for root, given in zip(roots, (None, (A,)), strict=True)
    ]
    leaf = issue("leaf", crosses[0], extensions=Spec((A,)).extensions)
    report = inspect_chain(
        [item.certificate for item in (leaf, *crosses)],
        trust=[item.certificate for item in roots],
        policy=asked(initial_policies=(A,), require_explicit_policy=True),
    )
    assert (Verdict.TRUSTED, 2) == (report.verdict, len(report.paths))
    assert "Policy Root" == report.best_path.certificates[-1].label


# -- bounds ----------------------------------------------------------------------------------------------------------


def test_exponential_mappings():
    """RFC 9618 section 3: two policies that map to one another at every step are followed in no time."""
    pairs = ((A, A), (A, B), (B, A), (B, B))
    certificates = [Certificate(item) for item in chain_of(*[Spec((A, B), pairs)] * 40, Spec((A, B)))]
    policy = asked(initial_policies=(B,), require_explicit_policy=True)
    begun = time.process_time()
    outcome = process_policies(certificates, anchored=True, policy=policy)
    assert time.process_time() - begun < 1
    assert ((A, B), (B,), True) == (outcome.authority_constrained, outcome.user_constrained, outcome.is_good)


@pytest.mark.parametrize("shape", ["policies", "mappings", "fan"])
def test_hostile_sizes(shape):
    """Tens of thousands of policies or mappings end in the budget, not in a long wait."""
    many = tuple(f"1.2.{number}" for number in range(20_000))
    spec = {
        "policies": Spec(many, require_explicit=0),
        "mappings": Spec((ANY_POLICY,), tuple((A, number) for number in many), require_explicit=0),
        "fan": Spec((ANY_POLICY,), tuple((number, A) for number in many), require_explicit=0),
    }[shape]
    *served, root = chain_of(spec, Spec((A,)))
    begun = time.process_time()
    report = inspect_chain(served, trust=[root], policy=asked())
    assert time.process_time() - begun < 2
    assert ["chain.certificate_policies.limit_reached"] == ids_of(report)


# -- encodings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ExtensionOID.POLICY_CONSTRAINTS, tlv(0x30, b"\x80\x01\xff")),
        (ExtensionOID.POLICY_CONSTRAINTS, tlv(0x30, b"\x81\x01\x00", b"\x80\x01\x00")),
        (ExtensionOID.POLICY_CONSTRAINTS, tlv(0x30, b"\x80\x01\x00", b"\x80\x01\x00")),
        (ExtensionOID.POLICY_CONSTRAINTS, tlv(0x30, b"\x82\x01\x00")),
        (ExtensionOID.POLICY_CONSTRAINTS, tlv(0x30, b"\x80\x00")),
        (ExtensionOID.INHIBIT_ANY_POLICY, integer(-1)),
        (ExtensionOID.INHIBIT_ANY_POLICY, b"\x01\x01\xff"),
        (ExtensionOID.POLICY_MAPPINGS, tlv(0x30, tlv(0x30, oid(A)))),
        (ExtensionOID.POLICY_MAPPINGS, tlv(0x30, tlv(0x30, oid(A), integer(1)))),
        (ExtensionOID.CERTIFICATE_POLICIES, tlv(0x30, tlv(0x30))),
        (ExtensionOID.CERTIFICATE_POLICIES, tlv(0x30, tlv(0x30, oid(A), oid(B)))),
        (ExtensionOID.CERTIFICATE_POLICIES, tlv(0x30, tlv(0x30, oid(A), tlv(0x30), tlv(0x30)))),
        (ExtensionOID.CERTIFICATE_POLICIES, tlv(0x30, tlv(0x30, oid(A), tlv(0x30, tlv(0x30, integer(1), integer(1)))))),
    ],
)
@pytest.mark.parametrize("critical", [True, False])
def test_malformed(kind, value, critical):
    """Each of the four extensions fails the path where it cannot be read, critical or not."""
    root = issue("root", ca=True)
    middle = issue("middle", root, ca=True, extensions={kind: (value, critical)})
    leaf = issue("leaf", middle)
    report = inspect_chain([leaf.certificate, middle.certificate], trust=[root.certificate], policy=asked())
    assert ["chain.extension.malformed"] == ids_of(report)


@pytest.mark.parametrize(
    ("kind", "value", "section", "decides"),
    [
        (ExtensionOID.CERTIFICATE_POLICIES, policies(A, B, A), "4.2.1.4", True),
        (ExtensionOID.CERTIFICATE_POLICIES, policies(), "4.2.1.4", True),
        (ExtensionOID.POLICY_MAPPINGS, mappings(), "4.2.1.5", True),
        (ExtensionOID.POLICY_CONSTRAINTS, tlv(0x30), "4.2.1.11", False),
    ],
)
def test_profile(kind, value, section, decides):
    """What the profile forbids is a warning; enforced, it fails where it is not for issuers alone to keep."""
    root = issue("root", ca=True)
    middle = issue("middle", root, ca=True, extensions={kind: (value, kind == ExtensionOID.POLICY_CONSTRAINTS)})
    leaf = issue("leaf", middle)
    served, trust = [leaf.certificate, middle.certificate], [root.certificate]
    report = inspect_chain(served, trust=trust, policy=asked())
    assert [section] == [item.section for item in report.findings if item.id == "chain.rfc5280.value"]
    assert Verdict.TRUSTED is report.verdict
    report = inspect_chain(served, trust=trust, policy=asked(conformance=Conformance.ENFORCE))
    assert (["chain.rfc5280.value"] if decides else []) == ids_of(report)


def test_qualifiers_are_passed_over():
    """A policy with qualifiers is the policy."""
    qualifier = tlv(0x30, oid("1.3.6.1.5.5.7.2.1"), tlv(0x16, b"https://example/cps"))
    value = tlv(0x30, tlv(0x30, oid(A), tlv(0x30, qualifier)))
    root = issue("root", ca=True)
    leaf = issue("leaf", root, extensions={ExtensionOID.CERTIFICATE_POLICIES: value})
    assert (A,) == policies_of(Certificate(leaf.certificate))


# -- the question, and how it is told --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", [(), ("",), ("1",), ("3.1",), ("1.40.1",), ("1.2.03",), ("x",), "1.2.3", (1,), ("\u0661.\u0662",)]
)
def test_initial_policies_are_read(wrong):
    """What is no dotted OID is wrong usage."""
    with pytest.raises(UsageError):
        asked(initial_policies=wrong)


def test_asks_for_policies():
    """Policies are asked for where some are named or one is required."""
    assert [False, True, True, False] == [
        asked(**changes).asks_for_policies
        for changes in ({}, {"initial_policies": (A,)}, {"require_explicit_policy": True}, {"inhibit_any_policy": True})
    ]


def test_plain():
    """The report holds the question and both sets of every path."""
    plain = to_json(report_of(Spec((A, B)), Spec((A, B)), initial_policies=[B], require_explicit_policy=True))
    assert ([B], True) == (plain["policy"]["initial_policies"], plain["policy"]["require_explicit_policy"])
    assert {
        "authority_constrained": [A, B],
        "user_constrained": [B],
        "required": True,
        "limit_reached": False,
    } == plain["paths"][0]["valid_policies"]


def policy_rows(report):
    """Return the texts of the rows about policies in the document."""
    rows = [row for section in chain_document(report).sections for block in section.blocks for row in rows_of(block)]
    return [row.text for row in rows if row.label == "Policies"]


def rows_of(block):
    """Return the rows of a block, if it has any."""
    return block.rows if isinstance(block, Rows) else ()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, []),
        ({"require_explicit_policy": True}, [f"asked for any, one is required; valid: {A}"]),
        ({"initial_policies": (B,)}, [f"asked for {B}, none is required (--require-policy); valid: none"]),
        (
            {"initial_policies": (A,), "budget": Budget(policy_nodes=0)},
            [f"asked for {A}, none is required (--require-policy); too many to follow"],
        ),
    ],
)
def test_row(changes, text):
    """The document speaks of policies only where they were asked for."""
    assert text == policy_rows(report_of(Spec((A,)), Spec((A,)), **changes))


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 0),
        (["--require-policy"], 0),
        (["--policy", A, "--policy", B, "--require-policy"], 0),
        (["--policy", B], 0),
        (["--policy", B, "--require-policy"], 1),
        (["--policy", "gold"], 2),
    ],
)
def test_command_line(options, status, tmp_path, capsys):
    """``--policy`` and ``--require-policy`` ask for policies, and the answer fits the schema."""
    *served, root = chain_of(Spec((A,)), Spec((A,)))
    for name, certificates in (("chain.pem", served), ("root.pem", [root])):
        (tmp_path / name).write_text("".join(map(DER_cert_to_PEM_cert, certificates)), encoding="ascii")
    trust = ["--no-default-trust", "--ca-file", str(tmp_path / "root.pem")]
    with pytest.raises(SystemExit) as ended:
        main(["chain", str(tmp_path / "chain.pem"), *trust, "--at", AT.isoformat(), "--json", *options])
    assert status == ended.value.code
    jsonschema.validate(json.loads(capsys.readouterr().out), command_schema("chain"))


# -- against the tree of RFC 5280 ------------------------------------------------------------------------------------

_NAMED = st.sampled_from((A, B, C))
_SKIP = st.none() | st.integers(0, 3)
_SPECS = st.builds(
    Spec,
    policies=st.none() | st.lists(st.sampled_from((A, B, C, ANY_POLICY)), unique=True, min_size=1).map(tuple),
    mappings=st.lists(st.tuples(_NAMED, _NAMED), unique=True, max_size=4).map(tuple),
    require_explicit=_SKIP,
    inhibit_mapping=_SKIP,
    inhibit_any=_SKIP,
    self_issued=st.booleans(),
)
_QUESTIONS = st.fixed_dictionaries(
    {
        "initial_policies": st.just((ANY_POLICY,)) | st.sets(_NAMED, min_size=1).map(lambda item: tuple(sorted(item))),
        "require_explicit_policy": st.booleans(),
        "inhibit_policy_mapping": st.booleans(),
        "inhibit_any_policy": st.booleans(),
    }
)


@settings(max_examples=400, deadline=None)
@given(specs=st.lists(_SPECS, min_size=1, max_size=5), question=_QUESTIONS)
def test_agrees_with_the_tree(specs, question):
    """The graph of RFC 9618 gives the same sets and the same verdict as the tree of RFC 5280."""
    outcome = outcome_of(*specs, **question)
    expected = policy_tree(specs, **question)
    assert expected == Tree(
        success=outcome.is_good,
        explicit_policy=outcome.explicit_policy,
        authority=outcome.authority_constrained,
        user=outcome.user_constrained,
    )
