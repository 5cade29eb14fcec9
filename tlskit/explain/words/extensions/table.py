"""What is said of extensions, put together: every type has its words (RFC 8446 section 4.2 and the RFC of each)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.explain.words.entry import FieldWords
from tlskit.explain.words.extensions import (
    application,
    certificate_status,
    certificates,
    client_identity,
    encrypted_client_hello,
    handshake,
    quic,
    records,
    resumption,
    server_name,
    signatures,
    versions_and_groups,
)

if TYPE_CHECKING:
    from tlskit.registry import ExtensionType

SUBJECTS = (
    *versions_and_groups.SUBJECTS,
    *signatures.SUBJECTS,
    *server_name.SUBJECTS,
    *encrypted_client_hello.SUBJECTS,
    *application.SUBJECTS,
    *resumption.SUBJECTS,
    *certificates.SUBJECTS,
    *certificate_status.SUBJECTS,
    *client_identity.SUBJECTS,
    *handshake.SUBJECTS,
    *records.SUBJECTS,
    *quic.SUBJECTS,
)

EXTENSIONS: dict[int, FieldWords] = {kind: words for subject in SUBJECTS for kind, words in subject.extensions.items()}

GREASE = FieldWords(
    "GREASE",
    "A number that means nothing, sent on purpose.",
    "[[GREASE]] finds peers that break on what they do not know, before a real extension meets them.",
)
UNKNOWN = FieldWords(
    "Unknown extension",
    "A number that is not registered, or not known here.",
    "A peer that does not know it must pass over it.",
)


def extension_words(extension_type: ExtensionType) -> FieldWords:
    """Return what an extension is for; every type has an answer."""
    return EXTENSIONS.get(extension_type) or (GREASE if extension_type.is_grease else UNKNOWN)
