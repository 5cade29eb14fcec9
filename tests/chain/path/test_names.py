"""Names of certificates are octets: only ASCII letters have a case, and what cannot be compared is refused."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

import pytest

from tests.support.pki import AT, NC, dns, ip, issue, name, oid, tlv
from tlskit.chain import ChainReport, Conformance, DNSName, EmailAddress, Purpose, ValidationPolicy, inspect_chain
from tlskit.chain.path.checks.name_trees import COMPARISONS, as_mailbox
from tlskit.chain.path.identity import dns_mismatch, matching_entry
from tlskit.finding import Verdict
from tlskit.registry.oid import EMAIL_ADDRESS
from tlskit.x509 import GeneralName, NameForm
from tlskit.x509.certificate import Certificate

KELVIN, LONG_S, DOTLESS = "\u212a", "\u017f", "\u0131"
ROOT = issue("Root", ca=True)
MALFORMED, EXCLUDED, NOT_PERMITTED = (
    f"chain.name_constraints.{kind}" for kind in ("malformed_tree", "excluded", "not_permitted")
)


def mail(text: str | bytes) -> bytes:
    """Encode an rfc822Name."""
    return tlv(0x81, text.encode() if isinstance(text, str) else text)


def uri(text: str) -> bytes:
    """Encode a uniformResourceIdentifier."""
    return tlv(0x86, text.encode())


def utf8_mail(text: str | bytes, tag: int = 0x0C) -> bytes:
    """Encode a SmtpUTF8Mailbox (RFC 9598 section 3)."""
    value = tlv(tag, text.encode() if isinstance(text, str) else text)
    return tlv(0xA0, oid("1.3.6.1.5.5.7.8.9"), tlv(0xA0, value))


def constraints(*, permitted: tuple[bytes, ...] = (), excluded: tuple[bytes, ...] = ()) -> bytes:
    """Encode nameConstraints."""
    lists = ((0xA0, permitted), (0xA1, excluded))
    return tlv(0x30, *(tlv(tag, *(tlv(0x30, tree) for tree in trees)) for tag, trees in lists if trees))


def ask(
    *names: bytes, permitted: tuple[bytes, ...] = (), excluded: tuple[bytes, ...] = (), identity: str | None = None
) -> ChainReport:
    """Ask about a leaf with these names below a CA with these constraints."""
    limits = constraints(permitted=permitted, excluded=excluded)
    ca = issue("CA", ROOT, ca=True, extensions={NC: limits} if permitted or excluded else {})
    leaf = issue("leaf", ca, names=names)
    policy = ValidationPolicy(at=AT, purpose=Purpose.ANY, identity=identity)
    return inspect_chain([leaf.certificate, ca.certificate], trust=[ROOT.certificate], policy=policy)


def errors(report: ChainReport) -> set[str]:
    """Return the ids of the name constraints' findings."""
    return {item.id for item in report.findings if item.id.startswith("chain.name_constraints.")}


# -- what Unicode maps to ASCII ----------------------------------------------------------------------------------------


def _mappings(char: str) -> set[str]:
    folded = {char.lower(), char.upper(), char.casefold(), char.title(), unicodedata.normalize("NFKC", char)}
    return folded | {item.casefold() for item in folded} | {item.lower() for item in folded}


@cache
def look_alikes() -> list[tuple[str, str]]:
    """Every code point beyond ASCII that some mapping of Unicode makes letters or digits of ASCII, with those."""
    changed = (
        char
        for char in map(chr, range(0x80, sys.maxunicode + 1))
        if not (char.casefold() == char.upper() == char and unicodedata.is_normalized("NFKC", char))
        and not "\ud800" <= char <= "\udfff"
    )
    mapped = ((char, {item.lower() for item in _mappings(char)}) for char in changed)
    return [(char, letters) for char, found in mapped for letters in found if letters.isascii() and letters.isalnum()]


def test_the_look_alikes_are_there():
    """The four that case mapping alone finds are among them, and the compatibility forms."""
    assert {(KELVIN, "k"), (LONG_S, "s"), (DOTLESS, "i"), ("\uff4b", "k"), ("\u00df", "ss")} <= {*look_alikes()}
    assert len(look_alikes()) > 1_000


@pytest.mark.parametrize("pattern", ["{0}", "a{0}.example", "*.{0}.example", "*.example.{0}"])
def test_a_look_alike_never_stands_for_a_letter_in_a_host(pattern: str):
    """No letter of a matched dNSName can be swapped for what Unicode maps to it."""
    for char, letter in look_alikes():
        host = pattern.format(letter).replace("*", "www")
        presented = pattern.format(char).encode()
        assert dns_mismatch(presented.lower(), host.encode())
        assert not COMPARISONS[NameForm.DNS].inside(named(presented), named(host.encode()))
        assert COMPARISONS[NameForm.DNS].touches(named(presented), named(b"elsewhere.example"))
        assert COMPARISONS[NameForm.DNS].problem(named(presented))


