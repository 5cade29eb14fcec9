"""What numbers mean: object identifiers and code points."""  # made by scripts/gen_faces.py

from tlskit.registry.alert import AlertDescription as AlertDescription
from tlskit.registry.alert import AlertLevel as AlertLevel
from tlskit.registry.cipher_suite import CipherSuite as CipherSuite
from tlskit.registry.code_point import CodePoint as CodePoint
from tlskit.registry.content_type import ContentType as ContentType
from tlskit.registry.country import COUNTRIES as COUNTRIES
from tlskit.registry.extension_type import ExtensionType as ExtensionType
from tlskit.registry.handshake_type import HandshakeType as HandshakeType
from tlskit.registry.hpke import HpkeAead as HpkeAead
from tlskit.registry.hpke import HpkeKdf as HpkeKdf
from tlskit.registry.hpke import HpkeKem as HpkeKem
from tlskit.registry.message_value import CertificateCompressionAlgorithm as CertificateCompressionAlgorithm
from tlskit.registry.message_value import CertificateStatusType as CertificateStatusType
from tlskit.registry.message_value import CertificateType as CertificateType
from tlskit.registry.message_value import ClientCertificateType as ClientCertificateType
from tlskit.registry.message_value import CompressionMethod as CompressionMethod
from tlskit.registry.message_value import ECCurveType as ECCurveType
from tlskit.registry.message_value import ECHClientHelloType as ECHClientHelloType
from tlskit.registry.message_value import ECPointFormat as ECPointFormat
from tlskit.registry.message_value import HeartbeatMessageType as HeartbeatMessageType
from tlskit.registry.message_value import HeartbeatMode as HeartbeatMode
from tlskit.registry.message_value import KeyUpdateRequest as KeyUpdateRequest
from tlskit.registry.message_value import MaxFragmentLength as MaxFragmentLength
from tlskit.registry.message_value import PskKeyExchangeMode as PskKeyExchangeMode
from tlskit.registry.message_value import SRTPProtectionProfile as SRTPProtectionProfile
from tlskit.registry.message_value import SctVersion as SctVersion
from tlskit.registry.message_value import ServerNameType as ServerNameType
from tlskit.registry.message_value import TokenBindingKeyParameters as TokenBindingKeyParameters
from tlskit.registry.named_group import GroupKind as GroupKind
from tlskit.registry.named_group import KEY_SHARE_SIZES as KEY_SHARE_SIZES
from tlskit.registry.named_group import NamedGroup as NamedGroup
from tlskit.registry.oid import ANY_EXTENDED_KEY_USAGE as ANY_EXTENDED_KEY_USAGE
from tlskit.registry.oid import ANY_POLICY as ANY_POLICY
from tlskit.registry.oid import ATTRIBUTE_TYPES as ATTRIBUTE_TYPES
from tlskit.registry.oid import AUTHORITY_INFO_ACCESS as AUTHORITY_INFO_ACCESS
from tlskit.registry.oid import CA_ISSUERS as CA_ISSUERS
from tlskit.registry.oid import CERTIFICATE_POLICIES as CERTIFICATE_POLICIES
from tlskit.registry.oid import CLIENT_AUTH as CLIENT_AUTH
from tlskit.registry.oid import COMMON_NAME as COMMON_NAME
from tlskit.registry.oid import CPS_QUALIFIER as CPS_QUALIFIER
from tlskit.registry.oid import EMAIL_ADDRESS as EMAIL_ADDRESS
from tlskit.registry.oid import OCSP as OCSP
from tlskit.registry.oid import OCSP_SIGNING as OCSP_SIGNING
from tlskit.registry.oid import SIGNED_CERTIFICATE_TIMESTAMPS as SIGNED_CERTIFICATE_TIMESTAMPS
from tlskit.registry.oid import SUBJECT_ALT_NAME as SUBJECT_ALT_NAME
from tlskit.registry.oid import TLS_FEATURE as TLS_FEATURE
from tlskit.registry.oid import USER_NOTICE_QUALIFIER as USER_NOTICE_QUALIFIER
from tlskit.registry.oid import extension_name as extension_name
from tlskit.registry.oid import key_purpose_name as key_purpose_name
from tlskit.registry.oid import policy_name as policy_name
from tlskit.registry.protocol_version import ProtocolVersion as ProtocolVersion
from tlskit.registry.quic import QuicTransportParameter as QuicTransportParameter
from tlskit.registry.quic import QuicVersion as QuicVersion
from tlskit.registry.signature_scheme import HashAlgorithm as HashAlgorithm
from tlskit.registry.signature_scheme import SignatureScheme as SignatureScheme
from tlskit.registry.sslv2 import Sslv2CipherKind as Sslv2CipherKind
from tlskit.registry.sslv2 import Sslv2MessageType as Sslv2MessageType
from tlskit.registry.tables.alpn import ALPN_PROTOCOLS as ALPN_PROTOCOLS

__all__ = [
    "ALPN_PROTOCOLS",
    "ANY_EXTENDED_KEY_USAGE",
    "ANY_POLICY",
    "ATTRIBUTE_TYPES",
    "AUTHORITY_INFO_ACCESS",
    "AlertDescription",
    "AlertLevel",
    "CA_ISSUERS",
    "CERTIFICATE_POLICIES",
    "CLIENT_AUTH",
    "COMMON_NAME",
    "COUNTRIES",
    "CPS_QUALIFIER",
    "CertificateCompressionAlgorithm",
    "CertificateStatusType",
    "CertificateType",
    "CipherSuite",
    "ClientCertificateType",
    "CodePoint",
    "CompressionMethod",
    "ContentType",
    "ECCurveType",
    "ECHClientHelloType",
    "ECPointFormat",
    "EMAIL_ADDRESS",
    "ExtensionType",
    "GroupKind",
    "HandshakeType",
    "HashAlgorithm",
    "HeartbeatMessageType",
    "HeartbeatMode",
    "HpkeAead",
    "HpkeKdf",
    "HpkeKem",
    "KEY_SHARE_SIZES",
    "KeyUpdateRequest",
    "MaxFragmentLength",
    "NamedGroup",
    "OCSP",
    "OCSP_SIGNING",
    "ProtocolVersion",
    "PskKeyExchangeMode",
    "QuicTransportParameter",
    "QuicVersion",
    "SIGNED_CERTIFICATE_TIMESTAMPS",
    "SRTPProtectionProfile",
    "SUBJECT_ALT_NAME",
    "SctVersion",
    "ServerNameType",
    "SignatureScheme",
    "Sslv2CipherKind",
    "Sslv2MessageType",
    "TLS_FEATURE",
    "TokenBindingKeyParameters",
    "USER_NOTICE_QUALIFIER",
    "extension_name",
    "key_purpose_name",
    "policy_name",
]
