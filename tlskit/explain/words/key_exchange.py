"""Words for ServerKeyExchange and ClientKeyExchange up to TLS 1.2, and for SSL 2.0 (RFC 5246 section 7.4.3)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords

_DH_PARAMS = FieldWords(
    "Diffie-Hellman parameters",
    "A prime, a generator and the server's public key.",
    "The server may choose any prime; a weak one cannot be refused in any other way than by giving up.",
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
_HINT = FieldWords(
    "Identity hint",
    "What the server says about which key to use; mostly nothing.",
    "A client with several [[PSK]]s may choose by it.",
)
_IDENTITY = FieldWords(
    "PSK identity",
    "The name of the key that client and server share.",
    "The server looks the key up by it. It is sent in clear.",
)
_PREMASTER = FieldWords(
    "Encrypted premaster secret",
    "48 bytes that the client drew, encrypted with the public key of the server's certificate.",
    "Only the server can decrypt the [[premaster secret]]; by using the keys it proves who it is. Whoever gets hold "
    "of its private key later can decrypt this too, and all that was said.",
)
_CLIENT_DH = FieldWords(
    "Client's public key",
    "The client's half of the Diffie-Hellman exchange.",
    "With it both sides compute the same [[premaster secret]].",
)

FIELDS: dict[str, FieldWords] = {
    "DigitallySigned.algorithm": FieldWords(
        "Signature scheme",
        "What the signature was made with.",
        "It must be one that the client listed, and fit the key in the certificate.",
    ),
    "DigitallySigned.signature": _SIGNED,
    "LegacyDigitallySigned.signature": _SIGNED,
    "ServerECDHParams.curve_type": FieldWords(
        "Curve type",
        "How the curve is given: by name.",
        "A curve could once be sent as numbers; checking those is hard, and it is forbidden now.",
    ),
    "ServerECDHParams.named_curve": FieldWords(
        "Curve",
        "The [[group]] that the server chose from the client's list.",
        "Both sides compute in it.",
    ),
    "ServerECDHParams.public": FieldWords(
        "Server's public key",
        "The server's half of the exchange: a point of the curve.",
        "With it and its own private key the client computes the [[premaster secret]].",
    ),
    "ServerDHParams.dh_p": FieldWords(
        "Prime",
        "The number that all is computed modulo.",
        "Under 2048 bits it is too small; primes that many servers share were worth the work of breaking (Logjam).",
    ),
    "ServerDHParams.dh_g": FieldWords(
        "Generator",
        "The number that is raised to secret powers; mostly 2.",
        "Powers of it must take very many values.",
    ),
    "ServerDHParams.dh_ys": FieldWords(
        "Server's public key",
        "The generator raised to the server's secret number.",
        "With it and its own secret number the client computes the [[premaster secret]].",
    ),
    "ServerRSAParams.rsa_modulus": FieldWords(
        "RSA modulus",
        "The short key of an [[export cipher]]: 512 bits.",
        "American law once forbade the export of anything better. Such a key is broken in hours (FREAK).",
    ),
    "ServerRSAParams.rsa_exponent": FieldWords(
        "RSA exponent", "The other half of the short key.", "It is mostly 65537."
    ),
    "EcdheServerKeyExchange.params": _ECDH_PARAMS,
    "EcdheServerKeyExchange.signed_params": _SIGNED,
    "EcdhAnonServerKeyExchange.params": _ECDH_PARAMS,
    "DheServerKeyExchange.params": _DH_PARAMS,
    "DheServerKeyExchange.signed_params": _SIGNED,
    "DhAnonServerKeyExchange.params": _DH_PARAMS,
    "RsaExportServerKeyExchange.params": FieldWords(
        "Export key",
        "A short RSA key, made for this server's export clients.",
        "The long key of the certificate was not allowed for encryption then.",
    ),
    "RsaExportServerKeyExchange.signed_params": _SIGNED,
    "PskServerKeyExchange.psk_identity_hint": _HINT,
    "RsaClientKeyExchange.encrypted_pre_master_secret": _PREMASTER,
    "DhClientKeyExchange.dh_yc": _CLIENT_DH,
    "EcdhClientKeyExchange.ecdh_yc": FieldWords(
        "Client's public key",
        "The client's half of the exchange: a point of the curve.",
        "With it both sides compute the same [[premaster secret]].",
    ),
    "PskClientKeyExchange.psk_identity": _IDENTITY,
    "Sslv2ClientHello.msg_type": FieldWords(
        "Message type",
        "Which message of [[SSL 2.0]] this is.",
        "This version has its own messages and its own record header of two or three bytes.",
    ),
    "Sslv2ClientHello.version": FieldWords(
        "Version",
        "The highest version that the client speaks; it may be newer than SSL 2.0.",
        "Clients used this old form so that a server of any age could read it.",
    ),
    "Sslv2ClientHello.cipher_spec_length": FieldWords(
        "Length of the ciphers",
        "How many bytes the list of ciphers has.",
        "SSL 2.0 gives all lengths first and the contents after them.",
    ),
    "Sslv2ClientHello.session_id_length": FieldWords(
        "Length of the session id",
        "How many bytes the session id has.",
        "Zero means that no session is to be taken up again.",
    ),
    "Sslv2ClientHello.challenge_length": FieldWords(
        "Length of the challenge",
        "How many bytes the challenge has.",
        "It has 16 to 32 bytes.",
    ),
    "Sslv2ClientHello.cipher_specs": FieldWords(
        "Ciphers",
        "The ciphers that the client can use, three bytes each.",
        "Those that begin with 00 are [[cipher suite]]s of SSL 3.0 and TLS.",
    ),
    "Sslv2ClientHello.session_id": FieldWords(
        "Session id",
        "The name of an earlier session, or nothing.",
        "It saves the exchange of keys.",
    ),
    "Sslv2ClientHello.challenge": FieldWords(
        "Challenge",
        "Random bytes of the client.",
        "The server proves by them that it has the keys; a TLS server takes them as the client's random.",
    ),
    "Sslv2ServerHello.session_id_hit": FieldWords(
        "Session found",
        "1 if the server takes the session up again.",
        "Then neither certificate nor ciphers follow.",
    ),
    "Sslv2ServerHello.certificate_type": FieldWords(
        "Certificate type",
        "1 for X.509; 0 if there is none.",
        "No other was defined.",
    ),
    "Sslv2ServerHello.version": FieldWords("Version", "The server's version.", "It speaks SSL 2.0 here."),
    "Sslv2ServerHello.certificate_length": FieldWords(
        "Length of the certificate",
        "How many bytes the certificate has.",
        "SSL 2.0 gives all lengths first.",
    ),
    "Sslv2ServerHello.cipher_specs_length": FieldWords(
        "Length of the ciphers",
        "How many bytes the list of ciphers has.",
        "SSL 2.0 gives all lengths first.",
    ),
    "Sslv2ServerHello.connection_id_length": FieldWords(
        "Length of the connection id",
        "How many bytes the connection id has.",
        "SSL 2.0 gives all lengths first.",
    ),
    "Sslv2ServerHello.certificate": FieldWords(
        "Certificate",
        "The server's one certificate, in [[DER]].",
        "Chains did not exist yet.",
    ),
    "Sslv2ServerHello.cipher_specs": FieldWords(
        "Ciphers",
        "The ciphers that both know.",
        "In SSL 2.0 the client chooses, and an attacker on the way can take the strong ones out unseen.",
    ),
    "Sslv2ServerHello.connection_id": FieldWords(
        "Connection id",
        "Random bytes of the server.",
        "They go into the keys.",
    ),
    "Sslv2Message.body": FieldWords(
        "Body",
        "What follows in the message.",
        "Messages of SSL 2.0 other than the hellos are named and not taken apart.",
    ),
}

LIKE: dict[str, tuple[str, ...]] = {
    "LegacyEcdheServerKeyExchange": ("EcdheServerKeyExchange",),
    "LegacyDheServerKeyExchange": ("DheServerKeyExchange",),
    "DhePskServerKeyExchange": ("DhAnonServerKeyExchange", "PskServerKeyExchange"),
    "EcdhePskServerKeyExchange": ("EcdhAnonServerKeyExchange", "PskServerKeyExchange"),
    "Sslv3RsaClientKeyExchange": ("RsaClientKeyExchange",),
    "RsaPskClientKeyExchange": ("PskClientKeyExchange", "RsaClientKeyExchange"),
    "DhePskClientKeyExchange": ("PskClientKeyExchange", "DhClientKeyExchange"),
    "EcdhePskClientKeyExchange": ("PskClientKeyExchange", "EcdhClientKeyExchange"),
    "Sslv2ServerHello": ("Sslv2ClientHello",),
    "Sslv2Message": ("Sslv2ClientHello",),
}
"""Structures that share the words of others for fields of the same name."""

ITEMS: dict[str, FieldWords] = {
    "Sslv2CipherKind": FieldWords(
        "Cipher", "A cipher of SSL 2.0, or a suite of TLS.", "It stands in no particular order."
    ),
}
