"""Verdicts per second beside cryptography's verifier and pyOpenSSL's store context; how cost grows; a huge CRL.

    python benchmarks/chain.py

EC P-256 chains of three (end entity, intermediate, root), all peers in one run on the same bytes, interleaved, best of
several rounds. Ratios are ours over the peer's: above 1 is faster. It reports and never fails.

What is compared. A peer says yes or no and stops at the first path that is good or, saying no, at the first fault;
tlskit judges every path and makes a report. In "from scratch" everybody is given parsed objects, which keep what has
been read of them, and nothing else is kept. In "1,000 different leaves" everybody is given a leaf's DER; the peers are
set up once, with the intermediate parsed, while tlskit is given the intermediate's DER each time, as a server sends it.
Of the huge CRL each party runs in a process of its own that does nothing else; cryptography, whose verifier knows no
CRLs, loads it, checks its signature and looks the one serial number up.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from OpenSSL import crypto
from party import show_rates

from tlskit.chain import Certificate, ChainInspector, Revocation, TrustStore, ValidationPolicy, inspect_chain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Issued = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]

AT = datetime(2026, 6, 1, tzinfo=UTC)
HOST = "shop.example"
ROUNDS, SECONDS = 5, 0.2
LEAVES, ENTRIES = 1000, 1_000_000
NAMES = ("tlskit", "cryptography", "pyOpenSSL")


def main() -> None:
    """Run everything; with arguments, one party's part of the huge CRL."""
    if sys.argv[1:]:
        answer_with_crl(sys.argv[1], Path(sys.argv[2]))
        return
    root = issue("Bench Root", None, ca=True)
    intermediate = issue("Bench Intermediate", root, ca=True)
    leaf = issue(HOST, intermediate, ca=False)
    from_scratch(leaf, intermediate, root)
    different_leaves(intermediate, root)
    growth_with_certificates(leaf, intermediate, root)
    growth_with_paths(leaf, intermediate, root)
    huge_crl(leaf, intermediate, root)


# -- the parties -----------------------------------------------------------------------------------------------------


def der(items: Sequence[x509.Certificate]) -> list[bytes]:
    """Return the DER of each."""
    return [item.public_bytes(Encoding.DER) for item in items]


def tlskit_verdict(
    leaf: x509.Certificate, others: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], pool: int = 0
) -> Callable[[], object]:
    """Verdicts from scratch on parsed objects; the last ``pool`` of the others are not served but in the pool."""
    held = [Certificate(encoded) for encoded in der(others)]
    served, rest = [Certificate(der([leaf])[0]), *held[: len(held) - pool]], held[len(held) - pool :]
    trust, policy = TrustStore(der(roots)), ValidationPolicy(at=AT, identity=HOST)
    return lambda: inspect_chain(served, trust=trust, policy=policy, pool=rest)


