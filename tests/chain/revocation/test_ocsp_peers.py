"""OCSP responses made from a seed, right and wrong in every field, judged beside ``openssl ocsp`` and ``ocsptool``.

Whatever tlskit calls good OpenSSL and GnuTLS call good too, unless a reason is written in the tables below. The other
way round tlskit refuses more, and says why. ``TLSKIT_DEEP=1`` judges all of them instead of a tenth.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ssl import DER_cert_to_PEM_cert

import pytest
from cryptography import x509

from tests.support.ocsp_responses import (
    DAY,
    HOUR,
    NONCE,
    SCHEMES,
    UNKNOWN,
    UNKNOWN_STATUS,
    Response,
    Single,
    another_name,
    by_key,
    by_name,
    delegate,
    extension,
    key_usage,
    later,
    purposes,
    revoked,
    rsa_world,
    world,
)
from tests.support.pki import AT, Issued, integer, issue, octets, tlv
from tlskit.chain import OcspStatus, judge_ocsp
from tlskit.x509 import Certificate

OPENSSL, OCSPTOOL = shutil.which("openssl"), shutil.which("ocsptool")
MADE = 300
WORLDS = {"ECDSA": world, "RSA": rsa_world}
REFUSED_BY_OPENSSL: dict[str, str] = {
    "several": "it looks for one CertID hash and takes the first answer, stale or not; tlskit takes the fresh one",
}
"""What OpenSSL refuses and tlskit does not, by the mutation, and why that is right."""
REFUSED_BY_GNUTLS: dict[str, str] = {
    "by key": "it compares byKey with the subjectKeyIdentifier; RFC 6960 section 4.2.1 has the SHA-1 of the key",
    "responder key": "the same",
}
"""What GnuTLS refuses and tlskit does not, likewise."""


def made(seed):
    """Return a response for a seed, and the names of what is odd in it."""
    chance = random.Random(f"tlskit {seed}")
    kind = chance.choice([*WORLDS])
    about = WORLDS[kind]()
    delegates = chance.random() < 0.5
    signer = about.responder if delegates else about.issuer
    response = Response(about, signer=signer, certificates=(signer.certificate,) if delegates else ())
    names = []
    if chance.random() < 0.3:
        response = response.but(responder=by_key(signer))
        names.append("by key")
    if chance.random() < 0.4:
        response = response.but(singles=(replace(response.singles[0], digest=chance.choice(["sha256", "sha512"])),))
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        name = chance.choice([*MUTATIONS])
        if not (name.startswith("delegate") and not (delegates and kind == "ECDSA")):
            names.append(name)
            response = MUTATIONS[name](response, chance)
    return response, names


def _single(response, **changes):
    if not response.singles:
        return response
    return response.but(singles=(replace(response.singles[0], **changes), *response.singles[1:]))


def _scheme(response, chance):
    kind = "ecdsa" if response.about is world() else ("rsa", "pss")
    return response.but(scheme=chance.choice([name for name in SCHEMES if name.startswith(kind)]))


def _signer(response, chance):
    about = response.about
    signer = chance.choice([about.root, about.leaf, about.responder, about.issuer])
    return response.but(signer=signer, certificates=(signer.certificate,))


def _several(response, chance):
    digest = response.singles[0].digest if response.singles else "sha1"
    others = [
        Single(digest=digest),
        Single(revoked(), digest=digest),
        Single(UNKNOWN_STATUS, digest=digest),
        Single(this_update=AT - 9 * DAY, next_update=AT - DAY, digest=digest),
        Single(serial=77),
        Single(serial=78, status=revoked()),
    ]
    singles = [*response.singles, *chance.sample(others, chance.randint(1, 3))]
    chance.shuffle(singles)
    return response.but(singles=tuple(singles))


def _delegate(response, chance):
    issuer = response.about.issuer
    above = Issued(issuer.certificate, issuer.key, issuer.name, Certificate(issuer.certificate).subject_key_identifier)
    root = response.about.root
    namesake = issue("OCSP issuer", Issued(root.certificate, root.key, root.name, b"root"), ca=True, key="forger")
    options = chance.choice(
        [
            {},
            {"extensions": purposes()},
            {"extensions": purposes("2.5.29.37.0")},
            {"extensions": purposes("2.5.29.37.0", "1.3.6.1.5.5.7.3.9")},
            {"extensions": key_usage(b"\x05\x20")},
            {"ends": AT - DAY},
            {"begins": AT + 900 * DAY},
            {"digest": "sha1"},
            {"extensions": {x509.ObjectIdentifier(UNKNOWN): (b"\x05\x00", True)}},
        ]
    )
    signer = delegate(chance.choice([above, above, above, namesake, None]), **options)
    return response.but(signer=signer, certificates=(signer.certificate,), responder=None)


MUTATIONS = {
    "status": lambda r, c: r.but(status=c.choice((1, 2, 3, 5, 6, 9))),
    "version": lambda r, c: r.but(version=tlv(0xA0, integer(c.choice((0, 1))))),
    "responder name": lambda r, c: r.but(responder=c.choice([another_name("X"), by_name(r.about.leaf.name)])),
    "responder key": lambda r, c: r.but(responder=by_key(c.choice([r.about.root, r.about.leaf, r.about.issuer]))),
    "produced": lambda r, c: r.but(produced_at=AT + c.choice((-9000, -48, 2, 400)) * HOUR),
    "this update": lambda r, c: _single(r, this_update=AT + timedelta(minutes=c.choice((-90000, -10, 2, 9, 900)))),
    "next update": lambda r, c: _single(r, next_update=c.choice([None, AT - DAY, AT - 60 * HOUR, AT + 900 * DAY])),
    "revoked": lambda r, c: _single(r, status=revoked(reason=c.choice((None, 0, 1, 6, 7, 8, 99)))),
    "unknown": lambda r, _: _single(r, status=UNKNOWN_STATUS),
    "serial": lambda r, c: _single(r, serial=c.choice((-1, 0, 1, 2**60))),
    "issuer name": lambda r, _: _single(r, issuer_name=r.about.root.name),
    "issuer key": lambda r, _: _single(r, issuer_key=r.about.root.key_bits),
    "hash": lambda r, c: _single(r, digest=c.choice(("md5", "sha1", "sha256", "sha384", "sha512"))),
    "mixed hash": lambda r, _: _single(r, digest="sha256", algorithm="1.3.14.3.2.26"),
    "several": _several,
    "none": lambda r, _: r.but(singles=()),
    "nonce": lambda r, _: r.but(extensions=(extension(NONCE, octets(b"n" * 8)),)),
    "unknown extension": lambda r, c: r.but(extensions=(extension(UNKNOWN, critical=c.random() < 0.5),)),
    "unknown extension of one": lambda r, c: _single(r, extensions=(extension(UNKNOWN, critical=c.random() < 0.5),)),
    "scheme": _scheme,
    "signer": _signer,
    "certificates": lambda r, c: r.but(
        certificates=tuple(c.sample([r.about.root.certificate, r.about.leaf.certificate, *r.certificates], k=2))
    ),
    "no certificates": lambda r, _: r.but(certificates=()),
    "tampered": lambda r, _: r.but(tampered=True),
    "trailing": lambda r, _: r.but(trailing=b"\0"),
    "type": lambda r, _: r.but(kind="1.3.6.1.5.5.7.48.1.9"),
    "delegate": _delegate,
    "delegate again": _delegate,
}


def asked(directory, response, digest):
    """Return whether OpenSSL calls a response good, and what it says."""
    about = response.about
    files = {"root": about.root, "issuer": about.issuer, "leaf": about.leaf}
    for name, item in files.items():
        (directory / f"{name}.pem").write_text(DER_cert_to_PEM_cert(item.certificate))
    (directory / "response.der").write_bytes(response.der)
    command = [OPENSSL, "ocsp", "-respin", "response.der", "-no_nonce", f"-{digest}", "-issuer", "issuer.pem"]
    command += ["-cert", "leaf.pem", "-CAfile", "root.pem", "-verify_other", "issuer.pem"]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    good = "leaf.pem: good" in said and "Response verify OK" in said and "Status times invalid" not in said
    return good, said


def asked_of_gnutls(directory, response):
    """Return whether GnuTLS verifies a response with the issuer as the one to be trusted, and what it says."""
    (directory / "issuer.pem").write_text(DER_cert_to_PEM_cert(response.about.issuer.certificate))
    (directory / "response.der").write_bytes(response.der)
    command = [OCSPTOOL, "--verify-response", "--load-trust", "issuer.pem", "--inder", "--infile", "response.der"]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    return "Verifying OCSP Response: Success" in said and "Certificate Status: good" in said, said


def seeds():
    """Return the seeds to judge: a tenth, or all."""
    return range(0, MADE, 1 if os.environ.get("TLSKIT_DEEP") else 10)


@pytest.mark.server
@pytest.mark.skipif(OPENSSL is None, reason="no openssl here")
def test_beside_openssl(tmp_path):
    """What is good here is good there or has a written reason; what is refused here has a reason."""
    moved = datetime.now(UTC).replace(microsecond=0) - AT  # OpenSSL holds the times of a response to its own clock
    outcomes, disputed = Counter(), []
    for seed in seeds():
        plain, names = made(seed)
        response = later(plain, moved)
        answer = judge_ocsp(response.der, response.about.target, issuers_of(response), AT + moved)
        digest = response.singles[0].digest if response.singles else "sha1"
        good, said = asked(tmp_path, response, digest)
        outcomes[answer.is_good, good] += 1
        explained = any(name in REFUSED_BY_OPENSSL for name in names)
        revoked_there = "leaf.pem: revoked" in said and "Response verify OK" in said
        if (answer.is_good and not good and not explained) or (
            revoked_there and OcspStatus.REVOKED is not answer.status
        ):
            disputed.append((seed, names, said))
        assert answer.is_good or answer.shortcoming
    assert not disputed
    assert min(outcomes[True, True], outcomes[False, False]) >= 5


def issuers_of(response):
    """Return the certificates that a response is judged with."""
    return [Certificate(response.about.issuer.certificate)]


@pytest.mark.server
@pytest.mark.skipif(OCSPTOOL is None, reason="no ocsptool here")
def test_beside_gnutls(tmp_path):
    """What is good here GnuTLS verifies, or there is a written reason."""
    moved = datetime.now(UTC).replace(microsecond=0) - AT
    outcomes, disputed = Counter(), []
    for seed in seeds():
        plain, names = made(seed)
        response = later(plain, moved)
        answer = judge_ocsp(response.der, response.about.target, issuers_of(response), AT + moved)
        good, said = asked_of_gnutls(tmp_path, response)
        outcomes[answer.is_good, good] += 1
        if answer.is_good and not good and not any(name in REFUSED_BY_GNUTLS for name in names):
            disputed.append((seed, names, said))
    assert not disputed
    assert min(outcomes[True, True], outcomes[False, False]) >= 5
