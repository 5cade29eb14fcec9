"""``tlskit chain --crl`` and ``--require-crl``."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations

import jsonschema
import pytest

from tests.support.crl_cases import CA, LEAF, ROOT, ROOT_CRL
from tests.support.crls import CA_CERTS, KEY_COMPROMISE, crl, crl_pem, entry, reasons, scope
from tests.support.pki import AT, issue
from tlskit.export.schema import command_schema
from tlskit.x509.file.certificates import certificate_blocks

EARLY, LATE = datetime(2026, 5, 20, tzinfo=UTC), datetime(2026, 6, 20, tzinfo=UTC)


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


# -- the first lines -------------------------------------------------------------------------------------------------


def first_lines(ended):
    """Return the answer and what is to be done, without the breaks of the lines."""
    return " ".join(ended.stdout.partition("\nFindings")[0].split())


@pytest.mark.parametrize(
    ("given", "cause", "remedy"),
    [
        ([], 'of the CRLs given none is by "CRL CA"', "Give a current CRL that covers"),
        (
            [crl(CA, until=EARLY)],
            'CRL number 1 by "CRL CA" of 2026-05-01 expired 2026-05-20',
            "Get the current CRL for",
        ),
        ([crl(CA, issued=LATE)], "of 2026-06-20 was not issued before 2026-06-20", "Get the current CRL for"),
        ([crl(CA, signer=LEAF.key)], "its signature does not verify with the key of", "as its issuer signed it"),
        ([crl(CA, idp=scope(CA_CERTS))], "covers only CA certificates", "as the one given does not"),
        ([crl(CA, empty_list=True)], "is present and empty (section 5.1.2.6)", "in a form that RFC 5280 allows"),
        ([crl(CA, idp=scope(reasons(0x83, 1)))], "do not cover the reasons cACompromise", "for the other reasons too"),
        ([crl(CA, number=6, base=5)], "says only what changed", "Give the complete CRL"),
        ([crl(CA, version=2)], "cannot be read: version", "the CA must issue it again"),
        # The one that came nearest to an answer is named, whatever stands first.
        ([crl(CA, idp=scope(CA_CERTS)), crl(CA, until=EARLY)], "expired 2026-05-20", "Get the current CRL for"),
        ([crl(CA, until=EARLY), crl(CA, signer=LEAF.key)], "expired 2026-05-20", "Get the current CRL for"),
    ],
)
def test_the_first_lines_name_the_cause(given, cause, remedy, ask):
    """Where a CRL is there and does not answer, the answer says why, and the remedy is one for that."""
    for crls in ([ROOT_CRL, *given], [*given[::-1], ROOT_CRL]):
        told = first_lines(ask("--require-crl", crls=crls))
        assert cause in told
        assert remedy in told
        assert 'whether "shop.example" is revoked is not known' in told


def test_the_first_line_says_that_nothing_is_revoked(ask):
    """Where CRLs were used and all is well, that is said; where they leave something open, it is not."""
    assert 'trusted until 2040-01-01 through "CRL Root", not revoked' in first_lines(ask(crls=[ROOT_CRL, crl(CA)]))
    assert "not revoked" not in first_lines(ask(crls=[ROOT_CRL]))
    assert "not revoked" not in first_lines(ask())


def test_an_expired_root_is_not_to_be_renewed(call, corpora):
    """Who has only the old root needs another chain or a newer trust store; nobody renews the root."""
    folder = corpora / "reports" / "chain"
    trust = ("--ca-file", folder / "dst-only-old-trusted.roots.pem", "--no-default-trust")
    chain = folder / "dst-only-old-trusted.pem"
    told = first_lines(call("chain", chain, *trust, "--at", "2026-06-01", "--host", "shop.example"))
    assert '"Old Root" expired' in told
    assert "another root that clients trust, or give them a newer trust store" in told
    assert "Renew" not in told


@pytest.mark.parametrize(
    ("who", "more", "expected"),
    [
        ("root", (), "give them a newer trust store"),
        ("intermediate", (), 'Serve the current certificate of "CA", or renew what it issued under another CA.'),
        ("leaf", (), 'Renew "shop.example", install'),
        ("root", ("--min-days", "365"), "Serve a chain that leads to another root in time"),
        ("intermediate", ("--min-days", "365"), 'Serve another certificate of "CA" in time'),
        ("leaf", ("--min-days", "365"), 'Renew "shop.example".'),
    ],
)
def test_who_can_renew_what(who, more, expected, call, tmp_path):
    """Only the end entity's certificate is the server's to renew."""
    ends = AT + timedelta(days=100 if more else -1)
    root = issue("Root", ca=True, **({"ends": ends} if who == "root" else {}))
    middle = issue("CA", root, ca=True, **({"ends": ends} if who == "intermediate" else {}))
    leaf = issue("shop.example", middle, **({"ends": ends} if who == "leaf" else {}))
    (tmp_path / "chain.pem").write_bytes(leaf.pem + middle.pem)
    (tmp_path / "root.pem").write_bytes(root.pem)
    trust = ("--no-default-trust", "--ca-file", tmp_path / "root.pem")
    ended = call("chain", tmp_path / "chain.pem", *trust, "--at", AT.isoformat(), *more)
    assert expected in first_lines(ended)
    assert (who == "leaf") == ("Renew" in first_lines(ended))


# -- two keys under one name -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key_identifiers", ["", "-with-aki"])
@pytest.mark.parametrize("order", list(permutations(["new-key", "old-key", "root"])), ids="-".join)
def test_the_order_of_crls_of_two_keys(order, key_identifiers, call, corpora):
    """A CA that was given a new key: what the CRL of the old key lists is revoked in every order."""
    folder = corpora / "reports" / "crl-rollover"
    names = [name if name == "root" else name + key_identifiers for name in order]
    crls = [text for name in names for text in ("--crl", folder / f"{name}.crl")]
    asked = ("--host", "shop.example", "--at", "2026-06-01", "--no-default-trust", "--ca-file", folder / "roots.pem")
    ended = call("chain", folder / "chain-and-new-ca.pem", *asked, *crls, "--require-crl")
    assert 1 == ended.status
    assert '"shop.example" was revoked' in first_lines(ended)
