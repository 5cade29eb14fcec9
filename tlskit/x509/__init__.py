"""Certificates, CRLs and requests as they are written: bytes to fields and back. Nothing here judges. Pure."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.x509.algorithm_identifier": ("AlgorithmIdentifier",),
        "tlskit.x509.certificate": ("Certificate", "CertificateRef", "V1", "V3"),
        "tlskit.x509.crl": (
            "CRLRef",
            "CRL_V1",
            "CertificateRevocationList",
            "CrlLookup",
            "HOLD",
            "REMOVED",
            "RevokedCertificate",
        ),
        "tlskit.x509.distribution_point": (
            "ALL_REASONS",
            "DistributionPoint",
            "IssuingDistributionPoint",
            "PointName",
            "name_keys",
            "reason_labels",
        ),
        "tlskit.x509.extension": (
            "DECODERS",
            "Extension",
            "GeneralSubtree",
            "KeyUsage",
            "NameConstraints",
            "PolicyConstraints",
        ),
        "tlskit.x509.file.asn1_kind": ("Asn1Kind", "asn1_kind"),
        "tlskit.x509.file.certificates": ("certificate_blocks",),
        "tlskit.x509.file.crls": ("crl_blocks",),
        "tlskit.x509.file.item": (
            "CertificateItem",
            "CrlItem",
            "Item",
            "OtherItem",
            "PrivateKeyItem",
            "PublicKeyItem",
            "RequestItem",
        ),
        "tlskit.x509.file.pem": ("PemBlock", "is_pem", "pem_blocks", "pem_text"),
        "tlskit.x509.file.pkcs12": ("open_pkcs12",),
        "tlskit.x509.file.private_key": ("MAXIMUM_ITERATIONS", "TOO_MANY_ITERATIONS", "iterations", "ssh_key"),
        "tlskit.x509.file.reader": ("read_items",),
        "tlskit.x509.general_name": ("GeneralName", "NameForm", "address_of", "prefix_length"),
        "tlskit.x509.lenient_der": ("lenient_names",),
        "tlskit.x509.name": ("DER_PROBLEMS", "DistinguishedName", "known_name"),
        "tlskit.x509.ocsp_response": ("CertID", "MOST_ANSWERS", "OcspResponse", "OcspStatus", "SingleResponse"),
        "tlskit.x509.policy_information": ("PolicyInformation", "PolicyQualifier"),
        "tlskit.x509.signature": (
            "ALGORITHMS",
            "SignatureOutcome",
            "algorithm_of",
            "describe_key",
            "load_public_key",
            "verify",
        ),
        "tlskit.x509.skim": ("subject_encoding", "subject_public_key_info"),
    },
)
