"""OCSP responses by RFC 6960: what counts, what does not and why; the table of the corpus, and each kind made here."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.ocsp_responses import (
    ARCHIVE_CUTOFF,
    BASIC,
    DAY,
    GOOD,
    HOUR,
    NO_CHECK,
    NONCE,
    NULL,
    OCSP_SIGNING,
    UNKNOWN,
    UNKNOWN_STATUS,
    Party,
    Response,
    Single,
    World,
    by_key,
    by_name,
    delegate,
    delegated,
    enumerated,
    extension,
    generalized,
    key_usage,
    party,
    purposes,
    revoked,
    rsa_certificate,
    rsa_key,
    rsa_world,
    world,
)
from tests.support.pki import AT, Issued, common_name, integer, issue, octets, private_key, tlv
from tlskit.chain import OcspStanding, OcspStatus, ValidationPolicy, judge_ocsp, load_certificates
from tlskit.chain.revocation.ocsp import MOST_SIGNATURE_CHECKS
from tlskit.x509 import Certificate, OcspResponse
from tlskit.x509.ocsp_response import MOST_ANSWERS, MOST_CERTIFICATES, MOST_RESPONSES

RELIABLE, STALE, UNUSABLE = OcspStanding.RELIABLE, OcspStanding.STALE, OcspStanding.UNUSABLE
UNVERIFIED, EARLY = OcspStanding.UNVERIFIED, OcspStanding.NOT_YET_VALID


def judged(response, issuers=None):
    """Judge a response about the leaf of its world."""
    about = response.about
    given = [about.issuer.certificate] if issuers is None else issuers
    return judge_ocsp(response.der, about.target, [Certificate(item) for item in given], AT)


def issued(given: Party) -> Issued:
    """Return what issues more certificates in a party's name."""
    return Issued(given.certificate, given.key, given.name, Certificate(given.certificate).subject_key_identifier)


# -- the corpus ------------------------------------------------------------------------------------------------------

NOTED = {  # "good?" and "note": it may count, and then what is odd is said
    "multi-stale-first-fresh-second": "2 answers",
    "thisupdate-future-1min": "ahead of the clock",
    "nextupdate-equals-far": "nextUpdate is 3,651 days",
    "producedat-before-thisupdate": "producedAt",
    "producedat-1970": "producedAt 1970",
    "sha1-sig": "SHA-1",
    "alg-params-missing": "NULL parameters",
    "version-0-explicit": "default version",
}


def corpus_cases(files):
    """Yield the name, the right value and the answer of every response of the corpus."""
    (leaf,), (issuer,), (must,) = (
        load_certificates([(files / name).read_bytes()]) for name in ("leaf.pem", "int.pem", "must-staple.leaf.pem")
    )
    for name, right in json.loads((files / "right.json").read_text()).items():
        above = load_certificates([(files / f"{name}.cert_chain.pem").read_bytes()]) if "forged" in name else [issuer]
        about = must if name.startswith("must-staple") else leaf
        yield name, right, judge_ocsp((files / f"{name}.der").read_bytes(), about, above, AT)


def is_right(name, right, answer):
    """Whether an answer is what the corpus says of a response."""
    match right.rstrip("?"):
        case "good" | "note":
            told = NOTED.get(name)
            return answer.is_good and (any(told in note for note in answer.notes) if told else not answer.notes)
        case "revoked":
            return (answer.standing, answer.status) == (RELIABLE, OcspStatus.REVOKED)
        case "unknown":
            return (answer.standing, answer.status) == (RELIABLE, OcspStatus.UNKNOWN)
        case "stale":
            return answer.standing is STALE
    return answer.standing is not RELIABLE and bool(answer.problem)  # reject, reject/stale; fail is a matter of policy


