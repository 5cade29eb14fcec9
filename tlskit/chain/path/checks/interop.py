"""Where clients differ: what path validation accepts and some client refuses, with that client's name and words.

"Works in curl, fails in Python" is no fault of RFC 5280's making, so that none of these findings decides: each is a
warning, or a notice where few meet it. One fault is said once. What the profile of RFC 5280 says under
``Conformance.ENFORCE`` (its rows marked ``named``) is left to it there, and left to this module elsewhere.

Who refuses what was measured: OpenSSL 3.0, GnuTLS 3.7, Go 1.19, Java 17 and Python's ``cryptography`` on generated
certificates; of Chrome, Firefox and rustls it is what their sources say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tlskit.chain.path.checks import extension, name_constraints, strict_mode
from tlskit.chain.path.checks.role import PathEnd, Role
from tlskit.chain.path.policy import Conformance, Profile
from tlskit.core import listed
from tlskit.finding import Citation, Finding, Severity
from tlskit.registry import key_purpose_name, oid
from tlskit.x509 import (
    DER_PROBLEMS,
    V3,
    Certificate,
    CertificateRef,
    GeneralName,
    NameForm,
    SignatureOutcome,
    algorithm_of,
    der,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import DistinguishedName

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

    summary = "OpenSSL's strict mode (Python 3.13 and later) refuses it: error {number}, {words}{more}"
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


class EcdsaParameters(
    Finding,
    id="chain.interop.ecdsa_parameters",
    severity=Severity.WARNING,
    cites=Citation("RFC 5758", "3.2"),
):
    """The AlgorithmIdentifier of an ECDSA signature has parameters, which must be absent.

    NULL belongs to RSA's. OpenSSL, GnuTLS and Go look past it; Chrome, Firefox, rustls and Python's ``cryptography``
    compare the whole identifier.
    """

    summary = (
        "is signed with {algorithm} with parameters where there must be none; "
        "Chrome, Firefox, rustls and Python's cryptography refuse it, OpenSSL and GnuTLS accept it"
    )
    remedy = 'Have the CA issue "{certificate}" again, with the parameters of the signature algorithm left out.'
    certificate: CertificateRef
    algorithm: str


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


class Unparsable(
    Finding,
    id="chain.interop.unparsable",
    severity=Severity.WARNING,
    cites=(_AUTHORITY_KEY, Citation("RFC 5280", "4.2.2.1")),
):
    """An extension that limits no path has a form that its definition excludes, and Chrome's parser stops there.

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
    EcdsaParameters,
    Version,
    CriticalExtension,
    Unparsable,
)
PATH_KINDS = (OpensslStrict, AnchorNotSelfSigned, CommonNameConstrained)
EDGE_KINDS = (AuthorityKeyIdentifier, NameEncoding)


# -- one certificate -------------------------------------------------------------------------------------------------


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Ask everything of one certificate."""
    yield from check_individual(certificate, role, policy)
    yield from _purposes(certificate, role, policy)
    yield from _netscape_type(certificate, role, policy)
    silent = certificate.basic_constraints is None and certificate.key_usage is None
    if role is Role.ANCHOR and silent and strict_mode.ca_kind(certificate) == strict_mode.CaKind.NONE:
        yield AnchorNotACa(certificate=certificate.ref)
    if policy.conformance is Conformance.REPORT and certificate.version != V3 and certificate.extensions:
        yield Version(certificate=certificate.ref, version=certificate.version + 1)
    yield from _critical_extensions(certificate, role, policy)
    yield from _unparsable(certificate)


def check_individual(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Ask what the template of a certificate leaves open."""
    if policy.conformance is Conformance.REPORT or role is Role.ANCHOR:
        yield from _serial_number(certificate)
    if policy.profile is not Profile.WEB_PKI:  # whose keys are fewer still, and chain.web_pki.key says it
        curve = _curve(certificate)
        if curve in _FEW_CLIENTS:
            yield Curve(certificate=certificate.ref, curve=_FEW_CLIENTS[curve])
    found = certificate.signature_algorithm
    if found is not None and found.parameters and role is not Role.ANCHOR:
        algorithm = algorithm_of(found)
        if found.oid.startswith(_ECDSA) and algorithm is not None and not certificate.refusal:
            yield EcdsaParameters(certificate=certificate.ref, algorithm=algorithm.name)


_ECDSA = "1.2.840.10045.4."
_LONGEST_SERIAL = 20


def _serial_number(certificate: Certificate) -> Iterator[Finding]:
    number = certificate.serial_number
    if number is None:
        return
    if number < 0:
        yield SerialNumber(
            certificate=certificate.ref,
            fault="negative",
            clients="Go (1.23 and later) and Python's cryptography refuse",
            words="x509: negative serial number",
        )
    elif number.bit_length() // 8 + 1 > _LONGEST_SERIAL:
        yield SerialNumber(
            certificate=certificate.ref,
            fault=f"{number.bit_length() // 8 + 1} octets long",
            clients="Python's cryptography refuses",
            words="certificate must have a serial between 1 and 20 octets",
        )


