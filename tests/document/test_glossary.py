"""The glossary: every term that the prose marks is in it, and it is what the page shows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from scripts.gen_docs import glossary_page
from tests.support.prose import texts
from tlskit.document.glossary.terms import TERMS, term_named, terms_in
from tlskit.document.markup import TextRun, marked_terms, plain, quoted, runs
from tlskit.explain.words.message import HANDSHAKES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def test_every_marked_term_is_in_the_glossary():
    """A term that the prose marks can be looked up."""
    unknown = {(module, term) for module, text in texts() for term in marked_terms(text) if term_named(term) is None}
    assert set() == unknown


def test_marks_are_closed():
    """No text opens a mark that it does not close; the module that defines them is apart."""
    prose = [plain(text) for module, text in texts() if module != "markup"]
    assert [] == [text for text in prose if "[[" in text or "]]" in text]


def test_names_are_unique():
    """No two terms share a name."""
    names = Counter(name.casefold() for term in TERMS for name in (term.name, *term.others))
    assert {1} == set(names.values())


def test_page():
    """docs/glossary.md is what scripts/gen_glossary.py writes."""
    assert glossary_page() == PAGE.read_text(encoding="utf-8")


def test_terms_in():
    """The terms of a text are found in order, in the plural and under other names too."""
    found = terms_in("[[key shares]], [[mTLS]] and again a [[key share]]")
    assert ["key share", "mutual TLS"] == [term.name for term in found]


def test_runs():
    """A text is split at its marks, and joined again it is the plain text."""
    text = "a [[key share]] for [[SNI]]"
    assert (TextRun("a "), TextRun("key share", "key share"), TextRun(" for "), TextRun("SNI", "SNI")) == runs(text)
    assert plain(text) == "".join(run.text for run in runs(text))


def test_text_from_the_wire_marks_nothing():
    """What came from the wire cannot open a mark, hide a control character or fill a page."""
    hostile = b"\x1b]8;;[[[key share]]\x07\xff" + b"a" * 500
    assert () == marked_terms(quoted(hostile))
    assert "\x1b" not in quoted(hostile)
    assert len(quoted(hostile)) < 200


def test_every_term_of_art_is_explained():
    """Whatever looks like an abbreviation or a name of the trade is a term, a message, or a name known outside it."""
    known = NAMES | {words.label for words in HANDSHAKES.values()}
    prose = (plain(text) for _, text in texts() if " " in text)
    looks = {
        word for text in prose for word in re.findall(r"(?<![-\w])[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*(?:-[A-Z\d]+)?", text)
    }
    assert set() == {word for word in looks if not explained(word, known)}


def explained(word, known):
    """Say whether a word, or what it begins with, is known."""
    return any(term_named(part) or part in known for part in (word, word.partition("-")[0]))


NAMES = {
    *("DNS", "DNSSEC", "HTTP", "IP", "IPv4", "IPv6", "PKIX", "RFC", "UDP", "URL", "UTC", "WebRTC"),  # of the Internet
    *("FIPS", "GOST", "NIST", "PKCS", "OpenPGP"),  # of standards and who makes them
    *("GnuTLS", "HAProxy", "OpenSSL"),  # of programs
    *(
        "AEGIS",
        "ChaCha20",
        "DEFLATE",
        "IDEA",
        "NTRU",
        "PAKE",
        "RC2",
        "SEED",
        "SLH",
        "SM2",
        "SM3",
        "SM4",
    ),  # of algorithms
    *("BIT", "IDENTIFIER", "OBJECT", "OCTET", "SEQUENCE", "STRING"),  # of kinds of value in ASN.1
    *(
        "DOWNGRD",
        "EKT",
        "FILE",
        "HOST",
        "ID",
        "NPN",
        "TLMSP",
        "ERR",
    ),  # of what they stand beside, where they are explained
}