def test_corpus(corpora):
    """Every response of the corpus has its right value; of those for must-staple, none is good."""
    wrong, seen = [], 0
    for name, right, answer in corpus_cases(corpora / "reports" / "ocsp" / "files"):
        seen += 1
        fits = bool(answer.shortcoming) if right == "fail" else is_right(name, right, answer)
        wrong += [] if fits else [(name, right, answer)]
    assert not wrong
    assert seen > 85


# -- the kinds, made here --------------------------------------------------------------------------------------------

OTHER = Party(b"", private_key("somebody else"), common_name("OCSP issuer"))
NEVER = common_name("never heard of")
CRITICAL = extension(UNKNOWN, critical=True)


def signers():
    """Yield responses by who signed them."""
    w, above = world(), issued(world().issuer)
    root = issued(w.root)
    other_ca = issue("another CA", root, ca=True)
    namesake = issue("OCSP issuer", root, ca=True, key="somebody else")
    itself = party("shop.example", above, purposes=[OCSP_SIGNING], names=[])
    yield "issuer by name", Response(), RELIABLE, ""
    yield "issuer by key", Response(responder=by_key(w.issuer)), RELIABLE, ""
    yield "delegate", delegated(w.responder), RELIABLE, ""
    yield "delegate by key", delegated(w.responder, responder=by_key(w.responder)), RELIABLE, ""
    yield (
        "delegate last of many",
        delegated(w.responder, certificates=(w.root.certificate, other_ca.certificate, w.responder.certificate)),
        RELIABLE,
        "",
    )
    yield (
        "delegate not sent",
        delegated(w.responder, certificates=()),
        UNUSABLE,
        "signed neither by the certificate's issuer",
    )
    yield "name of another", Response(responder=by_name(NEVER)), UNUSABLE, "responderID does not name its signer"
    yield "key of another", Response(responder=by_key(OTHER)), UNUSABLE, "responderID does not name its signer"
    yield "key hash cut short", Response(responder=tlv(0xA2, octets(b"1"))), UNUSABLE, "responderID"
    yield "delegate in the issuer's name", delegated(w.responder, responder=by_name(w.issuer.name)), UNUSABLE, "name"
    yield "delegate by another key", delegated(w.responder, responder=by_key(w.issuer)), UNUSABLE, "does not name"
    yield "root", Response(signer=w.root, certificates=(w.root.certificate,)), UNUSABLE, "not for OCSPSigning"
    yield "root's delegate", delegated(delegate(root)), UNUSABLE, "not certified by the key"
    yield "another CA's delegate", delegated(delegate(other_ca)), UNUSABLE, "not certified by the key"
    yield "a namesake's delegate", delegated(delegate(namesake)), UNUSABLE, "not certified by the key"
    yield "self-signed delegate", delegated(delegate(None)), UNUSABLE, "not certified by the key"
    yield "delegate's delegate", delegated(delegate(issued(w.responder), "second")), UNUSABLE, "not certified"
    yield "leaf", Response(signer=w.leaf, certificates=(w.leaf.certificate,)), UNUSABLE, "not for OCSPSigning"
    yield "a leaf's namesake", delegated(itself), RELIABLE, ""
    yield "tampered", Response(tampered=True), UNUSABLE, "signed neither by the certificate's issuer"
    yield (
        "delegate, tampered",
        delegated(w.responder, tampered=True),
        UNUSABLE,
        "signed neither by the certificate's issuer",
    )


