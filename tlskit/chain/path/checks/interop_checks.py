"""What finds the kinds of :mod:`tlskit.chain.path.checks.interop`: in a certificate, an issuance, a path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tlskit.chain.path.checks import extension, name_constraints, strict_mode
from tlskit.chain.path.checks.interop import (
    AnchorNotACa,
    AnchorNotSelfSigned,
    AnchorPurpose,
    AnyPurpose,
    AuthorityKeyIdentifier,
    CommonNameConstrained,
    CriticalExtension,
    Curve,
    NameEncoding,
    NetscapeType,
    OpensslStrict,
    SelfIssuedCounted,
    SerialNumber,
    TakenForSelfSigned,
    Unparsable,
    Unsupported,
    Version,
)
from tlskit.chain.path.checks.role import PathEnd, Role
from tlskit.chain.path.policy import Conformance, Profile
from tlskit.registry import key_purpose_name, oid
from tlskit.x509 import (
    V3,
    Certificate,
    GeneralName,
    KeyAlgorithm,
    NameForm,
    SignatureOutcome,
    algorithm_of,
    der,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.finding import Finding
    from tlskit.x509 import Attribute, DistinguishedName, SignatureAlgorithm

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
    yield from _unsupported(certificate, role)


def check_individual(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Ask what the template of a certificate leaves open."""
    if policy.conformance is Conformance.REPORT or role is Role.ANCHOR:
        yield from _serial_number(certificate)
    if policy.profile is not Profile.WEB_PKI:  # whose keys are fewer still, and chain.web_pki.key says it
        curve = _FEW_CLIENTS.get(certificate.key_form.curve, "")
        if curve:
            yield Curve(certificate=certificate.ref, curve=curve)


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
_PROFILED = frozenset(_UNPROCESSED) - {oid.ISSUER_ALT_NAME, oid.TLS_FEATURE, oid.CRL_DISTRIBUTION_POINTS}
"""Those of which RFC 5280's table says that they are never critical."""


