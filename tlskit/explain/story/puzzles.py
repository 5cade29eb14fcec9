"""What puzzles everybody who looks at a connection, explained where it occurs.

A puzzle knows by itself where it occurs: in a record, a message or a field. ``puzzles_of`` returns those of one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tlskit.core import FrozenValue
from tlskit.explain.story import puzzle_conditions as at

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.trace import Message, Record, TraceReport
    from tlskit.wire import Field


class PuzzlePlace(NamedTuple):
    """A record, a message that ends in it, or a field of that message."""

    report: TraceReport
    record: Record
    message: Message | None = None
    field: Field[Any] | None = None


class Puzzle(FrozenValue):
    """``name`` is stable, for links; ``question`` is what people ask, ``answer`` two or three sentences."""

    name: str
    question: str
    answer: str


def puzzles_of(place: PuzzlePlace) -> tuple[Puzzle, ...]:
    """Return the puzzles that occur at this very place, those of what lies around or inside it left out."""
    report, record, message, field = place
    if message is None:
        return tuple(puzzle for puzzle, occurs in _OF_RECORDS.items() if occurs(report, record))
    if field is None:
        return tuple(puzzle for puzzle, occurs in _OF_MESSAGES.items() if occurs(report, message))
    return tuple(puzzle for puzzle, occurs in _OF_FIELDS.items() if occurs(report, message, field))


_OF_RECORDS: dict[Puzzle, Callable[[TraceReport, Record], bool]] = {
    Puzzle(
        "record-version-1.0",
        "Why does this record say TLS 1.0?",
        "The first record of a client says TLS 1.0 by custom, since servers are not yet known and old ones drop what "
        "they do not know. What the client really speaks stands in the hello.",
    ): at.first_record_says_tls10,
    Puzzle(
        "record-version-1.2",
        "Why does this record say TLS 1.2, when TLS 1.3 is spoken?",
        "In TLS 1.3 the version of records means nothing and is frozen at TLS 1.2: too many [[middlebox]]es dropped "
        "records with another number. The version was agreed on in the extension supported_versions.",
    ): at.record_says_tls12,
    Puzzle(
        "dummy-change-cipher-spec",
        "What does ChangeCipherSpec do in TLS 1.3?",
        "Nothing. It makes the handshake look like a resumed one of TLS 1.2, which [[middlebox]]es let pass; the "
        "receiver throws it away. It is neither encrypted nor part of the [[transcript hash]].",
    ): at.dummy_change_cipher_spec,
    Puzzle(
        "disguised-handshake",
        "Why is this application data, when the handshake is still going on?",
        "In TLS 1.3 every encrypted record says application_data outside. The true type is its last byte before any "
        "padding, inside the encryption, so that an onlooker cannot tell a certificate from a web page.",
    ): at.disguised_handshake,
    Puzzle(
        "encrypted-alert",
        "What is an “encrypted alert”?",
        "An [[alert]] that is protected like all else, so that nobody on the way can read or forge it. At the end of "
        "a connection it is mostly close_notify, which is no error; only the keys tell.",
    ): at.encrypted_alert,
    Puzzle(
        "first-encrypted-message",
        "Why can this handshake message not be read, when those before it could?",
        "Up to TLS 1.2 the handshake is in clear until ChangeCipherSpec. [[Finished]] is the first message that is "
        "protected with the new keys, and so the first proof that both sides have the same ones.",
    ): at.first_encrypted_message,
    Puzzle(
        "record-padding",
        "Why are there zeros behind the content?",
        "TLS 1.3 lets a sender add any amount of [[padding]] to hide how long the content is: length alone may betray "
        "which page is read.",
    ): at.padded_record,
    Puzzle(
        "one-byte-record",
        "Why does this record hold one byte or none?",
        "In TLS 1.0 an attacker could foresee the [[IV]] of the next record (BEAST). A record with one byte, or none, "
        "sent ahead makes it unforeseeable.",
    ): at.split_record,
}

_OF_MESSAGES: dict[Puzzle, Callable[[TraceReport, Message], bool]] = {
    Puzzle(
        "retry-is-a-server-hello",
        "Why is this ServerHello called a HelloRetryRequest?",
        "It has the type and the form of a ServerHello, and a random that is fixed: the SHA-256 of the word "
        "HelloRetryRequest. [[Middleboxes]] know ServerHellos and would stop a message that they do not know.",
    ): at.hello_retry_request,
    Puzzle(
        "second-client-hello",
        "Why are there two ClientHellos?",
        "The server answered the first with the wish for another: it wants a key share in another [[group]], or a "
        "cookie back. The second repeats the first in all else, and the first counts as its hash from here on.",
    ): at.second_client_hello,
    Puzzle(
        "renegotiation",
        "Why does a handshake begin again?",
        "Up to TLS 1.2 either side may begin a [[renegotiation]] within the connection: for new keys, or to ask for a "
        "client certificate once the server knows which page is wanted. It is encrypted with the keys so far.",
    ): at.renegotiation,
    Puzzle(
        "ticket-after-finished",
        "Why do tickets come when the handshake is over?",
        "In TLS 1.3 the key of a [[ticket]] depends on the client's Finished, so it can be sent only after it. "
        "Servers often send two, as a ticket should be used once.",
    ): at.ticket_after_finished,
    Puzzle(
        "no-client-certificate",
        "Why does the client send a Certificate without a certificate?",
        "The server asked for one and the client has none that fits; the empty list says so. Whether that is enough "
        "is for the server to decide.",
    ): at.empty_certificate,
}

_OF_FIELDS: dict[Puzzle, Callable[[TraceReport, Message, Field[Any]], bool]] = {
    Puzzle(
        "legacy-version",
        "It says TLS 1.2. Is this not TLS 1.3?",
        "It is, or can be. The field is frozen at TLS 1.2, since servers and [[middlebox]]es broke on a higher "
        "number; the extension supported_versions has the truth.",
    ): at.legacy_version,
    Puzzle(
        "grease",
        "What is this strange number?",
        "[[GREASE]]: it means nothing. The client sends it so that servers get used to numbers that they do not know; "
        "one that breaks on it would break on the next real addition too.",
    ): at.grease,
    Puzzle(
        "echoed-session-id",
        "Why is there a session id in TLS 1.3?",
        "TLS 1.3 does not use it. The client sends 32 random bytes and the server repeats them, so that the handshake "
        "looks like a resumed one of TLS 1.2, which [[middlebox]]es let pass.",
    ): at.session_id_in_tls13,
    Puzzle(
        "fixed-random",
        "Why is this random the same in every connection?",
        "It is the SHA-256 of the word HelloRetryRequest, and marks one.",
    ): at.fixed_random,
    Puzzle(
        "downgrade-sentinel",
        "Why do the last bytes of the random spell DOWNGRD?",
        "The server speaks a newer version than the one that was chosen, and says so where nobody can change it "
        "unnoticed: the random goes into the keys and signatures. A client that offered the newer version must break "
        "off ([[downgrade]]); for one that did not it is harmless.",
    ): at.downgrade_sentinel,
    Puzzle(
        "renegotiation-in-a-first-hello",
        "Why does a first hello talk about renegotiation?",
        "It says: “I know of the attack of 2009 and tie a [[renegotiation]] to its connection.” The extension does so, "
        "or a signal among the suites ([[SCSV]]), which servers that choke on extensions can bear.",
    ): at.renegotiation_signal,
    Puzzle(
        "fallback",
        "What is TLS_FALLBACK_SCSV?",
        "No suite, but a confession: the client tried a newer version before and failed. A server that speaks that "
        "version answers inappropriate_fallback, since somebody may have made it fail ([[downgrade]]).",
    ): at.fallback_signal,
    Puzzle(
        "empty-extension",
        "Why is this extension empty?",
        "That it is there says everything: “I can do this”, or “I agree”. There is nothing to add.",
    ): at.empty_extension,
    Puzzle(
        "padded-hello",
        "Why does the hello hold zeros?",
        "Certain servers hung on hellos of 256 to 511 bytes. [[Padding]] makes such a hello longer.",
    ): at.padded_hello,
    Puzzle(
        "large-key-share",
        "Why is this key share so large?",
        "It is [[post-quantum]]: an ML-KEM key has about 1,200 bytes where a curve needs 32. The ClientHello then "
        "needs two packets, which some [[middlebox]]es have not learnt yet.",
    ): at.large_key_share,
    Puzzle(
        "three-lengths",
        "Why do three lengths stand before one host name?",
        "The extension has one, the list of names has one, and the name has one. The list was meant for other kinds "
        "of names, which never came.",
    ): at.three_lengths,
}
