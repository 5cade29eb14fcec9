"""Words for the key exchange up to TLS 1.2: what server and client send for it (RFC 5246 section 7.4)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import HandshakeType
from tlskit.wire import (
    DhAnonServerKeyExchange,
    DhClientKeyExchange,
    DhePskClientKeyExchange,
    DhePskServerKeyExchange,
    DheServerKeyExchange,
    DigitallySigned,
    EcdhAnonServerKeyExchange,
    EcdhClientKeyExchange,
    EcdhePskClientKeyExchange,
    EcdhePskServerKeyExchange,
    EcdheServerKeyExchange,
    LegacyDheServerKeyExchange,
    LegacyDigitallySigned,
    LegacyEcdheServerKeyExchange,
    PskClientKeyExchange,
    PskServerKeyExchange,
    RsaClientKeyExchange,
    RsaExportServerKeyExchange,
    RsaPskClientKeyExchange,
    ServerDHParams,
    ServerECDHParams,
    ServerRSAParams,
    Sslv3RsaClientKeyExchange,
)

_ECDH_PARAMS = FieldWords(
    "Elliptic-curve parameters",
    "The curve and the server's public key on it.",
    "The key was made for this connection, or at least recently: it gives [[forward secrecy]].",
)
_SIGNED = FieldWords(
    "Signature over the parameters",
    "The server's [[digital signature]] over both randoms and the parameters.",
    "It ties the fresh key to the certificate; the randoms keep a recorded signature from being used again.",
)
_DH_PARAMS = FieldWords(
    "Diffie-Hellman parameters",
    "A prime, a generator and the server's public key.",
    "The server may choose any prime; a weak one cannot be refused in any other way than by giving up.",
)
_HINT = FieldWords(
    "Identity hint",
    "What the server says about which key to use; mostly nothing.",
    "A client with several [[PSK]]s may choose by it.",
)
_PREMASTER = FieldWords(
    "Encrypted premaster secret",
    "48 bytes that the client drew, encrypted with the public key of the server's certificate.",
    "Only the server can decrypt the [[premaster secret]]; by using the keys it proves who it is. Whoever gets hold of "
    "its private key later can decrypt this too, and all that was said.",
)
_CLIENT_DH = FieldWords(
    "Client's public key",
    "The client's half of the Diffie-Hellman exchange.",
    "With it both sides compute the same [[premaster secret]].",
)
_IDENTITY = FieldWords(
    "PSK identity",
    "The name of the key that client and server share.",
    "The server looks the key up by it. It is sent in clear.",
)

SUBJECTS = (
    Words(
        messages={
            HandshakeType.server_key_exchange: FieldWords(
                "ServerKeyExchange",
                "The server's half of the key exchange, signed with its certificate's key.",
                "Up to TLS 1.2 it carries fresh Diffie-Hellman keys; the signature ties them to the certificate.",
            ),
        },
        bodies={
            EcdheServerKeyExchange: HandshakeType.server_key_exchange,
            LegacyEcdheServerKeyExchange: HandshakeType.server_key_exchange,
            EcdhAnonServerKeyExchange: HandshakeType.server_key_exchange,
            DheServerKeyExchange: HandshakeType.server_key_exchange,
            LegacyDheServerKeyExchange: HandshakeType.server_key_exchange,
            DhAnonServerKeyExchange: HandshakeType.server_key_exchange,
            RsaExportServerKeyExchange: HandshakeType.server_key_exchange,
            PskServerKeyExchange: HandshakeType.server_key_exchange,
            DhePskServerKeyExchange: HandshakeType.server_key_exchange,
            EcdhePskServerKeyExchange: HandshakeType.server_key_exchange,
        },
        places={
            (EcdheServerKeyExchange, "params"): _ECDH_PARAMS,
            (EcdheServerKeyExchange, "signed_params"): _SIGNED,
            (EcdhAnonServerKeyExchange, "params"): _ECDH_PARAMS,
            (DheServerKeyExchange, "params"): _DH_PARAMS,
            (DheServerKeyExchange, "signed_params"): _SIGNED,
            (DhAnonServerKeyExchange, "params"): _DH_PARAMS,
            (RsaExportServerKeyExchange, "params"): FieldWords(
                "Export key",
                "A short RSA key, made for this server's export clients.",
                "The long key of the certificate was not allowed for encryption then.",
            ),
            (RsaExportServerKeyExchange, "signed_params"): _SIGNED,
            (PskServerKeyExchange, "psk_identity_hint"): _HINT,
        },
        like={
            LegacyEcdheServerKeyExchange: (EcdheServerKeyExchange,),
            LegacyDheServerKeyExchange: (DheServerKeyExchange,),
            DhePskServerKeyExchange: (
                DhAnonServerKeyExchange,
                PskServerKeyExchange,
            ),
            EcdhePskServerKeyExchange: (
                EcdhAnonServerKeyExchange,
                PskServerKeyExchange,
            ),
        },
    ),
    Words(
        structures={
            ServerECDHParams: FieldWords(
                "Elliptic-curve parameters",
                "A curve and a public key on it.",
                "They are the server's half of the key exchange.",
            ),
            ServerDHParams: FieldWords(
                "Diffie-Hellman parameters",
                "A prime, a generator and a public key.",
                "They are the server's half of the key exchange.",
            ),
            ServerRSAParams: FieldWords(
                "Export key",
                "A short RSA key.",
                "An [[export cipher]] was not allowed to use the certificate's long one.",
            ),
        },
        places={
            (ServerECDHParams, "curve_type"): FieldWords(
                "Curve type",
                "How the curve is given: by name.",
                "A curve could once be sent as numbers; checking those is hard, and it is forbidden now.",
            ),
            (ServerECDHParams, "named_curve"): FieldWords(
                "Curve",
                "The [[group]] that the server chose from the client's list.",
                "Both sides compute in it.",
            ),
            (ServerECDHParams, "public"): FieldWords(
                "Server's public key",
                "The server's half of the exchange: a point of the curve.",
                "With it and its own private key the client computes the [[premaster secret]].",
            ),
            (ServerDHParams, "dh_p"): FieldWords(
                "Prime",
                "The number that all is computed modulo.",
                "Under 2048 bits it is too small; primes that many servers share were worth the work of breaking "
                "(Logjam).",
            ),
            (ServerDHParams, "dh_g"): FieldWords(
                "Generator",
                "The number that is raised to secret powers; mostly 2.",
                "Powers of it must take very many values.",
            ),
            (ServerDHParams, "dh_ys"): FieldWords(
                "Server's public key",
                "The generator raised to the server's secret number.",
                "With it and its own secret number the client computes the [[premaster secret]].",
            ),
            (ServerRSAParams, "rsa_modulus"): FieldWords(
                "RSA modulus",
                "The short key of an [[export cipher]]: 512 bits.",
                "American law once forbade the export of anything better. Such a key is broken in hours (FREAK).",
            ),
            (ServerRSAParams, "rsa_exponent"): FieldWords(
                "RSA exponent", "The other half of the short key.", "It is mostly 65537."
            ),
        },
    ),
    Words(
        structures={
            DigitallySigned: FieldWords(
                "Signature",
                "A [[signature scheme]] and a signature made with it.",
                "It proves that the key exchange comes from the owner of the certificate.",
            ),
            LegacyDigitallySigned: FieldWords(
                "Signature",
                "A signature; the kind of key says how it was made.",
                "It proves that the key exchange comes from the owner of the certificate.",
            ),
        },
        places={
            (DigitallySigned, "algorithm"): FieldWords(
                "Signature scheme",
                "What the signature was made with.",
                "It must be one that the client listed, and fit the key in the certificate.",
            ),
            (DigitallySigned, "signature"): _SIGNED,
            (LegacyDigitallySigned, "signature"): _SIGNED,
        },
    ),
    Words(
        messages={
            HandshakeType.server_hello_done: FieldWords(
                "ServerHelloDone",
                "The server has said all it has to say for now.",
                "Up to TLS 1.2 the client cannot tell otherwise, since some of the messages before it are optional.",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.client_key_exchange: FieldWords(
                "ClientKeyExchange",
                "The client's half of the key exchange.",
                "After it both sides can compute the [[master secret]] and from it all keys.",
            ),
        },
        bodies={
            RsaClientKeyExchange: HandshakeType.client_key_exchange,
            Sslv3RsaClientKeyExchange: HandshakeType.client_key_exchange,
            DhClientKeyExchange: HandshakeType.client_key_exchange,
            EcdhClientKeyExchange: HandshakeType.client_key_exchange,
            PskClientKeyExchange: HandshakeType.client_key_exchange,
            RsaPskClientKeyExchange: HandshakeType.client_key_exchange,
            DhePskClientKeyExchange: HandshakeType.client_key_exchange,
            EcdhePskClientKeyExchange: HandshakeType.client_key_exchange,
        },
        places={
            (RsaClientKeyExchange, "encrypted_pre_master_secret"): _PREMASTER,
            (DhClientKeyExchange, "dh_yc"): _CLIENT_DH,
            (EcdhClientKeyExchange, "ecdh_yc"): FieldWords(
                "Client's public key",
                "The client's half of the exchange: a point of the curve.",
                "With it both sides compute the same [[premaster secret]].",
            ),
            (PskClientKeyExchange, "psk_identity"): _IDENTITY,
        },
        like={
            Sslv3RsaClientKeyExchange: (RsaClientKeyExchange,),
            RsaPskClientKeyExchange: (
                PskClientKeyExchange,
                RsaClientKeyExchange,
            ),
            DhePskClientKeyExchange: (
                PskClientKeyExchange,
                DhClientKeyExchange,
            ),
            EcdhePskClientKeyExchange: (
                PskClientKeyExchange,
                EcdhClientKeyExchange,
            ),
        },
    ),
)
