"""The public names of ``tlskit``, and what a caller does with them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from cryptography import x509

import tlskit
from tests.support.cases import load
from tlskit import errors

CASE = load("demo/missing")
AT = datetime(2026, 6, 1, tzinfo=UTC)


def test_every_public_name_resolves():
    """Every name in ``__all__`` is there, and ``dir`` shows them."""
    assert {} == {name: None for name in tlskit.__all__ if getattr(tlskit, name, None) is None}
    assert sorted(tlskit.__all__) == dir(tlskit)
    assert len(set(tlskit.__all__)) == len(tlskit.__all__)


def test_star_import():
    """``from tlskit import *`` gives exactly the public names."""
    names = {}
    exec("from tlskit import *", names)
    assert set(tlskit.__all__) == names.keys() - {"__builtins__"}


def test_an_unknown_name():
    """A name that is not there is an AttributeError, as it is for any module."""
    with pytest.raises(AttributeError, match="'tlskit' has no attribute 'inspect_chains'"):
        _ = tlskit.inspect_chains


def test_a_use_in_ten_lines():
    """Certificates in, verdict, reason, remedy and bundle out."""
    report = tlskit.inspect_chain(
        [CASE.read("chain.pem")],
        trust=[CASE.read("roots.pem")],
        pool=[CASE.read("pool.pem")],
        policy=tlskit.ValidationPolicy(at=AT, identity="shop.example"),
    )
    assert tlskit.Verdict.UNTRUSTED is report.verdict
    assert "chain.issuer.missing" == report.decisive.id
    assert tlskit.Severity.ERROR is report.decisive.severity
    assert report.decisive.remedy.startswith('Serve "Acme Issuing CA 2"')
    mended = tlskit.inspect_chain(
        [report.repair.to_pem().encode()],
        trust=[CASE.read("roots.pem")],
        policy=tlskit.ValidationPolicy(at=AT, identity="shop.example"),
    )
    assert (tlskit.Verdict.TRUSTED, None, ()) == (mended.verdict, mended.decisive, mended.findings)
    assert json.loads(json.dumps(tlskit.to_json(report)))["verdict"] == "untrusted"


def test_every_way_to_hand_certificates_over():
    """PEM, DER, certificates of ``cryptography`` and our own are taken alike, from lists and from other sequences."""
    case = load("good/two")
    policy = tlskit.ValidationPolicy(at=AT, identity="shop.example")
    pem, roots = case.read("chain.pem"), case.read("roots.pem")
    loaded = x509.load_pem_x509_certificates(pem)
    anchors = x509.load_pem_x509_certificates(roots)
    own = tlskit.inspect_chain([pem], trust=[roots], policy=policy).served
    expected = tlskit.to_json(tlskit.inspect_chain([pem], trust=[roots], policy=policy))
    for served in (tuple(loaded), [item.der for item in own], list(own), [bytearray(pem)], [memoryview(pem)]):
        for trust in ([roots], anchors, tuple(anchors)):
            assert expected == tlskit.to_json(tlskit.inspect_chain(served, trust=trust, policy=policy))


@pytest.mark.parametrize("given", [[], [b""], [b"hello"], ["-----BEGIN CERTIFICATE-----"], [None], [7]])
def test_no_certificate_at_all(given):
    """What is no certificate is an InputError; everything else about a chain is data."""
    with pytest.raises(tlskit.InputError):
        tlskit.inspect_chain(given, trust=[], policy=tlskit.ValidationPolicy(at=AT))


def test_exceptions():
    """The exceptions have one base."""
    for name in ("InputError", "ConnectError", "UsageError"):
        assert issubclass(getattr(tlskit, name), tlskit.TlskitError)
    assert ("connect", None) == (tlskit.ConnectError("refused").phase, tlskit.ConnectError("refused").transcript)


def test_input_errors():
    """An InputError says what is wrong and, where it is known, with what."""
    error = tlskit.InputError("empty", "chain.pem")
    assert ("chain.pem: empty", "empty", "chain.pem") == (str(error), error.reason, error.source)
    assert ("empty", "") == (str(tlskit.InputError("empty")), tlskit.InputError("empty").source)


def test_the_tree_of_exceptions_is_drawn():
    """The drawing in the module's docstring has every exception, below its base."""
    drawn, above = {}, []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ((?:[| ]   )*)(?:\+-- )?(\w+Error)\b", line)
        if found:
            depth = line.index(found[2]) // 4 - 1
            above[depth:] = [found[2]]
            drawn[found[2]] = above[depth - 1] if depth else "Exception"
    defined = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}
    assert {name: kind.__base__.__name__ for name, kind in defined.items()} == drawn


def test_reports_are_immutable():
    """A report, its policy and its findings cannot be altered."""
    report = CASE.inspect()
    for value, name in (
        (report, "verdict"),
        (report.policy, "at"),
        (report.decisive, "issuer"),
        (report.repair, "needed"),
    ):
        with pytest.raises(AttributeError):
            setattr(value, name, None)
