"""Terms of the glossary that are names: algorithms, protocols, and attacks that shaped TLS."""

from __future__ import annotations

from tlskit.document.term import Term

NAMES: tuple[Term, ...] = (
    Term(
        "TLS",
        "The protocol that protects connections (“transport layer security”); SSL was its first name.",
        "RFC 8446",
        ("SSL",),
    ),
    Term(
        "RSA",
        "A kind of key for signing and encrypting; its strength is that large numbers are hard to factor.",
        "RFC 8017",
    ),
    Term("DSA", "An old kind of signature; TLS 1.3 has dropped it.", "FIPS 186-4"),
    Term("ECDSA", "A signature with a key on an elliptic curve.", "RFC 8422 section 5.10"),
    Term("EdDSA", "A newer signature on curves of its own: Ed25519 and Ed448.", "RFC 8032"),
    Term("PSS", "A way to pad RSA signatures that can be proved safe; TLS 1.3 demands it.", "RFC 8017 section 8.1"),
    Term(
        "ML-KEM", "The post-quantum key exchange that NIST chose; it was called Kyber before.", "FIPS 203", ("Kyber",)
    ),
    Term("ML-DSA", "The post-quantum signature that NIST chose; it was called Dilithium before.", "FIPS 204"),
    Term(
        "SHA-256",
        "The usual hash, of 32 bytes; SHA-384 and SHA-512 are longer, SHA-1 is older and broken.",
        "FIPS 180-4",
        ("SHA",),
    ),
    Term("GCM", "A way to use a block cipher that encrypts and authenticates in one step.", "RFC 5288"),
    Term("CCM", "Another such way, for small devices.", "RFC 6655"),
    Term("DES", "A block cipher of 1977 with keys of 56 bits; Triple DES applies it three times.", "RFC 5469"),
    Term("RC4", "A fast stream cipher whose output is not quite random; forbidden since 2015.", "RFC 7465"),
    Term("SRP", "A login by password in place of a certificate.", "RFC 5054"),
    Term("SRTP", "A protocol for protected voice and video.", "RFC 3711"),
    Term("STARTTLS", "A command by which a connection in clear changes to TLS, in mail for instance.", "RFC 3207"),
    Term("BEAST", "An attack of 2011 on CBC in TLS 1.0, whose IVs can be foreseen.", "RFC 7457 section 2.2"),
    Term(
        "CRIME", "An attack of 2012 that reads secrets from the length of compressed records.", "RFC 7457 section 2.6"
    ),
    Term("FREAK", "An attack of 2015 that talks both sides into a short RSA key for export.", "CVE-2015-0204"),
    Term("POODLE", "An attack of 2014 on the padding of SSL 3.0.", "RFC 7568 section 1"),
)
