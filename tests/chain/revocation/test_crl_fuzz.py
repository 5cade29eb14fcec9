"""Other projects' fuzzing corpus and lint tests for CRLs through the engine: none crashes or hangs it or is "good"."""

from __future__ import annotations

import contextlib
import json
import os
import time
import zipfile
from pathlib import Path

import pytest

from tests.support.crl_cases import CA, LEAF, ROOT, ROOT_CRL
from tests.support.crls import crl, entry
from tests.support.pki import AT
from tlskit.chain import Conformance, Purpose, Revocation, ValidationPolicy, inspect_chain
from tlskit.chain.revocation.crl_scope import UnusableError, coverage, defect, staleness, updates
from tlskit.errors import InputError
from tlskit.export.report import to_json
from tlskit.finding import Verdict, visible
from tlskit.x509.certificate import Certificate
from tlskit.x509.crl import CertificateRevocationList
from tlskit.x509.file.crls import crl_blocks

CORPORA = os.environ.get("TLSKIT_CORPORA", "")
ARCHIVE = Path(CORPORA, "fuzz.zip")
BOUND = 1.0
POLICIES = [
    ValidationPolicy(at=AT, purpose=Purpose.ANY, conformance=conformance, revocation=Revocation.REQUIRED)
    for conformance in Conformance
]


def take(data):
    """Read a CRL and ask everything that can be asked of it alone."""
    base, leaf = CertificateRevocationList(crl(CA)), Certificate(LEAF.certificate)
    for encoded in [data, *crl_blocks(data)]:
        read = CertificateRevocationList(encoded)
        for numbers in ([1, 2, -3], range(100)):
            read.search(numbers)
        with contextlib.suppress(UnusableError):
            coverage(read, leaf)
        texts = [defect(read, policy) for policy in POLICIES] + [staleness(read, AT), read.label, str(read.ref)]
        assert [visible(text) for text in texts] == texts
        updates(read, base)
        updates(base, read)


def offence(data):
    """Return what is wrong with how one file was taken; the empty string where nothing is."""
    started = time.process_time()
    try:
        take(data)
        for policy in POLICIES:
            report = inspect_chain(
                [LEAF.certificate, CA.certificate], trust=[ROOT.certificate], policy=policy, crls=[ROOT_CRL, data]
            )
            if report.verdict is not Verdict.INDETERMINATE:
                return report.verdict.value
            json.dumps(to_json(report))
    except InputError:
        return ""
    except Exception as error:  # noqa: BLE001 - the very thing that is looked for
        return f"{type(error).__name__}: {error}"[:200]
    took = time.process_time() - started
    return f"{took:.1f} s" if took > BOUND else ""


@pytest.mark.skipif(
    not CORPORA or not ARCHIVE.is_file(), reason="TLSKIT_CORPORA does not name a directory with fuzz.zip"
)
@pytest.mark.parametrize(("folder", "least"), [("openssl/crl/", 600), ("zlint/", 20)])
def test_every_file(folder, least):
    """Each file is read within a second, says nothing of a stranger's certificate, and raises InputError at most."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        names = [item.filename for item in archive.infolist() if item.filename.startswith(folder) and not item.is_dir()]
        files = {name: archive.read(name) for name in names if "crl" in name.lower()}
    assert len(files) >= least
    assert {} == {name: found for name, data in files.items() if (found := offence(data))}


def test_every_prefix_and_flip():
    """A CRL cut at any place, or with any byte changed in three ways, is read without an exception."""
    whole = crl(CA, [entry(1), entry(LEAF, reason=1)], idp=b"\x30\x03\x81\x01\xff")
    for place in range(len(whole)):
        take(b"\x30" + whole[1:place])
        for mask in (0x01, 0x80, 0xFF):
            flipped = bytearray(whole)
            flipped[place] ^= mask
            try:
                take(bytes(flipped))
            except InputError:
                continue
