"""What holds for any input: order and company of certificates, damage, and arbitrary bytes."""

from __future__ import annotations

from functools import cache
from itertools import chain

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import pki
from tests.support.cases import CASES, ROOT, Case
from tlskit.chain import Certificate, ChainReport, TrustAnchor, TrustStore, ValidationPolicy, inspect_chain
from tlskit.chain.inspect import load_certificates
from tlskit.errors import InputError
from tlskit.export.certificate import certificate_json
from tlskit.export.report import to_json
from tlskit.finding import Verdict
from tlskit.x509 import der
from tlskit.x509.extension import DECODERS

FIXED = settings(derandomize=True, deadline=None, max_examples=8, database=None)
MORE = settings(FIXED, max_examples=100)
GOOD = [case for case in CASES if case.verdict == "TRUSTED"]
BAD = [case for case in CASES if case.verdict == "UNTRUSTED"]
FLIPPED = ("signature/altered-leaf", "signature/altered-intermediate-tbs")  # one more flip could mend these


@cache
def certificates(name: str, file: str) -> tuple[Certificate, ...]:
    """Return the certificates of one file of a case."""
    path = ROOT / name / file
    return tuple(load_certificates([path.read_bytes()])) if path.exists() else ()


@cache
def store(name: str) -> TrustStore:
    """Return a case's trust store."""
    return TrustStore(TrustAnchor(item) for item in certificates(name, "roots.pem"))


def ask(case: Case, served: list[Certificate | bytes]) -> ChainReport:
    """Ask what the case asks about other certificates."""
    return inspect_chain(served, trust=store(case.name), policy=case.policy, pool=certificates(case.name, "pool.pem"))


def trusted(case: Case, served: list[Certificate | bytes]) -> bool:
    """Whether the answer is TRUSTED; damage may also leave something that is no certificate any more."""
    try:
        return ask(case, served).verdict is Verdict.TRUSTED
    except InputError:
        return False


@cache
def every_name(name: str) -> frozenset[bytes]:
    """Return every subject and issuer of a case, roots and pool included."""
    held = chain.from_iterable(certificates(name, file) for file in ("chain.pem", "roots.pem", "pool.pem"))
    return frozenset(encoding for item in held for encoding in (item.subject.encoding, item.issuer.encoding))


def authorities(case: Case) -> frozenset[bytes]:
    """Return the names of a case but that of its end entity, which many cases share."""
    return every_name(case.name) - {certificates(case.name, "chain.pem")[0].subject.encoding}


FOREIGN_ROOT = pki.issue("Foreign Root", ca=True)
FOREIGN_CA = pki.issue("Foreign CA", FOREIGN_ROOT, ca=True)
FOREIGN = tuple(
    Certificate(item.certificate)
    for item in (
        FOREIGN_ROOT,
        FOREIGN_CA,
        pki.issue("shop.example", FOREIGN_CA),
        pki.issue("Foreign Loop", pki.issue("Foreign CA", ca=True), ca=True),
    )
)


@cache
def strangers(case: Case) -> tuple[Certificate, ...]:
    """Return the certificates of other cases that have no CA's name in common with this one."""
    mine = authorities(case)
    found = [
        item
        for other in CASES
        if not mine & authorities(other)
        for item in certificates(other.name, "chain.pem")
        if not {item.subject.encoding, item.issuer.encoding} & mine
    ]
    return tuple(dict.fromkeys((*FOREIGN, *found)))


def served(case: Case) -> list[Certificate]:
    """Return what the case serves."""
    return list(certificates(case.name, "chain.pem"))


@FIXED
@given(data=st.data())
@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_order_and_company_take_no_trust_away(case, data):
    """A trusted chain stays trusted in any order behind its end entity, with duplicates, and among strangers."""
    target, *rest = served(case)
    duplicates = data.draw(st.lists(st.sampled_from([target, *rest]), max_size=3), "duplicates")
    added = data.draw(st.lists(st.sampled_from(strangers(case)), max_size=6), "added")
    order = data.draw(st.permutations([*rest, *duplicates, *added]), "order")
    assert Verdict.TRUSTED is ask(case, [target, *order]).verdict


@FIXED
@given(data=st.data())
@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_order_loss_and_company_make_no_trust(case, data):
    """A chain that is not trusted does not become so when what follows the end entity is reordered, lost or joined."""
    target, *rest = served(case)
    kept = data.draw(st.lists(st.sampled_from(rest), unique=True), "kept") if rest else []
    added = data.draw(st.lists(st.sampled_from(strangers(case)), max_size=6), "added")
    order = data.draw(st.permutations([*kept, *kept[:1], *added]), "order")
    assert ask(case, [target, *order]).verdict is not Verdict.TRUSTED