def named(contents: bytes, form: NameForm = NameForm.DNS) -> GeneralName:
    """Make a name as it is decoded."""
    return GeneralName(form, contents.decode("utf-8", "backslashreplace"), contents)


def test_a_look_alike_never_stands_for_a_letter_in_a_mailbox_or_a_uri():
    """Nor can one in a mailbox, a mailbox beyond ASCII or a URI; some are letters of IDNA, and make another name."""
    email, web = COMPARISONS[NameForm.EMAIL], COMPARISONS[NameForm.URI]
    for char, letter in look_alikes():
        tree = f"a{letter}.example".encode()
        mailbox, address = f"x@a{char}.example".encode(), f"https://a{char}.example/".encode()
        beyond = as_mailbox(GeneralName(NameForm.OTHER_NAME, "", utf8_mail(mailbox)[2:]))
        assert beyond is not None
        for found in (named(mailbox, NameForm.EMAIL), beyond):
            assert not email.inside(found, named(tree, NameForm.EMAIL))
            assert email.touches(found, named(tree, NameForm.EMAIL)) or b"@xn--" in found.contents
        assert not web.inside(named(address, NameForm.URI), named(tree, NameForm.URI))
        assert web.touches(named(address, NameForm.URI), named(tree, NameForm.URI))
        local = named(f"{char}@a.example".encode(), NameForm.EMAIL)
        assert not email.inside(local, named(f"{letter}@a.example".encode(), NameForm.EMAIL))


@pytest.mark.parametrize(
    ("entry", "identity"),
    [
        (dns(f"ban{KELVIN}.example"), "bank.example"),
        (dns(f"*.ban{KELVIN}.example"), "www.bank.example"),
        (dns(f"{LONG_S}hop.example"), "shop.example"),
        (dns("shop\uff0eexample"), "shop.example"),
        (dns("sh\uff4fp.example"), "shop.example"),
        (dns(b"b\xfccher.example"), "b\u00fccher.example"),
        (dns("b\u00fccher.example"), "b\u00fccher.example"),
        (dns(b"\\xff.example"), "xff.example"),
        (mail(f"alice@ban{KELVIN}.example"), "email:alice@bank.example"),
        (mail(f"alice@ban{KELVIN}.example"), f"email:alice@ban{KELVIN}.example"),
        (mail(f"{KELVIN}@bank.example"), "email:k@bank.example"),
        (mail("Alice@bank.example"), "email:alice@bank.example"),
    ],
)
def test_a_name_that_is_not_the_one_asked_for(entry: bytes, identity: str):
    """A certificate with such a name is not for the identity, whatever Unicode makes of the two."""
    report = ask(entry, identity=identity)
    assert Verdict.UNTRUSTED is report.verdict
    assert "chain.identity.mismatch" == report.decisive.id


@pytest.mark.parametrize(
    ("entry", "identity"),
    [
        (dns("BANK.Example"), "bank.example"),
        (dns("*.BANK.example"), "www.bank.EXAMPLE"),
        (dns("xn--bcher-kva.example"), "b\u00fccher.example"),
        (dns("xn--bcher-kva.example"), "b\u00fccher.example\u3002"),
        (dns("under_score.example"), "under_score.example"),
        (mail("alice@BANK.example"), "email:alice@bank.example"),
    ],
)
def test_ascii_letters_have_a_case(entry: bytes, identity: str):
    """Letters of ASCII are compared without regard to case, and U-labels that a user gives as A-labels."""
    assert Verdict.TRUSTED is ask(entry, identity=identity).verdict


def test_why_a_look_alike_does_not_match():
    """The reason says that the entry is not of ASCII."""
    report = ask(dns(f"ban{KELVIN}.example"), identity="bank.example")
    assert report.decisive.reason.startswith("the entry has characters beyond ASCII")


def test_matching_asks_the_octets():
    """The first entry that stands for the identity is found by its octets, not by its text."""
    wanted, other = dns("bank.example"), dns(f"ban{KELVIN}.example")
    certificate = Certificate(issue("leaf", names=[other, wanted]).certificate)
    assert b"bank.example" == matching_entry(certificate, DNSName.parse("bank.example")).contents
    assert None is matching_entry(certificate, EmailAddress("a@bank.example"))


# -- constraints that cannot be compared -------------------------------------------------------------------------------

