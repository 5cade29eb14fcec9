"""Other projects' sick files on the command line; the tests of the engine take all of them, these every twentieth."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from tests.support.crl_cases import CA, LEAF, ROOT
from tests.support.program import AT

CORPORA = os.environ.get("TLSKIT_CORPORA", "")
ARCHIVE = Path(CORPORA, "fuzz.zip")
FOLDERS = ("openssl/x509/", "openssl/crl/", "openssl/cms/", "zlint/")
TRUST = ("--no-default-trust", "--ca-file", "root.pem", *AT)
ASKED = {
    "show": ("show", "file", *AT),
    "show as JSON": ("show", "file", "--json", *AT),
    "chain": ("chain", "file", "--paths", *TRUST),
    "chain as JSON": ("chain", "file", "--json", *TRUST),
    "pool": ("chain", "chain.pem", "--pool", "file", *TRUST),
    "roots": ("chain", "chain.pem", "--ca-file", "file", *TRUST),
    "CRL": ("chain", "chain.pem", "--crl", "file", "--require-crl", *TRUST),
}


@pytest.mark.skipif(
    not CORPORA or not ARCHIVE.is_file(), reason="TLSKIT_CORPORA does not name a directory with fuzz.zip"
)
@pytest.mark.parametrize("asked", ASKED)
def test_every_twentieth_file(asked, call, monkeypatch, tmp_path):
    """Each file is answered within a second, without a traceback, and never makes revocation good."""
    monkeypatch.chdir(tmp_path)
    Path("chain.pem").write_bytes(LEAF.pem + CA.pem)
    Path("root.pem").write_bytes(ROOT.pem)
    allowed = {1, 3} if asked == "CRL" else {0, 1, 3}
    odd = {}
    with zipfile.ZipFile(ARCHIVE) as archive:
        names = [name for name in archive.namelist() if name.startswith(FOLDERS) and not name.endswith("/")][::20]
        for name in names:
            Path("file").write_bytes(archive.read(name))
            started = time.process_time()
            ended = call(*ASKED[asked])
            took = time.process_time() - started
            if ended.status not in allowed or took > 1 or "Traceback" in ended.stderr:
                odd[name] = (ended.status, round(took, 1), ended.stderr[:200])
    assert len(names) > 80
    assert {} == odd
