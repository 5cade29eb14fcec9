"""Object identifiers that certificates use, with the names that people know them by.

Sources: RFC 5280 appendix A and section 4.2, RFC 4519 (attribute types), RFC 3279, RFC 4055, RFC 5758, RFC 8410,
RFC 9881 (ML-DSA), RFC 6962 section 3, RFC 7633, RFC 6960 section 4.4 (OCSP), RFC 3739 section 3.2.6, RFC 3779,
RFC 3820; the extensions of Netscape by the names that OpenSSL gives them.
"""

from __future__ import annotations

ATTRIBUTE_TYPES = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "street",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.15": "businessCategory",
    "2.5.4.17": "postalCode",
    "2.5.4.42": "GN",
    "2.5.4.46": "dnQualifier",
    "2.5.4.65": "pseudonym",
    "2.5.4.97": "organizationIdentifier",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress",
    "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL",
    "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST",
    "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC",
}
COMMON_NAME = "2.5.4.3"
EMAIL_ADDRESS = "1.2.840.113549.1.9.1"

SUBJECT_DIRECTORY_ATTRIBUTES = "2.5.29.9"
SUBJECT_KEY_IDENTIFIER = "2.5.29.14"
KEY_USAGE = "2.5.29.15"
SUBJECT_ALT_NAME = "2.5.29.17"
ISSUER_ALT_NAME = "2.5.29.18"
BASIC_CONSTRAINTS = "2.5.29.19"
NAME_CONSTRAINTS = "2.5.29.30"
CRL_DISTRIBUTION_POINTS = "2.5.29.31"
CERTIFICATE_POLICIES = "2.5.29.32"
POLICY_MAPPINGS = "2.5.29.33"
AUTHORITY_KEY_IDENTIFIER = "2.5.29.35"
POLICY_CONSTRAINTS = "2.5.29.36"
EXTENDED_KEY_USAGE = "2.5.29.37"
CRL_NUMBER = "2.5.29.20"
CRL_REASON = "2.5.29.21"
INVALIDITY_DATE = "2.5.29.24"
DELTA_CRL_INDICATOR = "2.5.29.27"
ISSUING_DISTRIBUTION_POINT = "2.5.29.28"
CERTIFICATE_ISSUER = "2.5.29.29"
FRESHEST_CRL = "2.5.29.46"
INHIBIT_ANY_POLICY = "2.5.29.54"
AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1"
SUBJECT_INFO_ACCESS = "1.3.6.1.5.5.7.1.11"
TLS_FEATURE = "1.3.6.1.5.5.7.1.24"
SIGNED_CERTIFICATE_TIMESTAMPS = "1.3.6.1.4.1.11129.2.4.2"
PRECERTIFICATE_POISON = "1.3.6.1.4.1.11129.2.4.3"
OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2"
OCSP_CRL_REFERENCE = "1.3.6.1.5.5.7.48.1.3"
OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5"
OCSP_ARCHIVE_CUTOFF = "1.3.6.1.5.5.7.48.1.6"
OCSP_EXTENDED_REVOKE = "1.3.6.1.5.5.7.48.1.9"
OCSP_TIMESTAMPS = "1.3.6.1.4.1.11129.2.4.5"
NETSCAPE_CERT_TYPE = "2.16.840.1.113730.1.1"

