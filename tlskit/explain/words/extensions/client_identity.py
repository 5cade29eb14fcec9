"""Words for extensions by which a client says who it is, other than by a certificate: passwords, keys for a site."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType
from tlskit.wire import SrpIdentity

_INSTEAD_OF_CERTIFICATE = (
    "A password takes the place of a certificate; an onlooker cannot try passwords against what he recorded."
)
_UNUSED = "It was specified and hardly used."
_CHANNEL_ID = FieldWords(
    "Channel ID",
    "The client can sign with a key of its own for each site.",
    "Cookies could be bound to the key. Chrome had it and gave it up.",
)

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.srp: FieldWords(
                "SRP", "The name of a user who logs in with a password.", _INSTEAD_OF_CERTIFICATE
            ),
        },
        places={
            (SrpIdentity, "srp_I"): FieldWords(
                "User name",
                "The user who wants to log in with a password.",
                "In SRP both sides prove that they know the password, and no certificate is needed.",
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.pwd_protect: FieldWords(
                "Password, name hidden", "A user's name, encrypted.", _INSTEAD_OF_CERTIFICATE
            ),
            ExtensionType.pwd_clear: FieldWords("Password, name in clear", "A user's name.", _INSTEAD_OF_CERTIFICATE),
            ExtensionType.password_salt: FieldWords(
                "Password salt", "What the password is to be mixed with.", _INSTEAD_OF_CERTIFICATE
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.user_mapping: FieldWords("User mapping", "A hint on the user's account.", _UNUSED),
            ExtensionType.client_authz: FieldWords(
                "Client authorisation", "Proofs of what the client may do.", _UNUSED
            ),
            ExtensionType.server_authz: FieldWords(
                "Server authorisation", "Proofs of what the server may do.", _UNUSED
            ),
        },
    ),
    Words(
        extensions={
            ExtensionType.channel_id: _CHANNEL_ID,
            ExtensionType.channel_id_draft: _CHANNEL_ID,
            ExtensionType.origin_bound_certificates: FieldWords(
                "Origin-bound certificates",
                "The client can make a certificate of its own for each site.",
                "It led to Channel ID and token binding.",
            ),
        },
    ),
)
