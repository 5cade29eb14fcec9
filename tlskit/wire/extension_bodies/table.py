"""The one table of what extensions hold, and in which message: RFC 8446 section 4.2 and the RFC of each."""

from collections.abc import Mapping

from tlskit.registry import ExtensionType, HandshakeType
from tlskit.wire.extension_bodies.application import (
    ApplicationSettings,
    ApplicationSettingsSupport,
    ExternalIdentityHash,
    NextProtocols,
    ProtocolNameList,
    TokenBindingParameters,
    UseSRTPData,
)
from tlskit.wire.extension_bodies.certificate import (
    CertificateAuthoritiesExtension,
    CertificateCompressionAlgorithms,
    CertificateTypeChoice,
    CertificateTypeOffer,
    ClientCertificateTypeChoice,
    ClientCertificateTypeOffer,
    DelegatedCredential,
    DelegatedCredentialSchemes,
    OIDFilterExtension,
    ServerCertificateTypeChoice,
    ServerCertificateTypeOffer,
)
from tlskit.wire.extension_bodies.certificate_status import (
    CertificateStatus,
    CertificateStatusRequest,
    CertificateStatusRequestListV2,
    SignedCertificateTimestampList,
)
from tlskit.wire.extension_bodies.encrypted_client_hello import (
    ECHClientHello,
    ECHEncryptedExtensions,
    ECHHelloRetryRequest,
    OuterExtensions,
)
from tlskit.wire.extension_bodies.key_share import KeyShareClientHello, KeyShareHelloRetryRequest, KeyShareServerHello
from tlskit.wire.extension_bodies.negotiation import (
    CertificateSignatureSchemeList,
    ConnectionId,
    Cookie,
    ECPointFormatList,
    FlagExtensions,
    HeartbeatExtension,
    MaxFragmentLengthRequest,
    NamedGroupList,
    Padding,
    RecordSizeLimit,
    RenegotiationInfo,
    SelectedVersion,
    SignatureSchemeList,
    SrpIdentity,
    SupportedVersions,
)
from tlskit.wire.extension_bodies.quic_transport_parameters import QuicTransportParameters
from tlskit.wire.extension_bodies.resumption import (
    ClientTicketRequest,
    MaxEarlyDataSize,
    OfferedPsks,
    PskKeyExchangeModes,
    SelectedPsk,
    ServerTicketRequestHint,
    SessionTicket,
)
from tlskit.wire.extension_bodies.server_name import ServerNameList
from tlskit.wire.structure import Empty, Structure

_CLIENT = HandshakeType.client_hello
_SERVER = HandshakeType.server_hello
_RETRY = HandshakeType.hello_retry_request
_ENCRYPTED = HandshakeType.encrypted_extensions
_CERTIFICATE = HandshakeType.certificate
_REQUEST = HandshakeType.certificate_request
_TICKET = HandshakeType.new_session_ticket

_Bodies = Mapping[int, type[Structure]]  # by the message that they stand in


def _both(body: type[Structure]) -> _Bodies:
    """Client and server, whatever the version, hold the same."""
    return {_CLIENT: body, _SERVER: body, _ENCRYPTED: body}


def _chosen(offer: type[Structure], choice: type[Structure]) -> _Bodies:
    """The server chooses from what the client offers."""
    return {_CLIENT: offer, _SERVER: choice, _ENCRYPTED: choice}


_EMPTY: _Bodies = _both(Empty)
_KEY_SHARE: _Bodies = {_CLIENT: KeyShareClientHello, _SERVER: KeyShareServerHello, _RETRY: KeyShareHelloRetryRequest}
_ALPS: _Bodies = _chosen(ApplicationSettingsSupport, ApplicationSettings)
_QUIC: _Bodies = {_CLIENT: QuicTransportParameters, _ENCRYPTED: QuicTransportParameters}
_PADDING: _Bodies = {_CLIENT: Padding}