def cryptography_verdict(
    leaf: x509.Certificate, others: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> Callable[[], object]:
    """One verifier, set up once, as its documentation shows."""
    store, others = verification.Store(roots), list(others)
    verifier = verification.PolicyBuilder().store(store).time(AT).build_server_verifier(x509.DNSName(HOST))
    return lambda: verifier.verify(leaf, others)


def openssl_verdict(
    leaf: x509.Certificate, others: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> Callable[[], object]:
    """One store, set up once, and a context for each verdict; it is not asked for the name."""
    store = openssl_store(roots)
    target, *rest = (crypto.X509.from_cryptography(item) for item in (leaf, *others))
    return lambda: crypto.X509StoreContext(store, target, rest).verify_certificate()


def openssl_store(roots: Sequence[x509.Certificate]) -> crypto.X509Store:
    """Return a store that validates as of our moment."""
    store = crypto.X509Store()
    for item in roots:
        store.add_cert(crypto.X509.from_cryptography(item))
    store.set_time(AT.replace(tzinfo=None))
    return store


# -- what is measured ------------------------------------------------------------------------------------------------


def from_scratch(leaf: Issued, intermediate: Issued, root: Issued) -> None:
    """One verdict after the other on parsed objects; nothing is kept between them but the objects."""
    question = (leaf[0], [intermediate[0]], [root[0]])
    works = (tlskit_verdict(*question), cryptography_verdict(*question), openssl_verdict(*question))
    show("verdicts from scratch on parsed objects", best_rates(works), "tlskit/cryptography at least 0.50")


def different_leaves(intermediate: Issued, root: Issued) -> None:
    """Many end entities under the same CAs, each seen once and parsed from DER by everybody."""
    key = ec.generate_private_key(ec.SECP256R1())
    leaves = der([issue(HOST, intermediate, ca=False, key=key)[0] for _ in range(LEAVES)])
    served = der([intermediate[0]])[0]
    trust, policy = TrustStore(der([root[0]])), ValidationPolicy(at=AT, identity=HOST)
    store, parsed = openssl_store([root[0]]), [crypto.X509.from_cryptography(intermediate[0])]
    builder = verification.PolicyBuilder().store(verification.Store([root[0]])).time(AT)
    verifier = builder.build_server_verifier(x509.DNSName(HOST))

    def ours() -> None:
        inspector = ChainInspector(trust=trust, policy=policy)
        for leaf in leaves:
            inspector.inspect([leaf, served])

    def with_cryptography() -> None:
        for leaf in leaves:
            verifier.verify(x509.load_der_x509_certificate(leaf), [intermediate[0]])

    def with_openssl() -> None:
        for leaf in leaves:
            target = crypto.load_certificate(crypto.FILETYPE_ASN1, leaf)
            crypto.X509StoreContext(store, target, parsed).verify_certificate()

    rates = [LEAVES * each for each in best_rates((ours, with_cryptography, with_openssl))]
    show(
        f"{LEAVES:,} different leaves from DER, one ChainInspector",
        rates,
        "0.90 of the faster peer, then ahead of both",
    )


def growth_with_certificates(leaf: Issued, intermediate: Issued, root: Issued) -> None:
    """How the cost of one verdict grows with the store and with the pool (for peers: untrusted certificates)."""
    others = [issue(f"Other CA {number}", None, ca=True)[0] for number in range(1000)]
    print("cost of one verdict in us, and relative to a store of one root and no pool")
    print(f"  {'store':>5}  {'pool':>5}" + "".join(f"{name:>20}" for name in (*NAMES, "ChainInspector")))
    base: list[float] = []
    for roots, pool in ((1, 0), (118, 0), (1000, 0), (1, 100), (1, 1000)):
        trusted, held = [root[0], *others[: roots - 1]], others[:pool]
        question = (leaf[0], [intermediate[0], *held], trusted)
        works = (
            tlskit_verdict(*question, pool=pool),
            cryptography_verdict(*question),
            openssl_verdict(*question),
            asked_again(leaf[0], intermediate[0], trusted, held),
        )
        costs = [1e6 / value for value in best_rates(works, rounds=2, seconds=0.1)]
        base = base or costs
        print(f"  {roots:5,}  {pool:5,}" + in_columns(costs, base))
    print()


def asked_again(
    leaf: x509.Certificate,
    intermediate: x509.Certificate,
    roots: Sequence[x509.Certificate],
    pool: Sequence[x509.Certificate],
) -> Callable[[], object]:
    """Verdicts through one inspector with one pool, from DER."""
    inspector = ChainInspector(trust=TrustStore(der(roots)), policy=ValidationPolicy(at=AT, identity=HOST))
    served, held = der([leaf, intermediate]), der(pool)
    return lambda: inspector.inspect(served, pool=held)


def growth_with_paths(leaf: Issued, intermediate: Issued, root: Issued) -> None:
    """How it grows with the number of paths: one intermediate that several trusted roots have certified."""
    name, key = "Bench Intermediate", intermediate[1]
    roots = [root, *(issue(f"Cross Root {number}", None, ca=True) for number in range(63))]
    crossed = [intermediate[0], *(issue(name, item, ca=True, key=key)[0] for item in roots[1:])]
    print(
        "cost of one verdict in us, and relative to one path (tlskit judges every path, its peers the first good one)"
    )
    print(f"  {'paths':>5}" + "".join(f"{party:>20}" for party in NAMES))
    base: list[float] = []
    for count in (1, 2, 8, 64):
        question = (leaf[0], crossed[:count], [item[0] for item in roots[:count]])
        works = (tlskit_verdict(*question), cryptography_verdict(*question), openssl_verdict(*question))
        costs = [1e6 / value for value in best_rates(works, rounds=2, seconds=0.1)]
        base = base or costs
        print(f"  {count:5,}" + in_columns(costs, base))
    print()


# -- a CRL of 51 MB --------------------------------------------------------------------------------------------------


def huge_crl(leaf: Issued, intermediate: Issued, root: Issued) -> None:
    """A whole chain against CRLs of which one has a million entries: time and peak memory of a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, (certificate, _) in (("leaf", leaf), ("intermediate", intermediate), ("root", root)):
            (folder / part).write_bytes(certificate.public_bytes(Encoding.DER))
        (folder / "root.crl").write_bytes(crl(root, 1))
        size = (folder / "huge.crl").write_bytes(crl(intermediate, ENTRIES))
        print(f"a chain against a CRL of {size / 1e6:.0f} MB with {ENTRIES:,} entries")
        commands = ((sys.executable, __file__, party, name) for party in NAMES)
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]  # side by side
        for party, process in zip(NAMES, running, strict=True):
            print(f"  {party:14}{process.communicate()[0].strip() or 'failed'}")
    print("  aim: tlskit below 2 s and 400 MB")


def answer_with_crl(party: str, folder: Path) -> None:
    """Answer as one of the parties and print processor time and peak memory."""
    leaf, intermediate, root = ((folder / name).read_bytes() for name in ("leaf", "intermediate", "root"))
    small, huge = (folder / "root.crl").read_bytes(), (folder / "huge.crl").read_bytes()
    started = time.process_time()
    if party == "tlskit":
        policy = ValidationPolicy(at=AT, identity=HOST, revocation=Revocation.REQUIRED)
        answer = inspect_chain([leaf, intermediate], trust=[root], policy=policy, crls=[small, huge]).verdict.value
    elif party == "cryptography":
        parsed, target = x509.load_der_x509_crl(huge), x509.load_der_x509_certificate(leaf)
        signer = x509.load_der_x509_certificate(intermediate).public_key()
        assert isinstance(signer, ec.EllipticCurvePublicKey)
        found = parsed.get_revoked_certificate_by_serial_number(target.serial_number)
        answer = "not listed" if parsed.is_signature_valid(signer) and found is None else "listed or not signed"
    else:
        target, issuer = (crypto.load_certificate(crypto.FILETYPE_ASN1, item) for item in (leaf, intermediate))
        store = openssl_store([x509.load_der_x509_certificate(root)])
        for item in (small, huge):
            store.add_crl(x509.load_der_x509_crl(item))
        store.set_flags(crypto.X509StoreFlags.CRL_CHECK | crypto.X509StoreFlags.CRL_CHECK_ALL)
        crypto.X509StoreContext(store, target, [issuer]).verify_certificate()
        answer = "trusted"
    print(f"{time.process_time() - started:6.2f} s   {peak_memory()}   {answer}")


def peak_memory() -> str:
    """Return the most that this process has held, where the system says it."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii")) if status.exists() else None
    return f"{int(found[1]) / 1000:5.0f} MB" if found else "memory not measured"