MALFORMED_TREES = [
    (ip("10.1.2.3"), tlv(0x87, bytes(4))),
    (ip("10.1.2.3"), tlv(0x87, bytes(5))),
    (ip("10.1.2.3"), tlv(0x87)),
    (ip("10.1.2.3"), tlv(0x87, bytes(9))),
    (ip("10.1.2.3"), tlv(0x87, bytes(33))),
    (ip("2001:db8::1"), tlv(0x87, bytes(16))),
    (dns("shop.example"), dns("example.")),
    (dns("shop.example"), dns("*.example")),
    (dns("shop.example"), dns("%.example")),
    (dns("shop.example"), dns("..example")),
    (dns("shop.example"), dns("a..example")),
    (dns("shop.example"), dns(".")),
    (dns("shop.example"), dns(" example")),
    (dns("shop.example"), dns("example\x00")),
    (dns("shop.example"), dns("ex\u00e4mple")),
    (mail("a@shop.example"), mail("shop.example.")),
    (mail("a@shop.example"), mail("*.example")),
    (mail("a@shop.example"), mail("%@shop.example.")),
    (mail("a@shop.example"), mail("@shop.example")),
    (mail("a@shop.example"), mail("a@b@shop.example")),
    (mail("a@shop.example"), mail('"a"@shop.example')),
    (utf8_mail("\u00fc@shop.example"), mail("shop.example.")),
    (uri("https://shop.example/"), uri("shop.example.")),
    (uri("https://shop.example/"), uri("https://shop.example")),
    (uri("https://shop.example/"), uri("*.example")),
    (uri("https://shop.example/"), uri("shop%2eexample")),
    (uri("https://shop.example/"), uri("shop.example:443")),
    (dns("shop.example"), tlv(0xA4, tlv(0x30, tlv(0x31, b"\x02")))),
]


@pytest.mark.parametrize(("entry", "tree"), MALFORMED_TREES)
def test_an_excluded_tree_that_cannot_be_compared_excludes_everything_of_its_form(entry: bytes, tree: bytes):
    """What was meant cannot be told, so that no name of the form is safe."""
    report = ask(entry, excluded=(tree,))
    assert Verdict.UNTRUSTED is report.verdict
    assert {MALFORMED} == errors(report)


@pytest.mark.parametrize(("entry", "tree"), MALFORMED_TREES)
def test_a_permitted_tree_that_cannot_be_compared_permits_nothing(entry: bytes, tree: bytes):
    """It is no way in, and another tree beside it still counts."""
    assert {NOT_PERMITTED} == errors(ask(entry, permitted=(tree,)))


def test_another_permitted_tree_still_counts():
    """What is malformed beside it takes nothing away."""
    assert set() == errors(ask(dns("shop.example"), permitted=(dns("example."), dns("example"))))


@pytest.mark.parametrize("tree", [tlv(0x87, bytes(4)), mail("example."), uri("*.example")])
def test_names_of_other_forms_are_not_concerned(tree: bytes):
    """A certificate without names of the form is not refused."""
    report = ask(dns("shop.example"), excluded=(tree,))
    assert Verdict.TRUSTED is report.verdict
    assert set() == errors(report)


@pytest.mark.parametrize("excluded", [True, False])
def test_a_leading_dot_of_a_host_demands_a_further_label(excluded: bool):
    """RFC 5280 does not know it, and all verifiers read it alike."""
    trees = (dns(".example"),)
    for entry, inside in ((dns("shop.example"), True), (dns("example"), True), (dns("shop.test"), False)):
        found = errors(ask(entry, excluded=trees) if excluded else ask(entry, permitted=trees))
        assert found <= {EXCLUDED, NOT_PERMITTED}
        if entry != dns("example"):
            assert bool(found) is (inside is excluded)


