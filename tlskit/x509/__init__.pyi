"""Certificates, CRLs and requests as they are written: bytes to fields and back. Nothing here judges. Pure."""  # made by scripts/gen_faces.py

from tlskit.x509.algorithm_identifier import AlgorithmIdentifier as AlgorithmIdentifier
from tlskit.x509.certificate import Certificate as Certificate
from tlskit.x509.certificate import CertificateRef as CertificateRef
from tlskit.x509.certificate import V1 as V1
from tlskit.x509.certificate import V3 as V3
from tlskit.x509.crl import CRLRef as CRLRef
from tlskit.x509.crl import CRL_V1 as CRL_V1
from tlskit.x509.crl import CertificateRevocationList as CertificateRevocationList
from tlskit.x509.crl import CrlLookup as CrlLookup
from tlskit.x509.crl import HOLD as HOLD
from tlskit.x509.crl import REMOVED as REMOVED
from tlskit.x509.crl import RevokedCertificate as RevokedCertificate
from tlskit.x509.distribution_point import ALL_REASONS as ALL_REASONS
from tlskit.x509.distribution_point import DistributionPoint as DistributionPoint
from tlskit.x509.distribution_point import IssuingDistributionPoint as IssuingDistributionPoint
from tlskit.x509.distribution_point import PointName as PointName
from tlskit.x509.distribution_point import name_keys as name_keys
from tlskit.x509.distribution_point import reason_labels as reason_labels
from tlskit.x509.extension import DECODERS as DECODERS
from tlskit.x509.extension import Extension as Extension
from tlskit.x509.extension import GeneralSubtree as GeneralSubtree
from tlskit.x509.extension import KeyUsage as KeyUsage
from tlskit.x509.extension import NameConstraints as NameConstraints
from tlskit.x509.extension import PolicyConstraints as PolicyConstraints
from tlskit.x509.file.asn1_kind import Asn1Kind as Asn1Kind
from tlskit.x509.file.asn1_kind import asn1_kind as asn1_kind
from tlskit.x509.file.certificates import CertificateBlock as CertificateBlock
from tlskit.x509.file.certificates import certificate_blocks as certificate_blocks
from tlskit.x509.file.certificates import trusted_blocks as trusted_blocks
from tlskit.x509.file.crls import crl_blocks as crl_blocks
from tlskit.x509.file.item import CertificateItem as CertificateItem
from tlskit.x509.file.item import CrlItem as CrlItem
from tlskit.x509.file.item import Item as Item
from tlskit.x509.file.item import OtherItem as OtherItem
from tlskit.x509.file.item import PrivateKeyItem as PrivateKeyItem
from tlskit.x509.file.item import PublicKeyItem as PublicKeyItem
from tlskit.x509.file.item import RequestItem as RequestItem
from tlskit.x509.file.pem import PemBlock as PemBlock
from tlskit.x509.file.pem import encode_pem as encode_pem
from tlskit.x509.file.pem import is_pem as is_pem
from tlskit.x509.file.pem import pem_blocks as pem_blocks
from tlskit.x509.file.pem import pem_text as pem_text
from tlskit.x509.file.pkcs12 import open_pkcs12 as open_pkcs12
from tlskit.x509.file.private_key import MAXIMUM_ITERATIONS as MAXIMUM_ITERATIONS
from tlskit.x509.file.private_key import TOO_MANY_ITERATIONS as TOO_MANY_ITERATIONS
from tlskit.x509.file.private_key import iterations as iterations
from tlskit.x509.file.private_key import ssh_key as ssh_key
from tlskit.x509.file.reader import read_items as read_items
from tlskit.x509.general_name import GeneralName as GeneralName
from tlskit.x509.general_name import NameForm as NameForm
from tlskit.x509.general_name import address_of as address_of
from tlskit.x509.general_name import prefix_length as prefix_length
from tlskit.x509.lenient_der import lenient_names as lenient_names
from tlskit.x509.name import Attribute as Attribute
from tlskit.x509.name import DER_PROBLEMS as DER_PROBLEMS
from tlskit.x509.name import DistinguishedName as DistinguishedName
from tlskit.x509.name import known_name as known_name
from tlskit.x509.ocsp_response import CertID as CertID
from tlskit.x509.ocsp_response import MOST_ANSWERS as MOST_ANSWERS
from tlskit.x509.ocsp_response import OcspResponse as OcspResponse
from tlskit.x509.ocsp_response import OcspStatus as OcspStatus
from tlskit.x509.ocsp_response import SingleResponse as SingleResponse
from tlskit.x509.policy_information import PolicyInformation as PolicyInformation
from tlskit.x509.policy_information import PolicyQualifier as PolicyQualifier
from tlskit.x509.public_key_info import KeyForm as KeyForm
from tlskit.x509.public_key_info import KeyOddity as KeyOddity
from tlskit.x509.public_key_info import key_form as key_form
from tlskit.x509.rsa_pss import PssParameters as PssParameters
from tlskit.x509.signature import ALGORITHMS as ALGORITHMS
from tlskit.x509.signature import BareKey as BareKey
from tlskit.x509.signature import KeyAlgorithm as KeyAlgorithm
from tlskit.x509.signature import SignatureAlgorithm as SignatureAlgorithm
from tlskit.x509.signature import SignatureOutcome as SignatureOutcome
from tlskit.x509.signature import algorithm_of as algorithm_of
from tlskit.x509.signature import describe_key as describe_key
from tlskit.x509.signature import inherited_key as inherited_key
from tlskit.x509.signature import load_public_key as load_public_key
from tlskit.x509.signature import parameters_oddity as parameters_oddity
from tlskit.x509.signature import signature_words as signature_words
from tlskit.x509.signature import verify as verify
from tlskit.x509.skim import subject_encoding as subject_encoding
from tlskit.x509.skim import subject_public_key_info as subject_public_key_info
from tlskit.x509.trust_settings import TrustSettings as TrustSettings

