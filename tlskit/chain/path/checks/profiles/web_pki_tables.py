"""The baseline requirements (BR 2.1.5) as tables: extensions, keys, other values, names, and the limits of validity.

Dates are compared with the day on which a certificate was issued (its notBefore), as the requirements have it; rules
without a dated introduction hold always. What RFC 5280's tables or another check say of the same field is not said
again: the syntax of names and wildcards, underscores among them, name constraints that are empty, serial numbers that
are zero, negative or too long, an authority key identifier without its keyIdentifier.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tlskit.chain.path.checks.profiles import web_pki_keys as keys
from tlskit.chain.path.checks.profiles import web_pki_lint as lint
from tlskit.chain.path.checks.profiles import web_pki_names as names
from tlskit.chain.path.checks.profiles import web_pki_values as values
from tlskit.chain.path.checks.profiles.rule import AppliedBy, ExtensionRule, ExtensionTable, Presence, ValueRule, every
from tlskit.chain.path.policy import Conformance
from tlskit.registry import oid

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.chain.path.policy import ValidationPolicy


class WebPkiRule(ValueRule):
    """A value rule; ``said`` tells whether another check says the same under a policy."""

    said: Callable[[ValidationPolicy], bool] | None = None


_V1, _V2 = date(2012, 7, 1), date(2023, 9, 15)
"""Since when the requirements hold, and since when their version 2.0, which rewrote the profiles."""
_NO_INTERNAL_NAMES, _NO_RESERVED_LABELS = date(2015, 11, 1), date(2021, 10, 1)
_CRITICAL, _NOT_CRITICAL, _ISSUERS = True, False, AppliedBy.ISSUERS
_OPTIONAL, _REQUIRED, _FORBIDDEN = Presence.OPTIONAL, Presence.REQUIRED, Presence.FORBIDDEN

EXTENSION_RULES = ExtensionTable(
    ExtensionRule(oid.KEY_USAGE, values.root, _REQUIRED, _CRITICAL, "7.1.2.1.2", _V1, _ISSUERS),
    ExtensionRule(oid.KEY_USAGE, values.subordinate, _OPTIONAL, _CRITICAL, "7.1.2.6.1", _V1, _ISSUERS),
    ExtensionRule(oid.KEY_USAGE, values.subscriber, _OPTIONAL, _CRITICAL, "7.1.2.7.6", _V2, _ISSUERS),
    ExtensionRule(oid.BASIC_CONSTRAINTS, values.subscriber, _OPTIONAL, _CRITICAL, "7.1.2.7.6", _V2, _ISSUERS),
    ExtensionRule(oid.EXTENDED_KEY_USAGE, values.subscriber, _REQUIRED, _NOT_CRITICAL, "7.1.2.7.6"),
    ExtensionRule(oid.EXTENDED_KEY_USAGE, values.root, _FORBIDDEN, None, "7.1.2.1.2"),
    ExtensionRule(oid.EXTENDED_KEY_USAGE, values.subordinate, _OPTIONAL, _NOT_CRITICAL, "7.1.2.6.1", _V2, _ISSUERS),
    ExtensionRule(oid.SUBJECT_ALT_NAME, values.named_subscriber, _REQUIRED, _NOT_CRITICAL, "7.1.2.7.12"),
    ExtensionRule(oid.CERTIFICATE_POLICIES, values.subscriber, _REQUIRED, _NOT_CRITICAL, "7.1.2.7.6", _V1, _ISSUERS),
    ExtensionRule(oid.CERTIFICATE_POLICIES, values.subordinate, _REQUIRED, _NOT_CRITICAL, "7.1.2.6.1", _V1, _ISSUERS),
    ExtensionRule(oid.AUTHORITY_INFO_ACCESS, values.subscriber, _REQUIRED, None, "7.1.2.7.6", _V1, _ISSUERS),
    ExtensionRule(oid.CRL_DISTRIBUTION_POINTS, values.subordinate, _REQUIRED, None, "7.1.2.11.2", _V1, _ISSUERS),
    ExtensionRule(
        oid.CRL_DISTRIBUTION_POINTS, values.needs_crl, _REQUIRED, None, "7.1.2.11.2", date(2024, 3, 15), _ISSUERS
    ),
    ExtensionRule(oid.CRL_DISTRIBUTION_POINTS, every, _OPTIONAL, _NOT_CRITICAL, "7.1.2.11.2", _V1, _ISSUERS),
)
"""Presence x criticality, extension by extension; authorityInfoAccess may never be critical by RFC 5280 already."""


def _rsa_size_is_asked(policy: ValidationPolicy) -> bool:
    return policy.minimum_rsa_bits >= keys.SMALLEST_RSA  # chain.key.too_small says it


def _clients_are_named(policy: ValidationPolicy) -> bool:
    """Tell whether chain.interop.any_purpose says it."""
    return policy.conformance is Conformance.REPORT and policy.extended_key_usage == oid.SERVER_AUTH


def _server_is_asked(policy: ValidationPolicy) -> bool:
    return policy.extended_key_usage == oid.SERVER_AUTH  # chain.extended_key_usage.purpose_not_allowed says it


KEY_RULES = (
    WebPkiRule(keys.key_algorithm, "7.1.3.1"),
    WebPkiRule(keys.rsa_too_short, "6.1.5", said=_rsa_size_is_asked),
    WebPkiRule(keys.rsa_odd_size, "6.1.5"),
    WebPkiRule(keys.rsa_exponent, "6.1.6"),
)

VALUE_RULES = (
    WebPkiRule(keys.signature_algorithm, "7.1.3.2"),
    WebPkiRule(values.version, "7.1.1"),
    WebPkiRule(values.serial_number, "7.1.2", date(2016, 9, 30), _ISSUERS),
    WebPkiRule(values.authority_certificate, "7.1.2.11.1"),
    WebPkiRule(values.own_key_identifier, "7.1.2.1.3"),
    WebPkiRule(values.ca_as_end_entity, "7.1.2.7.8"),
    WebPkiRule(values.any_purpose, "7.1.2.7.10"),
    WebPkiRule(values.any_purpose_instead, "7.1.2.7.10", said=_clients_are_named),
    WebPkiRule(values.no_server_purpose, "7.1.2.7.10", said=_server_is_asked),
    WebPkiRule(values.other_purposes, "7.1.2.7.10", _V2, _ISSUERS),
    WebPkiRule(values.any_purpose_among_others, "7.1.2.10.6"),
    WebPkiRule(values.any_purpose_alone, "7.1.2.10.6", _V2, _ISSUERS, said=_clients_are_named),
    WebPkiRule(values.subscriber_key_usage, "7.1.2.7.11", _V2, _ISSUERS),
    WebPkiRule(values.ca_key_usage, "7.1.2.10.7", _V2, _ISSUERS),
    WebPkiRule(values.no_crl_sign, "7.1.2.10.7", _V1, _ISSUERS),
    WebPkiRule(values.reserved_policy, "7.1.2.7.9", date(2020, 9, 30), _ISSUERS),
    WebPkiRule(values.empty_subtrees, "7.1.2.10.8"),
    WebPkiRule(values.constraint_forms, "7.1.2.10.8", _V2, _ISSUERS),
)

NAME_RULES = (
    WebPkiRule(names.name_forms, "7.1.2.7.12"),
    WebPkiRule(names.reserved_label, "7.1.2.7.12", _NO_RESERVED_LABELS, _ISSUERS),
    WebPkiRule(names.internal_name, "7.1.2.7.12", _NO_INTERNAL_NAMES, _ISSUERS),
    WebPkiRule(names.reserved_address, "7.1.2.7.12", _NO_INTERNAL_NAMES, _ISSUERS),
    WebPkiRule(names.common_name, "7.1.4.3"),
    # Not a misspelt copy but another thing, which no relying party looks at; x509-limbo accepts two such certificates.
    WebPkiRule(names.common_name_form, "7.1.4.3", _V1, _ISSUERS),
)

_LINTERS, _NO_UNITS = AppliedBy.LINTERS, date(2022, 9, 1)
LINT_RULES = (
    WebPkiRule(lint.organizational_unit, "7.1.2.7.4", _NO_UNITS, _LINTERS),
    WebPkiRule(lint.domain_validated_subject, "7.1.2.7.2", _V2, _LINTERS),
    WebPkiRule(lint.organization_validated_subject, "7.1.2.7.4", _V2, _LINTERS),
    WebPkiRule(lint.ca_subject, "7.1.2.10.2", _V1, _LINTERS),
    WebPkiRule(lint.country, "7.1.4.2", _V1, _LINTERS),
    WebPkiRule(lint.repeated_attribute, "7.1.4.1", _V2, _LINTERS),
)
"""What no client applies: asked where the policy says ``lint``."""

LONGEST_VALIDITY = (
    (date(2029, 3, 15), 47),
    (date(2027, 3, 15), 100),
    (date(2026, 3, 15), 200),
    (date(2020, 9, 1), 398),
    (date(2018, 3, 1), 825),
)
"""Section 6.3.2: the day of issue from which on so many days are allowed, latest first."""
