"""Words for the hellos, and for what every extension has (RFC 8446 sections 4.1 to 4.3, RFC 6347 section 4.2.1)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import CipherSuite, CompressionMethod, HandshakeType
from tlskit.wire import (
    ClientHello,
    DraftHelloRetryRequest,
    DraftServerHello,
    DtlsClientHello,
    EarlyDraftHelloRetryRequest,
    EncryptedExtensions,
    Extension,
    HelloRetryRequest,
    HelloVerifyRequest,
    ServerHello,
)

_COMPRESSION = (
    "Compression under encryption betrays secrets by the length of what is sent (the attack CRIME), so nothing but "
    "“none” is used any more, and TLS 1.3 allows nothing else."
)
HELLO_RETRY_REQUEST = FieldWords(
    "HelloRetryRequest",
    "The server asks the client for another ClientHello.",
    "The client's [[key share]]s are for groups that the server does not want, or the server wants a cookie back. It "
    "costs a round trip and is no error.",
)

SUBJECTS = (
    Words(
        messages={
            HandshakeType.client_hello: FieldWords(
                "ClientHello",
                "The client says what it can do and what it wants.",
                "TLS lets the client offer and the server choose, so that both ends of any age find what they share.",
            ),
        },
        bodies={
            ClientHello: HandshakeType.client_hello,
            DtlsClientHello: HandshakeType.client_hello,
        },
        places={
            (ClientHello, "legacy_version"): FieldWords(
                "Version",
                "Up to TLS 1.2 the highest version that the client speaks; from TLS 1.3 on always TLS 1.2.",
                "Too many servers broke off when they saw a higher number here than they knew. TLS 1.3 therefore froze "
                "it and lists the real versions in the extension supported_versions.",
            ),
            (ClientHello, "random"): FieldWords(
                "Client random",
                "32 bytes that the client drew for this connection.",
                "They go into the keys and into what the server signs, so that nothing recorded from another "
                "connection can be played back in this one. A key log names its secrets by them.",
            ),
            (ClientHello, "legacy_session_id"): FieldWords(
                "Session id",
                "Up to TLS 1.2 the name of a session that the client would like to take up again; empty if there is "
                "none.",
                "[[Resumption]] saves a round trip and a signature. TLS 1.3 resumes by tickets instead; its clients "
                "send 32 random bytes here to look like a resuming TLS 1.2 client to [[middlebox]]es.",
            ),
            (ClientHello, "cipher_suites"): FieldWords(
                "Cipher suites",
                "The [[cipher suite]]s that the client can use, the one it likes best first.",
                "The server takes one of them, or refuses with handshake_failure if it can use none.",
            ),
            (ClientHello, "legacy_compression_methods"): FieldWords(
                "Compression methods",
                "How the client could compress records.",
                _COMPRESSION,
            ),
            (ClientHello, "extensions"): FieldWords(
                "Extensions",
                "All else that the client offers and asks for, each as a type and its data.",
                "[[Extension]]s let TLS grow without a change of the hello: a server passes over those that it does "
                "not know.",
            ),
            (DtlsClientHello, "cookie"): FieldWords(
                "Cookie",
                "Empty in a first hello; then the bytes that the server asked for.",
                "Anybody can forge the sender of a datagram. By returning the [[cookie]] the client shows that it gets "
                "what is sent to its address, before the server spends anything on it.",
            ),
        },
        items={
            CipherSuite: FieldWords(
                "Cipher suite",
                "A set of algorithms under one number.",
                "It stands in the order of preference.",
            ),
            CompressionMethod: FieldWords("Compression method", "A way to compress records.", _COMPRESSION),
        },
        like={
            DtlsClientHello: (ClientHello,),
        },
    ),
    Words(
        messages={
            HandshakeType.hello_verify_request: FieldWords(
                "HelloVerifyRequest",
                "The server asks for the same hello again, with a cookie.",
                "The sender of a datagram is easily forged; the [[cookie]] shows that the client can be reached.",
            ),
        },
        bodies={
            HelloVerifyRequest: HandshakeType.hello_verify_request,
        },
        places={
            (HelloVerifyRequest, "server_version"): FieldWords(
                "Version",
                "A version of [[DTLS]] that does not bind the server.",
                "Servers should write DTLS 1.0 here; the version is chosen in the ServerHello.",
            ),
            (HelloVerifyRequest, "cookie"): FieldWords(
                "Cookie",
                "Bytes that the client must return in its next hello.",
                "A sender with a forged address never sees them. The server can recompute the [[cookie]] and need not "
                "remember anybody.",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.server_hello: FieldWords(
                "ServerHello",
                "The server chooses from what the client offered.",
                "It settles version, cipher suite and keys; in TLS 1.3 everything after it is encrypted.",
            ),
        },
        bodies={
            ServerHello: HandshakeType.server_hello,
            DraftServerHello: HandshakeType.server_hello,
        },
        places={
            (ServerHello, "legacy_version"): FieldWords(
                "Version",
                "Up to TLS 1.2 the version that the server chose; in TLS 1.3 always TLS 1.2.",
                "In TLS 1.3 the extension supported_versions holds the choice. This field stays, so that "
                "[[middlebox]]es see what they are used to.",
            ),
            (ServerHello, "random"): FieldWords(
                "Server random",
                "32 bytes that the server drew for this connection.",
                "They make the keys unlike those of any other connection, even if the client repeated itself. Two "
                "values have a meaning: one marks a HelloRetryRequest, one warns of a [[downgrade]].",
            ),
            (ServerHello, "legacy_session_id_echo"): FieldWords(
                "Session id",
                "In TLS 1.3 what the client sent; up to TLS 1.2 the name of this session, and the client's own if it "
                "is resumed.",
                "TLS 1.3 repeats it so that a [[middlebox]] takes the handshake for a resumption and leaves it alone.",
            ),
            (ServerHello, "cipher_suite"): FieldWords(
                "Cipher suite",
                "The one [[cipher suite]] that the server took from the client's list.",
                "It settles the encryption and the hash for the connection, and up to TLS 1.2 also how keys are "
                "exchanged and who signs.",
            ),
            (ServerHello, "legacy_compression_method"): FieldWords(
                "Compression method",
                "How records are compressed.",
                _COMPRESSION,
            ),
            (ServerHello, "extensions"): FieldWords(
                "Extensions",
                "The server's answers to extensions of the client's hello.",
                "A server may answer only what it was asked. In TLS 1.3 only what is needed to agree on keys stands "
                "here; the other answers follow encrypted, in EncryptedExtensions.",
            ),
            (DraftServerHello, "version"): FieldWords(
                "Version",
                "The draft of TLS 1.3 that the server chose.",
                "Up to draft 21 the version stood here; [[middlebox]]es that broke on it are why it moved to an "
                "extension.",
            ),
        },
        like={
            DraftServerHello: (ServerHello,),
        },
    ),
    Words(
        messages={
            HandshakeType.hello_retry_request: HELLO_RETRY_REQUEST,
        },
        bodies={
            HelloRetryRequest: HandshakeType.hello_retry_request,
            DraftHelloRetryRequest: HandshakeType.hello_retry_request,
            EarlyDraftHelloRetryRequest: HandshakeType.hello_retry_request,
        },
        places={
            (HelloRetryRequest, "random"): FieldWords(
                "Fixed random",
                "Not random: the SHA-256 of the word HelloRetryRequest.",
                "By this value a [[HelloRetryRequest]] is told from a ServerHello, whose form it has.",
            ),
            (HelloRetryRequest, "cipher_suite"): FieldWords(
                "Cipher suite",
                "The [[cipher suite]] that the server has chosen; its ServerHello must repeat it.",
                "Its hash is needed at once: the first hello is replaced by its hash in the [[transcript hash]].",
            ),
            (HelloRetryRequest, "extensions"): FieldWords(
                "Extensions",
                "What the client shall change in its next hello: a group, or a cookie to return.",
                "A server asks again when the client's key shares are for groups that it does not want.",
            ),
            (DraftHelloRetryRequest, "server_version"): FieldWords(
                "Version",
                "The draft of TLS 1.3 that the server chose.",
                "In these drafts the [[HelloRetryRequest]] was a message of its own.",
            ),
            (DraftHelloRetryRequest, "cipher_suite"): FieldWords(
                "Cipher suite",
                "The [[cipher suite]] that the server chose.",
                "Its hash is the one of the whole handshake.",
            ),
            (DraftHelloRetryRequest, "extensions"): FieldWords(
                "Extensions",
                "What the client shall change in its next hello.",
                "A server asks again when it wants another group, or to see a cookie come back.",
            ),
        },
        like={
            HelloRetryRequest: (ServerHello,),
            EarlyDraftHelloRetryRequest: (DraftHelloRetryRequest,),
        },
    ),
    Words(
        messages={
            HandshakeType.message_hash: FieldWords(
                "message_hash",
                "A message that is never sent: the hash of a first ClientHello.",
                "After a HelloRetryRequest it stands for the first hello in the [[transcript hash]].",
            ),
        },
    ),
    Words(
        messages={
            HandshakeType.encrypted_extensions: FieldWords(
                "EncryptedExtensions",
                "The server's answers that need not be seen by others.",
                "It is the first encrypted message of TLS 1.3. What could be read in the ServerHello of TLS 1.2, such "
                "as the application protocol, is hidden here.",
            ),
        },
        bodies={
            EncryptedExtensions: HandshakeType.encrypted_extensions,
        },
        places={
            (EncryptedExtensions, "extensions"): FieldWords(
                "Extensions",
                "The server's answers that are not needed for the keys: the application protocol, limits, and more.",
                "In TLS 1.3 they come after the keys are agreed on, and so nobody on the way reads them.",
            ),
        },
    ),
    Words(
        places={
            (Extension, "extension_type"): FieldWords(
                "Extension type",
                "Which extension this is.",
                "Types have numbers, and those that a peer does not know are passed over. [[GREASE]] numbers are sent "
                "to make sure of that.",
            ),
            (Extension, "extension_data"): FieldWords(
                "Extension data",
                "What the extension says; its layout is the type's own matter.",
                "Its length stands before it, so that a peer can step over an extension that it does not know.",
            ),
        },
        items={
            Extension: FieldWords(
                "Extension",
                "An offer, a wish or an answer that the hello itself has no field for.",
                "A peer that does not know its type steps over it.",
            ),
        },
    ),
)