_EC_KEY = bytes.fromhex("06072a8648ce3d0201")
"""The algorithm id-ecPublicKey (RFC 5480 section 2.1.1), encoded: few certificates need be looked at further."""
_FEW_CLIENTS = {
    "1.3.132.0.10": "secp256k1",
    "1.2.840.10045.3.1.1": "secp192r1",
    "1.3.36.3.3.2.8.1.1.1": "brainpoolP160r1",
    "1.3.36.3.3.2.8.1.1.3": "brainpoolP192r1",
    "1.3.36.3.3.2.8.1.1.5": "brainpoolP224r1",
    "1.3.36.3.3.2.8.1.1.7": "brainpoolP256r1",
    "1.3.36.3.3.2.8.1.1.8": "brainpoolP256t1",
    "1.3.36.3.3.2.8.1.1.9": "brainpoolP320r1",
    "1.3.36.3.3.2.8.1.1.11": "brainpoolP384r1",
    "1.3.36.3.3.2.8.1.1.12": "brainpoolP384t1",
    "1.3.36.3.3.2.8.1.1.13": "brainpoolP512r1",
    "1.3.36.3.3.2.8.1.1.14": "brainpoolP512t1",
}


def _curve(certificate: Certificate) -> str:
    """Return the number of the curve that an EC key names, or the empty string."""
    if _EC_KEY not in certificate.subject_public_key_info[:20]:
        return ""
    try:
        algorithm, _ = der.sequence(certificate.subject_public_key_info, "subjectPublicKeyInfo")
        _, curve = algorithm.children()
        return der.object_identifier(curve.expect(der.OID, "namedCurve"))
    except DER_PROBLEMS:
        return ""


_STEP_UP = frozenset({"2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.10.3.3"})
"""Netscape's and Microsoft's server gated cryptography, which OpenSSL still takes for serverAuth."""
_EMAIL, _TIME_STAMPING = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.8"
_KNOWN_PURPOSES = frozenset({oid.SERVER_AUTH, oid.CLIENT_AUTH, _EMAIL, _TIME_STAMPING})
"""Those for which OpenSSL has a purpose of its own."""


