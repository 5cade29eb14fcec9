"""Other projects' fuzzing corpora and lint tests through the engine: none may crash it, hang it or be trusted."""

from __future__ import annotations

import json
import os
import time
import zipfile
from pathlib import Path

import certifi
import pytest

from tests.support.pki import AT, HOST
from tlskit.chain import ChainReport, Conformance, Purpose, TrustAnchor, TrustStore, ValidationPolicy, inspect_chain
from tlskit.chain.inspect import load_certificates
from tlskit.errors import InputError
from tlskit.explain.chain import chain_document
from tlskit.export.report import to_json
from tlskit.finding import Verdict, visible

CORPORA = os.environ.get("TLSKIT_CORPORA", "")
ARCHIVE = Path(CORPORA, "fuzz.zip")
BOUND = 1.0

pytestmark = pytest.mark.skipif(
    not CORPORA or not ARCHIVE.is_file(), reason="TLSKIT_CORPORA does not name a directory with fuzz.zip"
)

POLICIES = (
    ValidationPolicy(at=AT, identity=HOST),
    ValidationPolicy(at=AT, purpose=Purpose.ANY, conformance=Conformance.ENFORCE),
)


@pytest.fixture(scope="module")
def roots() -> TrustStore:
    """The roots of certifi, loaded once."""
    anchors = load_certificates([Path(certifi.where()).read_bytes()])
    return TrustStore(map(TrustAnchor, anchors), name="certifi")


def members(folder: str) -> list[tuple[str, bytes]]:
    """Return name and contents of every file below a folder of the archive, read in place."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        entries = [item for item in archive.infolist() if item.filename.startswith(folder) and not item.is_dir()]
        return [(item.filename, archive.read(item)) for item in entries]


def offence(data: bytes, roots: TrustStore) -> str:
    """Return what is wrong with how one file was taken; the empty string where nothing is."""
    for policy in POLICIES:
        started = time.process_time()
        try:
            report = inspect_chain([data], trust=roots, policy=policy)
            chain_document(report, every_path=True)
            json.dumps(to_json(report))
        except InputError:
            continue
        except Exception as error:  # noqa: BLE001 - the very thing that is looked for
            return f"{type(error).__name__}: {error}"[:200]
        finally:
            took = time.process_time() - started
        if took > BOUND:
            return f"{took:.1f} s"
        if found := _fault_of(report, roots):
            return found
    return ""


def _fault_of(report: ChainReport, roots: TrustStore) -> str:
    if report.verdict is Verdict.TRUSTED and report.target not in roots.index:
        return "trusted"
    texts = [str(finding) + finding.remedy for finding in report.all_findings]
    if any(visible(text) != text for text in texts):
        return "a hidden character in a message"
    return ""


@pytest.mark.parametrize(
    ("folder", "least"), [("openssl/x509/", 200), ("zlint/", 300), ("openssl/crl/", 500), ("openssl/cms/", 300)]
)
def test_every_file_is_a_report_or_an_input_error(folder, least, roots):
    """Each file gives a report or an InputError within a second, is not trusted, and no other exception leaves."""
    files = members(folder)
    assert len(files) >= least
    offenders = {name: found for name, data in files if (found := offence(data, roots))}
    assert {} == offenders
