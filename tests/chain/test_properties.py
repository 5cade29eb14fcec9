"""What holds for any input: order and company of certificates, arbitrary bytes, and agreement with another reader."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import chain
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import pki
from tests.support.cases import CASES, ROOT, Case
from tlskit.chain import Certificate, ChainReport, KeyUsage, TrustAnchor, TrustStore, ValidationPolicy, inspect_chain
from tlskit.chain.inspect import load_certificates
from tlskit.errors import InputError
from tlskit.export.certificate import certificate_json
from tlskit.export.report import to_json
from tlskit.finding import Verdict
from tlskit.x509 import der
from tlskit.x509.extension import DECODERS
from tlskit.x509.general_name import NameForm

FIXED = settings(derandomize=True, deadline=None, max_examples=8, database=None)
MORE = settings(FIXED, max_examples=100)
GOOD = [case for case in CASES if case.verdict == "TRUSTED"]
BAD = [case for case in CASES if case.verdict == "UNTRUSTED"]
FLIPPED = ("altered-leaf", "altered-intermediate-tbs")  # one more flip could mend these


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


# -- DER -------------------------------------------------------------------------------------------------------------


@MORE
@given(st.one_of(st.integers(), st.integers(-(2**200), 2**200), st.integers(-300, 300)))
def test_integers_come_back(number):
    """An INTEGER that was encoded in its shortest form is read as the same number."""
    assert number == der.integer(der.read_only(pki.integer(number), "integer"))


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        ("020100", 0), ("02017f", 127), ("02020080", 128), ("020180", -128), ("0202ff7f", -129), ("0201ff", -1),
    ],
)  # fmt: skip
def test_known_integers(encoded, expected):
    """The examples of X.690 section 8.3 and their neighbours are read as they are meant."""
    assert expected == der.integer(der.read_only(bytes.fromhex(encoded), "integer"))
    assert bytes.fromhex(encoded) == pki.integer(expected)


@pytest.mark.parametrize("encoded", ["0200", "02020000", "0202007f", "0202ffff", "0202ff80"])
def test_integers_that_are_not_der(encoded):
    """An empty INTEGER and one that is longer than it must be are refused."""
    with pytest.raises(der.DerError):
        der.integer(der.read_only(bytes.fromhex(encoded), "integer"))


@MORE
@given(st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 2**70), max_size=8))
def test_object_identifiers_come_back(first, second, rest):
    """An OBJECT IDENTIFIER that was encoded is read as the same numbers."""
    dotted = ".".join(map(str, (first, second, *rest)))
    assert dotted == der.object_identifier(der.read_only(pki.oid(dotted), "object identifier"))


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        ("0603551d11", "2.5.29.17"),
        ("06092a864886f70d01010b", "1.2.840.113549.1.1.11"),
        ("06082a8648ce3d030107", "1.2.840.10045.3.1.7"),
        ("0603883703", "2.999.3"),
        ("060100", "0.0"),
        ("06017f", "2.47"),
        ("06028100", "2.48"),
        ("060127", "0.39"),
        ("06014f", "1.39"),
    ],
)
def test_known_object_identifiers(encoded, expected):
    """Known encodings, the 2.999.3 of X.690 section 8.19 among them, are read as they are meant."""
    assert expected == der.object_identifier(der.read_only(bytes.fromhex(encoded), "object identifier"))


@pytest.mark.parametrize("encoded", ["0600", "060180", "06022a80", "0603808001", "06042a808001"])
def test_object_identifiers_that_are_not_der(encoded):
    """An object identifier that is empty, unfinished or padded is refused."""
    with pytest.raises(der.DerError):
        der.object_identifier(der.read_only(bytes.fromhex(encoded), "object identifier"))


SECONDS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)).map(  # noqa: DTZ001 - made aware here
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


@MORE
@given(SECONDS)
def test_times_come_back(moment):
    """A time is read as the same moment from GeneralizedTime, and from UTCTime where that can express it."""
    digits = f"{moment:%m%d%H%M%S}Z"
    full = pki.tlv(0x18, f"{moment.year:04}{digits}".encode())
    assert moment == der.time(der.read_only(full, "time"))
    if 1950 <= moment.year < 2050:
        short = pki.tlv(0x17, f"{moment.year % 100:02}{digits}".encode())
        assert moment == der.time(der.read_only(short, "time"))


@MORE
@given(
    st.sampled_from([0x17, 0x18, 0x04]),
    st.one_of(st.binary(max_size=20), st.from_regex(rb"\d{11,16}Z?", fullmatch=True)),
)
def test_any_time_is_a_moment_or_a_der_error(tag, contents):
    """Bytes in the place of a time are an aware moment or a DerError."""
    try:
        moment = der.time(der.read_only(pki.tlv(tag, contents), "time"))
    except der.DerError:
        return
    assert UTC is moment.tzinfo


# -- agreement with cryptography -------------------------------------------------------------------------------------


def real_certificates() -> list[bytes]:
    """Return every certificate of certifi and of the test PKI."""
    files = [Path(certifi.where()), *sorted(ROOT.glob("*/*.pem"))]
    found = chain.from_iterable(load_certificates([file.read_bytes()]) for file in files)
    return list(dict.fromkeys(item.der for item in found))


REAL = real_certificates()
_FORMS = {
    x509.DNSName: NameForm.DNS,
    x509.RFC822Name: NameForm.EMAIL,
    x509.UniformResourceIdentifier: NameForm.URI,
    x509.IPAddress: NameForm.IP,
    x509.DirectoryName: NameForm.DIRECTORY,
    x509.RegisteredID: NameForm.REGISTERED_ID,
    x509.OtherName: NameForm.OTHER_NAME,
}
_BITS = {
    "digital_signature": KeyUsage.digitalSignature,
    "content_commitment": KeyUsage.nonRepudiation,
    "key_encipherment": KeyUsage.keyEncipherment,
    "data_encipherment": KeyUsage.dataEncipherment,
    "key_agreement": KeyUsage.keyAgreement,
    "key_cert_sign": KeyUsage.keyCertSign,
    "crl_sign": KeyUsage.cRLSign,
}


def theirs(data: bytes) -> tuple[x509.Certificate, dict[str, x509.Extension]] | None:
    """Return a certificate and its extensions as ``cryptography`` reads them; None where it refuses to."""
    try:
        loaded = x509.load_der_x509_certificate(data)
        return loaded, {item.oid.dotted_string: item for item in loaded.extensions}
    except (ValueError, x509.InvalidVersion, x509.DuplicateExtension):
        return None


def _usage(value: x509.KeyUsage) -> KeyUsage:
    usage = KeyUsage(0)
    for attribute, bit in _BITS.items():
        usage |= bit if getattr(value, attribute) else KeyUsage(0)
    if value.key_agreement:
        usage |= KeyUsage.encipherOnly if value.encipher_only else KeyUsage(0)
        usage |= KeyUsage.decipherOnly if value.decipher_only else KeyUsage(0)
    return usage


def _plain_name(name: x509.GeneralName) -> tuple[NameForm, object]:
    form = _FORMS[type(name)]
    match name:
        case x509.IPAddress():
            return form, name.value.packed
        case x509.DirectoryName():
            return form, name.value.public_bytes()
        case x509.RegisteredID():
            return form, name.value.dotted_string
        case x509.OtherName():
            return form, f"{name.type_id.dotted_string} {pki.tlv(0xA0, name.value).hex()}"
    return form, name.value


_BY_CONTENTS = (NameForm.IP, NameForm.DIRECTORY)


@pytest.mark.filterwarnings("ignore:Parsed a serial number which wasn't positive")
def test_our_reading_agrees_with_cryptography():
    """Serial number, names, times and extensions of every real certificate are what ``cryptography`` reads."""
    compared = 0
    for data in REAL:
        their = theirs(data)
        if their is None:
            continue
        loaded, extensions = their
        ours = Certificate(data)
        compared += 1
        assert loaded.serial_number == ours.serial_number
        assert loaded.version.value == ours.version
        assert loaded.tbs_certificate_bytes == ours.tbs
        assert loaded.signature == ours.signature_value
        assert loaded.signature_algorithm_oid.dotted_string == ours.signature_algorithm.oid
        assert loaded.subject.public_bytes() == ours.subject.encoding
        assert loaded.issuer.public_bytes() == ours.issuer.encoding
        assert loaded.not_valid_before_utc == ours.not_before
        assert loaded.not_valid_after_utc == ours.not_after
        assert [item.oid.dotted_string for item in loaded.extensions] == [item.oid for item in ours.extensions]
        assert [item.critical for item in loaded.extensions] == [item.critical for item in ours.extensions]
        assert {} == ours.unreadable
        assert_extensions_agree(extensions, ours)
    assert compared > 200


def assert_extensions_agree(extensions: dict[str, x509.Extension], ours: Certificate) -> None:
    """Compare the decoded values, absence included."""
    values = {number: item.value for number, item in extensions.items()}
    constraints = values.get(ExtensionOID.BASIC_CONSTRAINTS.dotted_string)
    mine = ours.basic_constraints
    assert (constraints is None) == (mine is None)
    if constraints is not None:
        assert (constraints.ca, constraints.path_length) == (mine.ca, mine.path_length)
    usage = values.get(ExtensionOID.KEY_USAGE.dotted_string)
    assert (None if usage is None else _usage(usage)) == ours.key_usage
    purposes = values.get(ExtensionOID.EXTENDED_KEY_USAGE.dotted_string)
    assert (None if purposes is None else tuple(item.dotted_string for item in purposes)) == ours.extended_key_usage
    names = values.get(ExtensionOID.SUBJECT_ALTERNATIVE_NAME.dotted_string)
    mine = [(name.form, name.contents if name.form in _BY_CONTENTS else name.text) for name in ours.subject_alt_name]
    assert [_plain_name(name) for name in names or ()] == mine
    held = values.get(ExtensionOID.SUBJECT_KEY_IDENTIFIER.dotted_string)
    assert (None if held is None else held.digest) == ours.subject_key_identifier
    named = values.get(ExtensionOID.AUTHORITY_KEY_IDENTIFIER.dotted_string)
    assert (None if named is None else named.key_identifier) == ours.authority_key_identifier.key_identifier
    if named is not None:
        assert named.authority_cert_serial_number == ours.authority_key_identifier.authority_cert_serial_number


def test_cryptography_certificates_can_be_given():
    """A certificate that ``cryptography`` loaded is the same to us as its DER."""
    case = next(case for case in GOOD if case.name == "good-two")
    loaded = [x509.load_der_x509_certificate(item.der) for item in served(case)]
    report = ask(case, loaded)
    assert Verdict.TRUSTED is report.verdict
    assert [item.public_bytes(Encoding.DER) for item in loaded] == [item.der for item in report.served]