def _purposes(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    wanted, usages = policy.extended_key_usage, certificate.extended_key_usage
    if usages is None or wanted not in _KNOWN_PURPOSES or wanted in usages:
        return
    if wanted == oid.SERVER_AUTH and not _STEP_UP.isdisjoint(usages):
        return
    purpose = key_purpose_name(wanted)
    if oid.ANY_EXTENDED_KEY_USAGE in usages:
        yield AnyPurpose(certificate=certificate.ref, purpose=purpose)
    elif role is Role.ANCHOR:
        allowed = tuple(key_purpose_name(item) for item in usages)
        yield AnchorPurpose(certificate=certificate.ref, purpose=purpose, allowed=allowed)


_NETSCAPE_BITS = {oid.SERVER_AUTH: 0x40, oid.CLIENT_AUTH: 0x80}


def _netscape_type(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    bit = _NETSCAPE_BITS.get(policy.extended_key_usage, 0)
    has_types = role is Role.END_ENTITY and oid.NETSCAPE_CERT_TYPE in certificate.by_oid
    if bit and has_types and not strict_mode.netscape_types(certificate) & bit:
        yield NetscapeType(certificate=certificate.ref, purpose=key_purpose_name(policy.extended_key_usage))


_OPENSSL = "OpenSSL (curl, Python, Node) and Java", "OpenSSL error 34, unhandled critical extension"
_JAVA = "Java and Python's cryptography", "unrecognized critical extension(s)"
_GO = "Go, GnuTLS and Java", "x509: unhandled critical extension"
_UNPROCESSED = {
    oid.AUTHORITY_KEY_IDENTIFIER: _OPENSSL,
    oid.SUBJECT_KEY_IDENTIFIER: _OPENSSL,
    oid.AUTHORITY_INFO_ACCESS: _OPENSSL,
    oid.SUBJECT_INFO_ACCESS: _OPENSSL,
    oid.ISSUER_ALT_NAME: _OPENSSL,
    oid.FRESHEST_CRL: _OPENSSL,
    oid.SUBJECT_DIRECTORY_ATTRIBUTES: _OPENSSL,
    oid.TLS_FEATURE: _OPENSSL,
    oid.CRL_DISTRIBUTION_POINTS: _JAVA,
    oid.OCSP_NO_CHECK: _GO,
}
_PROFILED = frozenset(_UNPROCESSED) - {
    oid.ISSUER_ALT_NAME,
    oid.TLS_FEATURE,
    oid.CRL_DISTRIBUTION_POINTS,
    oid.OCSP_NO_CHECK,
}
"""Those of which RFC 5280's table says that they are never critical."""


def _critical_extensions(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    marked = [number for number, critical in certificate.shape if critical and number in _UNPROCESSED]
    if not marked:
        return
    if policy.conformance is Conformance.ENFORCE:
        marked = [number for number in marked if number not in _PROFILED]
    refused = {item.evidence["extension"] for item in extension.check(certificate, role, policy)}
    for number in dict.fromkeys(marked):
        name = oid.extension_name(number)
        if name not in refused:
            clients, words = _UNPROCESSED[number]
            yield CriticalExtension(certificate=certificate.ref, extension=name, clients=clients, words=words)


def _unparsable(certificate: Certificate) -> Iterator[Finding]:
    if certificate.extension(oid.AUTHORITY_INFO_ACCESS) == ():
        fault = "its authorityInfoAccess is an empty list"
        yield Unparsable(certificate=certificate.ref, fault=fault, section="4.2.2.1")
    named = certificate.authority_key_identifier
    has_issuer, has_serial = bool(named.authority_cert_issuer), named.authority_cert_serial_number is not None
    if has_issuer is not has_serial:
        given, absent = ("authorityCertIssuer", "authorityCertSerialNumber")[:: 1 if has_issuer else -1]
        fault = f"its authorityKeyIdentifier has {given} without {absent}"
        yield Unparsable(certificate=certificate.ref, fault=fault, section="4.2.1.1")


# -- a certificate and its issuer ------------------------------------------------------------------------------------


def check_edge(subject: Certificate, issuer: Certificate) -> Iterator[Finding]:
    """Say what keeps clients from finding the issuer of a certificate that it did sign."""
    if difference := identifier_difference(subject, issuer):
        yield _misnamed(subject, issuer, difference)
    if subject.issuer.encoding != issuer.subject.encoding:
        yield _encoded_otherwise(subject, issuer)


_KEY_IDENTIFIER = "its keyIdentifier is "


def identifier_difference(subject: Certificate, issuer: Certificate) -> str:
    """Return why OpenSSL takes ``issuer`` for none of ``subject`` (``X509_check_akid``), or the empty string."""
    named, held = subject.authority_key_identifier, issuer.subject_key_identifier
    wanted = named.key_identifier
    if wanted is not None and held is not None and wanted != held:
        if wanted in (der_octets(held), b"\x04" + held) or held == der_octets(wanted):
            return _KEY_IDENTIFIER + "the issuer's subjectKeyIdentifier encoded once too often or too seldom"
        return f"{_KEY_IDENTIFIER}{wanted.hex(':')}, the issuer's subjectKeyIdentifier {held.hex(':')}"
    serial = named.authority_cert_serial_number
    if serial is not None and serial != issuer.serial_number:
        return f"its authorityCertSerialNumber is {serial:x}, the issuer's serial number {issuer.serial_number or 0:x}"
    names = [item for item in named.authority_cert_issuer if item.form is NameForm.DIRECTORY]
    if names and names[0].directory_name != issuer.issuer:
        return f'its authorityCertIssuer is "{names[0].text}", the issuer of its issuer "{issuer.issuer}"'
    return ""


def der_octets(value: bytes) -> bytes:
    """Encode a short OCTET STRING."""
    return bytes([der.OCTET_STRING, len(value)]) + value if len(value) < 128 else value  # noqa: PLR2004 - the short form


def _misnamed(subject: Certificate, issuer: Certificate, difference: str) -> Finding:
    own = subject == issuer
    gnutls = difference.startswith(_KEY_IDENTIFIER) and not own
    return AuthorityKeyIdentifier(
        certificate=subject.ref,
        issuer=issuer.ref,
        difference=difference,
        clients="OpenSSL (curl, Python, Node), like GnuTLS," if gnutls else "OpenSSL (curl, Python, Node)",
        number=2 if own else 20,
        words="unable to get issuer certificate" if own else "unable to get local issuer certificate",
    )


def _encoded_otherwise(subject: Certificate, issuer: Certificate) -> Finding:
    """The two names are equal as section 7.1 has it; say in what they differ, and who cares."""
    pairs = list(zip(subject.issuer.attributes, issuer.subject.attributes, strict=False))
    same_texts = [one.text for one, _ in pairs] == [other.text for _, other in pairs]
    clients = ["Go", "Firefox", "rustls", "Python's cryptography"]
    clients += [] if same_texts else ["GnuTLS"]
    clients += [] if _canonical(subject.issuer) == _canonical(issuer.subject) else ["OpenSSL (error 20)"]
    one, other = next(
        ((one, other) for one, other in pairs if (one.tag, one.contents) != (other.tag, other.contents)), pairs[0]
    )
    if one.text == other.text:
        difference = f"{one} is a {_string_type(one.tag)} here and a {_string_type(other.tag)} there"
    else:
        difference = f'"{one.text}" here and "{other.text}" there'
    return NameEncoding(
        certificate=subject.ref,
        issuer=issuer.ref,
        difference=difference,
        clients=f"{', '.join(clients[:-1])} and {clients[-1]}",
    )


def _string_type(tag: int) -> str:
    return _STRING_TYPES.get(tag, f"value with the tag 0x{tag:02x}")


_STRING_TYPES = {
    0x0C: "UTF8String",
    0x13: "PrintableString",
    0x14: "TeletexString",
    0x16: "IA5String",
    0x1C: "UniversalString",
    0x1E: "BMPString",
}


def _canonical(name: DistinguishedName) -> list[frozenset[tuple[str, str]]]:
    """Return what OpenSSL compares (``x509_name_canon``): one string type, white space and ASCII case folded."""
    return [frozenset((item.oid, _folded(item.text)) for item in rdn) for rdn in name.rdns]


def _folded(text: str) -> str:
    """Fold as OpenSSL does: ASCII alone."""
    single = re.sub(r"[ \t\n\v\f\r]+", " ", text).strip(" ")
    return "".join(letter.lower() if letter.isascii() else letter for letter in single)


# -- a path ----------------------------------------------------------------------------------------------------------


def check_path(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """Ask what depends on the path as a whole, and on how it ends."""
    yield from _strict(certificates, end, policy)
    if end is PathEnd.ANCHOR:
        yield from _anchor(certificates)
    yield from _common_names(certificates)


def _strict(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """One finding for a path: a private CA that breaks a rule breaks it everywhere."""
    complete = end in {PathEnd.ANCHOR, PathEnd.UNTRUSTED_ROOT}
    faults = [
        (certificates[depth], number)
        for depth, number in strict_mode.strict_faults(certificates, complete=complete)
        if number not in strict_mode.ALSO_WITHOUT and not _said(certificates[depth], depth, number)
    ]
    if policy.conformance is Conformance.ENFORCE:  # the other rules are RFC 5280's, too
        faults = [(certificate, number) for certificate, number in faults if number == strict_mode.INVALID_CA]
    if faults:
        (first, number), *rest = faults
        others = tuple(
            f'"{certificate.label}" error {other}, {strict_mode.WORDS[other]}' for certificate, other in rest
        )
        yield OpensslStrict(certificate=first.ref, number=number, words=strict_mode.WORDS[number], others=others)


def _said(certificate: Certificate, depth: int, number: int) -> bool:
    """Whether a CA that is none in any mode has a finding of its own: not strict mode's alone."""
    if not depth or number != strict_mode.INVALID_CA:
        return False
    return strict_mode.ca_kind(certificate) == strict_mode.CaKind.NONE


def _anchor(certificates: tuple[Certificate, ...]) -> Iterator[Finding]:
    """OpenSSL takes an anchor for self-signed if its issuer is its own name and its authorityKeyIdentifier fits."""
    anchor, alone = certificates[-1], len(certificates) == 1
    difference = identifier_difference(anchor, anchor)
    if anchor.is_self_issued and not difference:
        return
    if anchor.is_self_issued and verify(anchor, anchor.public_key) is SignatureOutcome.VALID:
        yield _misnamed(anchor, anchor, difference)
    else:
        words = "unable to get local issuer certificate" if alone else "unable to get issuer certificate"
        yield AnchorNotSelfSigned(certificate=anchor.ref, number=20 if alone else 2, words=words)


_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]+(?<!-)(?:\.(?!-)[A-Za-z0-9_-]+(?<!-))+")
"""What OpenSSL takes for a host name in a common name (``cn2dnsid``): labels, of which there are two or more."""


def _common_names(certificates: tuple[Certificate, ...]) -> Iterator[Finding]:
    target = certificates[0]
    cas = [item for item in certificates[1:] if item.name_constraints is not None]
    if not cas or any(name.form is NameForm.DNS for name in target.subject_alt_name):
        return
    for text in filter(_HOST.fullmatch, target.subject.values(oid.COMMON_NAME)):
        name = GeneralName(NameForm.DNS, text, text.encode())
        found = next(iter(name_constraints.dns_refusals(target, name, cas)), None)
        if isinstance(found, (name_constraints.Excluded, name_constraints.NameNotPermitted)):
            excluded = isinstance(found, name_constraints.Excluded)
            yield CommonNameConstrained(
                certificate=target.ref,
                constrained_by=found.constrained_by,
                common_name=text,
                number=48 if excluded else 47,
                words="excluded subtree violation" if excluded else "permitted subtree violation",
            )