BODIES: Mapping[int, _Bodies] = {
    ExtensionType.server_name: _chosen(ServerNameList, Empty),
    ExtensionType.max_fragment_length: _both(MaxFragmentLengthRequest),
    ExtensionType.client_certificate_url: _EMPTY,
    ExtensionType.truncated_hmac: _EMPTY,
    ExtensionType.status_request: {
        _CLIENT: CertificateStatusRequest,
        _SERVER: Empty,
        _CERTIFICATE: CertificateStatus,
        _REQUEST: Empty,
    },
    ExtensionType.cert_type: _chosen(CertificateTypeOffer, CertificateTypeChoice),
    ExtensionType.supported_groups: _both(NamedGroupList),
    ExtensionType.ec_point_formats: _both(ECPointFormatList),
    ExtensionType.srp: {_CLIENT: SrpIdentity},
    ExtensionType.signature_algorithms: {_CLIENT: SignatureSchemeList, _REQUEST: SignatureSchemeList},
    ExtensionType.use_srtp: _both(UseSRTPData),
    ExtensionType.heartbeat: _both(HeartbeatExtension),
    ExtensionType.application_layer_protocol_negotiation: _both(ProtocolNameList),
    ExtensionType.status_request_v2: _chosen(CertificateStatusRequestListV2, Empty),
    ExtensionType.signed_certificate_timestamp: {
        _CLIENT: Empty,
        _SERVER: SignedCertificateTimestampList,
        _CERTIFICATE: SignedCertificateTimestampList,
        _REQUEST: Empty,
    },
    ExtensionType.client_certificate_type: _chosen(ClientCertificateTypeOffer, ClientCertificateTypeChoice),
    ExtensionType.server_certificate_type: _chosen(ServerCertificateTypeOffer, ServerCertificateTypeChoice),
    ExtensionType.padding: _PADDING,
    ExtensionType.encrypt_then_mac: _EMPTY,
    ExtensionType.extended_master_secret: _EMPTY,
    ExtensionType.token_binding: _both(TokenBindingParameters),
    ExtensionType.compress_certificate: {
        _CLIENT: CertificateCompressionAlgorithms,
        _REQUEST: CertificateCompressionAlgorithms,
    },
    ExtensionType.record_size_limit: _both(RecordSizeLimit),
    ExtensionType.tls_cert_with_extern_psk: _EMPTY,
    ExtensionType.delegated_credential: {
        _CLIENT: DelegatedCredentialSchemes,
        _CERTIFICATE: DelegatedCredential,
        _REQUEST: DelegatedCredentialSchemes,
    },
    ExtensionType.session_ticket: {_CLIENT: SessionTicket, _SERVER: Empty},
    ExtensionType.key_share_draft: _KEY_SHARE,
    ExtensionType.pre_shared_key: {_CLIENT: OfferedPsks, _SERVER: SelectedPsk},
    ExtensionType.early_data: {_CLIENT: Empty, _ENCRYPTED: Empty, _TICKET: MaxEarlyDataSize},
    ExtensionType.supported_versions: {_CLIENT: SupportedVersions, _SERVER: SelectedVersion, _RETRY: SelectedVersion},
    ExtensionType.cookie: {_CLIENT: Cookie, _RETRY: Cookie},
    ExtensionType.psk_key_exchange_modes: {_CLIENT: PskKeyExchangeModes},
    ExtensionType.ticket_early_data_info: {_TICKET: MaxEarlyDataSize},
    ExtensionType.certificate_authorities: {
        _CLIENT: CertificateAuthoritiesExtension,
        _REQUEST: CertificateAuthoritiesExtension,
    },
    ExtensionType.oid_filters: {_REQUEST: OIDFilterExtension},
    ExtensionType.post_handshake_auth: {_CLIENT: Empty},
    ExtensionType.signature_algorithms_cert: {
        _CLIENT: CertificateSignatureSchemeList,
        _REQUEST: CertificateSignatureSchemeList,
    },
    ExtensionType.key_share: _KEY_SHARE,
    ExtensionType.connection_id: _both(ConnectionId),
    ExtensionType.connection_id_deprecated: _both(ConnectionId),
    ExtensionType.quic_transport_parameters: _QUIC,
    ExtensionType.quic_transport_parameters_draft: _QUIC,
    ExtensionType.ticket_request: {_CLIENT: ClientTicketRequest, _ENCRYPTED: ServerTicketRequestHint},
    ExtensionType.external_id_hash: _both(ExternalIdentityHash),
    ExtensionType.rrc: _EMPTY,
    ExtensionType.tls_flags: dict.fromkeys(
        (_CLIENT, _SERVER, _RETRY, _ENCRYPTED, _CERTIFICATE, _REQUEST, _TICKET), FlagExtensions
    ),
    ExtensionType.next_protocol_negotiation: {_CLIENT: Empty, _SERVER: NextProtocols},
    ExtensionType.application_settings_draft: _ALPS,
    ExtensionType.application_settings: _ALPS,
    ExtensionType.channel_id_draft: _EMPTY,
    ExtensionType.channel_id: _EMPTY,
    ExtensionType.padding_draft: _PADDING,
    ExtensionType.ech_outer_extensions: {_CLIENT: OuterExtensions},
    ExtensionType.encrypted_client_hello: {
        _CLIENT: ECHClientHello,
        _ENCRYPTED: ECHEncryptedExtensions,
        _RETRY: ECHHelloRetryRequest,
    },
    ExtensionType.renegotiation_info: _both(RenegotiationInfo),
}
