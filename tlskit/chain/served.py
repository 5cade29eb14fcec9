"""The set that was served, as a set: order, duplicates, what does not belong, and what strict clients make of it.

RFC 5246 section 7.4.2 demands that each certificate certify the one before it; RFC 8446 section 4.4.2 asks for the
same and tells clients to be lenient. OpenSSL, GnuTLS and Java forgive most disorder, and fail on some all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks import certificate as readable
from tlskit.chain.path.checks.role import PathEnd, Role
from tlskit.chain.path.trust_store import Origin
from tlskit.finding import Citation, Finding, Severity
from tlskit.x509 import SignatureOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tlskit.chain.path.certificate_graph import CertificateGraph
    from tlskit.chain.path.certification_path import CertificationPath
    from tlskit.x509 import Certificate, CertificateRef, DistinguishedName

_LIST = (Citation("RFC 8446", "4.4.2"), Citation("RFC 5246", "7.4.2"))


class OutOfOrder(Finding, id="chain.served.out_of_order", severity=Severity.WARNING, cites=_LIST):
    """The certificates are all there, but not each after the one that it certifies.

    Most clients sort them. TLS 1.2 demands the order, and clients in devices and older libraries take it literally.
    """

    summary = "is certificate {position} of those served; it belongs in place {expected}"
    remedy = "Serve the certificates in the order of the path, end entity first."
    certificate: CertificateRef
    position: int
    expected: int


class EndEntityNotFirst(Finding, id="chain.served.end_entity_not_first", severity=Severity.WARNING, cites=_LIST):
    """The first certificate is a CA's, and the end entity's stands further down.

    Clients take the first one for the server's own, so that its name and its key are compared with the wrong one. Most
    servers refuse to start with such a file, since the private key does not fit the first certificate.
    """

    summary = "is a CA certificate, but stands first; the end entity is certificate {position}, {end_entity}"
    remedy = 'Put "{end_entity}" first, then its issuer, and so on upwards.'
    certificate: CertificateRef
    end_entity: CertificateRef
    position: int


class DuplicateServed(Finding, id="chain.served.duplicate", severity=Severity.WARNING, cites=_LIST):
    """The same certificate was sent more than once.

    It costs bytes in every handshake, and some strict clients refuse it as a wrong order.
    """

    summary = "was sent {count} times"
    remedy = "Serve each certificate once."
    certificate: CertificateRef
    count: int


class Unrelated(Finding, id="chain.served.unrelated", severity=Severity.NOTICE, cites=_LIST):
    """A certificate was sent that the best path does not need.

    It does no harm to most clients and costs bytes in every handshake.
    """

    summary = "was sent but is not needed"
    remedy = 'Leave "{certificate}" out.'
    certificate: CertificateRef


class Impostor(Finding, id="chain.served.impostor", severity=Severity.WARNING, cites=_LIST):
    """A certificate was sent that has the name of a CA of the path, and another key, which signed nothing here.

    A CA that changed its key and kept its name has two such certificates, and an old file has the wrong one. Anybody
    can make one, too, so that nothing is believed that is signed with its key. Clients that look for an issuer by its
    name may try it first, and some stop there.
    """

    summary = 'has the name of the CA that issued "{issued}", but another key, which did not sign it'
    remedy = 'Leave "{certificate}" out (sha256 {fingerprint}): it is an old certificate of that CA, or a forged one.'
    certificate: CertificateRef
    issued: CertificateRef
    fingerprint: str


class RootSent(Finding, id="chain.served.root_sent", severity=Severity.INFO, cites=_LIST):
    """The root was sent along, which the client must have already.

    It costs bytes in every handshake and proves nothing; RFC 8446 allows leaving it out.
    """

    summary = "is the root and need not be sent"
    remedy = 'Leave "{certificate}" out.'
    certificate: CertificateRef


class SelfSignedTwin(Finding, id="chain.served.self_signed_twin", cites=_LIST):
    """A root's self-signed certificate was sent that the trust store does not have, where a cross-signed one would do.

    Both are for the same name and key. The cross-signed twin leads to a trusted root, the self-signed one nowhere.
    OpenSSL does not look back: once it has taken the self-signed one, it fails.
    """

    summary = 'is the self-signed twin of the certificate that "{cross_signer}" issued; {situation}'
    remedy = '{action} the twin signed by "{cross_signer}"{and_drop}.'
    certificate: CertificateRef
    cross_signed: CertificateRef
    cross_signer: str
    situation: str
    action: str
    and_drop: str


class AnotherEndEntity(Finding, id="chain.served.another_end_entity", severity=Severity.WARNING, cites=_LIST):
    """Besides the first certificate another one was sent that belongs to an end entity.

    Only the first counts. Usually two files were joined that belong to two sites, or an old certificate was left in.
    """

    summary = "is another end entity's certificate ({names}) and has no place here"
    remedy = 'Leave "{certificate}" out.'
    certificate: CertificateRef
    names: tuple[str, ...]


class NewerTwin(Finding, id="chain.served.newer_twin", severity=Severity.NOTICE, cites=Citation("RFC 4158", "3.5.15")):
    """Another certificate of the same name and key exists, issued later by the same CA.

    CAs replace a cross-certificate when the old one is to go, at times because it is revoked. Only a revocation check
    of intermediates tells.
    """

    summary = "another certificate of the same name and key exists, issued later ({not_before})"
    remedy = 'Serve the one issued on {not_before} instead, and check the revocation of "{certificate}".'
    certificate: CertificateRef
    newer: CertificateRef
    not_before: str


class TrustSettingsIgnored(
    Finding, id="chain.served.trust_settings", severity=Severity.NOTICE, cites=Citation("RFC 7468", "5.1")
):
    """A certificate among those to be served stands in a ``BEGIN TRUSTED CERTIFICATE`` block with trust settings.

    That form is OpenSSL's own, for roots that a relying party trusts. The settings are never sent in a handshake, and
    software other than OpenSSL does not read the block.
    """

    summary = "has OpenSSL's trust settings behind it, which count only in a trust store and were left aside"
    remedy = "Write the certificate without them (openssl x509 -in FILE)."
    certificate: CertificateRef


KINDS = SERVED_KINDS = (
    OutOfOrder,
    EndEntityNotFirst,
    DuplicateServed,
    Unrelated,
    Impostor,
    RootSent,
    SelfSignedTwin,
    AnotherEndEntity,
    NewerTwin,
    TrustSettingsIgnored,
)


def served_findings(graph: CertificateGraph, best: CertificationPath) -> Iterator[Finding]:
    """Compare what was served with the best path."""
    reversed_file = tuple(_end_entity_not_first(graph, best))
    if best.certificates[: len(graph.served)] == graph.served:  # as it should be, and as it nearly always is
        yield from reversed_file
    else:
        yield from _disorder(graph, best, reversed_file)
    yield from _roots(graph, best)
    yield from _newer_twins(graph, best)
    for certificate in graph.served:
        if certificate.trust_settings is not None:
            yield TrustSettingsIgnored(certificate=certificate.ref)


def _disorder(
    graph: CertificateGraph, best: CertificationPath, reversed_file: tuple[Finding, ...]
) -> Iterator[Finding]:
    """What is there twice, in another place than the path's, or beside the path."""
    places: dict[Certificate, list[int]] = {}
    for index, certificate in enumerate(graph.served):
        places.setdefault(certificate, []).append(index)
    yield from _duplicates(places)
    yield from reversed_file
    yield from _order(places, best)
    beside = [item for item in places if item not in best.certificates]
    needed = {item.issuer for item in beside if not item.is_self_issued}
    for certificate in () if reversed_file else beside:
        yield from _beside_the_path(graph, best, certificate, needed)


