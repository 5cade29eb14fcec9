"""Questions about revocation: what is served and which CRLs there are, and what is to come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from cryptography import x509

from tests.support import pki
from tests.support.crls import (
    ATTRIBUTE_CERTS,
    CA_CERTS,
    CDP,
    FRESHEST,
    HOLD,
    INDIRECT,
    INVALIDITY,
    ISSUED,
    KEY_COMPROMISE,
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
    relative_name,
    scope,
    uri,
)
from tests.support.pki import Issued, issue
from tlskit.chain import ChainReport, Purpose, Revocation, ValidationPolicy, inspect_chain

GOOD, BAD, OPEN = "good", "revoked", "undetermined"
_NEWER, _EARLY, _LATE = (datetime(2026, *day, tzinfo=UTC) for day in ((5, 2), (5, 20), (6, 20)))
_BEFORE = datetime(2026, 4, 20, tzinfo=UTC)
_CRL_SIGN, _CERT_SIGN = pki.tlv(0x03, b"\x01\x02"), pki.tlv(0x03, b"\x02\x04")
_POINTS = x509.ObjectIdentifier(CDP)

ROOT = issue("CRL Root", ca=True)
CA = issue("CRL CA", ROOT, ca=True)
LEAF = issue("shop.example", CA)
ROOT_CRL = crl(ROOT)
SIGNER = issue("CRL Issuer", ROOT, extensions={pki.KU: _CRL_SIGN, pki.SAN: None, pki.EKU: None})
SAME_NAME = issue(CA.name, ROOT, key="another key", extensions={pki.KU: _CRL_SIGN, pki.SAN: None, pki.EKU: None})


@dataclass(frozen=True)
class Case:
    """``outcome`` is what is known of the leaf, or of the certificate that fails; ``told`` a part of the reason."""

    crls: tuple[bytes, ...]
    outcome: str
    told: str = ""
    leaf: Issued = LEAF
    ca: Issued = CA
    others: tuple[Issued, ...] = ()
    roots: tuple[Issued, ...] = (ROOT,)


def _case(*crls: bytes, outcome: str, told: str = "", **more: object) -> Case:
    return Case((ROOT_CRL, *crls), outcome, told, **more)  # type: ignore[arg-type]


def _at(*contents: bytes) -> Issued:
    """Issue a leaf with distribution points."""
    return issue("shop.example", CA, extensions={_POINTS: (points(*contents), False)})


def _frame_cases() -> dict[str, Case]:
    """What is wrong or right with a CRL as a whole."""
    unknown = "1.3.6.1.4.1.99999.1"
    no_sign = issue("CRL CA", ROOT, ca=True, extensions={pki.KU: _CERT_SIGN})
    no_usage = issue("CRL CA", ROOT, ca=True, extensions={pki.KU: None})
    spoilt = entry(1, extension(unknown, b"\x05\x00", critical=True))
    return {
        "not listed": _case(crl(CA, [entry(5)]), outcome=GOOD),
        "empty": _case(crl(CA), outcome=GOOD),
        "listed": _case(crl(CA, [entry(5), entry(LEAF), entry(7)]), outcome=BAD),
        "on hold": _case(crl(CA, [entry(LEAF, reason=HOLD)]), outcome=BAD, told="certificateHold"),
        "the same serial number of another CA": _case(
            crl(CA), crl(issue("Other", ROOT, ca=True), [entry(LEAF)]), outcome=GOOD
        ),
        "intermediate revoked": Case((crl(ROOT, [entry(CA)]), crl(CA)), BAD),
        "no CRL for the leaf": _case(outcome=OPEN, told="none is by"),
        "no CRL for the intermediate": Case((crl(CA),), OPEN, "none is by"),
        "wrong signature": _case(crl(CA, signer=LEAF.key), outcome=OPEN, told="does not verify"),
        "stale": _case(crl(CA, until=_EARLY), outcome=OPEN, told="expired 2026-05-20"),
        "stale, and listed": _case(crl(CA, [entry(LEAF)], until=_EARLY), outcome=BAD),
        "stale, and on hold": _case(crl(CA, [entry(LEAF, reason=HOLD)], until=_EARLY), outcome=OPEN, told="Hold"),
        "from the future": _case(crl(CA, issued=_LATE), outcome=OPEN, told="not issued before 2026-06-20"),
        "no nextUpdate": _case(crl(CA, until=None), outcome=OPEN, told="no nextUpdate"),
        "no nextUpdate, and listed": _case(crl(CA, [entry(LEAF)], until=None), outcome=BAD),
        "no cRLSign": _case(crl(no_sign), ca=no_sign, outcome=OPEN, told="does not include cRLSign"),
        "no keyUsage": _case(crl(no_usage), ca=no_usage, outcome=GOOD),
        "version 1": _case(crl(CA, version=None), outcome=GOOD),
        "version 1, and listed": _case(crl(CA, [entry(LEAF)], version=None), outcome=BAD),
        "version 3": _case(crl(CA, version=2), outcome=OPEN, told="neither version 1 nor version 2"),
        "no number": _case(crl(CA, number=None), outcome=GOOD),
        "unknown extension": _case(crl(CA, extensions=[extension(unknown, b"\x05\x00")]), outcome=GOOD),
        "unknown critical extension": _case(
            crl(CA, extensions=[extension(unknown, b"\x05\x00", critical=True)]), outcome=OPEN, told="not understood"
        ),
        "unknown entry extension": _case(crl(CA, [entry(1, extension(unknown, b"\x05\x00"))]), outcome=GOOD),
        "unknown critical entry extension of another": _case(crl(CA, [spoilt]), outcome=OPEN, told="not understood"),
        "unknown critical entry extension, and listed": _case(
            crl(CA, [spoilt, entry(LEAF)]), outcome=OPEN, told="not understood"
        ),
        "invalidity date": _case(
            crl(CA, [entry(LEAF, extension(INVALIDITY, pki.tlv(0x18, b"20260301000000Z")), reason=KEY_COMPROMISE)]),
            outcome=BAD,
            told="keyCompromise, not to be trusted from 2026-03-01 on",
        ),
        "SHA-1": _case(crl(CA, digest="sha1"), outcome=OPEN, told="does not permit"),
        "released from hold by a newer CRL": _case(
            crl(CA, [entry(LEAF, reason=HOLD)], number=1), crl(CA, number=2, issued=_NEWER), outcome=GOOD
        ),
        "listed by the newer of two": _case(
            crl(CA, number=1), crl(CA, [entry(LEAF)], number=2, issued=_NEWER), outcome=BAD
        ),
        "removed in a complete CRL": _case(crl(CA, [entry(LEAF, reason=REMOVE)]), outcome=OPEN, told="5.3.1"),
        "duplicate extension": _case(
            crl(CA, extensions=[extension("2.5.29.20", b"\x02\x01\x01")]), outcome=OPEN, told="more than once"
        ),
    }


def _scope_cases() -> dict[str, Case]:
    """Issuing distribution points, reasons, shards."""
    here, there = uri("http://crl.example/1.crl"), uri("http://crl.example/2.crl")
    leaf = _at(full_name(here))
    relative = _at(relative_name("shard 1"))
    whole = directory(pki.name(("2.5.4.3", "CRL CA"), ("2.5.4.3", "shard 1")))
    some, rest = (1, 2), (3, 4, 5, 6, 7, 8)
    return {
        "only end entities": _case(crl(CA, idp=scope(USER_CERTS)), outcome=GOOD),
        "only CAs": _case(crl(CA, idp=scope(CA_CERTS)), outcome=OPEN, told="only CA certificates"),
        "only end entities, for a CA": Case((crl(ROOT, idp=scope(USER_CERTS)), crl(CA)), OPEN, "only end-entity"),
        "only CAs, for a CA": Case((crl(ROOT, idp=scope(CA_CERTS)), crl(CA)), GOOD),
        "only attribute certificates": _case(crl(CA, idp=scope(ATTRIBUTE_CERTS)), outcome=OPEN, told="attribute"),
        "the right shard": _case(crl(CA, idp=scope(full_name(here))), leaf=leaf, outcome=GOOD),
        "the right shard, and listed": _case(
            crl(CA, [entry(leaf)], idp=scope(full_name(here))), leaf=leaf, outcome=BAD
        ),
        "the wrong shard": _case(
            crl(CA, idp=scope(full_name(there))), leaf=leaf, outcome=OPEN, told="only the distribution point"
        ),
        "the wrong shard lists the serial number": _case(
            crl(CA, [entry(leaf)], idp=scope(full_name(there))), leaf=leaf, outcome=OPEN
        ),
        "a shard, and no distribution point": _case(
            crl(CA, idp=scope(full_name(here))), outcome=OPEN, told="only the distribution point"
        ),
        "a relative name on both sides": _case(
            crl(CA, idp=scope(relative_name("shard 1"))), leaf=relative, outcome=GOOD
        ),
        "a relative name against a full one": _case(crl(CA, idp=scope(full_name(whole))), leaf=relative, outcome=GOOD),
        "another relative name": _case(crl(CA, idp=scope(relative_name("shard 2"))), leaf=relative, outcome=OPEN),
        "some reasons": _case(crl(CA, idp=scope(reasons(0x83, *some))), outcome=OPEN, told="do not cover"),
        "some reasons, and listed": _case(crl(CA, [entry(LEAF)], idp=scope(reasons(0x83, *some))), outcome=BAD),
        "all reasons in two CRLs": _case(
            crl(CA, idp=scope(reasons(0x83, *some))), crl(CA, idp=scope(reasons(0x83, *rest))), outcome=GOOD
        ),
        "all reasons, listed in the second": _case(
            crl(CA, idp=scope(reasons(0x83, *some))),
            crl(CA, [entry(LEAF)], idp=scope(reasons(0x83, *rest))),
            outcome=BAD,
        ),
        "malformed scope": _case(crl(CA, idp=b"\x30\x02\x99\x00"), outcome=OPEN, told="cannot be read"),
    }


def _issuer_cases() -> dict[str, Case]:
    """Indirect CRLs and separate keys."""
    leaf = _at(full_name(uri("http://crl.example/")) + pki.tlv(0xA2, directory(SIGNER.name)))
    indirect = scope(INDIRECT)
    about_leaf = [entry(3), entry(9, issued_by(CA)), entry(leaf)]
    other_root = issue("Other Root", ca=True)
    foreign = issue("CRL Issuer", other_root, key="foreign", extensions={pki.KU: _CRL_SIGN, pki.SAN: None})
    return {
        "indirect": _case(crl(SIGNER, [entry(3)], idp=indirect), leaf=leaf, others=(SIGNER,), outcome=GOOD),
        "indirect, listed by a sticky issuer": _case(
            crl(SIGNER, about_leaf, idp=indirect), leaf=leaf, others=(SIGNER,), outcome=BAD
        ),
        "indirect, the serial number of another CA": _case(
            crl(SIGNER, [entry(leaf), entry(4, issued_by(CA)), entry(leaf.loaded.serial_number, issued_by(ROOT))],
                idp=indirect),
            leaf=leaf, others=(SIGNER,), outcome=GOOD,
        ),
        "indirect, and does not say so": _case(
            crl(SIGNER), leaf=leaf, others=(SIGNER,), outcome=OPEN, told="indirectCRL"
        ),
        "indirect, and its signer is not at hand": _case(
            crl(SIGNER, idp=indirect), leaf=leaf, outcome=OPEN, told="no certificate of"
        ),
        "indirect, under another anchor": _case(
            crl(foreign, idp=indirect), crl(other_root), leaf=leaf, others=(foreign,), roots=(ROOT, other_root),
            outcome=OPEN, told="no good path",
        ),
        "indirect, and its signer revoked": Case(
            (crl(ROOT, [entry(SIGNER)]), crl(SIGNER, idp=indirect), crl(CA, number=None, until=_EARLY)),
            OPEN, "its signer is revoked", leaf=leaf, others=(SIGNER,),
        ),
        "its own CRL, and another issuer is named": _case(
            crl(CA), leaf=leaf, others=(SIGNER,), outcome=OPEN, told="4.2.1.13"
        ),
        "its own CRL, and an issuer is named that is not there": _case(
            crl(CA), leaf=leaf, outcome=OPEN, told="CRL Issuer"
        ),
        "its own CRL lists it, and another issuer is named": _case(crl(CA, [entry(leaf)]), leaf=leaf, outcome=BAD),
        "its own CRL, and another issuer is named for one of two points": _case(
            crl(CA), leaf=_at(full_name(uri("http://crl.example/2")),
                              full_name(uri("http://crl.example/")) + pki.tlv(0xA2, directory(SIGNER.name))),
            outcome=GOOD,
        ),
        "it names itself as the issuer": _case(
            crl(CA), leaf=_at(full_name(uri("http://crl.example/")) + pki.tlv(0xA2, directory(CA.name))), outcome=GOOD
        ),
        "the issuer it names is nobody": _case(
            crl(CA), leaf=_at(full_name(uri("http://crl.example/")) + pki.tlv(0xA2)), outcome=OPEN, told="4.2.1.13"
        ),
        "a point that names nothing": _case(crl(CA), leaf=_at(b""), outcome=OPEN, told="4.2.1.13"),
        "a point of reasons alone": _case(crl(CA), leaf=_at(reasons(0x81, 1)), outcome=OPEN, told="4.2.1.13"),
        "a point of reasons alone, and listed": _case(
            crl(CA, [entry(_at(reasons(0x81, 1)))]), leaf=_at(reasons(0x81, 1)), outcome=BAD
        ),
        "the issuer it names is no directory name": _case(
            crl(CA), leaf=_at(full_name(uri("http://crl.example/")) + pki.tlv(0xA2, uri("http://ca.example/"))),
            outcome=OPEN, told="4.2.1.13",
        ),
        "separate key": _case(crl(SAME_NAME), others=(SAME_NAME,), outcome=GOOD),
        "separate key, and listed": _case(crl(SAME_NAME, [entry(LEAF)]), others=(SAME_NAME,), outcome=BAD),
        "separate key, revoked": Case(
            (crl(ROOT, [entry(SAME_NAME)]), crl(SAME_NAME)), OPEN, "its signer is revoked", others=(SAME_NAME,)
        ),
        "separate key, not at hand": _case(crl(SAME_NAME), outcome=OPEN, told="does not verify"),
    }  # fmt: skip


def _forbidden_cases() -> dict[str, Case]:
    """What section 5 does not allow: never good, but revoked where the CRL lists the certificate."""
    here, every = full_name(uri("http://crl.example/1.crl")), USER_CERTS + CA_CERTS + ATTRIBUTE_CERTS
    some = reasons(0x83, 1, 2)
    no_reason, no_name = pki.tlv(0x83, b"\x00"), pki.tlv(0xA0, pki.tlv(0xA0))
    false, odd = (pki.tlv(0x84, octet) for octet in (b"\x00", b"\x01"))
    forms: dict[str, tuple[str, dict[str, object]]] = {
        "version 1 encoded": ("5.1.2.1", {"version": 0, "plain": True}),
        "an empty list": ("5.1.2.6", {"empty_list": True}),
        "nextUpdate before thisUpdate": ("5.1.2.5", {"issued": ISSUED, "until": _BEFORE}),
        "an empty scope": ("5.2.5", {"idp": scope()}),
        "only user and CA certificates": ("5.2.5", {"idp": scope(USER_CERTS, CA_CERTS)}),
        "three kinds at once": ("5.2.5", {"idp": scope(every)}),
        "no reason": ("5.2.5", {"idp": scope(no_reason)}),
        "a point without a name": ("5.2.5", {"idp": scope(no_name)}),
        "a flag that is FALSE": ("not TRUE", {"idp": scope(false)}),
        "a flag that is neither": ("not TRUE", {"idp": scope(some, odd)}),
        "critical, not as DER has it": ("BOOLEAN in BER", {
            "extensions": [extension(FRESHEST, points(here), critical=b"\x01")]}),
        "an algorithm outside, another inside": ("5.1.1.2", {"outer_digest": "sha1"}),
    }  # fmt: skip
    found = {
        f"forbidden: {name}": _case(crl(CA, **more), outcome=OPEN, told=told)  # type: ignore[arg-type]
        for name, (told, more) in forms.items()
    }
    odd_entry = entry(77, extension("1.3.6.1.4.1.99999.1", b"\x05\x00", critical=b"\x01"))
    newer = extension(FRESHEST, points(here))
    return {
        **found,
        "forbidden: the identifier of another key": _case(
            crl(replace(CA, key_identifier=ROOT.key_identifier)), outcome=OPEN, told="5.2.1"
        ),
        "forbidden: the identifier of another key, and listed": _case(
            crl(replace(CA, key_identifier=ROOT.key_identifier), [entry(LEAF)]), outcome=BAD
        ),
        "forbidden: an empty scope, and listed": _case(crl(CA, [entry(LEAF)], idp=scope()), outcome=BAD),
        "forbidden: version 1 encoded, and listed": _case(
            crl(CA, [entry(LEAF)], version=0, plain=True), outcome=BAD
        ),
        "forbidden: an issuer named in an entry": _case(
            crl(CA, [entry(5, issued_by(ROOT))]), outcome=OPEN, told="5.3.3"
        ),
        "forbidden: an issuer named in an entry, and listed": _case(
            crl(CA, [entry(LEAF), entry(5, issued_by(ROOT))]), outcome=BAD
        ),
        "forbidden: entry extensions in version 1": _case(
            crl(CA, [entry(5, reason=1)], version=None), outcome=OPEN, told="5.1.2.1"
        ),
        "forbidden: critical in an entry, not as DER has it": _case(
            crl(CA, [odd_entry]), outcome=OPEN, told="BOOLEAN in BER"
        ),
        "forbidden: a delta without number revokes": _case(
            crl(CA, number=5), crl(CA, [entry(LEAF)], number=None, base=5), outcome=BAD
        ),
        "forbidden: a delta without number releases": _case(
            crl(CA, [entry(LEAF, reason=HOLD)], number=5), crl(CA, [entry(LEAF, reason=REMOVE)], number=None, base=5),
            outcome=BAD,
        ),
        "forbidden: a delta with freshestCRL releases": _case(
            crl(CA, [entry(LEAF, reason=HOLD)], number=5),
            crl(CA, [entry(LEAF, reason=REMOVE)], number=6, base=5, extensions=[newer]), outcome=BAD,
        ),
        "an expired base, and a delta with freshestCRL": _case(
            crl(CA, number=5, until=_EARLY), crl(CA, number=6, base=5, extensions=[newer]),
            outcome=OPEN, told="expired 2026-05-20",
        ),
        "a version 1 certificate, only end entities": Case(
            (ROOT_CRL, crl(CA, idp=scope(USER_CERTS))), OPEN, "5.2.5", leaf=issue("shop.example", CA, version=0)
        ),
    }  # fmt: skip


def _rollover_cases() -> dict[str, Case]:
    """One name, two keys that both issue certificates."""
    new = issue(CA.name, ROOT, key="the new key", ca=True)
    cross = issue(CA.name, CA, key="the new key", ca=True)
    lists, empty = crl(CA, [entry(LEAF)], key_id=False), crl(new, key_id=False)
    return {
        "two keys, listed by the old one": _case(empty, lists, others=(new,), outcome=BAD),
        "two keys, listed by the old one, the new one's is newer": _case(
            crl(new, key_id=False, number=9, issued=_NEWER), lists, others=(new,), outcome=BAD
        ),
        "two keys, listed by the new one": _case(
            crl(CA, key_id=False), crl(new, [entry(LEAF)], key_id=False), others=(new,), outcome=BAD
        ),
        "two keys, listed by neither": _case(crl(CA, key_id=False), empty, others=(new,), outcome=GOOD),
        "two keys, and only the other one's": _case(empty, others=(new,), outcome=OPEN, told="another key of"),
        "two keys, and the right one's is stale": _case(
            empty, crl(CA, key_id=False, until=_EARLY), others=(new,), outcome=OPEN, told="expired 2026-05-20"
        ),
        "two keys, one certified by the other": _case(crl(new), others=(new, cross), outcome=GOOD),
        "two keys with key identifiers, listed by the old one": _case(
            crl(new), crl(CA, [entry(LEAF)]), others=(new,), outcome=BAD
        ),
        "two keys, and a third signed": _case(
            crl(CA, signer=LEAF.key, key_id=False), empty, others=(new,), outcome=OPEN, told="another key of"
        ),
        "the same number twice, listed in one": _case(crl(CA), crl(CA, [entry(LEAF)]), outcome=BAD),
        "no number, newer, and listed": _case(
            crl(CA, number=7), crl(CA, [entry(LEAF)], number=None, issued=_NEWER), outcome=BAD
        ),
    }


def _delta_cases() -> dict[str, Case]:
    """Complete CRLs and what updates them."""
    newer = extension(FRESHEST, points(full_name(uri("http://crl.example/delta.crl"))))  # OpenSSL wants to be told
    base, held = (crl(CA, listed, number=5, extensions=[newer]) for listed in ([], [entry(LEAF, reason=HOLD)]))
    revokes, releases = [entry(LEAF, reason=KEY_COMPROMISE)], [entry(LEAF, reason=REMOVE)]
    return {
        "delta that changes nothing": _case(base, crl(CA, number=6, base=5), outcome=GOOD),
        "delta revokes": _case(base, crl(CA, revokes, number=6, base=5), outcome=BAD, told="delta CRL number 6"),
        "delta removes": _case(held, crl(CA, releases, number=6, base=5), outcome=GOOD),
        "on hold, and a delta without it": _case(held, crl(CA, number=6, base=5), outcome=BAD),
        "delta by itself": _case(crl(CA, number=6, base=5), outcome=OPEN, told="only what changed"),
        "delta by itself revokes": _case(crl(CA, revokes, number=6, base=5), outcome=BAD),
        "delta of a newer base": _case(held, crl(CA, releases, number=9, base=8), outcome=BAD),
        "delta older than the base": _case(held, crl(CA, releases, number=4, base=3), outcome=BAD),
        "delta of another scope": _case(
            held, crl(CA, releases, number=6, base=5, idp=scope(USER_CERTS)), outcome=BAD
        ),
        "delta with a wrong signature": _case(
            held, crl(CA, releases, number=6, base=5, signer=LEAF.key), outcome=BAD
        ),
        "expired base, current delta": _case(
            crl(CA, number=5, until=_EARLY, extensions=[newer]), crl(CA, number=6, base=5), outcome=GOOD
        ),
        "stale delta that changes nothing": _case(base, crl(CA, number=6, base=5, until=_EARLY), outcome=GOOD),
        "stale delta revokes": _case(base, crl(CA, revokes, number=6, base=5, until=_EARLY), outcome=BAD),
        "stale delta removes": _case(held, crl(CA, releases, number=6, base=5, until=_EARLY), outcome=BAD),
        "stale delta holds": _case(
            base, crl(CA, [entry(LEAF, reason=HOLD)], number=6, base=5, until=_EARLY), outcome=OPEN, told="updated by"
        ),
        "two deltas, the newer releases": _case(
            base, crl(CA, [entry(LEAF, reason=HOLD)], number=6, base=5), crl(CA, releases, number=7, base=5),
            outcome=GOOD,
        ),
    }  # fmt: skip


def inspect(case: Case, revocation: Revocation = Revocation.REQUIRED) -> ChainReport:
    """Ask about a case."""
    return inspect_chain(
        [case.leaf.certificate, case.ca.certificate],
        trust=[root.certificate for root in case.roots],
        policy=ValidationPolicy(at=pki.AT, purpose=Purpose.ANY, revocation=revocation),
        pool=[other.certificate for other in case.others],
        crls=case.crls,
    )


@cache
def cases() -> dict[str, Case]:
    """Return every case by name."""
    parts = (_frame_cases, _scope_cases, _issuer_cases, _delta_cases, _forbidden_cases, _rollover_cases)
    return {name: case for part in parts for name, case in part().items()}
