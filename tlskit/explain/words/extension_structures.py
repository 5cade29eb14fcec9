"""Words for extensions with structures of their own: certificates' status, Encrypted Client Hello, QUIC."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords

_STATUS_TYPE = FieldWords(
    "Status type",
    "How it is asked, and answered, whether a certificate was revoked.",
    "One answer for the server's own certificate, or one for each certificate of the chain.",
)
_CONFIG_ID = FieldWords(
    "Configuration id",
    "A number that the server gave its key.",
    "The server finds the private key by it, which it may have several of.",
)
_QUIC_VERSION = "Client and server check that nobody on the way talked them into an older version."

FIELDS: dict[str, FieldWords] = {
    "DelegatedCredentialSchemes.supported_signature_algorithms": FieldWords(
        "Signature schemes",
        "The [[signature scheme]]s that a [[delegated credential]] may be used with.",
        "A server without a fitting credential signs with its certificate's key.",
    ),
    "Credential.valid_time": FieldWords(
        "Valid for",
        "Seconds from the beginning of the certificate's validity until the credential ends.",
        "It must end within seven days; it cannot be revoked, and so must be short-lived.",
    ),
    "Credential.dc_cert_verify_algorithm": FieldWords(
        "Signature scheme",
        "What the credential's key signs the handshake with.",
        "The key is bound to it, so that it serves nothing else.",
    ),
    "Credential.ASN1_subjectPublicKeyInfo": FieldWords(
        "Public key",
        "The short-lived key, in DER.",
        "The handshake is checked with this key and not with the certificate's.",
    ),
    "DelegatedCredential.cred": FieldWords(
        "Credential",
        "A short-lived key and how long it holds.",
        "The certificate's key can stay in a safe place; what sits in front of users gets this one.",
    ),
    "DelegatedCredential.algorithm": FieldWords(
        "Signature scheme",
        "What the certificate's key signed the credential with.",
        "The client must have listed it.",
    ),
    "DelegatedCredential.signature": FieldWords(
        "Signature",
        "The certificate's signature over the credential.",
        "It shows that the owner of the certificate lends it out.",
    ),
    "OCSPStatusRequest.responder_id_list": FieldWords(
        "Responders",
        "The OCSP responders that the client trusts; empty means any that the CA trusts.",
        "Hardly anybody fills it in.",
    ),
    "OCSPStatusRequest.request_extensions": FieldWords(
        "Request extensions",
        "Extensions for the question to the OCSP responder, in DER; mostly none.",
        "They could ask for a fresh answer, which would spoil the server's cache.",
    ),
    "CertificateStatusRequest.status_type": _STATUS_TYPE,
    "CertificateStatusRequest.request": FieldWords(
        "Request",
        "Details of what is asked for.",
        "With it the client asks the server to bring along an [[OCSP]] response.",
    ),
    "CertificateStatusRequestItemV2.status_type": _STATUS_TYPE,
    "CertificateStatusRequestItemV2.request": FieldWords(
        "Request",
        "Details of what is asked for.",
        "Each kind of answer has its own.",
    ),
    "CertificateStatusRequestListV2.certificate_status_req_list": FieldWords(
        "Kinds of status",
        "The kinds of answer that the client can read, the best liked first.",
        "It was to bring the status of a whole chain; TLS 1.3 does so without it.",
    ),
    "CertificateStatus.status_type": _STATUS_TYPE,
    "CertificateStatus.response": FieldWords(
        "Response",
        "The CA's signed word on whether the certificate is good, in DER.",
        "The server fetches it and hands it on ([[OCSP stapling]]): the client need not ask the CA, who would learn "
        "which sites are visited.",
    ),
    "SignedCertificateTimestamp.sct_version": FieldWords(
        "Version",
        "The version of the timestamp's format.",
        "Another version would have another layout.",
    ),
    "SignedCertificateTimestamp.id": FieldWords(
        "Log id",
        "The SHA-256 of the public key of the log.",
        "The client knows the logs that it trusts by it.",
    ),
    "SignedCertificateTimestamp.timestamp": FieldWords(
        "Logged at",
        "When the log took the certificate in, in milliseconds since 1970.",
        "The log promises to show the certificate to everybody within a day of it.",
    ),
    "SignedCertificateTimestamp.extensions": FieldWords(
        "Extensions",
        "Further data of the log; mostly none.",
        "Some logs put the entry's number here.",
    ),
    "SignedCertificateTimestamp.algorithm": FieldWords(
        "Signature scheme",
        "How the log signs.",
        "Logs use ECDSA on P-256 with SHA-256, or RSA with SHA-256.",
    ),
    "SignedCertificateTimestamp.signature": FieldWords(
        "Signature",
        "The log's signature over the time and the certificate.",
        "A log that signs what it does not show can be convicted by it.",
    ),
    "SignedCertificateTimestampList.sct_list": FieldWords(
        "Timestamps",
        "One [[SCT]] for each log that took the certificate in.",
        "Browsers accept only certificates that are in public logs, so that a wrongly issued one is noticed.",
    ),
    "HpkeSymmetricCipherSuite.kdf_id": FieldWords(
        "Key derivation",
        "How keys are derived from the shared secret.",
        "It is one half of the pair that [[HPKE]] seals with.",
    ),
    "HpkeSymmetricCipherSuite.aead_id": FieldWords(
        "Encryption",
        "The cipher that seals the inner hello.",
        "It is one half of the pair that [[HPKE]] seals with.",
    ),
    "ECHOuterClientHello.cipher_suite": FieldWords(
        "HPKE suite",
        "What the inner hello is sealed with.",
        "It is one of the pairs that the server's published configuration lists.",
    ),
    "ECHOuterClientHello.config_id": _CONFIG_ID,
    "ECHOuterClientHello.enc": FieldWords(
        "Encapsulated key",
        "The client's public key for the sealing; empty in a second hello.",
        "With it and its private key the server can open the inner hello.",
    ),
    "ECHOuterClientHello.payload": FieldWords(
        "Sealed hello",
        "The real hello, encrypted; or, if the client only pretends, random bytes.",
        "Nobody on the way sees which name is asked for. Clients without a key send the same form with random bytes, "
        "so that the real thing does not stand out.",
    ),
    "ECHClientHello.type": FieldWords(
        "Kind of hello",
        "Whether this is the outer hello or the one that was sealed in it.",
        "The same extension stands in both.",
    ),
    "ECHClientHello.client_hello": FieldWords(
        "ECH data",
        "In an outer hello the sealed inner one; in an inner hello nothing.",
        "[[ECH]] hides the real hello in one that looks harmless.",
    ),
    "HpkeKeyConfig.config_id": _CONFIG_ID,
    "HpkeKeyConfig.kem_id": FieldWords(
        "KEM",
        "The kind of key.",
        "It says how a secret is sealed to the key.",
    ),
    "HpkeKeyConfig.public_key": FieldWords(
        "Public key",
        "What inner hellos are to be sealed with.",
        "Only the server can open what is sealed with it.",
    ),
    "HpkeKeyConfig.cipher_suites": FieldWords(
        "HPKE suites",
        "The pairs of key derivation and cipher that the server can open.",
        "The client picks one.",
    ),
    "ECHConfigExtension.type": FieldWords(
        "Type",
        "Which extension of the configuration this is.",
        "A client that does not know it may pass over it, unless its highest bit says that it must know it.",
    ),
    "ECHConfigExtension.data": FieldWords(
        "Data",
        "What the extension says.",
        "None is in use yet.",
    ),
    "ECHConfigContents.key_config": FieldWords(
        "Key",
        "The key and the suites to seal inner hellos with.",
        "The client could not open anything with it: it is the public half.",
    ),
    "ECHConfigContents.maximum_name_length": FieldWords(
        "Longest name",
        "How long the longest name is that this server answers for.",
        "Clients pad the inner hello to it, so that its size does not betray the name.",
    ),
    "ECHConfigContents.public_name": FieldWords(
        "Public name",
        "The name for the outer hello.",
        "If the key is out of date, the server answers under this name and hands out a new one.",
    ),
    "ECHConfigContents.extensions": FieldWords(
        "Extensions",
        "Further settings; none is in use yet.",
        "They leave room to grow.",
    ),
    "ECHConfig.version": FieldWords(
        "Version",
        "The version of the configuration: the number of the extension itself.",
        "Clients pass over versions that they do not know.",
    ),
    "ECHConfig.contents": FieldWords(
        "Contents",
        "The key, the public name and the rest.",
        "Its length stands before it, so that an unknown version can be stepped over.",
    ),
    "ECHEncryptedExtensions.retry_configs": FieldWords(
        "Keys to try again with",
        "The server's present keys for [[ECH]].",
        "The client sealed its hello with a key that the server no longer has; it may connect anew with one of these.",
    ),
    "ECHHelloRetryRequest.confirmation": FieldWords(
        "Confirmation",
        "Eight bytes that only a server that opened the inner hello can compute.",
        "They tell the client that its inner hello is the one that counts.",
    ),
    "OuterExtensions.outer_extensions": FieldWords(
        "Taken from outside",
        "Extensions that are the same in the outer hello.",
        "The inner hello need not carry large key shares twice.",
    ),
    "PreferredAddress.ipv4_address": FieldWords(
        "IPv4 address",
        "Where the server would rather be reached.",
        "A shared address takes new connections, and the server's own carries them on.",
    ),
    "PreferredAddress.ipv4_port": FieldWords(
        "IPv4 port", "The port that goes with it.", "It need not be the first one."
    ),
    "PreferredAddress.ipv6_address": FieldWords(
        "IPv6 address",
        "Where the server would rather be reached.",
        "The client takes it or the IPv4 one.",
    ),
    "PreferredAddress.ipv6_port": FieldWords(
        "IPv6 port", "The port that goes with it.", "It need not be the first one."
    ),
    "PreferredAddress.connection_id": FieldWords(
        "Connection id",
        "The name that packets to the new address shall bear.",
        "An onlooker cannot link the two addresses by it.",
    ),
    "PreferredAddress.stateless_reset_token": FieldWords(
        "Reset token",
        "Sixteen bytes that end the connection.",
        "A server that lost its memory can still end a connection by sending them.",
    ),
    "VersionInformation.chosen_version": FieldWords("Chosen version", "The version of QUIC in use.", _QUIC_VERSION),
    "VersionInformation.available_versions": FieldWords(
        "Versions",
        "The versions of QUIC that the sender speaks.",
        _QUIC_VERSION,
    ),
    "TransportParameter.id": FieldWords(
        "Parameter",
        "Which setting of [[QUIC]] this is.",
        "Unknown ones are passed over.",
    ),
    "TransportParameter.value": FieldWords(
        "Value",
        "What the setting is set to.",
        "Each side tells the other what it may send.",
    ),
    "QuicTransportParameters.parameters": FieldWords(
        "Parameters",
        "The sender's settings for the [[QUIC]] connection.",
        "QUIC lets the TLS handshake carry them, which protects them from change.",
    ),
}
