"""Public reports of chains that one client accepts and another refuses, rebuilt in small: the verdict and its reason.

Each case names the report. What is asked is whether the verdict is RFC 5280's, and whether the client that the report
is about is named, or the fault in the words that the reporter met.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from cryptography import x509

from tests.support.pki import (
    AT,
    BC,
    EKU,
    HOST,
    KU,
    NC,
    SAN,
    SKI,
    Issued,
    common_name,
    dns,
    dns_constraints,
    issue,
    name,
    tlv,
)
from tlskit.chain import ValidationPolicy, inspect_chain
from tlskit.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

TRUSTED, UNTRUSTED = Verdict.TRUSTED, Verdict.UNTRUSTED
PURPOSES = x509.ExtendedKeyUsageOID
YESTERDAY = AT - timedelta(days=1)
NOT_A_CA = x509.BasicConstraints(ca=False, path_length=None)


class Chain(NamedTuple):
    """What is served, end entity first, and what is trusted."""

    served: list[Issued]
    trusted: list[Issued]


def usual(*, ca: dict[str, object] | None = None, root: dict[str, object] | None = None, **leaf) -> Chain:
    """Make an end entity, a CA and a root, with what is odd about each."""
    top = issue("Report Root", ca=True, **(root or {}))
    middle = issue("Report CA", top, ca=True, **(ca or {}))
    return Chain([issue(leaf.pop("subject", HOST), middle, **leaf), middle], [top])


def encoded_otherwise() -> Chain:
    """Name the issuer as a PrintableString, where the issuer has a UTF8String."""
    root = issue(common_name("Example Test CA"), ca=True)
    return Chain([issue(HOST, root, issuer_name=name(("2.5.4.3", "Example Test CA"), tag=0x13))], [root])


def addtrust(*, new_root_trusted: bool) -> Chain:
    """Serve the cross-sign of a new root by an old one that expired, and the old one."""
    old = issue("Old External Root", ca=True, ends=YESTERDAY)
    new = issue("New Root", ca=True)
    cross = issue("New Root", old, ca=True, ends=YESTERDAY)
    middle = issue("Report CA", new, ca=True)
    return Chain([issue(HOST, middle), middle, cross, old], [old, new] if new_root_trusted else [old])


def issued_by_an_end_entity() -> Chain:
    """Issue with a trusted certificate that is no CA."""
    root = issue("Report Root", extensions={BC: (NOT_A_CA, True), SAN: None, EKU: None})
    return Chain([issue(HOST, root)], [root])


def incomplete() -> Chain:
    """Leave the CA out."""
    chain = usual()
    return Chain(chain.served[:1], chain.trusted)


class Report(NamedTuple):
    """A report: where, the chain, the right verdict, and the finding and words that explain it."""

    where: str
    chain: Callable[[], Chain]
    verdict: Verdict
    finding: str
    words: str


REPORTS = (
    Report("nodejs/node#16336", incomplete, UNTRUSTED, "chain.issuer.missing", 'its issuer "Report CA" was not sent'),
    Report(
        "libressl/portable#595",
        lambda: addtrust(new_root_trusted=True),
        TRUSTED,
        "chain.served.unrelated",
        "New Root: was sent but is not needed",
    ),
    Report(
        "openssl/openssl#12006",
        lambda: addtrust(new_root_trusted=False),
        UNTRUSTED,
        "chain.validity.expired",
        "New Root: expired 2026-05-31",
    ),
    Report(
        "linkerd/linkerd2#4945",
        lambda: usual(extensions={SAN: None}),
        UNTRUSTED,
        "chain.identity.no_subject_alt_name",
        "does not count",
    ),
    Report(
        "nodejs/node#27825",
        lambda: usual(ca={"purposes": [PURPOSES.OCSP_SIGNING]}),
        UNTRUSTED,
        "chain.extended_key_usage.purpose_not_allowed",
        "is for OCSPSigning, not for serverAuth",
    ),
    Report(
        "openssl/openssl#5236",
        issued_by_an_end_entity,
        UNTRUSTED,
        "chain.basic_constraints.not_a_ca",
        "is not a CA",
    ),
    Report(
        "openssl/openssl#26792",
        lambda: usual(extensions={NC: (dns_constraints(permitted=["example"]), True)}),
        TRUSTED,
        "chain.rfc5280.extension_forbidden",
        "nameConstraints",
    ),
    Report(
        "testssl/testssl.sh#454",
        lambda: usual(purposes=[PURPOSES.ANY_EXTENDED_KEY_USAGE]),
        TRUSTED,
        "chain.interop.any_purpose",
        "OpenSSL",
    ),
    Report(
        "python/cpython#107361",
        lambda: usual(root={"extensions": {SKI: None}}),
        TRUSTED,
        "chain.interop.openssl_strict",
        "Missing Subject Key Identifier",
    ),
    Report(
        "istio/istio#14624",
        lambda: usual(subject=name(), extensions={SAN: (tlv(0x30, dns(HOST)), False)}),
        TRUSTED,
        "chain.interop.openssl_strict",
        "Subject Alt",
    ),
    Report(
        "openssl/openssl#13971",
        lambda: usual(extensions={KU: tlv(0x03, b"\x02\x84")}),
        TRUSTED,
        "chain.interop.openssl_strict",
        "keyCertSign invalid for non-CA cert",
    ),
    Report("httptoolkit/mockttp#207", encoded_otherwise, TRUSTED, "chain.interop.name_encoding", "Go"),
    Report(
        "openssl/openssl#12721",
        lambda: usual(extensions={KU: tlv(0x03, b"\x03\x08")}),
        TRUSTED,
        "chain.key_usage.no_digital_signature",
        "lacks digitalSignature",
    ),
)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.where)
def test_a_public_report_is_answered(report):
    """The verdict is that of RFC 5280, and one finding says what the reporter met."""
    served, trusted = report.chain()
    policy = ValidationPolicy(at=AT, identity=HOST)
    answer = inspect_chain(
        [item.certificate for item in served], trust=[item.certificate for item in trusted], policy=policy
    )
    assert report.verdict is answer.verdict
    told = [str(item) for item in answer.findings if item.id == report.finding]
    assert any(report.words in text for text in told), told
