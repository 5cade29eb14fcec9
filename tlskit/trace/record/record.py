"""What an observer saw: records, the messages in them, and the runs of bytes that are neither.

Everything keeps its raw bytes and its place. Offsets count the bytes of one direction from the connection's first byte,
talk before STARTTLS included. A message's own fields are counted from the message's first byte, since a message may lie
in several records; ``Message.pieces`` says where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tlskit.registry import HandshakeType, ProtocolVersion
from tlskit.trace.record.decrypted import Protection
from tlskit.trace.record.envelope import Envelope
from tlskit.wire import (
    HANDSHAKE_HEADER,
    Field,
    FieldKind,
    FieldPlace,
    HandshakeHeader,
    Span,
    sslv2_structure,
    structure_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tlskit.registry import ContentType
    from tlskit.trace.chunk import Direction
    from tlskit.trace.record.decrypted import DecryptedRecord, UndecryptedRecord
    from tlskit.wire import Alert, Layout, Structure


class FragmentSpan(NamedTuple):
    """Where a part of a message lies: in the content of a record, by its number in ``Observation.records``."""

    record: int
    start: int
    end: int


class Message:
    """A handshake message, whole: ``data`` is header and body, without the fragmentation of DTLS.

    It stands in the record in which it ends. ``retransmitted`` is for DTLS, where a flight may be sent anew.
    """

    __slots__ = (
        "_body",
        "_tree",
        "data",
        "direction",
        "layout",
        "pieces",
        "retransmitted",
        "sequence",
        "type",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - made for every message of a capture
        self,
        direction: Direction,
        data: bytes,
        pieces: tuple[FragmentSpan, ...],
        layout: Layout,
        sequence: int = -1,
        retransmitted: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        self.direction = direction
        self.data = data
        self.type = HandshakeType.read[data[0]]
        self.pieces = pieces
        self.layout = layout
        self.sequence = sequence
        self.retransmitted = retransmitted
        self._body: Structure | bool | None = False  # not read yet
        self._tree: Field[Any] | None = None

    def __repr__(self) -> str:
        return f"Message({self.direction.value} {self.type.label}, {self.length} bytes)"

    @property
    def length(self) -> int:
        """The length of the body in bytes."""
        return max(len(self.data) - HANDSHAKE_HEADER, 0)

    @property
    def announced(self) -> int:
        """The length of the body as the header says; 0 where the header is not whole."""
        return int.from_bytes(self.data[1:HANDSHAKE_HEADER]) if len(self.data) >= HANDSHAKE_HEADER else 0

    @property
    def is_cut(self) -> bool:
        """Whether its end is missing."""
        return len(self.data) < HANDSHAKE_HEADER + self.announced

    @property
    def came(self) -> str:
        """How much of its body came, where its end is missing: ``1,379 of 1,481 bytes``."""
        return f"{self.length:,} of {self.announced:,} bytes" if self.announced else "a part of its header"

    @property
    def structure(self) -> type[Structure]:
        """What the body is declared as."""
        return structure_of(self.data, self.layout)

    @property
    def body(self) -> Structure | None:
        """The decoded body; ``None`` where its bytes do not follow its declaration, and ``tree`` tells why."""
        if self._body is False:
            self._body = self.structure.read(self.data, self.type, HANDSHAKE_HEADER)
            if self._body is None:
                self._body = self.tree.value
        return self._body  # type: ignore[return-value] # no longer False

    @property
    def values(self) -> Mapping[str, Any]:
        """The fields of the body that could be read, by name: all of them, or those before the damage."""
        body = self.body
        if body is not None:
            return body.__dict__
        read = (field for part in self.tree.children[_HEADER_FIELDS:] for field in part.children)
        return {field.name: field.value for field in read if field.value is not None}

    @property
    def tree(self) -> Field[Any]:
        """Header and body as fields, from the message's first byte; the header alone where the message ends in it."""
        if self._tree is None:
            self._tree = self._decoded()
        return self._tree

    @property
    def is_reassembled(self) -> bool:
        """Whether it lay in more than one record."""
        return len(self.pieces) > 1

    def _decoded(self) -> Field[Any]:
        header = HandshakeHeader.decode(self.data[:HANDSHAKE_HEADER])
        if len(self.data) < HANDSHAKE_HEADER:
            return header._replace(kind=_MESSAGE)
        body = self.structure.decode(self.data, self.type, HANDSHAKE_HEADER)
        return Field(_MESSAGE, 0, len(self.data), body.value, (*header.children, body))


_HEADER_FIELDS = 2  # msg_type and length
_MESSAGE = FieldKind("handshake", FieldPlace(Envelope.HANDSHAKE), "struct Handshake;")


class Record(NamedTuple):
    """A record: ``number`` counts all records of the connection from 0, in the order in which they became whole.

    One whose end is missing (``is_cut``) stands where the capture lost the rest, with the bytes that came.
    ``content`` is what the fragment holds once it is opened, ``inner_type`` what TLS 1.3 hides behind
    application_data. ``content_type`` is ``None`` for SSL 2.0. ``messages`` end in this record. ``opened`` tells what
    every byte of a protected fragment was, or why it stayed sealed.
    """

    number: int
    direction: Direction
    at: int | None
    packet: int
    start: int
    header: bytes
    content_type: ContentType | None
    version: ProtocolVersion
    fragment: bytes
    content: bytes = b""
    protection: Protection = Protection.CLEAR
    inner_type: ContentType | None = None
    messages: tuple[Message, ...] = ()
    alert: Alert | None = None
    opened: DecryptedRecord | UndecryptedRecord | None = None
    epoch: int | None = None
    sequence_number: int | None = None
    problem: str = ""

    @property
    def announced(self) -> int:
        """The length of the fragment as the header says."""
        return len(self.fragment) if self.content_type is None else int.from_bytes(self.header[-2:])

    @property
    def is_cut(self) -> bool:
        """Whether the end of its fragment is missing."""
        return len(self.fragment) < self.announced

    @property
    def end(self) -> int:
        """The offset behind its last byte."""
        return self.start + len(self.header) + len(self.fragment)

    @property
    def span(self) -> Span:
        """Where it lies, header included."""
        return Span(self.start, self.end)

    @property
    def sslv2(self) -> Mapping[str, Any] | None:
        """The fields of an SSL 2.0 message in clear that could be read, by name."""
        if self.version != ProtocolVersion.SSLv2 or self.protection is not Protection.CLEAR:
            return None
        tree = sslv2_structure(self.content[0] if self.content else 0).decode(self.content)
        return {field.name: field.value for field in tree.children if field.value is not None}

    @property
    def true_type(self) -> ContentType | None:
        """The type of its content: the hidden one, where TLS 1.3 hides it and it was opened."""
        return self.content_type if self.inner_type is None else self.inner_type


class UnparsedBytes(NamedTuple):
    """Bytes that are no record, or that are not there: ``lost`` where the capture missed them."""

    direction: Direction
    at: int | None
    packet: int
    start: int
    end: int
    reason: str
    lost: bool = False

    @property
    def span(self) -> Span:
        """Where they lie."""
        return Span(self.start, self.end)
