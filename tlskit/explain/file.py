"""A :class:`~tlskit.chain.file.FileReport` told: what is in a file, in order, and what is wrong with each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import ChainLink, subject_alt_name
from tlskit.core import clipped, listed
from tlskit.document import Document, Headline, Row, Rows, Section, Tone
from tlskit.explain.card import TONES, card
from tlskit.finding import Severity
from tlskit.registry import AUTHORITY_INFO_ACCESS, CA_ISSUERS, CERTIFICATE_POLICIES, OCSP, key_purpose_name, policy_name
from tlskit.x509 import CertificateItem, CrlItem, PrivateKeyItem, PublicKeyItem, RequestItem, algorithm_of, describe_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tlskit.chain import FileReport, KeyMatch
    from tlskit.finding import Finding
    from tlskit.x509 import Certificate, GeneralName, Item, TrustSettings

_ORDINALS = ("first", "second", "third")
_NAMED_FAULTS = 3
_SHOWN_QUALIFIERS = 5
_PLURALS = {
    "certificate": "certificates",
    "private key": "private keys",
    "public key": "public keys",
    "certificate request": "certificate requests",
    "CRL": "CRLs",
    "other": "other things",
}


def file_answer(name: str, report: FileReport) -> str:
    """Return what is in the file in one sentence, with the faults (up to three) by name."""
    parts = [_counted(report, kind) for kind in _PLURALS if any(item.kind == kind for item in report.items)]
    faults = [f'"{item.subject_label}" {item.summary}' for item in report.findings if item.severity >= Severity.ERROR]
    further = len(faults) - _NAMED_FAULTS
    shown = [*faults[:_NAMED_FAULTS], *([f"and {further} more"] if further > 0 else [])]
    return f"{clipped(name)}: {'; '.join([', '.join(parts), *shown])}."


def file_document(name: str, report: FileReport) -> Document:
    """Compose the document of one file."""
    worst = report.worst()
    tone = Tone.GOOD if worst is None or worst < Severity.WARNING else TONES[worst]
    if tone is Tone.GOOD and any(item.problem for item in report.items):
        tone = Tone.OPEN
    sections = [_section(report, item) for item in report.items]
    asked = Section("Asked", (Rows((Row("File", name), Row("At", _time(report.at)))),))
    return Document(Headline(tone, file_answer(name, report)), (*sections, asked))


# -- the sentence ----------------------------------------------------------------------------------------------------


def _counted(report: FileReport, kind: str) -> str:
    items = [item for item in report.items if item.kind == kind]
    count = len(items)
    if kind == "other" and count == 1:
        return items[0].label
    words = f"{count:,} {kind if count == 1 else _PLURALS[kind]}"
    if kind == "certificate":
        return f"{words} in order" if report.is_in_order else words + " that are not in order" * report.is_out_of_order
    return f"{words}{_key_clause(report, count)}" if kind == "private key" else words


def _key_clause(report: FileReport, count: int) -> str:
    fitting = [_first_fit(report.fits[item.position]) for item in report.private_keys]
    if count > 1:
        number = sum(fit is not None for fit in fitting)
        return f", {number} of which fit{'s' if number == 1 else ''} a certificate" if number else ""
    if fitting[0] is not None:
        return f" that fits {_fitted(report, fitting[0])}"
    return " that is encrypted" if report.private_keys[0].is_locked else ""


def _first_fit(fits: tuple[KeyMatch, ...]) -> KeyMatch | None:
    return next((fit for fit in fits if fit.kind == CertificateItem.kind), None)


def _fitted(report: FileReport, fit: KeyMatch) -> str:
    """Name the certificate of the sentence: "it", "the first", by its place among the certificates."""
    if fit.file:
        return f"certificate {fit.position} of {clipped(fit.file)}"
    place = [item.position for item in report.certificates].index(fit.position)
    if len(report.certificates) == 1:
        return "it"
    return f"the {_ORDINALS[place]}" if place < len(_ORDINALS) else f"certificate {fit.position}"


# -- one thing -------------------------------------------------------------------------------------------------------


def _section(report: FileReport, item: Item) -> Section:
    rows = tuple(row for row in (*_rows(report, item), *_problem(item)) if row.text)
    cards = (card(finding) for finding in report.by_item[item.position])
    name = item.label if item.kind == "other" else f"{item.kind}: {item.label}"
    return Section(f"{item.position}  {name}", (Rows(rows), *cards))


def _rows(report: FileReport, item: Item) -> Iterator[Row]:
    yield Row("At", item.where, Tone.QUIET)
    match item:
        case CertificateItem():
            yield Row("Called", item.friendly_name)
            yield from _certificate(item.certificate, report.at)
            yield from _unreadable(item.certificate, report.by_item[item.position])
            yield _link(report.links[item.position])
        case PrivateKeyItem():
            locked = "encrypted; a password would open it (--password-file)" if item.is_locked else ""
            opened = "encrypted" if item.facts.encrypted and not item.is_locked else ""
            yield Row("Kept as", item.form)
            yield Row("Key", item.facts.key)
            yield Row("Locked", "" if item.problem else locked or opened, Tone.OPEN if locked else Tone.PLAIN)
            yield from (Row("Fits", _place(fit), Tone.GOOD) for fit in report.fits[item.position])
        case PublicKeyItem():
            yield Row("Key", item.key)
        case RequestItem():
            yield Row("Subject", str(item.request.subject))
            yield Row("Key", describe_key(item.request.public_key))
            yield Row("Asks for", _names(item.request.subject_alt_name))
        case CrlItem():
            yield Row("Issuer", str(item.crl.issuer))
            yield Row("Issued", _time(item.crl.this_update))
            yield Row("Next", _next(item.crl.next_update, report.at))
            yield Row("Entries", f"{item.entries:,}")


def _problem(item: Item) -> Iterator[Row]:
    if item.problem:
        yield Row("Problem", clipped(item.problem, 500), Tone.BAD)


def _place(fit: KeyMatch) -> str:
    return f"{fit.kind} {fit.position}{f' of {fit.file}' if fit.file else ''}"


def _certificate(certificate: Certificate, at: datetime) -> Iterator[Row]:
    algorithm = algorithm_of(certificate.signature_algorithm)
    yield Row("Subject", clipped(str(certificate.subject), 500))
    yield Row("Issuer", clipped(str(certificate.issuer), 500))
    yield _validity(certificate, at)
    yield Row("Names", _names(subject_alt_name(certificate)))
    yield Row("Key", describe_key(certificate.public_key) if certificate.subject_public_key_info else "")
    yield Row("Signed with", "" if algorithm is None else algorithm.name)
    yield Row("CA", _authority(certificate))
    yield Row("May be for", _usage(certificate))
    yield from _trust(certificate.trust_settings)
    yield from _policies(certificate)
    yield Row("Serial", "" if certificate.serial_number is None else f"{certificate.serial_number:x}"[:100])
    yield Row("Key id", (certificate.subject_key_identifier or b"").hex()[:100])
    yield Row("Issuer key", (certificate.authority_key_id or b"").hex()[:100])
    yield from _access(certificate)
    yield Row("SHA-256", certificate.sha256)


def _unreadable(certificate: Certificate, findings: Sequence[Finding]) -> Iterator[Row]:
    """Name what no finding names already."""
    told = {finding.evidence.get("problem") for finding in findings}
    for name, problem in certificate.all_problems.items():
        if problem not in told:
            yield Row("Unreadable", clipped(f"{name}: {problem}"), Tone.BAD)


def _validity(certificate: Certificate, at: datetime) -> Row:
    begins, ends = certificate.not_before, certificate.not_after
    if begins is None and ends is None:
        return Row("Valid", "")
    period = f"{_time(begins) or '(unreadable)'} until {_time(ends) or '(unreadable)'}"
    if ends is not None and ends < at:
        return Row("Valid", f"{period}: expired", Tone.BAD)
    if begins is not None and begins > at:
        return Row("Valid", f"{period}: not yet valid", Tone.BAD)
    return Row("Valid", period)


def _names(names: Sequence[GeneralName]) -> str:
    return listed([f"{name.form.label} {name.text}" for name in names])


def _authority(certificate: Certificate) -> str:
    constraints = certificate.basic_constraints
    if constraints is None and certificate.all_problems:
        return "(unknown: what would say so may be lost)"
    if constraints is None or not constraints.ca:
        return "no"
    length = constraints.path_length
    return "yes" if length is None else f"yes, with at most {length} CA{'' if length == 1 else 's'} below it"


def _usage(certificate: Certificate) -> str:
    usage, purposes = certificate.key_usage, certificate.extended_key_usage
    return listed([*(() if usage is None else usage.labels), *map(key_purpose_name, purposes or ())])


def _trust(settings: TrustSettings | None) -> Iterator[Row]:
    """OpenSSL's trust settings, which stand behind the certificate in the file and are not part of it."""
    if settings is None:
        return
    if settings.problem:
        yield Row("Trust", f"settings cannot be read: {settings.problem}", Tone.BAD)
    if settings.trusted is not None:
        yield Row("Trusted", listed([*map(key_purpose_name, settings.trusted)]) or "no purpose")
    yield Row("Rejected", listed([*map(key_purpose_name, settings.rejected)]), Tone.WARNING)
    yield Row("Alias", settings.alias)


