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
    expiry,
    extended_key_usage,
    extension,
    identity,
    key,
    key_usage,
    name_constraints,
    path,
    policy_qualifiers,
    signature,
    validity,
)
from tlskit.chain.path.checks.profiles import rfc5280, web_pki
from tlskit.chain.path.checks.role import Role
from tlskit.chain.path.checks.table import CertificateCheck, PathCheck, decided

_EVERY = frozenset(Role)
_ISSUED = frozenset({Role.END_ENTITY, Role.INTERMEDIATE})
_TARGET = frozenset({Role.END_ENTITY})
_INTERMEDIATE = frozenset({Role.INTERMEDIATE})

CERTIFICATE_CHECKS = (
    CertificateCheck("certificate", certificate.check, _ISSUED, certificate.KINDS),
    CertificateCheck("validity", validity.check, _EVERY, validity.KINDS),
    CertificateCheck("expiry", expiry.check, _TARGET, expiry.KINDS),
    CertificateCheck("extension", extension.check, _EVERY, extension.KINDS, decided),
    CertificateCheck("key", key.check, _EVERY, key.KINDS),
    CertificateCheck("signature algorithm", signature.check, _EVERY, signature.KINDS),
    CertificateCheck("basic constraints", basic_constraints.check, _EVERY, basic_constraints.KINDS, decided),
    CertificateCheck("key usage", key_usage.check, _EVERY, key_usage.KINDS, decided),
    CertificateCheck("extended key usage", extended_key_usage.check, _ISSUED, extended_key_usage.KINDS, decided),
    CertificateCheck("policy qualifiers", policy_qualifiers.check, _ISSUED, policy_qualifiers.KINDS, decided),
    CertificateCheck("policy mappings", certificate_policies.check, _INTERMEDIATE, certificate_policies.KINDS),
    CertificateCheck("identity", identity.check, _TARGET, identity.KINDS),
    CertificateCheck("profile", rfc5280.check, _EVERY, rfc5280.KINDS, rfc5280.check_individual),
    CertificateCheck("web profile", web_pki.check, _EVERY, web_pki.KINDS),
)

PATH_CHECKS = (
    PathCheck("path length", basic_constraints.check_path, basic_constraints.KINDS, of_cas=True),
    PathCheck("intermediates", path.check_path, path.KINDS, of_cas=True),
    PathCheck("expiry of the path", expiry.check_path, expiry.KINDS),
    PathCheck("name constraints", name_constraints.check_path, name_constraints.KINDS),
    PathCheck("certificate policies", certificate_policies.check_path, certificate_policies.KINDS),
)

__all__ = ["CERTIFICATE_CHECKS", "PATH_CHECKS", "CertificateCheck", "PathCheck", "Role"]
