"""The chain of CAs above an end entity that an inspector keeps changes no report, whatever comes to stand below it."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import product

import pytest
from cryptography import x509

from tests.support import pki
from tests.support.pki import AKI, AT, HOST, Issued, issue
from tlskit.chain import ChainInspector, Conformance, Profile, ValidationPolicy, inspect_chain
from tlskit.export.report import to_json

SOON = AT + timedelta(days=5)
ROOT = issue("Line Root", ca=True)
OTHER_ROOT = issue("Other Line Root", ca=True)
NO_CA = issue("No CA", ROOT)
ASKED = 250


def chains() -> list[tuple[Issued, ...]]:
    """Return rows of CAs, lowest first, each with something else about it that could reach the end entity."""
    upper, full = issue("Upper", ROOT, ca=True), issue("Full", ROOT, ca=True, path_length=0)
    names = pki.dns_constraints(permitted=[HOST], excluded=["secret." + HOST])
    policies = x509.PolicyConstraints(require_explicit_policy=0, inhibit_policy_mapping=None)
    required = {x509.ExtensionOID.POLICY_CONSTRAINTS: (policies, True)}
    return [
        (issue("Plain", ROOT, ca=True), ROOT),
        (issue("Lower", upper, ca=True, path_length=0), upper, ROOT),
        (issue("No Room", full, ca=True), full, ROOT),
        (issue("Names", ROOT, ca=True, extensions={pki.NC: names}), ROOT),
        (issue("Policies", ROOT, ca=True, extensions=required), ROOT),
        (issue("Ends Soon", ROOT, ca=True, ends=SOON), ROOT),
        (issue("Expired", ROOT, ca=True, ends=AT - timedelta(days=1)), ROOT),
        (NO_CA, ROOT),
        (issue("Forged", ROOT, ca=True, signer=OTHER_ROOT.key), ROOT),
        (issue("Twin", ROOT, ca=True), issue("Twin", OTHER_ROOT, ca=True), ROOT),
        (ROOT,),
        (issue("Stranger's", issue("Stranger", ca=True), ca=True), ROOT),
    ]


def end_entities(chain: tuple[Issued, ...]) -> list[bytes]:
    """Return certificates below a chain: ordinary ones, and some that the chain cannot be relied on for."""
    lowest, top = chain[0], chain[-1]
    shouted = pki.common_name(lowest.loaded.subject.rfc4514_string().removeprefix("CN=").upper())
    issued = (
        issue("One", lowest),
        issue("Two", lowest, names=[pki.dns("other.example")]),
        issue("Three", lowest, names=[pki.dns("secret." + HOST), pki.dns(HOST)]),
        issue("Never Ends", lowest, ends=b"\x18\x0f99991231235959Z"),
        issue("Expired", lowest, ends=AT - timedelta(days=1)),
        issue("Ends Late", lowest, ends=SOON + timedelta(days=1)),
        issue("Forged", lowest, signer=pki.private_key("nobody")),
        issue("Another Key Is Named", lowest, extensions={AKI: pki.tlv(0x30, pki.tlv(0x80, b"other"))}),
        issue("A CA", lowest, ca=True),
        issue("The Same Key", lowest, key=lowest.name.hex()),
        issue(top.name, lowest, key=top.name.hex()),
        issue(lowest.name, lowest),
        issue(lowest.name, key="of nobody"),
        issue(lowest.name, lowest, key=lowest.name.hex()),
        issue("Issuer Written Otherwise", lowest, issuer_name=shouted),
        issue(b"\x30\x00", lowest),
    )
    whole = [item.certificate for item in issued]
    return [*whole, whole[0][:-20], whole[0].replace(b"\x06\x03\x55\x1d\x11", b"\x06\x03\x55\x1d\x12"), top.certificate]


def questions() -> list[list[bytes]]:
    """Return what servers may send: each end entity with its chain in order, with the root, in disorder, cut short."""
    asked = []
    for chain in chains():
        above, leaves = [item.certificate for item in chain], end_entities(chain)
        asked += [[leaf, *above[:-1]] for leaf in leaves]
        sets = (above, above[::-1], [], [*above, OTHER_ROOT.certificate], above[:1] * 2, [*above, leaves[0]])
        asked += [[leaf, *others] for leaf, others in product(leaves, sets)]
    return asked


@pytest.mark.parametrize(
    "policy",
    [
        ValidationPolicy(at=AT, identity=HOST),
        ValidationPolicy(at=AT, conformance=Conformance.ENFORCE, profile=Profile.WEB_PKI, max_intermediates=0),
        ValidationPolicy(at=SOON + timedelta(hours=1), require_explicit_policy=True),
    ],
    ids=["lenient", "strict", "later"],
)
def test_no_report_depends_on_what_was_asked_before(policy: ValidationPolicy) -> None:
    """In whatever order and however often they come, questions get the reports that each gets alone."""
    chance = random.Random(8)
    pool = [chain[0].certificate for chain in chains()]
    asked = [(item, chance.choice(([], [], pool))) for item in chance.sample(questions(), ASKED)]
    trust = [ROOT.certificate, NO_CA.certificate, end_entities((ROOT,))[0]]
    alone = [to_json(inspect_chain(item, trust=trust, policy=policy, pool=held)) for item, held in asked]
    inspector = ChainInspector(trust=trust, policy=policy)
    for number in chance.sample([*range(ASKED)] * 2, 2 * ASKED):
        served, held = asked[number]
        assert alone[number] == to_json(inspector.inspect(served, pool=held))
    assert inspector._lines
