"""What became of a protected record: opened, with what every byte of it was, or sealed, and why."""

from __future__ import annotations

from enum import Enum
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tlskit.core import FrozenValue

if TYPE_CHECKING:
    from tlskit.registry import ContentType


class Protection(Enum):
    """How a record's content was read."""

    CLEAR = "clear"
    OPENED = "opened"  # it was protected, and our keys opened it
    SEALED = "sealed"  # it is protected, and stays so


class PartKind(Enum):
    """What a run of bytes in a protected fragment is for."""

    EXPLICIT_NONCE = "explicit nonce"
    IV = "IV"
    CONTENT = "content"
    CONTENT_TYPE = "content type"
    MAC = "MAC"
    PADDING = "padding"
    PADDING_LENGTH = "padding length"
    TAG = "authentication tag"


class RecordPart(NamedTuple):
    """A run of bytes: its place in the fragment as sent, and its value, decrypted where it was encrypted."""

    kind: PartKind
    start: int
    end: int
    value: bytes


class DecryptFailure(Enum):
    """Why a record stayed sealed."""

    NO_KEY = "there is no key for it"
    CUT = "its end was not captured"
    BAD_HEADER = "the record header is incomplete"
    TOO_LONG = "the fragment is longer than a record can be"
    TOO_SHORT = "the fragment is too short to be protected"
    NOT_WHOLE_BLOCKS = "the fragment is not a whole number of blocks"
    BAD_TAG = "the authentication tag does not fit"
    BAD_MAC = "the MAC does not fit"
    BAD_PADDING = "the padding is malformed"
    NO_CONTENT_TYPE = "the plaintext is nothing but padding"


class UndecryptedRecord(FrozenValue):
    """A record that did not open."""

    reason: DecryptFailure
    sequence_number: int


class DecryptedRecord(NamedTuple):
    """A record that opened and is authentic.

    ``nonce`` is the whole nonce of an AEAD cipher or the IV of CBC. ``additional_data`` is what was authenticated
    besides the content. ``runs`` are the bytes of the fragment from its first to its last; ``parts`` are the same with
    their places.
    """

    content_type: int
    plaintext: bytes
    sequence_number: int
    nonce: bytes
    additional_data: bytes
    runs: tuple[tuple[PartKind, bytes], ...]

    @property
    def parts(self) -> tuple[RecordPart, ...]:
        """What every byte of the fragment was, in order; runs without bytes are left out."""
        ends = accumulate(len(value) for _, value in self.runs)
        placed = zip(self.runs, ends, strict=True)
        return tuple(RecordPart(kind, end - len(value), end, value) for (kind, value), end in placed if value)

    def part(self, kind: PartKind) -> RecordPart | None:
        """The part of a kind, None where this record has none."""
        return next((part for part in self.parts if part.kind is kind), None)

    @property
    def padding_length(self) -> int:
        """How many bytes of padding there are, without the byte that counts them."""
        return sum(len(value) for kind, value in self.runs if kind is PartKind.PADDING)


class RecordContent(NamedTuple):
    """What a record holds, as far as it can be had."""

    content: bytes
    protection: Protection
    inner_type: ContentType | None = None
    opened: DecryptedRecord | UndecryptedRecord | None = None


new_content = partial(tuple.__new__, RecordContent)  # a third of the cost of Content(...), once per record