def _critical_extensions(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    marked = [number for number, critical in certificate.shape if critical and number in _UNPROCESSED]
    if not marked:
        return
    if policy.conformance is Conformance.ENFORCE:
        marked = [number for number in marked if number not in _PROFILED]
    refused = {item.evidence.get("extension") for item in extension.check(certificate, role, policy)}
    for number in dict.fromkeys(marked):
        name = oid.extension_name(number)
        if name not in refused:
            clients, words = _UNPROCESSED[number]
            yield CriticalExtension(certificate=certificate.ref, extension=name, clients=clients, words=words)


_LONGEST_PATH = 255


def _unparsable(certificate: Certificate) -> Iterator[Finding]:
    if certificate.extension(oid.AUTHORITY_INFO_ACCESS) == ():
        fault = "its authorityInfoAccess is an empty list"
        yield Unparsable(certificate=certificate.ref, fault=fault, section="4.2.2.1")
    constraints = certificate.basic_constraints
    if constraints is not None and (constraints.path_length or 0) > _LONGEST_PATH:
        fault = f"its pathLenConstraint is {constraints.path_length}, more than one octet holds"
        yield Unparsable(certificate=certificate.ref, fault=fault, section="4.2.1.9")
    named = certificate.authority_key_identifier
    has_issuer, has_serial = bool(named.authority_cert_issuer), named.authority_cert_serial_number is not None
    if has_issuer is not has_serial:
        given, absent = ("authorityCertIssuer", "authorityCertSerialNumber")[:: 1 if has_issuer else -1]
        fault = f"its authorityKeyIdentifier has {given} without {absent}"
        yield Unparsable(certificate=certificate.ref, fault=fault, section="4.2.1.1")


_IN_GO, _IN_GNUTLS = "Go does", "GnuTLS does"
_IN_OLD_GO, _IN_BOTH = "Go before 1.24 does", "Go (before 1.24) and GnuTLS do"
_GO_UNHANDLED = "Go: unhandled critical extension"
_GNUTLS_CONSTRAINTS = "GnuTLS: the chain violates the signer's constraints"
_POLICY_LIMITS = (oid.POLICY_CONSTRAINTS, oid.INHIBIT_ANY_POLICY, oid.POLICY_MAPPINGS)


def _unsupported(certificate: Certificate, role: Role) -> Iterator[Finding]:
    """Say what some client leaves out of RFC 5280 and of the algorithms."""
    for number in _POLICY_LIMITS:
        if (number, True) in certificate.shape:
            what = f"marks {oid.extension_name(number)} as critical"
            clients = _IN_OLD_GO if number == oid.INHIBIT_ANY_POLICY else _IN_BOTH
            yield Unsupported(certificate=certificate.ref, what=what, clients=clients, words=_GO_UNHANDLED)
    algorithm = algorithm_of(certificate.signature_algorithm)
    clients = "" if role is Role.ANCHOR or algorithm is None else _without(algorithm)
    if algorithm is not None and clients:
        words = "Go: cannot verify signature: algorithm unimplemented"
        yield Unsupported(
            certificate=certificate.ref, what=f"is signed with {algorithm.name}", clients=clients, words=words
        )
    constraints = certificate.name_constraints
    if constraints is None:
        return
    excluded = [tree.base.form for tree in constraints.excluded or ()]
    forms = {tree.base.form for tree in (*(constraints.permitted or ()), *(constraints.excluded or ()))}
    for form in (NameForm.DIRECTORY, NameForm.URI):  # others are compared by nobody, and that is a finding of its own
        if form is NameForm.DIRECTORY and form in forms and (oid.NAME_CONSTRAINTS, True) in certificate.shape:
            what = f"constrains names of the form {form.label}"
            yield Unsupported(certificate=certificate.ref, what=what, clients=_IN_GO, words=_GO_UNHANDLED)
        if form in excluded:
            what = f"excludes names of the form {form.label}"
            yield Unsupported(certificate=certificate.ref, what=what, clients=_IN_GNUTLS, words=_GNUTLS_CONSTRAINTS)


def _without(algorithm: SignatureAlgorithm) -> str:
    """Return which clients do without a signature algorithm, as the beginning of a clause."""
    match algorithm.family:
        case KeyAlgorithm.ED448:
            return _IN_GO
        case KeyAlgorithm.ML_DSA:
            return "Go, GnuTLS 3.7 and OpenSSL before 3.5 do"
        case KeyAlgorithm.RSA | KeyAlgorithm.ECDSA if algorithm.digest == "SHA-224":
            return _IN_GO
    return ""


# -- a certificate and its issuer ------------------------------------------------------------------------------------


def check_edge(subject: Certificate, issuer: Certificate) -> Iterator[Finding]:
    """Say what keeps clients from finding the issuer of a certificate that it did sign."""
    if difference := identifier_difference(subject, issuer):
        yield _misnamed(subject, issuer, difference)
    if _looks_self_signed(subject, issuer):
        yield TakenForSelfSigned(certificate=subject.ref, issuer=issuer.ref)
    if subject.issuer.encoding != issuer.subject.encoding:
        yield _encoded_otherwise(subject, issuer)


def check_anchor(anchor: Certificate, *, alone: bool, leads_on: bool) -> Iterator[Finding]:
    """Say what keeps OpenSSL from ending a path at an anchor; ``leads_on``: the trust store leads on to a root.

    It takes an anchor for self-signed if its issuer is its own name and its authorityKeyIdentifier fits. ``alone``: the
    anchor is the whole path.
    """
    difference = identifier_difference(anchor, anchor)
    if leads_on or (anchor.is_self_issued and not difference):
        return
    if anchor.is_self_issued and verify(anchor, anchor) is SignatureOutcome.VALID:
        yield _misnamed(anchor, anchor, difference)
    else:
        words = "unable to get local issuer certificate" if alone else "unable to get issuer certificate"
        yield AnchorNotSelfSigned(certificate=anchor.ref, number=20 if alone else 2, words=words)


def _looks_self_signed(subject: Certificate, issuer: Certificate) -> bool:
    return subject.is_self_issued and subject != issuer and not identifier_difference(subject, subject)


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
    return NameEncoding(
        certificate=subject.ref,
        issuer=issuer.ref,
        difference=_first_difference(pairs),
        clients=f"{', '.join(clients[:-1])} and {clients[-1]}",
    )


def _first_difference(pairs: list[tuple[Attribute, Attribute]]) -> str:
    if not pairs:
        return "no attribute can be read"
    here, there = zip(*pairs, strict=True)
    if sorted(here) == sorted(there):
        return "the attributes of one RDN in another order"
    for one, other in pairs:
        if one.text != other.text:
            return f'"{one.text}" here and "{other.text}" there'
        if one.tag != other.tag:
            return f"{one} is {_string_type(one.tag)} here and {_string_type(other.tag)} there"
    return "other encodings of the same values"


def _string_type(tag: int) -> str:
    return _STRING_TYPES.get(tag, f"a value with the tag 0x{tag:02x}")


_STRING_TYPES = {
    0x0C: "a UTF8String",
    0x13: "a PrintableString",
    0x14: "a TeletexString",
    0x16: "an IA5String",
    0x1C: "a UniversalString",
    0x1E: "a BMPString",
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
    yield from _common_names(certificates)
    yield from _self_issued(certificates)


def _strict(certificates: tuple[Certificate, ...], end: PathEnd, policy: ValidationPolicy) -> Iterator[Finding]:
    """One finding for a path: a private CA that breaks a rule breaks it everywhere."""
    complete = end in {PathEnd.ANCHOR, PathEnd.UNTRUSTED_ROOT}
    found = strict_mode.strict_faults(certificates, complete=complete)
    faults = [(certificates[depth], number) for depth, number in found if not _is_said(certificates, depth, number)]
    if policy.conformance is Conformance.ENFORCE:  # the other rules are RFC 5280's, too
        faults = [(certificate, number) for certificate, number in faults if number == strict_mode.INVALID_CA]
    if faults:
        (first, number), *rest = faults
        others = tuple(
            f'"{certificate.label}" error {other}, {strict_mode.WORDS[other]}' for certificate, other in rest
        )
        yield OpensslStrict(certificate=first.ref, number=number, words=strict_mode.WORDS[number], others=others)


def _is_said(certificates: tuple[Certificate, ...], depth: int, number: int) -> bool:
    """Whether OpenSSL's usual mode or path validation refuses the certificate already, and a finding says so."""
    certificate, above = certificates[depth], certificates[depth + 1 :][:1]
    if number in strict_mode.ALSO_WITHOUT:
        return True
    if number == strict_mode.NO_AUTHORITY_KEY and above:
        return bool(identifier_difference(certificate, *above)) or _looks_self_signed(certificate, *above)
    return depth > 0 and strict_mode.ca_kind(certificate) == strict_mode.CaKind.NONE


def _self_issued(certificates: tuple[Certificate, ...]) -> Iterator[Finding]:
    """Say where a path length is exceeded only if self-issued certificates are counted (section 6.1.4 (l))."""
    others = 0
    for counted, certificate in enumerate(certificates[1:]):
        limit = None if certificate.basic_constraints is None else certificate.basic_constraints.path_length
        if limit is not None and others <= limit < counted:
            yield SelfIssuedCounted(certificate=certificate.ref, path_length=limit, below=counted)
        others += not certificate.is_self_issued


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
