"""TLS bytes to structures and back; sans-IO, one declaration per structure."""  # made by scripts/gen_faces.py

from tlskit.wire.authentication import Certificate as Certificate
from tlskit.wire.authentication import CertificateEntry as CertificateEntry
from tlskit.wire.authentication import CertificateRequest as CertificateRequest
from tlskit.wire.authentication import CertificateStatusMessage as CertificateStatusMessage
from tlskit.wire.authentication import CertificateVerify as CertificateVerify
from tlskit.wire.authentication import CompressedCertificate as CompressedCertificate
from tlskit.wire.authentication import DraftCertificateRequest as DraftCertificateRequest
from tlskit.wire.authentication import Finished as Finished
from tlskit.wire.authentication import LegacyCertificateRequest as LegacyCertificateRequest
from tlskit.wire.authentication import LegacyCertificateVerify as LegacyCertificateVerify
from tlskit.wire.authentication import Tls13Certificate as Tls13Certificate
from tlskit.wire.authentication import Tls13CertificateRequest as Tls13CertificateRequest
from tlskit.wire.extension import Extension as Extension
from tlskit.wire.extension import WithExtensions as WithExtensions
from tlskit.wire.extension_bodies.application import ApplicationSettings as ApplicationSettings
from tlskit.wire.extension_bodies.application import ApplicationSettingsSupport as ApplicationSettingsSupport
from tlskit.wire.extension_bodies.application import ExternalIdentityHash as ExternalIdentityHash
from tlskit.wire.extension_bodies.application import NextProtocols as NextProtocols
from tlskit.wire.extension_bodies.application import ProtocolNameList as ProtocolNameList
from tlskit.wire.extension_bodies.application import TokenBindingParameters as TokenBindingParameters
from tlskit.wire.extension_bodies.application import UseSRTPData as UseSRTPData
from tlskit.wire.extension_bodies.certificate import CertificateAuthoritiesExtension as CertificateAuthoritiesExtension
from tlskit.wire.extension_bodies.certificate import CertificateCompressionAlgorithms as CertificateCompressionAlgorithms
from tlskit.wire.extension_bodies.certificate import CertificateTypeChoice as CertificateTypeChoice
from tlskit.wire.extension_bodies.certificate import CertificateTypeOffer as CertificateTypeOffer
from tlskit.wire.extension_bodies.certificate import ClientCertificateTypeChoice as ClientCertificateTypeChoice
from tlskit.wire.extension_bodies.certificate import ClientCertificateTypeOffer as ClientCertificateTypeOffer
from tlskit.wire.extension_bodies.certificate import Credential as Credential
from tlskit.wire.extension_bodies.certificate import DelegatedCredential as DelegatedCredential
from tlskit.wire.extension_bodies.certificate import DelegatedCredentialSchemes as DelegatedCredentialSchemes
from tlskit.wire.extension_bodies.certificate import OIDFilter as OIDFilter
from tlskit.wire.extension_bodies.certificate import OIDFilterExtension as OIDFilterExtension
from tlskit.wire.extension_bodies.certificate import ServerCertificateTypeChoice as ServerCertificateTypeChoice
from tlskit.wire.extension_bodies.certificate import ServerCertificateTypeOffer as ServerCertificateTypeOffer
from tlskit.wire.extension_bodies.certificate_status import CertificateStatus as CertificateStatus
from tlskit.wire.extension_bodies.certificate_status import CertificateStatusRequest as CertificateStatusRequest
from tlskit.wire.extension_bodies.certificate_status import CertificateStatusRequestItemV2 as CertificateStatusRequestItemV2
from tlskit.wire.extension_bodies.certificate_status import CertificateStatusRequestListV2 as CertificateStatusRequestListV2
from tlskit.wire.extension_bodies.certificate_status import OCSPStatusRequest as OCSPStatusRequest
from tlskit.wire.extension_bodies.certificate_status import SignedCertificateTimestamp as SignedCertificateTimestamp
from tlskit.wire.extension_bodies.certificate_status import SignedCertificateTimestampList as SignedCertificateTimestampList
from tlskit.wire.extension_bodies.encrypted_client_hello import ECHClientHello as ECHClientHello
from tlskit.wire.extension_bodies.encrypted_client_hello import ECHConfig as ECHConfig
from tlskit.wire.extension_bodies.encrypted_client_hello import ECHConfigContents as ECHConfigContents
from tlskit.wire.extension_bodies.encrypted_client_hello import ECHConfigExtension as ECHConfigExtension
from tlskit.wire.extension_bodies.encrypted_client_hello import ECHEncryptedExtensions as ECHEncryptedExtensions
from tlskit.wire.extension_bodies.encrypted_client_hello import ECHHelloRetryRequest as ECHHelloRetryRequest
from tlskit.wire.extension_bodies.encrypted_client_hello import ECHOuterClientHello as ECHOuterClientHello
from tlskit.wire.extension_bodies.encrypted_client_hello import HpkeKeyConfig as HpkeKeyConfig
from tlskit.wire.extension_bodies.encrypted_client_hello import HpkeSymmetricCipherSuite as HpkeSymmetricCipherSuite
from tlskit.wire.extension_bodies.encrypted_client_hello import OuterExtensions as OuterExtensions
from tlskit.wire.extension_bodies.key_share import KeyShareClientHello as KeyShareClientHello
from tlskit.wire.extension_bodies.key_share import KeyShareEntry as KeyShareEntry
from tlskit.wire.extension_bodies.key_share import KeyShareHelloRetryRequest as KeyShareHelloRetryRequest
from tlskit.wire.extension_bodies.key_share import KeyShareServerHello as KeyShareServerHello
from tlskit.wire.extension_bodies.negotiation import CertificateSignatureSchemeList as CertificateSignatureSchemeList
from tlskit.wire.extension_bodies.negotiation import ConnectionId as ConnectionId
from tlskit.wire.extension_bodies.negotiation import Cookie as Cookie
from tlskit.wire.extension_bodies.negotiation import ECPointFormatList as ECPointFormatList
from tlskit.wire.extension_bodies.negotiation import FlagExtensions as FlagExtensions
from tlskit.wire.extension_bodies.negotiation import HeartbeatExtension as HeartbeatExtension
from tlskit.wire.extension_bodies.negotiation import MaxFragmentLengthRequest as MaxFragmentLengthRequest
from tlskit.wire.extension_bodies.negotiation import NamedGroupList as NamedGroupList
from tlskit.wire.extension_bodies.negotiation import Padding as Padding
from tlskit.wire.extension_bodies.negotiation import RecordSizeLimit as RecordSizeLimit
from tlskit.wire.extension_bodies.negotiation import RenegotiationInfo as RenegotiationInfo
from tlskit.wire.extension_bodies.negotiation import SelectedVersion as SelectedVersion
from tlskit.wire.extension_bodies.negotiation import SignatureSchemeList as SignatureSchemeList
from tlskit.wire.extension_bodies.negotiation import SrpIdentity as SrpIdentity
from tlskit.wire.extension_bodies.negotiation import SupportedVersions as SupportedVersions
from tlskit.wire.extension_bodies.quic_transport_parameters import PreferredAddress as PreferredAddress
from tlskit.wire.extension_bodies.quic_transport_parameters import QuicTransportParameters as QuicTransportParameters
from tlskit.wire.extension_bodies.quic_transport_parameters import TransportParameter as TransportParameter
from tlskit.wire.extension_bodies.quic_transport_parameters import VersionInformation as VersionInformation
from tlskit.wire.extension_bodies.resumption import ClientTicketRequest as ClientTicketRequest
from tlskit.wire.extension_bodies.resumption import MaxEarlyDataSize as MaxEarlyDataSize
from tlskit.wire.extension_bodies.resumption import OfferedPsks as OfferedPsks
from tlskit.wire.extension_bodies.resumption import PskIdentity as PskIdentity
from tlskit.wire.extension_bodies.resumption import PskKeyExchangeModes as PskKeyExchangeModes
from tlskit.wire.extension_bodies.resumption import SelectedPsk as SelectedPsk
from tlskit.wire.extension_bodies.resumption import ServerTicketRequestHint as ServerTicketRequestHint
from tlskit.wire.extension_bodies.resumption import SessionTicket as SessionTicket
from tlskit.wire.extension_bodies.server_name import ServerName as ServerName
from tlskit.wire.extension_bodies.server_name import ServerNameList as ServerNameList
from tlskit.wire.extension_bodies.table import BODIES as BODIES
from tlskit.wire.field import Alternative as Alternative
from tlskit.wire.field import Declarer as Declarer
from tlskit.wire.field import Field as Field
from tlskit.wire.field import FieldKind as FieldKind
from tlskit.wire.field import FieldPlace as FieldPlace
from tlskit.wire.field import Item as Item
from tlskit.wire.field import Part as Part
from tlskit.wire.field import Share as Share
from tlskit.wire.field import Span as Span
from tlskit.wire.hello import ClientHello as ClientHello
from tlskit.wire.hello import DraftHelloRetryRequest as DraftHelloRetryRequest
from tlskit.wire.hello import DraftServerHello as DraftServerHello
from tlskit.wire.hello import DtlsClientHello as DtlsClientHello
from tlskit.wire.hello import EarlyDraftHelloRetryRequest as EarlyDraftHelloRetryRequest
from tlskit.wire.hello import EncryptedExtensions as EncryptedExtensions
from tlskit.wire.hello import HELLO_RETRY_REQUEST_RANDOM as HELLO_RETRY_REQUEST_RANDOM
from tlskit.wire.hello import HelloRetryRequest as HelloRetryRequest
from tlskit.wire.hello import HelloVerifyRequest as HelloVerifyRequest
from tlskit.wire.hello import ServerHello as ServerHello
from tlskit.wire.key_exchange import DhAnonServerKeyExchange as DhAnonServerKeyExchange
from tlskit.wire.key_exchange import DhClientKeyExchange as DhClientKeyExchange
from tlskit.wire.key_exchange import DhePskClientKeyExchange as DhePskClientKeyExchange
from tlskit.wire.key_exchange import DhePskServerKeyExchange as DhePskServerKeyExchange
from tlskit.wire.key_exchange import DheServerKeyExchange as DheServerKeyExchange
from tlskit.wire.key_exchange import DigitallySigned as DigitallySigned
from tlskit.wire.key_exchange import EcdhAnonServerKeyExchange as EcdhAnonServerKeyExchange
from tlskit.wire.key_exchange import EcdhClientKeyExchange as EcdhClientKeyExchange
from tlskit.wire.key_exchange import EcdhePskClientKeyExchange as EcdhePskClientKeyExchange
from tlskit.wire.key_exchange import EcdhePskServerKeyExchange as EcdhePskServerKeyExchange
from tlskit.wire.key_exchange import EcdheServerKeyExchange as EcdheServerKeyExchange
from tlskit.wire.key_exchange import LegacyDheServerKeyExchange as LegacyDheServerKeyExchange
from tlskit.wire.key_exchange import LegacyDigitallySigned as LegacyDigitallySigned
from tlskit.wire.key_exchange import LegacyEcdheServerKeyExchange as LegacyEcdheServerKeyExchange
from tlskit.wire.key_exchange import PskClientKeyExchange as PskClientKeyExchange
from tlskit.wire.key_exchange import PskServerKeyExchange as PskServerKeyExchange
from tlskit.wire.key_exchange import RsaClientKeyExchange as RsaClientKeyExchange
from tlskit.wire.key_exchange import RsaExportServerKeyExchange as RsaExportServerKeyExchange
from tlskit.wire.key_exchange import RsaPskClientKeyExchange as RsaPskClientKeyExchange
from tlskit.wire.key_exchange import ServerDHParams as ServerDHParams
from tlskit.wire.key_exchange import ServerECDHParams as ServerECDHParams
from tlskit.wire.key_exchange import ServerRSAParams as ServerRSAParams
from tlskit.wire.key_exchange import Sslv3RsaClientKeyExchange as Sslv3RsaClientKeyExchange
from tlskit.wire.layout import Generation as Generation
from tlskit.wire.layout import Layout as Layout
from tlskit.wire.layout import generation as generation
from tlskit.wire.layout import structure_of as structure_of
from tlskit.wire.post_handshake import ChannelId as ChannelId
from tlskit.wire.post_handshake import DraftNewSessionTicket as DraftNewSessionTicket
from tlskit.wire.post_handshake import KeyUpdate as KeyUpdate
from tlskit.wire.post_handshake import NewSessionTicket as NewSessionTicket
from tlskit.wire.post_handshake import NextProtocol as NextProtocol
from tlskit.wire.post_handshake import Tls13NewSessionTicket as Tls13NewSessionTicket
from tlskit.wire.post_handshake import Unread as Unread
from tlskit.wire.record import Alert as Alert
from tlskit.wire.record import ApplicationData as ApplicationData
from tlskit.wire.record import ChangeCipherSpec as ChangeCipherSpec
from tlskit.wire.record import DTLSHandshakeHeader as DTLSHandshakeHeader
from tlskit.wire.record import DTLSRecord as DTLSRecord
from tlskit.wire.record import DTLS_HANDSHAKE_HEADER as DTLS_HANDSHAKE_HEADER
from tlskit.wire.record import DTLS_RECORD_HEADER as DTLS_RECORD_HEADER
from tlskit.wire.record import HANDSHAKE_HEADER as HANDSHAKE_HEADER
from tlskit.wire.record import HandshakeHeader as HandshakeHeader
from tlskit.wire.record import Heartbeat as Heartbeat
from tlskit.wire.record import MOST_CIPHERTEXT as MOST_CIPHERTEXT
from tlskit.wire.record import RECORD_HEADER as RECORD_HEADER
from tlskit.wire.record import TLSRecord as TLSRecord
from tlskit.wire.sslv2 import Sslv2ClientHello as Sslv2ClientHello
from tlskit.wire.sslv2 import Sslv2Message as Sslv2Message
from tlskit.wire.sslv2 import Sslv2ServerHello as Sslv2ServerHello
from tlskit.wire.sslv2 import sslv2_structure as sslv2_structure
from tlskit.wire.structure import Empty as Empty
from tlskit.wire.structure import Structure as Structure

