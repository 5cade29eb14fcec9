"""The types of the public API, as a caller's type checker sees them."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys

import pytest

PROGRAM = """\
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import assert_type

import tlskit
from tlskit import ChainReport, Finding, Severity, ValidationPolicy, Verdict, inspect_chain
from tlskit.export.shapes.chain import ChainJson
from tlskit.export.shapes.trace import TraceJson
from tlskit.registry.alert import AlertDescription
from tlskit.registry.cipher_suite import CipherSuite
from tlskit.registry.protocol_version import ProtocolVersion
from tlskit.trace import Transcript, TraceReport, observe, read_capture

policy = ValidationPolicy(at=datetime(2026, 6, 1, tzinfo=UTC), identity="shop.example", purpose=tlskit.Purpose.CLIENT)
report = inspect_chain([b"..."], trust=[b"..."], policy=policy, pool=iter([b"..."]))
assert_type(report, ChainReport)
assert_type(report.verdict, Verdict)
assert_type(report.decisive, Finding | None)
assert_type(report.findings, tuple[Finding, ...])
assert_type(report.worst(), Severity | None)
assert_type(report.repair.to_pem(), str)
assert_type(report.target.not_after, datetime | None)
assert_type(tlskit.to_json(report), ChainJson)
assert_type(tlskit.to_json(report)["repair"]["bundle"][0]["label"], str)
assert_type(tlskit.__version__, str)
for finding in report.all_findings:
    assert_type(finding.id, str)
    assert_type(finding.severity, Severity)
    assert_type(finding.at_severity(Severity.INFO), Finding)
    assert_type(finding.summary + finding.remedy + finding.detail, str)
budget = tlskit.Budget(paths=1)
store = tlskit.TrustStore([], name="none")
again = inspect_chain(report.served, trust=store, policy=ValidationPolicy(at=report.policy.at, budget=budget))
assert_type(again.best_path.is_good, bool)
traces = tlskit.inspect_trace(b"...", secrets="")
assert_type(traces, tuple[TraceReport, ...])
assert_type(observe(Transcript(())), TraceReport)
assert_type(tlskit.to_json(traces[0]), TraceJson)
assert_type([observe(item) for item in read_capture(b"...")], list[TraceReport])
assert_type([message.tree.span.size for message in traces[0].messages], list[int])
assert_type(traces[0].negotiated.version, ProtocolVersion | None)
try:
    pass
except tlskit.ConnectError as error:
    assert_type(error.phase, str)
assert_type(AlertDescription.certificate_expired, AlertDescription)
assert_type(AlertDescription(45).label, str)
assert_type(CipherSuite.read[0x1301], CipherSuite)
assert_type(CipherSuite.TLS_AES_128_GCM_SHA256.key_exchange, str | None)
assert_type(ProtocolVersion.known, Mapping[int, ProtocolVersion])
"""
MISTAKES = """\
ValidationPolicy()  # call-arg
ValidationPolicy(at="2026-06-01")  # arg-type
ValidationPolicy(at=policy.at, purpos="x")  # call-arg
inspect_chain([b"..."], trust=[b"..."])  # call-arg
inspect_chain(["pem as text"], trust=[], policy=policy)  # list-item
report.verdict = Verdict.TRUSTED  # misc
policy.at = datetime(2026, 6, 1, tzinfo=UTC)  # misc
report.verdikt  # attr-defined
tlskit.to_json(report)["verdikt"]  # typeddict-item
tlskit.to_json("report")  # call-overload
tlskit.inspect_chains  # attr-defined
observe(b"...")  # arg-type
AlertDescription.certificate_expird  # attr-defined
AlertDescription.certificate_expired.value  # attr-defined
"""


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")
def test_typed_api(tmp_path):
    """``mypy --strict`` infers every result of a typical use and finds every mistake that is marked, and no other."""
    program = tmp_path / "use.py"
    program.write_text(PROGRAM + MISTAKES, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file=", program.name]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    found = re.findall(r"^use\.py:(\d+): error: .*\[([a-z-]+)\]$", ended.stdout, re.MULTILINE)
    first = PROGRAM.count("\n") + 1
    expected = [(str(first + index), line.rpartition("# ")[2]) for index, line in enumerate(MISTAKES.splitlines())]
    assert expected == found, ended.stdout + ended.stderr
