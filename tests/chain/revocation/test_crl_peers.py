"""Sets of CRLs drawn at random, judged by us, by OpenSSL and by GnuTLS: no "good" of ours that they refuse in silence.

A set is what is given about one leaf: how its certificate names its CRLs, which CRLs there are, whether they list it,
and what is wrong with them. Where a peer refuses what we find good, the table says why; a row that no set needs fails.
"""

from __future__ import annotations

import os
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

import pytest
from cryptography import x509

from tests.support import pki
from tests.support.crl_cases import BAD, CA, GOOD, LEAF, OPEN, ROOT, ROOT_CRL, SIGNER, Case, inspect
from tests.support.crl_peers import GNUTLS, OPENSSL, gnutls_trusts, openssl_trusts
from tests.support.crls import (
    AKI,
    ATTRIBUTE_CERTS,
    CA_CERTS,
    CDP,
    DELTA,
    FRESHEST,
    HOLD,
    IDP,
    INDIRECT,
    KEY_COMPROMISE,
    NUMBER,
    REMOVE,
    USER_CERTS,
    crl,
    directory,
    entry,
    extension,
    full_name,
    issued_by,
    points,
    reasons,
    scope,
    uri,
)
from tests.support.pki import issue
from tlskit.finding import Verdict

SEED, ALL, FEW = 13_020_260, 200, 20
DEEP = os.environ.get("TLSKIT_DEEP") == "1"
OUTCOMES = {Verdict.TRUSTED: GOOD, Verdict.UNTRUSTED: BAD, Verdict.INDETERMINATE: OPEN}
_EARLY, _LATE, _BEFORE = (datetime(2026, *day, tzinfo=UTC) for day in ((5, 20), (6, 20), (4, 20)))
_POINTS, _UNKNOWN = x509.ObjectIdentifier(CDP), "1.3.6.1.4.1.99999.1"
_HERE, _THERE = full_name(uri("http://crl.example/1.crl")), full_name(uri("http://crl.example/2.crl"))
_NEWER = extension(FRESHEST, points(full_name(uri("http://crl.example/delta.crl"))))
_OTHER_KEY = issue(CA.name, ROOT, key="the other key", ca=True)

LEAVES = {
    "plain": LEAF,
    "shard": issue("shop.example", CA, extensions={_POINTS: (points(_HERE), False)}),
    "delegated": issue(
        "shop.example", CA, extensions={_POINTS: (points(_HERE + pki.tlv(0xA2, directory(SIGNER.name))), False)}
    ),
    "nobody": issue(
        "shop.example", CA,
        extensions={_POINTS: (points(_HERE + pki.tlv(0xA2, directory(pki.common_name("Nobody")))), False)},
    ),
}  # fmt: skip

SHAPES = ("full", "full", "shard", "users", "reasons", "indirect", "delta", "two keys")

_UNKNOWN_CRITICAL = extension(_UNKNOWN, b"\x05\x00", critical=True)
_OTHER_IDENTIFIER = extension(AKI, pki.tlv(0x30, pki.tlv(0x80, b"another key identifier")))
MUTATIONS: dict[str, dict[str, object]] = {
    "stale": {"until": _EARLY},
    "from the future": {"issued": _LATE},
    "wrong signer": {"signer": LEAF.key},
    "no nextUpdate": {"until": None},
    "upside down": {"until": _BEFORE},
    "only CAs": {"idp": scope(CA_CERTS)},
    "only attribute certificates": {"idp": scope(ATTRIBUTE_CERTS)},
    "another shard": {"idp": scope(_THERE)},
    "users and CAs": {"idp": scope(USER_CERTS, CA_CERTS)},
    "all three": {"idp": scope(USER_CERTS, CA_CERTS, ATTRIBUTE_CERTS)},
    "empty scope": {"idp": scope()},
    "no reason": {"idp": scope(pki.tlv(0x83, b"\x00"))},
    "FALSE": {"idp": scope(_HERE, pki.tlv(0x84, b"\x00"))},
    "BER": {"idp": scope(_HERE, pki.tlv(0x84, b"\x01"))},
    "empty list": {"empty_list": True},
    "version 1": {"version": 0, "plain": True},
    "version 1 with extensions": {"version": 0},
    "version 3": {"version": 2},
    "unknown critical": {"extensions": [_UNKNOWN_CRITICAL]},
    "twice": {"extensions": [extension(NUMBER, b"\x02\x01\x05")]},
    "no number": {"number": None},
    "no key identifier": {"key_id": False},
    "another key identifier": {"key_id": False, "extensions": [_OTHER_IDENTIFIER]},
    "scope not critical": {"extensions": [extension(IDP, scope(USER_CERTS))]},
    "delta not critical": {"extensions": [extension(DELTA, b"\x02\x01\x04")]},
    "other algorithm outside": {"outer_digest": "sha1"},
    "SHA-1": {"digest": "sha1"},
    "unknown critical in an entry": {"spoilt": entry(41, _UNKNOWN_CRITICAL)},
    "an issuer in an entry": {"spoilt": entry(41, issued_by(ROOT))},
    "BER in an entry": {"spoilt": entry(41, extension(_UNKNOWN, b"\x05\x00", critical=b"\x01"))},
    "released for good": {"removed": True},
}


@dataclass(frozen=True)
class Drawn:
    """One set; ``said`` is how it was made, which the table of reasons goes by."""

    number: int
    shape: str
    leaf: str
    listed: str
    mutation: str
    case: Case = field(repr=False)

    @property
    def said(self) -> set[str]:
        """Every word about it."""
        return {self.shape, self.leaf, self.listed, self.mutation}


