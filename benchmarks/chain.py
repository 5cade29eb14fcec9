"""Verdicts per second beside cryptography's verifier and pyOpenSSL's store context; how cost grows.

    python benchmarks/chain.py

EC P-256 chains of three (end entity, intermediate, root), all peers in one run on the same bytes, interleaved, best of
several rounds. Ratios are ours over the peer's: above 1 is faster. It reports and never fails.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from OpenSSL import crypto

from tlskit.chain import Certificate, TrustStore, ValidationPolicy, inspect_chain

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2026, 6, 1, tzinfo=UTC)
HOST = "shop.example"
ROUNDS, SECONDS = 5, 0.4
Issued = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


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


def rate(work: Callable[[], object]) -> float:
    """Return how often ``work`` runs in a second."""
    count, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < SECONDS:
        work()
        count += 1
    return count / spent


def best_rates(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the best rate of each, rounds interleaved so that a slow moment hits all alike."""
    best = dict.fromkeys(works, 0.0)
    for _ in range(ROUNDS):
        for name, work in works.items():
            best[name] = max(best[name], rate(work))
    return best


def from_scratch(leaf: Issued, intermediate: Issued, root: Issued) -> None:
    """One verdict after the other on parsed objects; nothing is kept between them but the objects."""
    ours = [Certificate(item[0].public_bytes(Encoding.DER)) for item in (leaf, intermediate)]
    trust = TrustStore([root[0].public_bytes(Encoding.DER)])
    policy = ValidationPolicy(at=AT, identity=HOST)
    builder = verification.PolicyBuilder().store(verification.Store([root[0]])).time(AT)
    verifier = builder.build_server_verifier(x509.DNSName(HOST))
    store = crypto.X509Store()
    store.add_cert(crypto.X509.from_cryptography(root[0]))
    store.set_time(AT.replace(tzinfo=None))
    openssl = [crypto.X509.from_cryptography(item[0]) for item in (leaf, intermediate)]
    rates = best_rates(
        {
            "tlskit": lambda: inspect_chain(ours, trust=trust, policy=policy),
            "cryptography": lambda: verifier.verify(leaf[0], [intermediate[0]]),
            "pyOpenSSL": lambda: crypto.X509StoreContext(store, openssl[0], [openssl[1]]).verify_certificate(),
        }
    )
    print("verdicts from scratch on parsed objects, EC P-256, chain of three")
    for name, value in rates.items():
        print(f"  {name:14}{value:10,.0f}/s   tlskit/{name}: {rates['tlskit'] / value:.2f}")
    print("  aim: tlskit/cryptography at least 0.50\n")


def growth(leaf: Issued, intermediate: Issued, root: Issued) -> None:
    """How the cost of one verdict grows with the store and with the pool."""
    others = [issue(f"Other CA {number}", None, ca=True)[0].public_bytes(Encoding.DER) for number in range(1000)]
    mine = root[0].public_bytes(Encoding.DER)
    served = [Certificate(item[0].public_bytes(Encoding.DER)) for item in (leaf, intermediate)]
    policy = ValidationPolicy(at=AT, identity=HOST)
    print("cost of one verdict, relative to a store of one root and no pool")
    base = 0.0
    for roots, pool in ((1, 0), (118, 0), (1000, 0), (1, 100), (1, 1000)):
        trust = TrustStore([mine, *others[: roots - 1]])
        held = [Certificate(encoded) for encoded in others[:pool]]
        value = rate(lambda: inspect_chain(served, trust=trust, policy=policy, pool=held))  # noqa: B023 - called at once
        base = base or value
        print(f"  store {roots:5,}  pool {pool:5,}  {1e6 / value:8,.0f} us   x {base / value:.2f}")


def main() -> None:
    """Run everything."""
    root = issue("Bench Root", None, ca=True)
    intermediate = issue("Bench Intermediate", root, ca=True)
    leaf = issue(HOST, intermediate, ca=False)
    from_scratch(leaf, intermediate, root)
    growth(leaf, intermediate, root)


if __name__ == "__main__":
    main()