@FIXED
@given(data=st.data())
@pytest.mark.parametrize("case", [case for case in BAD if case.name not in FLIPPED], ids=lambda case: case.name)
def test_damage_makes_no_trust(case, data):
    """A chain that is not trusted does not become so when a byte of it changes."""
    whole = [item.der for item in served(case)]
    place = data.draw(st.integers(0, len(whole) - 1), "place")
    damaged = bytearray(whole[place])
    damaged[data.draw(st.integers(1, len(damaged) - 1), "index")] ^= data.draw(st.integers(1, 255), "mask")
    whole[place] = bytes(damaged)
    assert not trusted(case, whole)


@FIXED
@given(data=st.data())
@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_damage_to_the_end_entity_is_never_trusted(case, data):
    """A trusted chain is not trusted any more when a byte of its end entity changes, unless that is an anchor."""
    target, *rest = served(case)
    damaged = bytearray(target.der)
    damaged[data.draw(st.integers(1, len(damaged) - 1), "index")] ^= data.draw(st.integers(1, 255), "mask")
    assert not trusted(case, [bytes(damaged), *rest])


# -- arbitrary bytes -------------------------------------------------------------------------------------------------

POLICY = ValidationPolicy(at=pki.AT, identity=pki.HOST)
TRUST = TrustStore([TrustAnchor(Certificate(FOREIGN_ROOT.certificate))])
SOURCES = tuple(dict.fromkeys(item.der for case in CASES for item in certificates(case.name, "chain.pem")))
TAGS = st.sampled_from([*range(1, 32), 0x30, 0x31, *range(0x80, 0x89), *range(0xA0, 0xA9)])


def values(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Wrap what is inside in a tag and its length, rightly or a little wrongly."""
    right = st.builds(lambda tag, parts: pki.tlv(tag, *parts), TAGS, st.lists(inner, max_size=5))
    wrong = st.builds(lambda tag, length, body: bytes([tag, length]) + body, TAGS, st.integers(0, 255), inner)
    return st.one_of(right, right, wrong)


DER_LIKE = st.recursive(st.binary(max_size=24), values, max_leaves=20)
BYTES = st.one_of(st.binary(max_size=400), DER_LIKE)


@st.composite
def mutations(draw):
    """Return a real certificate with stretches of it overwritten, doubled or taken out."""
    data = bytearray(draw(st.sampled_from(SOURCES)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(start + 40, len(data))))
        data[start:end] = draw(st.one_of(st.binary(max_size=40), st.just(bytes(data[start:end]) * 2), DER_LIKE))
    return bytes(data)


@MORE
@given(st.one_of(BYTES, mutations()))
def test_any_bytes_can_be_a_certificate(data):
    """Reading arbitrary bytes as a certificate raises nothing, whatever is asked of the result."""
    certificate = Certificate(data)
    certificate_json(certificate)
    assert certificate.label
    assert certificate.ref == certificate.ref
    assert certificate.unreadable or certificate.tbs


@MORE
@given(st.lists(st.one_of(BYTES, mutations()), max_size=4), st.lists(mutations(), max_size=2))
def test_any_bytes_can_be_inspected(given_bytes, pool):
    """Inspecting arbitrary bytes gives a report that is not TRUSTED, or raises InputError."""
    try:
        report = inspect_chain(given_bytes, trust=TRUST, policy=POLICY, pool=[b"\x30" + item[1:] for item in pool])
    except InputError:
        return
    assert report.verdict is not Verdict.TRUSTED
    assert report.decisive is not None
    to_json(report)
    assert all(str(finding) and finding.remedy and finding.detail for finding in report.all_findings)


@MORE
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)), st.binary(max_size=20))
def test_any_pem_can_be_inspected(body, label):
    """Whatever stands between the lines of PEM is a report or an InputError."""
    for kind in (b"CERTIFICATE", b"TRUSTED CERTIFICATE", label):
        text = b"junk\n-----BEGIN " + kind + b"-----\n" + body + b"\n-----END " + kind + b"-----\n"
        try:
            report = inspect_chain([text], trust=TRUST, policy=POLICY)
        except InputError:
            continue
        assert report.verdict is not Verdict.TRUSTED


@MORE
@given(data=BYTES)
@pytest.mark.parametrize("number", DECODERS)
def test_decoders_raise_only_what_they_may(number, data):
    """A decoder of an extension gives a value or raises DerError, ValueError or IndexError."""
    try:
        DECODERS[number](data)
    except (der.DerError, ValueError, IndexError):
        return


def test_cryptography_certificates_can_be_given():
    """A certificate that ``cryptography`` loaded is the same to us as its DER."""
    case = next(case for case in GOOD if case.name == "good/two")
    loaded = [x509.load_der_x509_certificate(item.der) for item in served(case)]
    report = ask(case, loaded)
    assert Verdict.TRUSTED is report.verdict
    assert [item.public_bytes(Encoding.DER) for item in loaded] == [item.der for item in report.served]
