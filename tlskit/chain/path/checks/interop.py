"""Where clients differ: what path validation accepts and some client refuses, with that client's name and words.

"Works in curl, fails in Python" is no fault of RFC 5280's making, so that none of these findings decides: each is a
warning, or a notice where few meet it. One fault is said once. What the profile of RFC 5280 says under
``Conformance.ENFORCE`` (its rows with ``Clients.NAMED``) is left to it there, and said here elsewhere.

The kinds are here, what finds them is in :mod:`tlskit.chain.path.checks.interop_checks`. Who refuses what was measured:
OpenSSL 3.0, GnuTLS 3.7, Go 1.19, Java 17 and Python's ``cryptography`` on generated certificates; of Chrome, Firefox
and rustls it is what their sources say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import listed
from tlskit.finding import Citation, Finding, Severity

if TYPE_CHECKING:
    from tlskit.x509 import CertificateRef

_AUTHORITY_KEY = Citation("RFC 5280", "4.2.1.1")
_PURPOSE = Citation("RFC 5280", "4.2.1.12")


class OpensslStrict(
    Finding,
    id="chain.interop.openssl_strict",
    severity=Severity.WARNING,
    cites=(Citation("RFC 5280", "4.2"), Citation("RFC 5280", "4.2.1.9")),
):
    """OpenSSL's strict mode refuses the chain, which OpenSSL's usual mode accepts.

    Python 3.13 and later set it (``VERIFY_X509_STRICT``) in ``ssl.create_default_context()``, and with it urllib3 and
    requests; curl, Node and browsers do not: "works in curl, fails in Python". The cure is to have the certificates
    issued properly. A client can clear the flag meanwhile: ``context.verify_flags &= ~ssl.VERIFY_X509_STRICT``.
    """

    summary = "is refused by OpenSSL's strict mode (Python 3.13 and later): error {number}, {words}{more}"
    remedy = (
        'Have the CA issue "{certificate}" again as RFC 5280 prescribes; until then '
        "ssl.VERIFY_X509_STRICT can be cleared in a Python client's context."
    )
    certificate: CertificateRef
    number: int
    words: str
    others: tuple[str, ...] = ()

    @property
    def more(self) -> str:
        """What else it would refuse, were this one corrected."""
        return f"; then {listed(list(self.others))}" if self.others else ""


class AuthorityKeyIdentifier(
    Finding, id="chain.interop.authority_key_identifier", severity=Severity.WARNING, cites=_AUTHORITY_KEY
):
    """The authorityKeyIdentifier does not name the certificate that issued this one.

    The signature is right, and for RFC 5280 the extension is a hint. OpenSSL takes it for a condition: with another key
    identifier, issuer or serial number, a certificate is no issuer for it. GnuTLS compares key identifiers alone.
    """

    summary = (
        'its authorityKeyIdentifier does not name its issuer "{issuer}": {difference}; '
        "{clients} refuses it: error {number}, {words}"
    )
    remedy = 'Have "{certificate}" issued again with the subjectKeyIdentifier of "{issuer}" as its keyIdentifier.'
    certificate: CertificateRef
    issuer: CertificateRef
    difference: str
    clients: str
    number: int
    words: str


class NameEncoding(
    Finding, id="chain.interop.name_encoding", severity=Severity.WARNING, cites=Citation("RFC 5280", "7.1")
):
    """The issuer's name is encoded otherwise than in the issuer's own certificate: another string type, or capitals.

    RFC 5280 section 7.1 takes both for one name. Clients that compare names byte by byte do not: they find no issuer.
    Section 4.1.2.6 has CAs copy the name as it is.
    """

    summary = 'the name of its issuer is not the same bytes as in "{issuer}" ({difference}); {clients} find no issuer'
    remedy = 'Have "{certificate}" issued again with the issuer\'s name copied from "{issuer}".'
    certificate: CertificateRef
    issuer: CertificateRef
    difference: str
    clients: str


class TakenForSelfSigned(
    Finding, id="chain.interop.taken_for_self_signed", severity=Severity.WARNING, cites=_AUTHORITY_KEY
):
    """The certificate has its issuer's name, and no authorityKeyIdentifier that says that another key signed it.

    OpenSSL tells a self-signed certificate by its names and its key identifiers, not by its signature. It takes this
    one for self-signed, looks for no issuer, and does not find it among its roots.
    """

    summary = (
        'has the same name as its issuer "{issuer}" and does not say which key signed it; '
        "OpenSSL (curl, Python, Node) refuses it: error 18 or 19, self-signed certificate"
    )
    remedy = 'Have "{certificate}" issued again under a name of its own, or with an authorityKeyIdentifier.'
    certificate: CertificateRef
    issuer: CertificateRef


class AnchorNotSelfSigned(
    Finding,
    id="chain.interop.anchor_not_self_signed",
    severity=Severity.NOTICE,
    cites=Citation("RFC 5280", "6.1.1"),
):
    """The trust anchor is not self-signed, which RFC 5280 does not ask of one.

    OpenSSL goes on to look for its issuer, unless ``X509_V_FLAG_PARTIAL_CHAIN`` is set. curl and Python 3.13 and later
    set it; ``openssl verify``, nginx, Node and earlier versions of Python do not.
    """

    summary = (
        "is trusted but not self-signed; OpenSSL without partial_chain (nginx, Node, Python before 3.13) "
        "refuses it: error {number}, {words}"
    )
    remedy = 'Install the root above "{certificate}" too, or set X509_V_FLAG_PARTIAL_CHAIN (openssl -partial_chain).'
    certificate: CertificateRef
    number: int
    words: str


class AnchorPurpose(Finding, id="chain.interop.anchor_purpose", severity=Severity.WARNING, cites=_PURPOSE):
    """The trust anchor has an extKeyUsage that does not list the purpose.

    RFC 5280 gives an anchor's extensions no meaning. OpenSSL holds every certificate of the chain to the purpose, the
    root too, and so do Go and Python's ``cryptography``.
    """

    summary = (
        "is a trust anchor for {allowed}, not for {purpose}; OpenSSL (curl, Python, Node) "
        "and Go refuse it: OpenSSL error 26, unsuitable certificate purpose"
    )
    remedy = "Use a root without extKeyUsage, or one that lists {purpose}."
    certificate: CertificateRef
    purpose: str
    allowed: tuple[str, ...]


class AnchorNotACa(
    Finding,
    id="chain.interop.anchor_not_a_ca",
    severity=Severity.WARNING,
    cites=Citation("RFC 5280", "4.2.1.9"),
):
    """The trust anchor of version 3 has neither basicConstraints nor a keyUsage that says that it is a CA.

    RFC 5280 trusts the key of an anchor whatever its certificate says. OpenSSL, Go and Java ask for a CA certificate.
    """

    summary = (
        "is a trust anchor without basicConstraints; OpenSSL (curl, Python, Node), Go and Java refuse it: "
        "OpenSSL error 79, invalid CA certificate"
    )
    remedy = "Issue the root again with basicConstraints, critical, cA TRUE."
    certificate: CertificateRef


class AnyPurpose(Finding, id="chain.interop.any_purpose", severity=Severity.WARNING, cites=_PURPOSE):
    """The extKeyUsage has anyExtendedKeyUsage and not the purpose itself.

    For RFC 5280 that allows every purpose. OpenSSL does not take it so, in a server's certificate or in a CA's.
    """

    summary = (
        "is for anyExtendedKeyUsage and does not list {purpose}; OpenSSL (curl, Python, Node) refuses it: "
        "error 26, unsuitable certificate purpose"
    )
    remedy = 'Have "{certificate}" issued again with {purpose} in its extKeyUsage.'
    certificate: CertificateRef
    purpose: str


class NetscapeType(Finding, id="chain.interop.netscape_type", severity=Severity.WARNING, cites=_PURPOSE):
    """The certificate has Netscape's nsCertType, and that does not allow the purpose.

    The extension is older than extKeyUsage and in no RFC. OpenSSL and Java still apply it.
    """

    summary = (
        "has an nsCertType that does not allow {purpose}; OpenSSL (curl, Python, Node) and Java refuse it: "
        "OpenSSL error 26, unsuitable certificate purpose"
    )
    remedy = 'Have "{certificate}" issued again without nsCertType.'
    certificate: CertificateRef
    purpose: str


class CommonNameConstrained(
    Finding,
    id="chain.interop.common_name_constrained",
    severity=Severity.WARNING,
    cites=Citation("RFC 5280", "4.2.1.10"),
):
    """The common name reads as a host name that the name constraints of a CA above do not allow.

    RFC 5280 applies them to subjectAltName. OpenSSL applies them to the common name too where subjectAltName has no
    dNSName; an address in the common name counts as a host name there.
    """

    summary = (
        'has the common name "{common_name}", which "{constrained_by}" does not allow as a dNSName; '
        "OpenSSL (curl, Python, Node) refuses it: error {number}, {words}"
    )
    remedy = 'Have "{certificate}" issued again with a common name that is no host name, or without one.'
    certificate: CertificateRef
    constrained_by: CertificateRef
    common_name: str
    number: int
    words: str


class SerialNumber(
    Finding, id="chain.interop.serial_number", severity=Severity.WARNING, cites=Citation("RFC 5280", "4.1.2.2")
):
    """The serial number is negative, or longer than 20 octets, in an end entity, an intermediate or a root.

    RFC 5280 asks relying parties to handle such certificates gracefully. Some parsers refuse them all the same,
    wherever in the chain they stand.
    """

    summary = "has a serial number that is {fault}; {clients} it: {words}"
    remedy = 'Have "{certificate}" issued again with a positive serial number of at most 20 octets.'
    certificate: CertificateRef
    fault: str
    clients: str
    words: str


class Curve(Finding, id="chain.interop.curve", severity=Severity.WARNING, cites=(Citation("RFC 5480", "2.1.1.1"),)):
    """The key is on a curve that OpenSSL knows and browsers do not, such as brainpool and secp256k1.

    Browsers take P-256, P-384 and, some of them, P-521. Go and Java dropped or never had the others.
    """

    summary = "has a key on the curve {curve}; Chrome, Firefox, Go and Java (16 and later) refuse it"
    remedy = 'Make a key on P-256 or P-384, and have "{certificate}" issued for it.'
    certificate: CertificateRef
    curve: str


class Version(Finding, id="chain.interop.version", severity=Severity.WARNING, cites=Citation("RFC 5280", "4.1.2.1")):
    """The certificate has extensions and says that it is of version 1 or 2, which have none.

    OpenSSL reads the extensions unless it is in strict mode, and so does Firefox. Chrome, GnuTLS and Java refuse such
    a certificate; Go does not see the extensions.
    """

    summary = (
        "has extensions but says that it is version {version}; Chrome, GnuTLS, Go, Java and OpenSSL's strict mode "
        "(Python 3.13 and later: error 93, Using cert extension requires at least X509v3) refuse it"
    )
    remedy = 'Have the CA issue "{certificate}" again as version 3.'
    certificate: CertificateRef
    version: int


class CriticalExtension(
    Finding, id="chain.interop.critical_extension", severity=Severity.WARNING, cites=Citation("RFC 5280", "4.2")
):
    """An extension is marked critical that clients do not process, though they know it.

    It limits no path, so that nothing is lost where it is passed over. But "critical" says that who does not process it
    must refuse the certificate, and some clients do.
    """

    summary = "marks {extension} as critical; {clients} refuse it: {words}"
    remedy = 'Have "{certificate}" issued again with {extension} not critical.'
    certificate: CertificateRef
    extension: str
    clients: str
    words: str


class Unsupported(Finding, id="chain.interop.unsupported", severity=Severity.NOTICE, cites=Citation("RFC 5280", "6.1")):
    """Path validation has a place for it, and some client does not support it: a policy, a form of name, an algorithm.

    Nothing is wrong with the chain. Go and GnuTLS leave parts of RFC 5280 out: certificate policies (Go before 1.24),
    constraints on directory names, the self-issued certificates that a path length does not count. They refuse what
    they do not support, as they must where it is critical.
    """

    summary = "{what}; {clients} not support that ({words})"
    remedy = 'Where such clients are to be served, have "{certificate}" issued without it.'
    certificate: CertificateRef
    what: str
    clients: str
    words: str


class SelfIssuedCounted(
    Finding,
    id="chain.interop.self_issued_counted",
    severity=Severity.NOTICE,
    cites=(Citation("RFC 5280", "4.2.1.9"), Citation("RFC 5280", "6.1.4")),
):
    """The path is within a CA's path length only because self-issued certificates do not count.

    A CA that renews its key certifies the new one under its own name, and RFC 5280 lets that be free. Go and GnuTLS
    count such certificates like any other.
    """

    summary = (
        "allows {path_length} intermediate certificates below it, and has {below} if self-issued ones are counted; "
        "Go and GnuTLS count them, and refuse the path (Go: too many intermediates for path length constraint)"
    )
    remedy = 'Serve the path without the self-issued certificates, or have "{certificate}" issued with room for them.'
    certificate: CertificateRef
    path_length: int
    below: int


class Unparsable(
    Finding,
    id="chain.interop.unparsable",
    severity=Severity.WARNING,
    cites=(_AUTHORITY_KEY, Citation("RFC 5280", "4.2.1.9"), Citation("RFC 5280", "4.2.2.1")),
):
    """An extension has a form that its definition excludes, or a value that is beyond what Chrome reads.

    Chrome and Edge then drop the certificate, as if it had not been sent. OpenSSL, Go and Java pass over it.
    """

    summary = "{fault} (section {section}); Chrome and Edge cannot parse it and drop the certificate"
    remedy = 'Have the CA issue "{certificate}" again.'
    certificate: CertificateRef
    fault: str
    section: str


KINDS = (
    AnchorPurpose,
    AnchorNotACa,
    AnyPurpose,
    NetscapeType,
    SerialNumber,
    Curve,
    Version,
    CriticalExtension,
    Unsupported,
    Unparsable,
)
PATH_KINDS = (OpensslStrict, CommonNameConstrained, SelfIssuedCounted)
EDGE_KINDS = (AuthorityKeyIdentifier, TakenForSelfSigned, NameEncoding, AnchorNotSelfSigned)