def _duplicates(places: dict[Certificate, list[int]]) -> Iterator[Finding]:
    for certificate, indexes in places.items():
        if len(indexes) > 1:
            yield DuplicateServed(certificate=certificate.ref, count=len(indexes))


def _end_entity_not_first(graph: CertificateGraph, best: CertificationPath) -> Iterator[Finding]:
    """Does the certificate that stands first lead down to an end entity that stands further back?"""
    first = graph.served[0]
    if not first.is_ca:
        return
    below, names = {first}, [first.subject]
    while names:
        name = names.pop()
        fresh = [item for item in graph.served if item.issuer == name and item not in below]
        below.update(fresh)
        names += [item.subject for item in fresh if item.is_ca]
    for position, certificate in enumerate(graph.served, start=1):
        if certificate in below and not certificate.is_ca:
            finding = EndEntityNotFirst(certificate=first.ref, end_entity=certificate.ref, position=position)
            yield finding if best.is_good else finding.at_severity(Severity.ERROR)
            return


def _order(places: dict[Certificate, list[int]], best: CertificationPath) -> Iterator[Finding]:
    """Find the first certificate of the path that stands before one that it certifies."""
    wanted = [item for item in best.certificates if item in places]
    actual = sorted(wanted, key=lambda item: places[item][0])
    for place, (expected, found) in enumerate(zip(wanted, actual, strict=True), start=1):
        if expected != found:
            position = places[expected][0] + 1
            yield OutOfOrder(certificate=expected.ref, position=position, expected=place)
            return


