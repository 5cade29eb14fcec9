"""Words for the extensions about who may sign with what (RFC 8446 section 4.2.3, RFC 9345)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType, SignatureScheme
from tlskit.wire import (
    CertificateSignatureSchemeList,
    Credential,
    DelegatedCredential,
    DelegatedCredentialSchemes,
    SignatureSchemeList,
)

_SIGNATURES = FieldWords(
    "Signature schemes",
    "The [[signature scheme]]s that the sender can check, the one it likes best first.",
    "The other side must sign with one of them, with a key that fits; if it has none, it gives up with "
    "handshake_failure.",
)

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.signature_algorithms: FieldWords(
                "Signature algorithms",
                "The [[signature scheme]]s that the sender can check.",
                "The other side must sign with one of them; without this extension TLS 1.3 ends with "
                "missing_extension.",
            ),
        },
        places={
            (SignatureSchemeList, "supported_signature_algorithms"): _SIGNATURES,
        },
        items={
            SignatureScheme: FieldWords(
                "Signature scheme",
                "A kind of key with a hash, that the sender can check.",
                "A peer may sign only with a [[signature scheme]] from this list.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.signature_algorithms_cert: FieldWords(
                "Signature algorithms in certificates",
                "The [[signature scheme]]s that the sender can check in certificates.",
                "Libraries often check older signatures in certificates than they take in a handshake.",
            ),
        },
        places={
            (CertificateSignatureSchemeList, "supported_signature_algorithms"): FieldWords(
                "Signature schemes for certificates",
                "The [[signature scheme]]s that the sender can check in certificates.",
                "It is sent where a side can check more in certificates than in the handshake itself, or less.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.delegated_credential: FieldWords(
                "Delegated credential",
                "The server may sign with a short-lived key that its certificate's key signed.",
                "The certificate's key stays in a safe place: a [[delegated credential]] that is stolen soon expires.",
            ),
        },
        structures={
            Credential: FieldWords(
                "Credential",
                "A short-lived key, what it is for and how long it holds.",
                "The handshake is checked with it in place of the certificate's key.",
            ),
        },
        places={
            (DelegatedCredentialSchemes, "supported_signature_algorithms"): FieldWords(
                "Signature schemes",
                "The [[signature scheme]]s that a [[delegated credential]] may be used with.",
                "A server without a fitting credential signs with its certificate's key.",
            ),
            (DelegatedCredential, "cred"): FieldWords(
                "Credential",
                "A short-lived key and how long it holds.",
                "The certificate's key can stay in a safe place; what sits in front of users gets this one.",
            ),
            (DelegatedCredential, "algorithm"): FieldWords(
                "Signature scheme",
                "What the certificate's key signed the credential with.",
                "The client must have listed it.",
            ),
            (DelegatedCredential, "signature"): FieldWords(
                "Signature",
                "The certificate's signature over the credential.",
                "It shows that the owner of the certificate lends it out.",
            ),
            (Credential, "valid_time"): FieldWords(
                "Valid for",
                "Seconds from the beginning of the certificate's validity until the credential ends.",
                "It must end within seven days; it cannot be revoked, and so must be short-lived.",
            ),
            (Credential, "dc_cert_verify_algorithm"): FieldWords(
                "Signature scheme",
                "What the credential's key signs the handshake with.",
                "The key is bound to it, so that it serves nothing else.",
            ),
            (Credential, "ASN1_subjectPublicKeyInfo"): FieldWords(
                "Public key",
                "The short-lived key, in DER.",
                "The handshake is checked with this key and not with the certificate's.",
            ),
        },
    ),
)