__all__ = [
    "Alert",
    "Alternative",
    "ApplicationData",
    "ApplicationSettings",
    "ApplicationSettingsSupport",
    "BODIES",
    "Certificate",
    "CertificateAuthoritiesExtension",
    "CertificateCompressionAlgorithms",
    "CertificateEntry",
    "CertificateRequest",
    "CertificateSignatureSchemeList",
    "CertificateStatus",
    "CertificateStatusMessage",
    "CertificateStatusRequest",
    "CertificateStatusRequestItemV2",
    "CertificateStatusRequestListV2",
    "CertificateTypeChoice",
    "CertificateTypeOffer",
    "CertificateVerify",
    "ChangeCipherSpec",
    "ChannelId",
    "ClientCertificateTypeChoice",
    "ClientCertificateTypeOffer",
    "ClientHello",
    "ClientTicketRequest",
    "CompressedCertificate",
    "ConnectionId",
    "Cookie",
    "Credential",
    "DTLSHandshakeHeader",
    "DTLSRecord",
    "DTLS_HANDSHAKE_HEADER",
    "DTLS_RECORD_HEADER",
    "Declarer",
    "DelegatedCredential",
    "DelegatedCredentialSchemes",
    "DhAnonServerKeyExchange",
    "DhClientKeyExchange",
    "DhePskClientKeyExchange",
    "DhePskServerKeyExchange",
    "DheServerKeyExchange",
    "DigitallySigned",
    "DraftCertificateRequest",
    "DraftHelloRetryRequest",
    "DraftNewSessionTicket",
    "DraftServerHello",
    "DtlsClientHello",
    "ECHClientHello",
    "ECHConfig",
    "ECHConfigContents",
    "ECHConfigExtension",
    "ECHEncryptedExtensions",
    "ECHHelloRetryRequest",
    "ECHOuterClientHello",
    "ECPointFormatList",
    "EarlyDraftHelloRetryRequest",
    "EcdhAnonServerKeyExchange",
    "EcdhClientKeyExchange",
    "EcdhePskClientKeyExchange",
    "EcdhePskServerKeyExchange",
    "EcdheServerKeyExchange",
    "Empty",
    "EncryptedExtensions",
    "Extension",
    "ExternalIdentityHash",
    "Field",
    "FieldKind",
    "FieldPlace",
    "Finished",
    "FlagExtensions",
    "Generation",
    "HANDSHAKE_HEADER",
    "HELLO_RETRY_REQUEST_RANDOM",
    "HandshakeHeader",
    "Heartbeat",
    "HeartbeatExtension",
    "HelloRetryRequest",
    "HelloVerifyRequest",
    "HpkeKeyConfig",
    "HpkeSymmetricCipherSuite",
    "Item",
    "KeyShareClientHello",
    "KeyShareEntry",
    "KeyShareHelloRetryRequest",
    "KeyShareServerHello",
    "KeyUpdate",
    "Layout",
    "LegacyCertificateRequest",
    "LegacyCertificateVerify",
    "LegacyDheServerKeyExchange",
    "LegacyDigitallySigned",
    "LegacyEcdheServerKeyExchange",
    "MOST_CIPHERTEXT",
    "MaxEarlyDataSize",
    "MaxFragmentLengthRequest",
    "NamedGroupList",
    "NewSessionTicket",
    "NextProtocol",
    "NextProtocols",
    "OCSPStatusRequest",
    "OIDFilter",
    "OIDFilterExtension",
    "OfferedPsks",
    "OuterExtensions",
    "Padding",
    "Part",
    "PreferredAddress",
    "ProtocolNameList",
    "PskClientKeyExchange",
    "PskIdentity",
    "PskKeyExchangeModes",
    "PskServerKeyExchange",
    "QuicTransportParameters",
    "RECORD_HEADER",
    "RecordSizeLimit",
    "RenegotiationInfo",
    "RsaClientKeyExchange",
    "RsaExportServerKeyExchange",
    "RsaPskClientKeyExchange",
    "SelectedPsk",
    "SelectedVersion",
    "ServerCertificateTypeChoice",
    "ServerCertificateTypeOffer",
    "ServerDHParams",
    "ServerECDHParams",
    "ServerHello",
    "ServerName",
    "ServerNameList",
    "ServerRSAParams",
    "ServerTicketRequestHint",
    "SessionTicket",
    "Share",
    "SignatureSchemeList",
    "SignedCertificateTimestamp",
    "SignedCertificateTimestampList",
    "Span",
    "SrpIdentity",
    "Sslv2ClientHello",
    "Sslv2Message",
    "Sslv2ServerHello",
    "Sslv3RsaClientKeyExchange",
    "Structure",
    "SupportedVersions",
    "TLSRecord",
    "Tls13Certificate",
    "Tls13CertificateRequest",
    "Tls13NewSessionTicket",
    "TokenBindingParameters",
    "TransportParameter",
    "Unread",
    "UseSRTPData",
    "VersionInformation",
    "WithExtensions",
    "generation",
    "sslv2_structure",
    "structure_of",
]
