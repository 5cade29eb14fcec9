"""Which store a verdict rests on is said, and the environment does not change it (the row "trust confusion")."""

from __future__ import annotations

import json

import pytest

from tests.support.cases import load
from tests.support.program import AT

CHAIN = load("good/two").directory / "chain.pem"
ROOTS = load("good/two").directory / "roots.pem"


@pytest.fixture
def misled(monkeypatch, tmp_path):
    """Point every variable that TLS libraries read at the store that would trust the chain."""
    (tmp_path / "roots.pem").write_bytes(ROOTS.read_bytes())
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(tmp_path / "roots.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


def stores(ended):
    """Return the names of the stores in JSON."""
    return [result["report"]["trust_store"]["name"] for result in json.loads(ended.stdout)["results"]]


@pytest.mark.usefixtures("misled")
def test_the_environment_is_not_trusted(call):
    """With SSL_CERT_FILE at another store the verdict is by certifi's, and says so."""
    ended = call("chain", CHAIN, *AT)
    assert 1 == ended.status
    assert "Trust certifi" in " ".join(ended.stdout.split())
    (name,) = stores(call("chain", CHAIN, *AT, "--json"))
    assert name.startswith("certifi")


@pytest.mark.usefixtures("misled")
def test_the_file_that_was_given_is_named(call):
    """With --ca-file the verdict names that file."""
    ended = call("chain", CHAIN, *AT, "--no-default-trust", "--ca-file", ROOTS)
    assert (0, True) == (ended.status, "roots.pem, 1 root" in ended.stdout.replace("\n", " "))
    assert ["roots.pem"] == [
        name.rpartition("/")[2]
        for name in stores(call("chain", CHAIN, *AT, "--no-default-trust", "--ca-file", ROOTS, "--json"))
    ]