def draw(number: int) -> Drawn:
    """Draw a set by its number."""
    chance = random.Random(SEED + number)
    shape = chance.choice(SHAPES)
    usual = ["plain", "plain", "shard", "delegated", "nobody"]
    leaf = chance.choice({"shard": ["shard"], "indirect": ["delegated"]}.get(shape, usual))
    listed = chance.choice(["not listed", "not listed", "not listed", "listed", "on hold", "others"])
    mutation = chance.choice(sorted(MUTATIONS)) if chance.random() < 0.6 else ""
    crls = list(_crls(shape, leaf, listed, dict(MUTATIONS.get(mutation, {}))))
    chance.shuffle(crls)
    others = {"indirect": (SIGNER,), "two keys": (_OTHER_KEY,)}.get(shape, ())
    case = Case((ROOT_CRL, *crls), OPEN, leaf=LEAVES[leaf], others=others)
    return Drawn(number, shape, leaf, listed, mutation, case)


def _crls(shape: str, leaf: str, listed: str, change: dict[str, object]):
    """Yield the CRLs of a shape, the first of them with what is wrong."""
    certificate, indirect = LEAVES[leaf], shape == "indirect"
    by = [issued_by(CA)] if indirect else []
    entries = {
        "listed": [entry(certificate, *by, reason=KEY_COMPROMISE)],
        "on hold": [entry(certificate, *by, reason=HOLD)],
        "others": [entry(1_000, *by), entry(2_000, reason=4)],
    }.get(listed, [])
    if change.pop("removed", False):
        entries = [entry(certificate, *by, reason=REMOVE)]
    spoilt = change.pop("spoilt", None)
    entries += [] if spoilt is None else [spoilt]
    if change.get("version") == 0 and change.get("plain"):
        entries = [entry(certificate)] if listed in ("listed", "on hold") else []
    match shape:
        case "shard":
            yield crl(CA, entries, **{"idp": scope(_HERE), **change})
        case "users":
            yield crl(CA, entries, **{"idp": scope(USER_CERTS), **change})
        case "reasons":
            yield crl(CA, entries, **{"idp": scope(reasons(0x83, 1, 2)), **change})
            yield crl(CA, idp=scope(reasons(0x83, 3, 4, 5, 6, 7, 8)))
        case "indirect":
            yield crl(SIGNER, entries, **{"idp": scope(INDIRECT), **change})
        case "delta":
            yield crl(CA, extensions=[_NEWER], number=5)
            yield crl(CA, entries, **{"number": 6, "base": 5, **change})
        case "two keys":
            yield crl(CA, entries, **{"key_id": False, **change})
            yield crl(_OTHER_KEY, key_id=False)
        case _:
            yield crl(CA, entries, **change)


REASONS = {
    "OpenSSL": {
        "two keys": "section 5.2.1: without key identifiers nothing says which CRL is by which key; section 6.3.3 (f) "
        "has each tried, OpenSSL takes the first of the name and stops where the issuer's key did not sign it",
    },
    "GnuTLS": {
        "indirect": "section 5: GnuTLS knows no indirect CRLs and asks for one by the certificate's issuer",
    },
}
"""By peer and by a word about the set: why it refuses what we find good."""


@cache
def judged(number: int) -> tuple[Drawn, str]:
    """Return a set, and what we say."""
    drawn = draw(number)
    return drawn, OUTCOMES[inspect(drawn.case).verdict]


def refused(peer: str, folder) -> list[Drawn]:
    """Return the sets that are good by us and that a peer refuses."""
    good = [drawn for drawn, said in map(judged, range(ALL if DEEP else FEW)) if said is GOOD]
    trusts = gnutls_trusts if peer == "GnuTLS" else lambda case: openssl_trusts(case, folder)
    return [drawn for drawn in good if not trusts(drawn.case)]


@pytest.mark.parametrize("peer", REASONS)
def test_no_good_that_a_peer_refuses(peer, tmp_path):
    """What is good by us is good by OpenSSL and by GnuTLS, or the table says why not."""
    if not {"OpenSSL": OPENSSL, "GnuTLS": GNUTLS}[peer]:
        pytest.skip(f"no {peer} on this machine")
    found = refused(peer, tmp_path)
    assert [] == [drawn for drawn in found if not drawn.said & set(REASONS[peer])]
    if DEEP:
        assert set(REASONS[peer]) == {word for drawn in found for word in drawn.said & set(REASONS[peer])}


def test_the_sets_are_worth_drawing():
    """Of the sets some are good, some revoked, and most mutations are never good."""
    said = [outcome for _, outcome in map(judged, range(ALL if DEEP else FEW))]
    assert {GOOD, BAD, OPEN} == set(said)


def test_what_a_usable_crl_lists_is_never_good():
    """A leaf that a CRL without a fault lists is revoked, whatever else is given."""
    for drawn, said in map(judged, range(ALL if DEEP else FEW)):
        if drawn.listed in ("listed", "on hold") and not drawn.mutation and drawn.leaf != "nobody":
            assert said is not GOOD, drawn


def test_the_order_decides_nothing():
    """Turned round, a set has the same answer."""
    for drawn, said in map(judged, range(FEW)):
        turned = Case(drawn.case.crls[::-1], OPEN, leaf=drawn.case.leaf, others=drawn.case.others)
        assert said == OUTCOMES[inspect(turned).verdict], drawn


def test_reasons_have_sources():
    """Each row of the table names a section."""
    for reason in (text for rows in REASONS.values() for text in rows.values()):
        assert re.search(r"section \d", reason)