__all__ = [
    "ALGORITHMS",
    "ALL_REASONS",
    "AlgorithmIdentifier",
    "Asn1Kind",
    "Attribute",
    "BareKey",
    "CRLRef",
    "CRL_V1",
    "CertID",
    "Certificate",
    "CertificateBlock",
    "CertificateItem",
    "CertificateRef",
    "CertificateRevocationList",
    "CrlItem",
    "CrlLookup",
    "DECODERS",
    "DER_PROBLEMS",
    "DistinguishedName",
    "DistributionPoint",
    "Extension",
    "GeneralName",
    "GeneralSubtree",
    "HOLD",
    "IssuingDistributionPoint",
    "Item",
    "KeyAlgorithm",
    "KeyForm",
    "KeyOddity",
    "KeyUsage",
    "MAXIMUM_ITERATIONS",
    "MOST_ANSWERS",
    "NameConstraints",
    "NameForm",
    "OcspResponse",
    "OcspStatus",
    "OtherItem",
    "PemBlock",
    "PointName",
    "PolicyConstraints",
    "PolicyInformation",
    "PolicyQualifier",
    "PrivateKeyItem",
    "PssParameters",
    "PublicKeyItem",
    "REMOVED",
    "RequestItem",
    "RevokedCertificate",
    "SignatureAlgorithm",
    "SignatureOutcome",
    "SingleResponse",
    "TOO_MANY_ITERATIONS",
    "TrustSettings",
    "V1",
    "V3",
    "address_of",
    "algorithm_of",
    "asn1_kind",
    "certificate_blocks",
    "crl_blocks",
    "describe_key",
    "encode_pem",
    "inherited_key",
    "is_pem",
    "iterations",
    "key_form",
    "known_name",
    "lenient_names",
    "load_public_key",
    "name_keys",
    "open_pkcs12",
    "parameters_oddity",
    "pem_blocks",
    "pem_text",
    "prefix_length",
    "read_items",
    "reason_labels",
    "signature_words",
    "ssh_key",
    "subject_encoding",
    "subject_public_key_info",
    "trusted_blocks",
    "verify",
]