def delegates():
    """Yield responses by what the delegate's certificate says."""
    above = issued(world().issuer)
    for name, options, told in (
        ("no purpose", {"extensions": purposes()}, "not for OCSPSigning"),
        ("any purpose", {"extensions": purposes("2.5.29.37.0")}, "not for OCSPSigning"),
        ("server", {"extensions": purposes("1.3.6.1.5.5.7.3.1")}, "not for OCSPSigning"),
        ("any and OCSP", {"extensions": purposes("2.5.29.37.0", "1.3.6.1.5.5.7.3.9")}, ""),
        ("expired", {"ends": AT - DAY}, "expired"),
        ("not yet valid", {"begins": AT + DAY}, "not valid before"),
        ("no keyUsage", {"extensions": key_usage(b"\x07\x80") | dict.fromkeys(key_usage(b""))}, ""),
        ("keyEncipherment", {"extensions": key_usage(b"\x05\x20")}, "digitalSignature"),
        ("cRLSign", {"extensions": key_usage(b"\x01\x02")}, "digitalSignature"),
        ("unknown critical", {"extensions": {_object(UNKNOWN): (NULL, True)}}, "critical extension"),
        ("name constraints", {"extensions": {_object("2.5.29.30"): (tlv(0x30), True)}}, "critical extension"),
        ("nocheck", {"extensions": {_object(NO_CHECK): NULL}}, ""),
        ("nocheck, critical", {"extensions": {_object(NO_CHECK): (NULL, True)}}, ""),
        ("SHA-1", {"digest": "sha1"}, "SHA-1"),
        ("damaged purposes", {"extensions": {_object("2.5.29.37"): b"\x30\x01"}}, "not for OCSPSigning"),
    ):
        response = delegated(delegate(above, **options))
        yield f"delegate: {name}", response, UNUSABLE if told else RELIABLE, told
    w = rsa_world()
    weak = rsa_certificate("weak responder", w.issuer, ca=False, key=rsa_key("weak", 1024), purposes=[OCSP_SIGNING])
    yield "delegate: RSA 1024", delegated(weak, w), UNUSABLE, "RSA 1024"


def _object(dotted):
    return type(OCSP_SIGNING)(dotted)


def algorithms():
    """Yield responses by how they are signed."""
    w = rsa_world()
    for scheme, standing, told in (
        ("rsa-sha256", RELIABLE, ""),
        ("rsa-sha512", RELIABLE, ""),
        ("rsa-sha1", RELIABLE, "sha1WithRSAEncryption, and SHA-1 is broken"),
        ("rsa-md5", UNUSABLE, "MD5 is broken"),
        ("rsa-no-parameters", RELIABLE, "NULL parameters of its signature algorithm are missing"),
        ("rsa-odd-parameters", UNUSABLE, "parameters of its signature algorithm are malformed"),
        ("pss-sha256", RELIABLE, ""),
        ("pss-sha384", RELIABLE, ""),
        ("pss-sha1", RELIABLE, "RSASSA-PSS with SHA-1, and SHA-1 is broken"),
        ("pss-other-salt", UNUSABLE, "signed neither by the certificate's issuer"),
        ("unknown", UNVERIFIED, "unknown algorithm (1.3.6.1.4.1.99999.7)"),
    ):
        yield scheme, Response(w, scheme=scheme), standing, told
        yield f"delegate: {scheme}", delegated(w.responder, w, scheme=scheme), standing, told
    yield "ecdsa-sha1", Response(scheme="ecdsa-sha1"), RELIABLE, "SHA-1 is broken"
    yield "ecdsa-null", Response(scheme="ecdsa-null"), RELIABLE, "NULL parameters, where none may be"