def crl(issuer: Issued, entries: int) -> bytes:
    """Return a signed CRL. Each entry has 51 octets: a serial number of 16, a time, and a reason.

    Written by hand: a million entries through a builder would take longer than everything that is measured here.
    """
    extension = tlv(0x30, bytes.fromhex("0603551d15") + tlv(0x04, b"\x0a\x01\x01"))
    tail = tlv(0x18, b"20260501000000Z") + tlv(0x30, extension)
    header = bytes([0x30, 2 + 16 + len(tail), 0x02, 16, 0x40])  # a positive number
    digits = hashlib.shake_256(b"serial numbers").digest(15 * entries)
    revoked = b"".join([header + digits[at : at + 15] + tail for at in range(0, len(digits), 15)])
    algorithm = tlv(0x30, bytes.fromhex("06082a8648ce3d040302"))  # ecdsa-with-SHA256
    times = tlv(0x17, b"260531000000Z") + tlv(0x17, b"260701000000Z")
    name = issuer[0].subject.public_bytes()
    key_id = tlv(0x30, tlv(0x80, x509.SubjectKeyIdentifier.from_public_key(issuer[1].public_key()).digest))
    extensions = tlv(0x30, bytes.fromhex("0603551d23") + tlv(0x04, key_id))
    extensions += tlv(0x30, bytes.fromhex("0603551d14") + tlv(0x04, b"\x02\x01\x01"))
    signed = tlv(
        0x30, b"\x02\x01\x01" + algorithm + name + times + tlv(0x30, revoked) + tlv(0xA0, tlv(0x30, extensions))
    )
    signature = issuer[1].sign(signed, ec.ECDSA(hashes.SHA256()))
    return tlv(0x30, signed + algorithm + tlv(0x03, b"\x00" + signature))


