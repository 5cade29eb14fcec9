"""Terms of the glossary that are about keys, secrets and ciphers."""

from __future__ import annotations

from tlskit.document.term import Term

KEYS: tuple[Term, ...] = (
    Term(
        "AEAD",
        "A cipher that encrypts and authenticates in one step (“authenticated encryption with associated data”). It "
        "also protects data that it does not encrypt, such as a record's header.",
        "RFC 5116",
    ),
    Term(
        "authentication tag",
        "The checksum that an AEAD cipher adds to what it encrypts; without the key nobody can make one that fits.",
        "RFC 5116 section 2.1",
        ("tag",),
    ),
    Term(
        "binder",
        "A checksum over the ClientHello made with a pre-shared key. It proves that the client has the key.",
        "RFC 8446 section 4.2.11.2",
    ),
    Term(
        "CBC",
        "A way to use a block cipher: each block is mixed with the encrypted one before (“cipher block chaining”). It "
        "needs padding and a MAC, and many attacks on TLS used how the two were combined.",
        "RFC 5246 section 6.2.3.2",
    ),
    Term(
        "cipher suite",
        "A set of algorithms under one number. Up to TLS 1.2 it names key exchange, authentication, cipher and hash; "
        "in TLS 1.3 only cipher and hash.",
        "RFC 8446 appendix B.4",
        ("suite",),
    ),
    Term(
        "Diffie-Hellman",
        "A way to agree on a secret in public: each side sends a public key, and from its own private key and the "
        "other's public one both compute the same secret.",
        "RFC 8446 section 7.4",
    ),
    Term(
        "digital signature",
        "Bytes that only the owner of a private key can make for a text; anybody with the public key can check them.",
        "RFC 8446 section 4.4.3",
        ("signature",),
    ),
    Term(
        "early data",
        "Data that a client sends together with its first message, protected with a key of an earlier connection: no "
        "round trip is lost. Whoever records it can send it again.",
        "RFC 8446 section 2.3",
        ("0-RTT",),
    ),
    Term(
        "elliptic curve",
        "A set of points that can be added. Diffie-Hellman on a curve needs much smaller numbers than with a prime.",
        "RFC 8422",
    ),
    Term(
        "export cipher",
        "A cipher weakened on purpose to 40 or 56 bits, since American law once forbade the export of better ones.",
        "RFC 4346",
    ),
    Term(
        "extended master secret",
        "A master secret that is derived from all messages so far and not from the two randoms alone, so that no two "
        "connections can be made to share one.",
        "RFC 7627",
    ),
    Term(
        "forward secrecy",
        "What was said stays secret even if the private key of the certificate leaks later, since fresh keys were "
        "exchanged and thrown away.",
        "RFC 8446 appendix E.1",
    ),
    Term(
        "group",
        "Where a Diffie-Hellman exchange is computed: an elliptic curve or the numbers modulo a prime. TLS counts "
        "post-quantum key exchanges among the groups too.",
        "RFC 8446 section 4.2.7",
    ),
    Term(
        "hash",
        "A short fingerprint of any amount of data; nobody can find other data with the same one.",
        "RFC 8446 section 4.4.1",
    ),
    Term(
        "HKDF",
        "The function that TLS 1.3 derives all keys with, in two steps: extract a secret, expand it into others.",
        "RFC 5869",
    ),
    Term(
        "HMAC",
        "A checksum made from a hash and a key.",
        "RFC 2104",
    ),
    Term(
        "HPKE",
        "A way to seal a message for the owner of a public key (“hybrid public key encryption”).",
        "RFC 9180",
    ),
    Term(
        "hybrid",
        "A key exchange made of two, one classical and one post-quantum. Both must be broken to learn the secret.",
        "draft-ietf-tls-hybrid-design",
    ),
    Term(
        "IV",
        "What an encryption begins with besides the key, so that equal texts do not look equal (“initialisation "
        "vector”).",
        "RFC 8446 section 5.3",
    ),
    Term(
        "KEM",
        "A key exchange in which one side seals a random secret to the other's public key and sends the result, the "
        "ciphertext (“key encapsulation mechanism”).",
        "FIPS 203",
    ),
    Term(
        "key exchange",
        "How two sides that never met agree on a secret that nobody who listens learns.",
        "RFC 8446 section 4.2.8",
    ),
    Term(
        "key log",
        "A file in which a client or server writes its secrets, so that recorded connections can be opened. Browsers "
        "and others write it where the variable SSLKEYLOGFILE says.",
        "RFC 9850",
        ("SSLKEYLOGFILE",),
    ),
    Term(
        "key schedule",
        "The order in which TLS 1.3 derives its secrets and keys, one from another.",
        "RFC 8446 section 7.1",
    ),
    Term(
        "key share",
        "A group and a fresh public key in it, sent with a hello of TLS 1.3.",
        "RFC 8446 section 4.2.8",
    ),
    Term(
        "KeyUpdate",
        "A message after which its sender uses the next generation of its keys.",
        "RFC 8446 section 4.6.3",
    ),
    Term(
        "MAC",
        "A checksum that only those who have the key can make or check (“message authentication code”).",
        "RFC 5246 section 6.2.3.1",
    ),
    Term(
        "master secret",
        "Up to TLS 1.2 the 48 bytes that all keys of a session come from. TLS 1.3 has a secret of that name at the end "
        "of its key schedule.",
        "RFC 5246 section 8.1",
    ),
    Term(
        "nonce",
        "A value that must be used once only with a key. TLS 1.3 makes it from the record's number.",
        "RFC 8446 section 5.3",
    ),
    Term(
        "padding",
        "Bytes without meaning that fill a block or hide a length.",
        "RFC 8446 section 5.4",
    ),
    Term(
        "post-quantum",
        "Safe, as far as is known, against a quantum computer, which would break RSA and Diffie-Hellman. What is "
        "recorded today could be opened by one later.",
        "FIPS 203",
    ),
    Term(
        "premaster secret",
        "What the key exchange of TLS up to 1.2 yields; the master secret is made from it and both randoms.",
        "RFC 5246 section 8.1",
    ),
    Term(
        "PRF",
        "The function that TLS up to 1.2 derives its keys with (“pseudorandom function”).",
        "RFC 5246 section 5",
    ),
    Term(
        "PSK",
        "A key that both sides have before they connect: agreed on beforehand, or from a ticket of an earlier "
        "connection (“pre-shared key”).",
        "RFC 8446 section 2.2",
        ("pre-shared key",),
    ),
    Term(
        "signature scheme",
        "A kind of key, a padding and a hash, under one number.",
        "RFC 8446 section 4.2.3",
    ),
    Term(
        "traffic secret",
        "In TLS 1.3 the secret that the keys of one direction come from; there is one for early data, one for the "
        "handshake and one for data.",
        "RFC 8446 section 7.1",
    ),
    Term(
        "transcript hash",
        "The hash of all handshake messages so far. Signatures, Finished and keys depend on it, and with it on every "
        "byte that was said.",
        "RFC 8446 section 4.4.1",
    ),
)