def times():
    """Yield responses by their times."""
    for name, changes, standing, told in (
        ("no nextUpdate", {"next_update": None}, RELIABLE, ""),
        ("no nextUpdate, 10 days", {"next_update": None, "this_update": AT - 10 * DAY}, RELIABLE, ""),
        ("no nextUpdate, 11 days", {"next_update": None, "this_update": AT - 11 * DAY}, STALE, "no nextUpdate"),
        ("no nextUpdate, 2 years", {"next_update": None, "this_update": AT - 730 * DAY}, STALE, "no nextUpdate"),
        ("due now", {"next_update": AT}, RELIABLE, ""),
        ("due a second ago", {"next_update": AT - timedelta(seconds=1)}, STALE, "due for renewal"),
        ("from tomorrow", {"this_update": AT + DAY}, EARLY, "is in the future"),
        ("6 minutes early", {"this_update": AT + timedelta(minutes=6)}, EARLY, "is in the future"),
        (
            "4 minutes early",
            {"this_update": AT + timedelta(minutes=4)},
            RELIABLE,
            "lies 240 seconds ahead of the clock",
        ),
        ("backwards", {"this_update": AT - HOUR, "next_update": AT - DAY}, UNUSABLE, "before its thisUpdate"),
        ("ten years", {"next_update": AT + 3650 * DAY}, RELIABLE, "a long time for a status"),
        ("fractions", {"this_update": tlv(0x18, b"20260531000000.5Z")}, UNUSABLE, "thisUpdate of its answer"),
        ("UTCTime", {"this_update": tlv(0x17, b"260531000000Z")}, UNUSABLE, "thisUpdate of its answer"),
        ("no seconds", {"next_update": tlv(0x18, b"202606030000Z")}, UNUSABLE, "nextUpdate of its answer"),
    ):
        yield f"times: {name}", Response(singles=(Single(**changes),)), standing, told
    yield "produced tomorrow", Response(produced_at=AT + DAY), RELIABLE, "producedAt 2026-06-02 00:00 is in the future"
    yield "produced in 1970", Response(produced_at=AT.replace(year=1970)), RELIABLE, "producedAt 1970"
    yield "produced: fractions", Response(produced_at=tlv(0x18, b"20260531000000.5Z")), UNUSABLE, "its producedAt is"


def names():
    """Yield responses by whom they are about."""
    w = world()
    serial = w.target.serial_number
    for digest in ("sha1", "sha256", "sha384", "sha512"):
        yield f"CertID {digest}", Response(singles=(Single(digest=digest),)), RELIABLE, ""
    for name, single, told in (
        ("MD5", Single(digest="md5"), "hash that is not accepted (MD5)"),
        ("unknown hash", Single(algorithm=UNKNOWN), "hash that is not accepted (1.3.6.1.4.1.99999.7)"),
        ("another hash than it says", Single(digest="sha256", algorithm="1.3.14.3.2.26"), "issuer's name"),
        ("serial", Single(serial=serial + 1), "about another certificate"),
        ("negative serial", Single(serial=-serial), "about another certificate"),
        ("issuer's name", Single(issuer_name=NEVER), "issuer's name"),
        ("issuer's key", Single(issuer_key=OTHER.key_bits), "issuer's key"),
    ):
        yield f"CertID: {name}", Response(singles=(single,)), UNUSABLE, told
    yield "no answer", Response(singles=()), UNUSABLE, "no answer at all"


def forms():
    """Yield responses by their form."""
    for number, name in (
        (1, "malformedRequest"),
        (2, "internalError"),
        (3, "tryLater"),
        (5, "sigRequired"),
        (6, "unauthorized"),
        (4, "not assigned"),
        (9, "not assigned"),
    ):
        yield f"status {number}", Response(status=number), UNUSABLE, name
    yield "another type", Response(kind=f"{BASIC}.1"), UNUSABLE, "not id-pkix-ocsp-basic"
    yield "version 2", Response(version=tlv(0xA0, integer(1))), UNUSABLE, "version is 2"
    yield "version 1", Response(version=tlv(0xA0, integer(0))), RELIABLE, "default version"
    yield "trailing zeros", Response(trailing=b"\0\0"), UNUSABLE, "2 bytes follow it"
    yield "trailing zero", Response(trailing=b"\0"), UNUSABLE, "a byte follows it, which belongs to no"
    yield "trailing NULL", Response(trailing=NULL), UNUSABLE, "2 bytes follow it"
    yield "malformed certificate", Response(certificates=(NULL,)), RELIABLE, ""
    nonce = extension(NONCE, octets(b"x" * 16))
    for place, made in (
        ("response", lambda *items: Response(extensions=items)),
        ("answer", lambda *items: Response(singles=(Single(extensions=items),))),
        ("another answer about it", lambda *items: Response(singles=(Single(), Single(extensions=items)))),
    ):
        said = "2 answers" if "another" in place else ""
        yield f"{place}: nonce", made(nonce), RELIABLE, said
        yield f"{place}: nonce, critical", made(extension(NONCE, octets(b"x"), critical=True)), RELIABLE, said
        yield f"{place}: archive cutoff", made(extension(ARCHIVE_CUTOFF, generalized(AT - 400 * DAY))), RELIABLE, said
        yield f"{place}: unknown", made(extension(UNKNOWN)), RELIABLE, said
        yield f"{place}: unknown, critical", made(CRITICAL), UNUSABLE, "critical extension 1.3.6.1.4.1.99999.7"
        yield f"{place}: twice", made(nonce, nonce), UNUSABLE, "id-pkix-ocsp-nonce more than once"
        yield f"{place}: malformed", made(NULL), UNUSABLE, "Extensions"