def tlv(tag: int, contents: bytes) -> bytes:
    """Encode one DER value."""
    length = len(contents)
    if length < 0x80:
        return bytes([tag, length]) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(octets)]) + octets + contents


# -- measuring and showing -------------------------------------------------------------------------------------------


def rate(work: Callable[[], object], seconds: float) -> float:
    """Return how often ``work`` runs in a second of processor time, of which a busy machine takes nothing away."""
    count, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < seconds or not count:
        work()
        count += 1
    return count / spent


def best_rates(works: Sequence[Callable[[], object]], rounds: int = ROUNDS, seconds: float = SECONDS) -> list[float]:
    """Return the best rate of each, rounds interleaved so that a slow moment hits all alike."""
    best = [0.0] * len(works)
    for _ in range(rounds):
        best = [max(before, rate(work, seconds)) for before, work in zip(best, works, strict=True)]
    return best


def show(title: str, rates: Sequence[float], aim: str) -> None:
    """Print what each party does in a second, and ours in relation to it."""
    print(f"{title}, EC P-256, chain of three")
    show_rates(NAMES, rates)
    print(f"  aim: {aim}\n")


def in_columns(costs: Sequence[float], base: Sequence[float]) -> str:
    """Return costs as columns, each with its ratio to its own beginning."""
    return "".join(f"{cost:10,.0f}  x {cost / first:6.2f}" for cost, first in zip(costs, base, strict=True))


# -- certificates ----------------------------------------------------------------------------------------------------


def issue(name: str, issuer: Issued | None, *, ca: bool, key: ec.EllipticCurvePrivateKey | None = None) -> Issued:
    """Return a certificate that conforms to every peer's profile, and its key."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer, signing_key = (subject, key) if issuer is None else (issuer[0].subject, issuer[1])
    usage = {"digital_signature": not ca, "key_cert_sign": ca, "crl_sign": ca}
    others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=30))
        .not_valid_after(AT + timedelta(days=60))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(**usage, **dict.fromkeys(others, False), encipher_only=False, decipher_only=False),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    if not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return builder.sign(signing_key, hashes.SHA256()), key


if __name__ == "__main__":
    main()