EXTENSIONS = {
    SUBJECT_DIRECTORY_ATTRIBUTES: "subjectDirectoryAttributes",
    SUBJECT_KEY_IDENTIFIER: "subjectKeyIdentifier",
    KEY_USAGE: "keyUsage",
    SUBJECT_ALT_NAME: "subjectAltName",
    ISSUER_ALT_NAME: "issuerAltName",
    BASIC_CONSTRAINTS: "basicConstraints",
    NAME_CONSTRAINTS: "nameConstraints",
    CRL_DISTRIBUTION_POINTS: "cRLDistributionPoints",
    CERTIFICATE_POLICIES: "certificatePolicies",
    POLICY_MAPPINGS: "policyMappings",
    AUTHORITY_KEY_IDENTIFIER: "authorityKeyIdentifier",
    POLICY_CONSTRAINTS: "policyConstraints",
    EXTENDED_KEY_USAGE: "extKeyUsage",
    FRESHEST_CRL: "freshestCRL",
    CRL_NUMBER: "cRLNumber",
    CRL_REASON: "reasonCode",
    INVALIDITY_DATE: "invalidityDate",
    DELTA_CRL_INDICATOR: "deltaCRLIndicator",
    ISSUING_DISTRIBUTION_POINT: "issuingDistributionPoint",
    CERTIFICATE_ISSUER: "certificateIssuer",
    INHIBIT_ANY_POLICY: "inhibitAnyPolicy",
    AUTHORITY_INFO_ACCESS: "authorityInfoAccess",
    SUBJECT_INFO_ACCESS: "subjectInfoAccess",
    TLS_FEATURE: "tlsfeature",
    SIGNED_CERTIFICATE_TIMESTAMPS: "signedCertificateTimestampList",
    PRECERTIFICATE_POISON: "precertificatePoison",
    OCSP_NO_CHECK: "id-pkix-ocsp-nocheck",
    "2.5.29.16": "privateKeyUsagePeriod",
    "1.3.6.1.5.5.7.1.3": "qcStatements",
    "1.3.6.1.5.5.7.1.7": "id-pe-ipAddrBlocks",
    "1.3.6.1.5.5.7.1.8": "id-pe-autonomousSysIds",
    "1.3.6.1.5.5.7.1.14": "proxyCertInfo",
    NETSCAPE_CERT_TYPE: "nsCertType",
    "2.16.840.1.113730.1.2": "nsBaseUrl",
    "2.16.840.1.113730.1.3": "nsRevocationUrl",
    "2.16.840.1.113730.1.4": "nsCaRevocationUrl",
    "2.16.840.1.113730.1.7": "nsRenewalUrl",
    "2.16.840.1.113730.1.8": "nsCaPolicyUrl",
    "2.16.840.1.113730.1.12": "nsSslServerName",
    "2.16.840.1.113730.1.13": "nsComment",
    OCSP_NONCE: "id-pkix-ocsp-nonce",
    OCSP_CRL_REFERENCE: "id-pkix-ocsp-crl",
    OCSP_ARCHIVE_CUTOFF: "id-pkix-ocsp-archive-cutoff",
    OCSP_EXTENDED_REVOKE: "id-pkix-ocsp-extended-revoke",
    OCSP_TIMESTAMPS: "signedCertificateTimestampList of OCSP",
}

CA_ISSUERS = "1.3.6.1.5.5.7.48.2"
OCSP = "1.3.6.1.5.5.7.48.1"
OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1"
"""The kind of an OCSP response (RFC 6960 section 4.2.1)."""

ANY_POLICY = "2.5.29.32.0"
CPS_QUALIFIER = "1.3.6.1.5.5.7.2.1"
USER_NOTICE_QUALIFIER = "1.3.6.1.5.5.7.2.2"
RESERVED_POLICIES = {
    "2.23.140.1.1": "extended validation",
    "2.23.140.1.2.1": "domain validated",
    "2.23.140.1.2.2": "organization validated",
    "2.23.140.1.2.3": "individual validated",
}
"""CA/B Forum, baseline requirements for TLS, section 7.1.6.1, and guidelines for extended validation."""

ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0"
SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
CODE_SIGNING = "1.3.6.1.5.5.7.3.3"
EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
EXTENDED_KEY_USAGES = {
    ANY_EXTENDED_KEY_USAGE: "anyExtendedKeyUsage",
    SERVER_AUTH: "serverAuth",
    CLIENT_AUTH: "clientAuth",
    CODE_SIGNING: "codeSigning",
    EMAIL_PROTECTION: "emailProtection",
    TIME_STAMPING: "timeStamping",
    OCSP_SIGNING: "OCSPSigning",
    "1.3.6.1.5.5.7.3.17": "ipsecIKE",
}

KEY_TYPES = {
    "1.2.840.113549.1.1.1": "rsaEncryption",
    "1.2.840.10045.2.1": "id-ecPublicKey",
    "1.2.840.10045.3.1.7": "secp256r1",
    "1.3.132.0.34": "secp384r1",
    "1.3.132.0.35": "secp521r1",
    "1.3.101.110": "X25519",
    "1.3.101.111": "X448",
}
"""Kinds of public keys and their curves: RFC 3279 section 2.3, RFC 5480 section 2.1.1.1, RFC 8410 section 3."""


def extension_name(oid: str) -> str:
    """Return the RFC's name of an extension, or its number."""
    return EXTENSIONS.get(oid, oid)


def policy_name(oid: str) -> str:
    """Return the number of a certificate policy, and what it says where it is one that everybody has to know."""
    known = RESERVED_POLICIES.get(oid)
    if oid == ANY_POLICY:
        return "anyPolicy"
    return oid if known is None else f"{oid} ({known})"


def key_purpose_name(oid: str) -> str:
    """Return the name of an extended key usage, or its number."""
    return EXTENDED_KEY_USAGES.get(oid, oid)