def statuses():
    """Yield responses by what they say; the standing is that of *revoked* and *unknown* too."""
    early = Single(this_update=AT + DAY, next_update=AT + 2 * DAY, status=revoked())
    stale = Single(this_update=AT - 9 * DAY, next_update=AT - 2 * DAY)
    other = Single(serial=7, status=revoked())
    for name, singles, status, told in (
        ("revoked", [Single(revoked())], "revoked", ""),
        ("hold", [Single(revoked(reason=6))], "revoked", ""),
        ("removeFromCRL", [Single(revoked(reason=8))], "revoked", "removeFromCRL"),
        ("reason 7", [Single(revoked(reason=7))], "revoked", "reason 7 is not assigned"),
        ("reason 200", [Single(revoked(reason=200))], "revoked", "reason 200 is not assigned"),
        ("empty reason", [Single(tlv(0xA1, generalized(AT), tlv(0xA0, tlv(0x0A))))], "revoked", "are malformed"),
        ("no date", [Single(tlv(0xA1))], "revoked", "are malformed"),
        ("revoked tomorrow", [Single(revoked(AT + DAY))], "revoked", "is in the future"),
        ("revoked, stale", [replace(stale, status=revoked())], "revoked", "due for renewal"),
        ("revoked, early", [early], "revoked", "is in the future"),
        ("revoked, malformed times", [Single(revoked(), this_update=NULL)], "revoked", "is malformed"),
        ("good, then revoked", [Single(), Single(revoked())], "revoked", "2 answers"),
        ("revoked, then good", [Single(revoked()), Single()], "revoked", "2 answers"),
        ("good, then revoked by SHA-256", [Single(), Single(revoked(), digest="sha256")], "revoked", "2 answers"),
        ("good, and another revoked", [other, Single(), other], "good", ""),
        ("unknown", [Single(UNKNOWN_STATUS)], "unknown", ""),
        ("good, then unknown", [Single(), Single(UNKNOWN_STATUS)], "unknown", "2 answers"),
        ("stale, then fresh", [stale, Single()], "good", "2 answers"),
        ("65th", [*[Single(serial=n + 2) for n in range(64)], Single(revoked())], "revoked", ""),
        ("1000th", [*[Single(serial=n + 2) for n in range(999)], Single()], "good", ""),
    ):
        yield name, Response(singles=tuple(singles)), status, told


def test_statuses():
    """*Revoked* is never lost: by an odd reason, by its times, by its place, or because another answer says good."""
    found = {name: (judged(response), status, told) for name, response, status, told in statuses()}
    assert {name: (RELIABLE, status) for name, (_, status, _) in found.items()} == {
        name: (answer.standing, answer.status.value) for name, (answer, _, _) in found.items()
    }
    assert not {name: answer.notes for name, (answer, _, told) in found.items() if told not in " ".join(answer.notes)}
    assert not {name: answer.notes for name, (answer, _, told) in found.items() if answer.notes and not told}


