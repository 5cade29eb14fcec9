"""``tlskit chain --crl`` and ``--require-crl``."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import jsonschema
import pytest

from tests.support.crl_cases import CA, LEAF, ROOT, ROOT_CRL
from tests.support.crls import KEY_COMPROMISE, crl, crl_pem, entry
from tests.support.pki import AT, issue
from tlskit.export.schema import command_schema
from tlskit.x509.file.certificates import certificate_blocks


@pytest.fixture
def ask(call, tmp_path):
    """Ask about the leaf on the command line, with CRLs as files."""
    (tmp_path / "chain.pem").write_bytes(LEAF.pem + CA.pem)
    (tmp_path / "root.pem").write_bytes(ROOT.pem)

    def asking(*arguments, crls=()):
        files = []
        for number, encoded in enumerate(crls):
            path = tmp_path / f"{number}.crl"
            path.write_bytes(encoded)
            files += ["--crl", path]
        trust = ["--no-default-trust", "--ca-file", tmp_path / "root.pem"]
        return call("chain", tmp_path / "chain.pem", *trust, "--at", AT.isoformat(), *files, *arguments)

    return asking


def flat(ended):
    """Return what was written, without the breaks of its lines."""
    return " ".join(ended.stdout.split())


def test_not_revoked(ask):
    """With CRLs that answer, the answer is clean, and each certificate's row names its CRL."""
    ended = ask(crls=[ROOT_CRL, crl(CA)])
    assert 0 == ended.status
    assert "not checked" not in flat(ended).partition("Findings")[0]
    assert '"shop.example": not revoked, says the CRL number 1 by "CRL CA" of 2026-05-01' in flat(ended)


def test_revoked(ask):
    """A revoked certificate fails, with date, reason and CRL, DER and PEM alike."""
    ended = ask(crls=[crl_pem(crl(CA, [entry(LEAF, reason=KEY_COMPROMISE)])) + crl_pem(ROOT_CRL)])
    assert 1 == ended.status
    assert '"shop.example" was revoked 2026-04-01 (keyCompromise)' in flat(ended)


def test_one_crl_of_two(ask):
    """A CRL that is not there is a notice, and an open verdict only with --require-crl."""
    lenient, strict = ask(crls=[ROOT_CRL]), ask("--require-crl", crls=[ROOT_CRL])
    assert (0, 1) == (lenient.status, strict.status)
    assert "1 notice; revocation not checked" in flat(lenient)
    assert "could not be determined" in flat(strict)


def test_required_without_a_crl(ask):
    """--require-crl alone leaves every certificate's revocation open."""
    ended = ask("--require-crl", "--json")
    (result,) = json.loads(ended.stdout)["results"]
    assert "indeterminate" == result["report"]["verdict"]
    statuses = result["report"]["paths"][0]["revocation"]
    assert [("shop.example", "undetermined"), ("CRL CA", "undetermined")] == [
        (item["certificate"]["label"], item["outcome"]) for item in statuses
    ]


def test_the_json_keeps_to_its_schema(ask):
    """With good, revoked and open certificates the document is valid."""
    for crls in ([ROOT_CRL, crl(CA)], [crl(CA, [entry(LEAF)])], []):
        jsonschema.validate(json.loads(ask("--require-crl", "--json", crls=crls).stdout), command_schema("chain"))


def test_no_crl(ask):
    """A file that holds no CRL is named, and nothing is judged."""
    ended = ask(crls=[LEAF.pem])
    assert 3 == ended.status
    assert "0.crl: no CRL here; it holds 1 x CERTIFICATE" in " ".join(ended.stderr.split())


# -- Generation Y: a revoked cross-certificate, and a newer one of the same name and key ------------------------------


@pytest.fixture
def generation_y(call, tmp_path):
    """Serve the older cross-certificate of a new root; the pool has all that there is of that root."""
    trusted, root = issue("Root X1", ca=True), issue("Root YR", ca=True)
    older, newer = (
        issue("Root YR", trusted, ca=True, begins=datetime(*day, tzinfo=UTC)) for day in ((2025, 9, 3), (2026, 5, 13))
    )
    issuing = issue("YR1", root, ca=True)
    leaf = issue("shop.example", issuing)
    files = {
        "served.pem": leaf.pem + issuing.pem + older.pem,
        "root.pem": trusted.pem,
        "pool.pem": root.pem + older.pem + newer.pem,
        "revoking.crl": crl(trusted, [entry(older, reason=4)]),
        "clean.crl": crl(trusted) + crl(root) + crl(issuing),
        "newer.pem": leaf.pem + issuing.pem + newer.pem,
        "others.crl": crl(root) + crl(issuing),
    }
    for name, contents in files.items():
        (tmp_path / name).write_bytes(contents)

    def asking(*arguments, served="served.pem"):
        trust = ["--no-default-trust", "--ca-file", tmp_path / "root.pem", "--pool", tmp_path / "pool.pem"]
        return call("chain", tmp_path / served, *trust, "--at", AT.isoformat(), *arguments)

    asking.folder = tmp_path
    return asking


def test_generation_y_without_a_crl(generation_y):
    """Without a CRL the chain is trusted, revocation counts as not checked, and the newer certificate is named."""
    ended = generation_y()
    assert 0 == ended.status
    assert "revocation not checked" in flat(ended)
    assert '"Root YR"' in flat(ended)
    assert "another certificate of the same name and key exists, issued later (2026-05-13)" in flat(ended)


def test_generation_y_with_the_crl(generation_y):
    """With the CRL the older certificate is found revoked, and the bundle that mends it has the newer one."""
    folder = generation_y.folder
    crls = ["--crl", folder / "revoking.crl", "--crl", folder / "others.crl"]
    ended = generation_y(*crls, "--write-bundle", folder / "bundle.pem")
    assert 1 == ended.status
    assert '"Root YR" was revoked 2026-04-01 (superseded)' in flat(ended)
    served, mended = (certificate_blocks((folder / name).read_bytes()) for name in ("newer.pem", "bundle.pem"))
    assert served == mended
    assert 0 == generation_y(*crls, "--require-crl", served="bundle.pem").status


def test_generation_y_not_revoked(generation_y):
    """Where the CRL does not list it the older certificate is good."""
    ended = generation_y("--crl", generation_y.folder / "clean.crl", "--require-crl")
    assert 0 == ended.status
    assert '"Root YR": not revoked' in flat(ended)
