"""``tlskit chain --lint``, and what clients refuse, on the command line."""

from __future__ import annotations

import json

import pytest

from tests.support import interop, pki
from tests.support.pki import HOST, issue, name


@pytest.fixture
def files(tmp_path):
    """Write a chain and its root, and return their paths."""

    def write(*served):
        *sent, root = served
        (tmp_path / "chain.pem").write_bytes(b"".join(item.pem for item in sent))
        (tmp_path / "root.pem").write_bytes(root.pem)
        return [
            "chain",
            tmp_path / "chain.pem",
            "--ca-file",
            tmp_path / "root.pem",
            "--no-default-trust",
            "--host",
            HOST,
        ]

    return write


def test_lint_is_asked_for(call, files):
    """What only a linter says is a notice where --lint asks for it; the exit status stays 0."""
    root = issue("Root", ca=True)
    question = [*files(issue(name(("2.5.4.10", "Acme\x07")), root), root), "--at", "2026-06-01", "--json"]
    plain, linted = call(*question), call(*question, "--lint")
    assert (0, 0) == (plain.status, linted.status)
    assert [] == json.loads(plain.stdout)["results"][0]["report"]["findings"]
    (finding,) = json.loads(linted.stdout)["results"][0]["report"]["findings"]
    assert ("chain.rfc5280.value", "notice", "linters") == (
        finding["id"],
        finding["severity"],
        finding["evidence"]["applied_by"],
    )


def test_what_a_client_refuses_fails_where_asked(call, files):
    """A chain that some client refuses is trusted, exit 0, unless --fail-on asks for warnings."""
    question = [*files(*interop.chain(leaf={pki.AKI: None})), "--at", "2026-06-01"]
    plain, failing = call(*question), call(*question, "--fail-on", "warning")
    assert (0, 1) == (plain.status, failing.status)
    assert plain.stdout.startswith("✓ shop.example: trusted until ")
    assert "error 85, Missing Authority Key Identifier" in " ".join(plain.stdout.split())