@pytest.mark.parametrize("kind", [signers, delegates, algorithms, times, names, forms])
def test_kinds(kind):
    """Each response counts or does not as it was made to, and what is wrong or odd with it is said."""
    found = {name: (judged(response), standing, told) for name, response, standing, told in kind()}
    assert {name: standing for name, (_, standing, _) in found.items()} == {
        name: answer.standing for name, (answer, _, _) in found.items()
    }
    wrong = {
        name: (answer.problem, answer.notes)
        for name, (answer, _, told) in found.items()
        if told not in answer.problem + " ".join(answer.notes) or bool(answer.notes or answer.problem) != bool(told)
    }
    assert not wrong
    assert all(answer.is_good == (standing is RELIABLE) for answer, standing, _ in found.values())


def test_malformed_status():
    """A certStatus of no kind counts for nothing, whatever another answer says."""
    for status in (b"\x80\x01\x00", b"\x83\x00", NULL):
        for singles in ([Single(status)], [Single(), Single(status)]):
            answer = judged(Response(singles=tuple(singles)))
            assert (UNUSABLE, True) == (answer.standing, "certStatus" in answer.problem)


# -- who vouches -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["somebody else", "OCSP issuer"])
@pytest.mark.parametrize("status", [GOOD, revoked()])
def test_forged_issuer(key, status):
    """A CA certificate of the issuer's name that signed nothing vouches for nothing, self-signed or under the root."""
    w = world()
    for above in (issued(w.root), None):
        made = issue("OCSP issuer", above, ca=True, key=key)
        forger = Party(made.certificate, made.key, made.name)
        single = Single(status, issuer_key=forger.key_bits)
        for issuers in ([made.certificate], [w.issuer.certificate, made.certificate]):
            answer = judged(Response(signer=forger, singles=(single,), certificates=(made.certificate,)), issuers)
            assert answer.standing in (UNVERIFIED, UNUSABLE)
            named = judged(Response(signer=forger, singles=(Single(status),)), issuers)
            assert named.standing in (UNVERIFIED, UNUSABLE)


def test_no_issuer_at_hand():
    """Without the issuer's certificate what a response says is told, and that it is not verified."""
    answer = judged(Response(), [])
    assert (UNVERIFIED, OcspStatus.GOOD) == (answer.standing, answer.status)
    assert not answer.is_good


def test_the_policy_says_how_strong_a_responder_must_be():
    """The key of a delegated responder is measured as any key of the chain is."""
    w = rsa_world()
    issuers = [Certificate(w.issuer.certificate)]
    strict = ValidationPolicy(at=AT, minimum_rsa_bits=3072)
    assert judge_ocsp(delegated(w.responder, w).der, w.target, issuers, AT).is_good
    assert "RSA 2048" in judge_ocsp(delegated(w.responder, w).der, w.target, issuers, AT, strict).problem


def test_a_certificate_does_not_vouch_for_itself():
    """A leaf that is allowed to sign OCSP responses speaks of others, not of itself."""
    w = world()
    leaf = delegate(issued(w.issuer), "both")
    about = replace(w, leaf=leaf)
    assert "vouches for itself" in judged(delegated(leaf, about)).problem
    assert judged(delegated(leaf)).is_good


# -- hostile bytes ---------------------------------------------------------------------------------------------------