def _policies(certificate: Certificate) -> Iterator[Row]:
    """Name the certificate policies, and say what is said beside them: the CA's words, not ours."""
    policies = certificate.extension(CERTIFICATE_POLICIES) or ()
    yield Row("Policies", listed([policy_name(item.policy_identifier) for item in policies]))
    texts = [found.text for item in policies for found in item.policy_qualifiers]
    yield Row("They say", listed(list(dict.fromkeys(texts)), _SHOWN_QUALIFIERS))


def _access(certificate: Certificate) -> Iterator[Row]:
    described = certificate.extension(AUTHORITY_INFO_ACCESS) or ()
    for label, method in (("Issuer at", CA_ISSUERS), ("OCSP at", OCSP)):
        yield Row(label, listed([item.access_location.text for item in described if item.access_method == method], 5))


def _link(link: ChainLink) -> Row:
    match link:
        case ChainLink.ISSUED_BY_NEXT:
            return Row("Order", "issued by the next certificate", Tone.GOOD)
        case ChainLink.NAMES_NEXT | ChainLink.UNCHECKED:
            return Row("Order", link.value, Tone.WARNING)
        case ChainLink.UNRELATED:
            return Row("Order", "not issued by the next certificate", Tone.QUIET)
    return Row("Order", "")


def _next(moment: datetime | None, at: datetime) -> str:
    if moment is None:
        return "(not given)"
    return f"{_time(moment)}{': out of date' if moment < at else ''}"


def _time(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}Z"