@pytest.mark.parametrize(
    ("entry", "tree"),
    [
        (dns("a..test"), dns("example")),
        (dns("a b.test"), dns("example")),
        (dns("*.*.test"), dns("example")),
        (dns(f"ban{KELVIN}.test"), dns("example")),
        (dns("f*.shop.example"), dns("foo.shop.example")),
        (dns("SHOP.EXAMPLE."), dns("shop.example")),
        (tlv(0x87, bytes(5)), tlv(0x87, bytes([10, 0, 0, 0, 255, 0, 0, 0]))),
        (mail("a@shop.example."), mail("shop.example")),
        (mail("a@[10.0.0.1]"), mail("shop.example")),
        (mail('"a"@shop.example'), mail("a@shop.example")),
        (mail("shop.example"), mail("other.example")),
        (utf8_mail("\u00fc@shop.example"), mail("shop.example")),
        (utf8_mail("\u00fc@SHOP.example"), mail("shop.example")),
        (utf8_mail("\u00fc@b\u00fccher.example"), mail("xn--bcher-kva.example")),
        (utf8_mail("\u00fc@www.b\u00fccher.example"), mail(".xn--bcher-kva.example")),
        (utf8_mail(f"\u00fc@ban{KELVIN}.example"), mail("bank.example")),
        (utf8_mail("\u00fc@shop.example", tag=0x16), mail("other.example")),
        (uri("https://shop.example./"), uri("shop.example")),
        (uri("https://shop.example\n/"), uri("shop.example")),
        (uri(" https://shop.example/"), uri("shop.example")),
        (uri("https://a@b@shop.example/"), uri("shop.example")),
        (uri("https://user:pw@SHOP.example:443"), uri("shop.example")),
        (uri("https://sh%6fp.example/"), uri("shop.example")),
        (uri("https://\uff11.2.3.4/"), uri("shop.example")),
        (uri("https://10.1.2.3/"), uri("shop.example")),
        (uri("https://[::1]/"), uri("shop.example")),
        (uri("mailto:a@shop.example"), uri("shop.example")),
    ],
)
def test_a_name_that_cannot_be_shown_to_be_outside_is_excluded(entry: bytes, tree: bytes):
    """An exclusion covers what may be inside."""
    assert {EXCLUDED} == errors(ask(entry, excluded=(tree,)))


@pytest.mark.parametrize(
    ("entry", "tree", "inside"),
    [
        (utf8_mail("\u00fc@shop.example"), mail("shop.example"), True),
        (utf8_mail("\u00fc@b\u00fccher.example"), mail("xn--bcher-kva.example"), True),
        (utf8_mail("\u00fc@xn--bcher-kva.example"), mail("XN--bcher-kva.example"), True),
        (utf8_mail("\u00fc@b\u00fccher.example"), mail("b\u00fccher.example"), False),
        (utf8_mail("\u00fc@shop.example"), mail("u@shop.example"), False),
        (utf8_mail(f"{KELVIN}@shop.example"), mail("k@shop.example"), False),
        (utf8_mail("\u00fc@other.example"), mail("shop.example"), False),
        (utf8_mail(b"\xff@shop.example"), mail("shop.example"), True),
        (dns("WWW.shop.example"), dns("SHOP.example"), True),
        (dns("www.shop.example."), dns("shop.example"), False),
        (dns("shop.example."), dns("shop.example"), False),
        (mail("A@shop.example"), mail("a@shop.example"), False),
        (mail("a@SHOP.example"), mail("a@shop.example"), True),
        (uri("HTTPS://user@shop.example:443/x?y#z"), uri("shop.example"), True),
        (uri("https://www.shop.example"), uri(".shop.example"), True),
        (uri("https://shop.example"), uri(".shop.example"), False),
    ],
)
def test_what_is_permitted(entry: bytes, tree: bytes, inside: bool):
    """Mailboxes beyond ASCII are held to the constraints of mailboxes, their hosts compared as A-labels."""
    assert (set() if inside else {NOT_PERMITTED}) == errors(ask(entry, permitted=(tree,)))


def test_the_address_in_the_subject_counts_beside_a_mailbox_beyond_ascii():
    """A SmtpUTF8Mailbox is no rfc822Name, so that the subject's emailAddress is compared, too."""
    ca = issue("CA", ROOT, ca=True, extensions={NC: constraints(excluded=(mail("shop.example"),))})
    subject = name((EMAIL_ADDRESS, "a@SHOP.example"), tag=0x16)
    leaf = issue(subject, ca, names=[utf8_mail("\u00fc@other.example")])
    policy = ValidationPolicy(at=AT, purpose=Purpose.ANY)
    report = inspect_chain([leaf.certificate, ca.certificate], trust=[ROOT.certificate], policy=policy)
    assert ("rfc822Name a@SHOP.example",) == report.decisive.names


@pytest.mark.parametrize(
    "tree", [dns(f"ban{KELVIN}.example"), mail(f"ban{KELVIN}.example"), uri(f"ban{KELVIN}.example")]
)
def test_the_profile_judges_octets(tree: bytes):
    """A letter beyond ASCII is in no host name, whatever Unicode calls a letter."""
    ca = issue("CA", ROOT, ca=True, extensions={NC: constraints(excluded=(tree,))})
    leaf = issue("leaf", ca)
    policy = ValidationPolicy(at=AT, conformance=Conformance.ENFORCE)
    report = inspect_chain([leaf.certificate, ca.certificate], trust=[ROOT.certificate], policy=policy)
    assert any("not in the preferred name syntax" in item.summary for item in report.findings)
