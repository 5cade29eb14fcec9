"""What the baseline requirements ask of subjects and no client looks at: a function a rule (``ValidationPolicy.lint``).

Each takes a certificate and its role and returns what is wrong, or the empty string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain.path.checks.profiles.web_pki_values import subscriber
from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.policy_graph import policies_of
from tlskit.core import clipped
from tlskit.registry import ATTRIBUTE_TYPES, COMMON_NAME, COUNTRIES

if TYPE_CHECKING:
    from tlskit.x509 import Certificate

_COUNTRY, _LOCALITY, _STATE, _ORGANIZATION, _UNIT = "2.5.4.6", "2.5.4.7", "2.5.4.8", "2.5.4.10", "2.5.4.11"
_DOMAIN_VALIDATED, _ORGANIZATION_VALIDATED = "2.23.140.1.2.1", "2.23.140.1.2.2"
_NO_COUNTRY = "XX"
"""Section 7.1.4.2 gives this user-assigned code to places that have none."""


def organizational_unit(certificate: Certificate, role: Role) -> str:
    """Nobody can verify what a unit is called."""
    found = subscriber(certificate, role) and certificate.subject.values(_UNIT)
    return "its subject has an organizationalUnitName (OU), which is no longer allowed" if found else ""


def domain_validated_subject(certificate: Certificate, role: Role) -> str:
    """Where only the domain was validated, the subject names nobody."""
    if not subscriber(certificate, role) or _DOMAIN_VALIDATED not in (policies_of(certificate) or ()):
        return ""
    kinds = dict.fromkeys(item.oid for item in certificate.subject.attributes)
    found = [ATTRIBUTE_TYPES.get(kind, kind) for kind in kinds if kind not in {_COUNTRY, COMMON_NAME, _UNIT}]
    return f"it is domain validated, but its subject has {' and '.join(found)}" if found else ""


def organization_validated_subject(certificate: Certificate, role: Role) -> str:
    """Where an organisation was validated, the subject names it, and where it is."""
    if not subscriber(certificate, role) or _ORGANIZATION_VALIDATED not in (policies_of(certificate) or ()):
        return ""
    subject = certificate.subject
    lacking = [ATTRIBUTE_TYPES[kind] for kind in (_COUNTRY, _ORGANIZATION) if not subject.values(kind)]
    if not subject.values(_LOCALITY) and not subject.values(_STATE):
        lacking.append("L or ST")
    return f"it is organisation validated, but its subject lacks {' and '.join(lacking)}" if lacking else ""


def ca_subject(certificate: Certificate, role: Role) -> str:
    """A CA says what it is called, whose it is and where."""
    if role is Role.END_ENTITY or not certificate.subject:
        return ""
    wanted = (_COUNTRY, _ORGANIZATION, COMMON_NAME)
    lacking = [ATTRIBUTE_TYPES[kind] for kind in wanted if not certificate.subject.values(kind)]
    return f"the subject of a CA must have C, O and CN; it lacks {' and '.join(lacking)}" if lacking else ""


def country(certificate: Certificate, role: Role) -> str:
    """A code that ISO 3166-1 assigns; what is no code of two letters is RFC 5280's to report."""
    del role
    for text in certificate.subject.values(_COUNTRY):
        if len(text) == len(_NO_COUNTRY) and text not in COUNTRIES and text != _NO_COUNTRY:
            return f"C in its subject is {clipped(repr(text), 40)}, which is not the code of a country"
    return ""


def repeated_attribute(certificate: Certificate, role: Role) -> str:
    """Apart from domain components and streets, an attribute stands once; common names have a rule of their own."""
    del role
    kinds = [item.oid for item in certificate.subject.attributes if item.oid in _ONCE]
    found = next((kind for kind in kinds if kinds.count(kind) > 1), None)
    return "" if found is None else f"its subject has {ATTRIBUTE_TYPES[found]} more than once"


_ONCE = frozenset({_COUNTRY, _LOCALITY, _STATE, _ORGANIZATION, "2.5.4.17"})
