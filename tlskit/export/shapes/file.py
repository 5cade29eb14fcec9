"""The shape of the report on a file as JSON."""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypedDict

from tlskit.export.shapes.certificate import CertificateJson, NameJson
from tlskit.export.shapes.finding import FindingJson
from tlskit.export.shapes.scalars import Count, DottedOid, Position, Time, one_of
from tlskit.x509 import CertificateItem, CrlItem, OtherItem, PrivateKeyItem, PublicKeyItem, RequestItem

_KINDS = (CertificateItem, PrivateKeyItem, PublicKeyItem, RequestItem, CrlItem, OtherItem)


KindWord: TypeAlias = Annotated[str, one_of(*(item.kind for item in _KINDS))]


class PolicyQualifierJson(TypedDict):
    """What an issuer says about a certificate policy."""

    policy_qualifier_id: DottedOid
    cps_uri: str
    explicit_text: str
    organization: str
    notice_numbers: list[int]
    problem: str


class PolicyInformationJson(TypedDict):
    """A certificate policy."""

    policy_identifier: DottedOid
    policy_qualifiers: list[PolicyQualifierJson]


class TrustSettingsJson(TypedDict):
    """OpenSSL's trust settings, which stand behind a certificate in its file.

    ``trusted`` is None where the purposes are not limited.
    """

    trusted: list[DottedOid] | None
    rejected: list[DottedOid]
    alias: str
    problem: str | None


class ShownCertificateJson(CertificateJson):
    """A certificate in a file. Of a subjectAltName that is damaged, the names that can be read."""

    key: str
    authority_key_identifier: str | None
    path_length: Count | None
    key_usage: list[str] | None
    extended_key_usage: list[str] | None
    certificate_policies: list[PolicyInformationJson]
    certificate_policies_count: Count
    link: str
    name: str
    trust_settings: TrustSettingsJson | None


class KeyMatchJson(TypedDict):
    """A thing with the same public key; ``file`` is None for this one."""

    kind: KindWord
    position: Position
    file: str | None


class PrivateKeyJson(TypedDict):
    """What may be known of a private key."""

    form: str
    key: str
    encrypted: bool
    fits: list[KeyMatchJson]


class RequestJson(TypedDict):
    """A certificate request."""

    subject: str
    key: str
    subject_alt_name: list[NameJson]
    subject_alt_name_count: Count


class FileCrlJson(TypedDict):
    """A CRL in a file."""

    issuer: str
    this_update: Time | None
    next_update: Time | None
    entries: Count


class ItemJson(TypedDict):
    """One thing in a file; of what it can be, one is there at most. ``findings`` are ids."""

    position: Position
    kind: KindWord
    where: str
    label: str
    problem: str | None
    certificate: ShownCertificateJson | None
    private_key: PrivateKeyJson | None
    public_key: str | None
    request: RequestJson | None
    crl: FileCrlJson | None
    findings: list[str]


class FileJson(TypedDict):
    """The report."""

    at: Time
    in_order: bool
    items: list[ItemJson]
    findings: list[FindingJson]