def test_no_changed_bit_is_good():
    """No single-bit change of a good response is good."""
    for response in (Response(), delegated(world().responder), Response(rsa_world())):
        w, encoded = response.about, response.der
        issuers = [Certificate(w.issuer.certificate)]
        for place in range(len(encoded)):
            for bit in (1 << (place % 8), 0x80 >> (place // 8 % 8)):
                changed = bytearray(encoded)
                changed[place] ^= bit
                answer = judge_ocsp(bytes(changed), w.target, issuers, AT)
                assert not answer.is_good, (place, bit)
                assert answer.problem or answer.status is not OcspStatus.GOOD


def test_cut_short():
    """A response that is cut short anywhere is no response."""
    encoded = delegated(world().responder).der
    assert "it is empty" == OcspResponse(b"").problem
    for length in range(1, len(encoded)):
        assert OcspResponse(encoded[:length]).problem


def test_random_bytes():
    """Whatever the bytes are, the answer is a value with a reason."""
    chance = random.Random(6960)
    encoded = delegated(world().responder, extensions=(extension(NONCE),)).der
    issuers = [Certificate(world().issuer.certificate)]
    for _ in range(1_500):
        changed = bytearray(encoded)
        for _ in range(chance.randint(1, 6)):
            changed[chance.randrange(len(changed))] = chance.choice((0, 0x1F, 0x30, 0x7F, 0x80, 0x84, 0xA0, 0xFF))
        answer = judge_ocsp(bytes(changed), world().target, issuers, AT)
        assert answer.is_good is not bool(answer.shortcoming)


def test_limits():
    """So many answers and certificates are looked at, and one more is a reason that says so."""
    w = world()
    single = Single(serial=5)
    many = Response(singles=(*[single] * (MOST_RESPONSES - 1), Single(revoked())))
    assert OcspStatus.REVOKED is judged(many).status
    assert f"more than {MOST_RESPONSES:,} answers" in judged(Response(singles=(single,) * (MOST_RESPONSES + 1))).problem
    same = Response(singles=(Single(),) * (MOST_ANSWERS - 1) + (Single(revoked()),))
    assert OcspStatus.REVOKED is judged(same).status
    over = Response(singles=(Single(),) * MOST_RESPONSES)
    assert f"more than {MOST_ANSWERS:,} answers about this serial number" in judged(over).problem
    known = (w.root.certificate,) * (MOST_CERTIFICATES - 1)
    assert judged(delegated(w.responder, certificates=(*known, w.responder.certificate))).is_good
    over = delegated(w.responder, certificates=(*known, w.root.certificate, w.responder.certificate))
    assert f"more than {MOST_CERTIFICATES:,} certificates" in judged(over).problem


def test_limit_of_keys():
    """A response's signature is checked with so many keys, those that the responderID names before the others."""
    w = world()
    others = [party(f"key {number}", None).certificate for number in range(MOST_SIGNATURE_CHECKS + 1)]
    assert judged(delegated(w.responder, certificates=(*others, w.responder.certificate))).is_good
    lost = delegated(w.responder, certificates=tuple(others))
    assert f"work limit reached: its signature was checked with {MOST_SIGNATURE_CHECKS} keys" in judged(lost).problem


def test_fields():
    """The reader keeps every field as the bytes say."""
    w = world()
    answers = (Single(revoked(AT - 2 * DAY, 1), digest="sha256"), Single(serial=7))
    read = OcspResponse(delegated(w.responder, singles=answers, extensions=(extension(NONCE),)).der)
    assert ("", [], 2) == (read.problem, read.oddities, len(read))
    assert (w.responder.name, None) == (read.responder_name.encoding, read.responder_key_hash)
    assert (AT - DAY, (w.responder.certificate,)) == (read.produced_at, read.certificates)
    assert ["id-pkix-ocsp-nonce"] == [item.name for item in read.extensions]
    (single,) = read.search(w.target.serial_number)
    assert (OcspStatus.REVOKED, AT - 2 * DAY, "keyCompromise") == (single.status, single.revocation_date, single.reason)
    assert (AT - DAY, AT + 6 * DAY) == (single.this_update, single.next_update)
    assert "2.16.840.1.101.3.4.2.1" == single.cert_id.hash_algorithm
    assert [] == read.search(8)
    assert "no responseBytes" in OcspResponse(tlv(0x30, enumerated(0))).problem


def test_worlds():
    """The certificates that all this rests on are a chain."""
    for w in (world(), rsa_world()):
        assert isinstance(w, World)
        assert judged(Response(w)).is_good
