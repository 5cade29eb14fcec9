"""The checks, one file each; a file's name is the middle of its findings' ids.

``CERTIFICATE_CHECKS`` judge one certificate in one role and are made once per certificate, whatever the number of
paths through it. ``PATH_CHECKS`` judge a whole path. A new check is one file, one line here, one case directory.
Which issuer signed what is judged where the issuances are found, in :mod:`tlskit.chain.path.issuer`.
"""

from __future__ import annotations

from tlskit.chain.path.checks import (
    basic_constraints,
    certificate,
    certificate_policies,
    character_string,
    expiry,
    extended_key_usage,
    extension,
    identity,
    interop,
    interop_checks,
    key,
    key_usage,
    name_constraints,
    path,
    policy_qualifiers,
    signature,
    tls_feature,
    validity,
)
from tlskit.chain.path.checks.profiles import rfc5280, web_pki
from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.checks.table import CertificateCheck, PathCheck, Topic, decided
from tlskit.chain.path.policy import Profile

_EVERY = frozenset(Role)
_ISSUED = frozenset({Role.END_ENTITY, Role.INTERMEDIATE})
_TARGET = frozenset({Role.END_ENTITY})
_INTERMEDIATE = frozenset({Role.INTERMEDIATE})

READABILITY = CertificateCheck("certificate", certificate.check, _ISSUED, certificate.KINDS, Topic.FORM)
"""Whether it can be read at all: asked of whatever stands in a file, too."""

CERTIFICATE_CHECKS = (
    READABILITY,
    CertificateCheck("validity", validity.check, _EVERY, validity.KINDS, Topic.DATES),
    CertificateCheck("expiry", expiry.check, _TARGET, expiry.KINDS, Topic.DATES),
    CertificateCheck("extension", extension.check, _EVERY, extension.KINDS, Topic.FORM, decided),
    CertificateCheck("character strings", character_string.check, _EVERY, character_string.KINDS, Topic.FORM),
    CertificateCheck("key", key.check, _EVERY, key.KINDS, Topic.KEYS),
    CertificateCheck("signature algorithm", signature.check, _EVERY, signature.KINDS, Topic.KEYS),
    CertificateCheck(
        "basic constraints", basic_constraints.check, _EVERY, basic_constraints.KINDS, Topic.CONSTRAINTS, decided
    ),
    CertificateCheck("key usage", key_usage.check, _EVERY, key_usage.KINDS, Topic.PURPOSE),
    CertificateCheck(
        "extended key usage",
        extended_key_usage.check,
        _ISSUED,
        extended_key_usage.KINDS,
        Topic.PURPOSE,
        decided,
        is_asked=lambda policy: bool(policy.extended_key_usage),
    ),
    CertificateCheck(
        "policy qualifiers", policy_qualifiers.check, _ISSUED, policy_qualifiers.KINDS, Topic.POLICIES, decided
    ),
    CertificateCheck(
        "policy mappings", certificate_policies.check, _INTERMEDIATE, certificate_policies.KINDS, Topic.POLICIES
    ),
    CertificateCheck(
        "identity", identity.check, _TARGET, identity.KINDS, Topic.NAME, is_asked=lambda policy: bool(policy.identities)
    ),
    CertificateCheck("profile", rfc5280.check, _EVERY, rfc5280.KINDS, Topic.FORM, rfc5280.check_individual),
    CertificateCheck(
        "web profile",
        web_pki.check,
        _EVERY,
        web_pki.KINDS,
        Topic.FORM,
        is_asked=lambda policy: policy.profile is Profile.WEB_PKI,
    ),
    CertificateCheck(
        "other clients", interop_checks.check, _EVERY, interop.KINDS, Topic.FORM, interop_checks.check_individual
    ),
)

PATH_CHECKS = (
    PathCheck("path length", basic_constraints.check_path, basic_constraints.KINDS, Topic.CONSTRAINTS, of_cas=True),
    PathCheck(
        "intermediates",
        path.check_path,
        path.KINDS,
        Topic.CONSTRAINTS,
        of_cas=True,
        is_asked=lambda policy: policy.max_intermediates is not None,
    ),
    PathCheck("expiry of the path", expiry.check_path, expiry.KINDS, Topic.DATES),
    PathCheck("name constraints", name_constraints.check_path, name_constraints.KINDS, Topic.CONSTRAINTS),
    PathCheck("TLS features", tls_feature.check_path, tls_feature.KINDS, Topic.CONSTRAINTS),
    PathCheck("certificate policies", certificate_policies.check_path, certificate_policies.KINDS, Topic.POLICIES),
    PathCheck("other clients of the path", interop_checks.check_path, interop.PATH_KINDS, Topic.FORM),
)

__all__ = ["CERTIFICATE_CHECKS", "PATH_CHECKS", "READABILITY", "CertificateCheck", "PathCheck", "Role", "Topic"]
