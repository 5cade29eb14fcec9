"""Long CRLs: every entry is found, whatever its shape; 51 MB with a million entries take little time and memory."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509

from tests.chain import pki
from tests.chain.crl_cases import CA, LEAF
from tests.chain.crls import HOLD, KEY_COMPROMISE, REVOKED, crl, entry, extension, issued_by
from tlskit.chain.crl import CertificateRevocationList

HERE = Path(__file__).resolve().parent.parent.parent

PROGRAM = """
import json, re, sys, time
from pathlib import Path
from tests.chain.crl_cases import CA, LEAF, ROOT, ROOT_CRL
from tests.chain.pki import AT
from tlskit.chain import Purpose, Revocation, ValidationPolicy, inspect_chain

big = Path(sys.argv[1]).read_bytes()
policy = ValidationPolicy(at=AT, purpose=Purpose.ANY, revocation=Revocation.REQUIRED)
started = time.process_time()
served = [LEAF.certificate, CA.certificate]
report = inspect_chain(served, trust=[ROOT.certificate], policy=policy, crls=[ROOT_CRL, big])
seconds = time.process_time() - started
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024
print(json.dumps({"seconds": seconds, "mebibytes": peak, "verdict": report.verdict.value}))
"""


def a_million(*more: bytes) -> bytes:
    """Make a CRL of 51 MB."""
    sample = entry(1 << 126, reason=KEY_COMPROMISE, date=pki.tlv(0x18, b"20260401000000Z"))
    head, tail = sample[:4] + b"\x40", sample[20:]
    digits = hashlib.shake_256(b"serial numbers").digest(15_000_000)
    return crl(CA, [b"".join([head + digits[at : at + 15] + tail for at in range(0, len(digits), 15)]), *more])


def test_every_serial_number_is_found():
    """Among entries of many shapes each one is found, and neighbours of their serial numbers are not."""
    source = random.Random(1)
    numbers = {source.getrandbits(source.choice([7, 8, 15, 16, 63, 64, 120, 127, 159])) for _ in range(3_000)}
    numbers |= {-1, -128, -129, 0, 127, 128, 255, 256}
    long = extension("1.3.6.1.4.1.99999.2", bytes(300))
    kinds = [(), (extension("1.3.6.1.4.1.99999.2", b"\x05\x00"),), (long,)]
    entries = [entry(number, *source.choice(kinds), reason=source.choice([None, 1, HOLD])) for number in numbers]
    found = CertificateRevocationList(crl(CA, entries))
    for asked in (numbers, list(numbers)[:3], list(numbers)[-9:]):
        assert sorted(asked) == sorted(item.serial_number for item in found.search(asked).entries)
    others = {number + step for number in numbers for step in (-1, 1)} - numbers
    assert ((), "") == (found.search(others).entries, found.search(others).problem)
    assert sorted(numbers) == sorted(item.serial_number for item in x509.load_der_x509_crl(found.der))


def test_a_serial_number_inside_an_extension_is_none():
    """The octets of an encoded serial number are an entry's only where an entry has its serial number."""
    hidden = extension("1.3.6.1.4.1.99999.2", pki.integer(77_777_777))
    marked = extension("1.3.6.1.4.1.99999.2", b"\x01\x01\xff\x04\x06\x03\x55\x1d\x1d")
    listing = CertificateRevocationList(crl(CA, [entry(5, hidden), entry(6, marked)])).search([77_777_777])
    assert ((), "") == (listing.entries, listing.problem)


def test_issuers_are_sticky():
    """A certificateIssuer holds from its entry on, until another one comes."""
    one, two = pki.issue("One", ca=True), pki.issue("Two", ca=True)
    entries = [entry(1), entry(2, issued_by(one)), entry(3), entry(4, issued_by(two)), entry(5)]
    listing = CertificateRevocationList(crl(CA, entries)).search(range(1, 6))
    names = [[name.label for name in item.certificate_issuer] for item in listing.entries]
    assert [[], ["One"], ["One"], ["Two"], ["Two"]] == names


@pytest.mark.parametrize(
    "odd",
    [
        b"\x30\x03\x02\x01\x05",  # no time
        b"\x30\x00",
        b"\x31\x12" + entry(5)[2:],
        b"\x30\x14\x02\x02\x00\x05" + pki.time(REVOKED),  # an octet too many
        b"\x30\x81\x12" + entry(5)[2:],  # a length that is not the shortest
        b"\x30\x80" + entry(5)[2:] + b"\x00\x00",
        b"\x30\x7f\x02\x01\x05",
    ],
    ids=["no time", "empty", "SET", "padded", "long length", "indefinite", "too long"],
)
@pytest.mark.parametrize("asked", [[5], list(range(40))], ids=["few", "many"])
def test_odd_entries_are_a_problem(odd, asked):
    """An entry that is not DER is never overlooked when its serial number is asked about."""
    listing = CertificateRevocationList(crl(CA, [entry(300), odd, entry(301)])).search(asked)
    assert () == listing.entries
    assert "cannot be read" in listing.problem


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to measure the memory with")
@pytest.mark.parametrize(("more", "verdict"), [((), "trusted"), ((entry(LEAF),), "untrusted")], ids=["absent", "last"])
def test_a_million_entries(more, verdict, tmp_path):
    """A million entries in 51 MB are judged in less than 2 s of processor time, by a process of 400 MB at most."""
    big = a_million(*more)
    assert 51_000_000 < len(big) < 52_000_000
    (tmp_path / "big.crl").write_bytes(big)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path / "big.crl"],
        capture_output=True,
        text=True,
        cwd=HERE,
        timeout=60,
        check=False,
    )
    assert not done.returncode, done.stderr
    measured = json.loads(done.stdout)
    assert verdict == measured["verdict"]
    assert measured["seconds"] < 2
    assert measured["mebibytes"] < 400
