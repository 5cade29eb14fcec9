"""Words for the extensions that hide the hello (RFC 9849), and for their forerunner."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType
from tlskit.wire import (
    ECHClientHello,
    ECHConfig,
    ECHConfigContents,
    ECHConfigExtension,
    ECHEncryptedExtensions,
    ECHHelloRetryRequest,
    ECHOuterClientHello,
    HpkeKeyConfig,
    HpkeSymmetricCipherSuite,
    OuterExtensions,
)

_CONFIG_ID = FieldWords(
    "Configuration id",
    "A number that the server gave its key.",
    "The server finds the private key by it, which it may have several of.",
)

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.encrypted_client_hello: FieldWords(
                "Encrypted ClientHello (ECH)",
                "The real hello, sealed inside this one; or random bytes that look like it.",
                "The name of the site is the last thing that TLS shows to onlookers; [[ECH]] hides it.",
            ),
        },
        structures={
            ECHOuterClientHello: FieldWords(
                "Sealed hello and its key",
                "The inner hello, encrypted, and what the server needs to open it.",
                "Only the server can open it; all others see the outer hello.",
            ),
            ECHConfigContents: FieldWords(
                "Contents of a configuration",
                "A key, the public name and settings.",
                "It is all that a client needs to hide its hello.",
            ),
            HpkeKeyConfig: FieldWords(
                "Key of a configuration",
                "A public key and the suites that go with it.",
                "Clients seal their hello with it.",
            ),
        },
        places={
            (ECHClientHello, "type"): FieldWords(
                "Kind of hello",
                "Whether this is the outer hello or the one that was sealed in it.",
                "The same extension stands in both.",
            ),
            (ECHClientHello, "client_hello"): FieldWords(
                "ECH data",
                "In an outer hello the sealed inner one; in an inner hello nothing.",
                "[[ECH]] hides the real hello in one that looks harmless.",
            ),
            (ECHOuterClientHello, "cipher_suite"): FieldWords(
                "HPKE suite",
                "What the inner hello is sealed with.",
                "It is one of the pairs that the server's published configuration lists.",
            ),
            (ECHOuterClientHello, "config_id"): _CONFIG_ID,
            (ECHOuterClientHello, "enc"): FieldWords(
                "Encapsulated key",
                "The client's public key for the sealing; empty in a second hello.",
                "With it and its private key the server can open the inner hello.",
            ),
            (ECHOuterClientHello, "payload"): FieldWords(
                "Sealed hello",
                "The real hello, encrypted; or, if the client only pretends, random bytes.",
                "Nobody on the way sees which name is asked for. Clients without a key send the same form with random "
                "bytes, so that the real thing does not stand out.",
            ),
            (HpkeSymmetricCipherSuite, "kdf_id"): FieldWords(
                "Key derivation",
                "How keys are derived from the shared secret.",
                "It is one half of the pair that [[HPKE]] seals with.",
            ),
            (HpkeSymmetricCipherSuite, "aead_id"): FieldWords(
                "Encryption",
                "The cipher that seals the inner hello.",
                "It is one half of the pair that [[HPKE]] seals with.",
            ),
            (ECHHelloRetryRequest, "confirmation"): FieldWords(
                "Confirmation",
                "Eight bytes that only a server that opened the inner hello can compute.",
                "They tell the client that its inner hello is the one that counts.",
            ),
            (ECHEncryptedExtensions, "retry_configs"): FieldWords(
                "Keys to try again with",
                "The server's present keys for [[ECH]].",
                "The client sealed its hello with a key that the server no longer has; it may connect anew with one of "
                "these.",
            ),
            (ECHConfig, "version"): FieldWords(
                "Version",
                "The version of the configuration: the number of the extension itself.",
                "Clients pass over versions that they do not know.",
            ),
            (ECHConfig, "contents"): FieldWords(
                "Contents",
                "The key, the public name and the rest.",
                "Its length stands before it, so that an unknown version can be stepped over.",
            ),
            (ECHConfigContents, "key_config"): FieldWords(
                "Key",
                "The key and the suites to seal inner hellos with.",
                "The client could not open anything with it: it is the public half.",
            ),
            (ECHConfigContents, "maximum_name_length"): FieldWords(
                "Longest name",
                "How long the longest name is that this server answers for.",
                "Clients pad the inner hello to it, so that its size does not betray the name.",
            ),
            (ECHConfigContents, "public_name"): FieldWords(
                "Public name",
                "The name for the outer hello.",
                "If the key is out of date, the server answers under this name and hands out a new one.",
            ),
            (ECHConfigContents, "extensions"): FieldWords(
                "Extensions",
                "Further settings; none is in use yet.",
                "They leave room to grow.",
            ),
            (HpkeKeyConfig, "config_id"): _CONFIG_ID,
            (HpkeKeyConfig, "kem_id"): FieldWords(
                "KEM",
                "The kind of key.",
                "It says how a secret is sealed to the key.",
            ),
            (HpkeKeyConfig, "public_key"): FieldWords(
                "Public key",
                "What inner hellos are to be sealed with.",
                "Only the server can open what is sealed with it.",
            ),
            (HpkeKeyConfig, "cipher_suites"): FieldWords(
                "HPKE suites",
                "The pairs of key derivation and cipher that the server can open.",
                "The client picks one.",
            ),
            (ECHConfigExtension, "type"): FieldWords(
                "Type",
                "Which extension of the configuration this is.",
                "A client that does not know it may pass over it, unless its highest bit says that it must know it.",
            ),
            (ECHConfigExtension, "data"): FieldWords(
                "Data",
                "What the extension says.",
                "None is in use yet.",
            ),
        },
        items={
            HpkeSymmetricCipherSuite: FieldWords(
                "HPKE suite",
                "A key derivation and a cipher.",
                "The client picks one to seal its hello with.",
            ),
            ECHConfig: FieldWords(
                "ECH configuration",
                "One key of the server and how to use it.",
                "Clients find the same in the DNS, before they connect.",
            ),
            ECHConfigExtension: FieldWords("Extension", "A further setting.", "None is in use yet."),
        },
    ),
    Words(
        extensions={
            ExtensionType.ech_outer_extensions: FieldWords(
                "Taken from the outer hello",
                "Extensions that the inner hello does not repeat.",
                "Key shares are large; with [[ECH]] they need be sent once only.",
            ),
        },
        places={
            (OuterExtensions, "outer_extensions"): FieldWords(
                "Taken from outside",
                "Extensions that are the same in the outer hello.",
                "The inner hello need not carry large key shares twice.",
            ),
        },
        items={
            ExtensionType: FieldWords(
                "Extension type",
                "The number of an extension.",
                "The inner hello takes this extension from the outer one, to save bytes.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.encrypted_server_name: FieldWords(
                "Encrypted server name (draft)",
                "The host name, encrypted.",
                "It was the forerunner of [[ECH]], which hides the whole hello.",
            ),
        },
    ),
)