def _beside_the_path(
    graph: CertificateGraph, best: CertificationPath, certificate: Certificate, needed: Collection[DistinguishedName]
) -> Iterator[Finding]:
    """A certificate that cannot be read is never silently left aside; above a gap nothing can be called unneeded.

    ``needed`` are the names of the issuers of what else stands beside the path.
    """
    sick = tuple(readable.check(certificate, Role.INTERMEDIATE, graph.policy))
    if sick:
        yield from (finding.at_severity(Severity.WARNING) if best.is_good else finding for finding in sick)
        return
    foreign = certificate.subject not in needed and not graph.is_anchor(certificate)
    issued = _issued_by_its_namesake(best, certificate) if foreign else None
    if issued is not None:
        yield Impostor(certificate=certificate.ref, issued=issued.ref, fingerprint=certificate.sha256)
    elif best.ending is not PathEnd.MISSING or not certificate.is_ca:
        yield _superfluous(graph, best, certificate)


def _superfluous(graph: CertificateGraph, best: CertificationPath, certificate: Certificate) -> Finding:
    """Say what kind of thing it is that the best path does without."""
    twin = _twin_on(best, certificate)
    if twin is not None and certificate.is_self_issued and not graph.is_anchor(certificate) and not twin.is_self_issued:
        return _self_signed_twin(graph, certificate, twin)
    if graph.is_anchor(certificate) and certificate.is_self_issued:
        return RootSent(certificate=certificate.ref)
    if not certificate.is_ca and not certificate.is_self_issued and certificate.version:
        names = tuple(name.text for name in certificate.subject_alt_name)
        return AnotherEndEntity(certificate=certificate.ref, names=names or (certificate.label,))
    return Unrelated(certificate=certificate.ref)


def _issued_by_its_namesake(best: CertificationPath, certificate: Certificate) -> Certificate | None:
    """Return what a CA of the same name issued on the path, if that CA has another key and every signature verifies."""
    found = None
    for edge in best.issuances:
        if edge.issuer.subject == certificate.subject:
            if edge.issuer.is_twin_of(certificate) or edge.signature is not SignatureOutcome.VALID:
                return None
            found = found or edge.subject
    return found


def _twin_on(best: CertificationPath, certificate: Certificate) -> Certificate | None:
    for item in best.certificates:
        if item != certificate and item.is_twin_of(certificate):
            return item
    return None


def _self_signed_twin(graph: CertificateGraph, certificate: Certificate, twin: Certificate) -> Finding:
    situation, action, and_drop, severity = (
        "the other was not sent",
        "Serve",
        " instead",
        Severity.ERROR,
    )
    if graph.origin(twin) is not Origin.POOL:
        before = graph.served.index(certificate) < graph.served.index(twin) if twin in graph.served else True
        situation = (
            "it stands before the other, and OpenSSL clients fail on that" if before else "the other was sent too"
        )
        action, and_drop = "Serve only", ""
        severity = Severity.WARNING if before else Severity.NOTICE
    return SelfSignedTwin(
        certificate=certificate.ref,
        cross_signed=twin.ref,
        cross_signer=twin.issuer.label,
        situation=situation,
        action=action,
        and_drop=and_drop,
    ).at_severity(severity)


def _roots(graph: CertificateGraph, best: CertificationPath) -> Iterator[Finding]:
    top = best.certificates[-1]
    if len(best.certificates) > 1 and top in graph.served and graph.is_anchor(top) and top.is_self_issued:
        yield RootSent(certificate=top.ref)


def _newer_twins(graph: CertificateGraph, best: CertificationPath) -> Iterator[Finding]:
    for certificate in best.certificates[1:]:
        begins = certificate.not_before
        if certificate not in graph.served or begins is None:
            continue
        for other in graph.untrusted_named(certificate.subject):
            later = other.not_before is not None and other.not_before > begins
            if later and other.issuer == certificate.issuer and other.is_twin_of(certificate):
                yield NewerTwin(certificate=certificate.ref, newer=other.ref, not_before=f"{other.not_before:%Y-%m-%d}")
                break
